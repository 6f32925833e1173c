/** SIGKILL at any moment that a seed says: by the target's progress, and by the clock. */
import { assert, describe, it } from "vitest"

import { killAndSettle } from "./support/kills.ts"
import type { TargetName } from "./support/world.ts"

const seeds: ReadonlyArray<readonly [TargetName, number]> = [
  ["crmcom, posted", 1],
  ["crmcom, drafts", 2],
  ["erplybooks", 3],
  ["payorcrm", 4],
]

describe("invariant 2: three deaths at random moments", () => {
  for (const [name, seed] of seeds) {
    it(`${name}: each record is there once (seed ${seed})`, { timeout: 120_000 }, async () => {
      const { problems } = await killAndSettle(name, seed)
      assert.deepStrictEqual(problems, [])
    })
  }
})
