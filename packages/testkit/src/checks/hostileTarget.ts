/**
 * Destinations: data that is not as nice as the examples.
 */
import { Effect } from "effect"

import { type Bench, expect, modelAt, type StreamUnderCheck } from "../internal/bench.ts"
import type { StreamCheck } from "../internal/definition.ts"
import { deliverOne, held, itemOf, openMaker, shown } from "../internal/delivering.ts"
import { expectSame, lookAt } from "../internal/looking.ts"
import { hostileModels } from "../internal/models.ts"

const hostile = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  for (const { name, model } of hostileModels(stream.entity, (index) => modelAt(bench, stream, index))) {
    const item = yield* itemOf(target, model)
    // Refused with issues before it leaves.
    if (item === undefined) continue
    const outcome = yield* deliverOne(target, item)
    const count = (yield* held(target)).get(item.key) ?? 0
    const said = `${name}: the record is ${shown(outcome)}, and the system holds it ${count} times`
    yield* expect(outcome._tag === "Confirmed" ? count === 1 : count === 0, said)
    yield* expect(
      outcome._tag === "Confirmed" || outcome._tag === "Refused",
      `${said}; it was to be Confirmed or Refused`,
    )
    if (outcome._tag !== "Confirmed") continue
    yield* Effect.sleep(target.destination.visibleAfter ?? 0)
    const listed = yield* lookAt(target, item, outcome.targetId)
    if (listed === undefined) continue
    yield* Effect.mapError(expectSame(target, model, listed), (error) =>
      Object.assign(error, { message: `${name}: ${error.message}` }),
    )
  }
})

export const hostileTargetChecks: ReadonlyArray<StreamCheck> = [
  {
    name: "deliver: hostile data",
    explanation:
      "Long amounts, emoji, right-to-left and control characters arrive exactly, or the record is refused; none is rounded or lost (invariant 4).",
    check: hostile,
  },
]
