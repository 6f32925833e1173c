/**
 * Destinations: what is taken back, and what is posted.
 */
import type { Delivered, Landed } from "@waybill/connector"
import { Cause, Effect, Exit } from "effect"

import {
  type Bench,
  broken,
  type Checking,
  expect,
  hear,
  inapplicable,
  must,
  proxyOf,
  type StreamUnderCheck,
} from "../internal/bench.ts"
import type { StreamCheck } from "../internal/definition.ts"
import {
  deliverAll,
  expectHeld,
  held,
  issuesOf,
  type Item,
  openMaker,
  plainItems,
  shown,
  type Target,
} from "../internal/delivering.ts"

/** Delivers plain records; what the target said of each. */
const land = Effect.fnUntraced(function* (target: Target, items: ReadonlyArray<Item>) {
  const outcomes = yield* deliverAll(target, items)
  yield* Effect.sleep(target.destination.visibleAfter ?? 0)
  return outcomes.map(({ targetId, before, draft }) =>
    targetId === undefined
      ? undefined
      : { landed: { targetId, ...(before === undefined ? {} : { before }) }, draft: draft === true },
  )
})

type Act = (batch: ReadonlyArray<Landed>) => Effect.Effect<Delivered>

/** Does it to one record: an outcome, and no death. */
const once = Effect.fnUntraced(function* (bench: Bench, what: string, act: Act, landed: Landed) {
  const exit = yield* Effect.exit(act([landed]))
  if (Exit.isFailure(exit)) return yield* broken(`${what} dies: ${Cause.pretty(exit.cause)}`)
  const { outcomes, stop } = exit.value
  hear(bench, issuesOf(outcomes))
  if (stop !== undefined) hear(bench, stop)
  const [outcome] = outcomes
  if (outcome === undefined || outcomes.length > 1)
    return yield* broken(`${what} of one record was to give one outcome, and gave ${outcomes.length}`)
  return outcome
})

/** A target with `undo`, and one record in it. */
const landOne = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  const { undo } = target.destination
  if (undo === undefined) return yield* inapplicable("the destination declares no `undo`")
  const [item, other] = yield* plainItems(target, 2)
  const [own] = yield* land(target, [item!, other!])
  if (own === undefined)
    return yield* broken("a destination with `undo` was to give the id of a record, and gives none")
  return { target, undo, item: item!, other: other!, landed: own.landed }
})

const undoes = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const { target, undo, item, other, landed } = yield* landOne(bench, stream)
  const first = yield* once(bench, "undo", undo.run, landed)
  yield* expect(first._tag === "Confirmed", `taking back was to be Confirmed, and is ${shown(first)}`)
  yield* expectHeld(target, item, 0, "after it was taken back")
  yield* expectHeld(target, other, 1, "of the record beside it")
  yield* Effect.sleep(target.destination.visibleAfter ?? 0)
  const second = yield* once(bench, "undo", undo.run, landed)
  yield* expect(second._tag === "Confirmed", `taking back a second time was to be Confirmed, and is ${shown(second)}`)
  const { find } = target.destination
  if (find === undefined) return
  const found = yield* must(bench, "`find`")(find([item.key]))
  yield* expect(!found.has(item.key), "`find` was not to give what was taken back: its number may be sent again")
})

const unknownId = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const { target, undo, item, landed } = yield* landOne(bench, stream)
  // Of the form that the system's ids have.
  const targetId = landed.targetId.replace(/\d(?=\D*$)/, "0").concat("0")
  const outcome = yield* once(bench, "undo", undo.run, { targetId })
  yield* expect(
    outcome._tag === "Confirmed" || outcome._tag === "Refused",
    `an id that there is not was to be Confirmed as gone, or Refused, and is ${shown(outcome)}`,
  )
  yield* expectHeld(target, item, 1, "after another id was taken back")
})

const lostUndo = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  // As many as an undo sends, and no more than a few.
  for (let at = 0; at < 6; at++) {
    const struck: Checking<boolean> = Effect.gen(function* () {
      const { target, undo, item, landed } = yield* landOne(bench, stream)
      const proxy = yield* proxyOf(target.world)
      proxy.strike((_, index) => (index === at ? { kind: "cut", after: true } : undefined))
      const outcome = yield* once(bench, "undo", undo.run, landed)
      const isStruck = proxy.calls().length > at
      proxy.strike()
      const count = (yield* held(target)).get(item.key) ?? 0
      const isTrue = outcome._tag === "Confirmed" ? count === 0 : outcome._tag === "Unknown" || count === 1
      yield* expect(
        isTrue,
        `the answer to request ${at + 1} of an undo was lost: it is ${shown(outcome)}, and the system holds the record ${count} times`,
      )
      return isStruck
    })
    if (!(yield* Effect.scoped(struck))) return
  }
})

const posts = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  const { post, find } = target.destination
  if (post === undefined) return yield* inapplicable("the destination declares no `post`")
  const [item] = yield* plainItems(target, 1)
  const [own] = yield* land(target, [item!])
  if (own === undefined || !own.draft) return yield* inapplicable("the settings of `system` land no drafts")
  for (const turn of ["first", "second"]) {
    const outcome = yield* once(bench, "post", post, own.landed)
    yield* expect(
      outcome._tag === "Confirmed",
      `posting a draft a ${turn} time was to be Confirmed, and is ${shown(outcome)}`,
    )
  }
  yield* expectHeld(target, item!, 1, "after it was posted")
  if (find === undefined) return
  const found = (yield* must(bench, "`find`")(find([item!.key]))).get(item!.key)
  yield* expect(found !== undefined && found.draft !== true, "what was posted was to be found as no draft, and is not")
})

export const undoChecks: ReadonlyArray<StreamCheck> = [
  {
    name: "undo",
    explanation: "What is taken back counts no more, alone, and taking it back again is Confirmed.",
    check: undoes,
  },
  {
    name: "undo: unknown id",
    explanation: "Taking back an id that there is not is answered honestly and touches nothing else.",
    check: unknownId,
  },
  {
    name: "undo: lost answer",
    explanation:
      "An undo whose answer is lost is never Confirmed while the record is there, nor Refused once it is gone.",
    check: lostUndo,
  },
  {
    name: "post",
    explanation: "A draft that is posted counts, and posting it again is Confirmed.",
    check: posts,
  },
]
