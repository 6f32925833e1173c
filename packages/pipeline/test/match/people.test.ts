/**
 * A made-up migration of 2,000 customers, of which it is known who is who.
 */
import { assert, describe, it } from "@effect/vitest"

import { TargetIndex, type Verdict } from "../../src/match/TargetIndex.ts"
import { type People, people } from "./people.ts"

const matched = ({ source, target }: People): ReadonlyArray<Verdict> => {
  const index = new TargetIndex(["number", "email", "name and postcode"])
  for (let at = 0; at < target.length; at += 500) index.add(target.slice(at, at + 500))
  return source.map(({ model }) => {
    const verdict = index.match(model.number, model)
    if (verdict._tag === "One") index.claim(verdict.candidates[0].targetId, model.number)
    return verdict
  })
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8]

describe("a migration whose truth is known", () => {
  for (const seed of seeds)
    it(`creates no double and takes no wrong counterpart: seed ${seed}`, () => {
      const world = people(seed)
      const verdicts = matched(world)
      assert.strictEqual(world.source.length, 2000)
      assert.strictEqual(world.source.filter(({ counterparts }) => counterparts.length > 0).length, 1400)
      for (const [at, { model, counterparts }] of world.source.entries()) {
        const verdict = verdicts[at]!
        if (verdict._tag === "None") assert.isEmpty(counterparts, `${model.number} would be created a second time`)
        else if (verdict._tag === "One") assert.include(counterparts, verdict.candidates[0].targetId, model.number)
        else if (counterparts.length > 0)
          assert.isTrue(
            verdict.candidates.some(({ targetId }) => counterparts.includes(targetId)),
            `${model.number} is held without the right one among its candidates`,
          )
      }
      const held = verdicts.filter(({ _tag }) => _tag !== "None" && _tag !== "One").length
      assert.isBelow(held, 300, "more than 15 % need a decision")
    })

  it("comes out the same in every order of the target's records", () => {
    const { source, target } = people(9)
    const backwards = { source, target: target.toReversed() }
    assert.deepStrictEqual(matched(backwards), matched({ source, target }))
  })

  it("is the same set for the same seed", () => {
    assert.deepStrictEqual(people(10), people(10))
    assert.notDeepEqual(people(10).target, people(11).target)
  })
})
