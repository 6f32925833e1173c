/** SIGKILL while rejected records are imported or sent again: every edit is kept, and each record is there once. */
import { assert, describe, it } from "vitest"

import { editAndKill } from "./support/edited.ts"
import type { TargetName } from "./support/world.ts"

const seeds: ReadonlyArray<readonly [TargetName, number]> = [
  ["crmcom, posted", 1],
  ["erplybooks", 2],
]

describe("invariant 2: three deaths while edited records are sent", () => {
  for (const [name, seed] of seeds) {
    it(`${name}: each record is there once (seed ${seed})`, { timeout: 120_000 }, async () => {
      const { problems } = await editAndKill(name, seed)
      assert.deepStrictEqual(problems, [])
    })
  }
})
