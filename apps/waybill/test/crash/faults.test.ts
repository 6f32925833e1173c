/** A target that misbehaves in one of ten requests: runs go on until everything is there, once. */
import { assert, describe, it } from "vitest"

import { problemsOf } from "./support/boundaries.ts"
import { misbehaveAndSettle, misbehaviours, undisturbed } from "./support/faults.ts"
import type { TargetName } from "./support/world.ts"

const targets: ReadonlyArray<TargetName> = ["crmcom, posted", "erplybooks", "payorcrm"]

describe("invariants 2 and 3: a target that misbehaves in one of ten requests", () => {
  for (const name of targets) {
    it(`${name}: each fault alone, and all of them`, { timeout: 180_000 }, async () => {
      const least = await undisturbed(name)
      let further = 0
      const work = async (misbehaviour: (typeof misbehaviours)[number]) => {
        const settled = await misbehaveAndSettle(name, misbehaviour, 1)
        further += settled.requests - least
        return settled.problems
      }
      assert.deepStrictEqual(await problemsOf(misbehaviours, work, 3), [])
      assert.isAbove(further, misbehaviours.length, "the faults cost requests")
    })
  }
})
