/**
 * Destinations: how much is asked of a system, and when nothing may be sent.
 */
import { ConnectorError, MaySend, Superseded } from "@waybill/connector"
import { Effect } from "effect"

import { type Bench, expect, inapplicable, proxyOf, type StreamUnderCheck, takes } from "../internal/bench.ts"
import { hurry } from "../internal/clock.ts"
import type { StreamCheck } from "../internal/definition.ts"
import { deliver, deliverOne, expectHeld, held, openMaker, plainItems, shown } from "../internal/delivering.ts"
import { tooMany, unauthorized } from "../internal/faults.ts"

/** Seconds of the check's clock; timers of the machine are a little early. */
const wait = { seconds: 8, slack: 0.9 }

const throttled = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  const proxy = yield* proxyOf(target.world)
  const [item] = yield* plainItems(target, 1)
  proxy.strike((_, index) => (index === 0 ? tooMany(wait.seconds) : undefined))
  const outcome = yield* deliverOne(target, item!)
  const [first, second] = proxy.calls()
  const millis = ((second?.at ?? Infinity) - (first?.at ?? 0)) * hurry
  yield* expect(
    millis >= wait.seconds * 1000 * wait.slack,
    `after a 429 with Retry-After: ${wait.seconds} no request was to come for so many seconds, and one came after ${Math.round(millis)} ms`,
  )
  yield* expect(outcome._tag === "Confirmed", `after the wait the record was to be Confirmed, and is ${shown(outcome)}`)
  yield* expectHeld(target, item!, 1, "after the wait")
})

/** More tries than that are no politeness. */
const mostTries = 12

const throttledForGood = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  const proxy = yield* proxyOf(target.world)
  const [item] = yield* plainItems(target, 1)
  proxy.strike(() => tooMany())
  const { outcomes, stop } = yield* deliver(target, [item!])
  yield* expect(
    outcomes[0]?._tag === "NotSent",
    `a record that is turned away for good was to be NotSent, and is ${shown(outcomes[0])}`,
  )
  yield* expect(
    stop?.reason._tag === "Throttled",
    `the work was to stop as Throttled, and ${stop === undefined ? "goes on" : `stops as ${stop.reason._tag}`}`,
  )
  const tries = proxy.calls().length
  yield* expect(tries <= mostTries, `it was to be tried at most ${mostTries} times, and was ${tries} times`)
  yield* expectHeld(target, item!, 0, "while everything is turned away")
})

/** So slow that an unpaced connector is told from a paced one on a busy machine too; after so many calls that is clear. */
const slowly = { perSecond: 0.25, calls: 4 }

const paced = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const { perSecond } = slowly
  const more = { rateLimit: { perSecond } }
  if (!(yield* takes(bench, yield* bench.start, more)))
    return yield* inapplicable("the settings take no `rateLimit: { perSecond }`")
  const target = yield* openMaker(bench, stream, more)
  const proxy = yield* proxyOf(target.world)
  yield* expect(
    target.destination.perSecond === perSecond,
    "`perSecond` of the destination was to be that of the settings: plans tell the time by it",
  )
  const items = yield* plainItems(target, slowly.calls)
  proxy.strike()
  const began = proxy.now()
  for (const item of items) if (proxy.calls().length < slowly.calls) yield* deliverOne(target, item)
  const calls = proxy.calls()
  const millis = ((calls.at(-1)?.at ?? 0) - began) * hurry
  // A budget that begins full lets a second's worth through at once.
  const least = ((calls.length - 1 - perSecond) / perSecond) * 1000 * wait.slack
  yield* expect(
    millis >= least,
    `${calls.length} requests at ${perSecond} a second were to take at least ${Math.round(least)} ms, and took ${Math.round(millis)} ms`,
  )
})

const refused = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  const proxy = yield* proxyOf(target.world)
  const items = (yield* plainItems(target, 2)).slice(0, target.destination.batch.records)
  proxy.strike(() => unauthorized)
  const { outcomes, stop } = yield* deliver(target, items)
  const other = outcomes.find(({ _tag }) => _tag !== "NotSent")
  yield* expect(
    other === undefined,
    `records behind refused credentials were to be NotSent, and one is ${shown(other)}`,
  )
  yield* expect(
    stop?.reason._tag === "Unauthorized",
    `the work was to stop as Unauthorized, and ${stop === undefined ? "goes on" : `stops as ${stop.reason._tag}`}`,
  )
  const tries = proxy.calls().length
  yield* expect(
    tries <= 2,
    `refused credentials were to be tried at most once more, and were ${tries} times: that locks accounts`,
  )
  for (const item of items) yield* expectHeld(target, item, 0, "behind refused credentials")
})

const superseded = new ConnectorError({
  connector: "testkit",
  operation: "send",
  code: "WB-LEDGER-ENDED",
  message: "another run has taken over",
  reason: new Superseded({}),
})

const takenOver = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  const proxy = yield* proxyOf(target.world)
  const [item] = yield* plainItems(target, 1)
  proxy.strike()
  const { outcomes, stop } = yield* deliver(target, [item!]).pipe(
    Effect.provideService(MaySend, Effect.fail(superseded)),
  )
  bench.codes.delete(superseded.code)
  const sent = proxy.calls().length
  yield* expect(
    sent === 0,
    `a run that has lost its right was to send nothing, and sent ${sent} requests: ask \`MaySend\` right before each`,
  )
  yield* expect(
    outcomes[0]?._tag === "NotSent" && stop?.reason._tag === "Superseded",
    `its record was to be NotSent and the work to stop as Superseded; it is ${shown(outcomes[0])}`,
  )
  yield* expect(
    (yield* held(target)).size === 0 || !(yield* held(target)).has(item!.key),
    "nothing was to arrive, and the record is there",
  )
})

export const limitChecks: ReadonlyArray<StreamCheck> = [
  {
    name: "throttled: for a while",
    explanation: "After a 429 no request comes before `Retry-After` is over, and then the record arrives.",
    check: throttled,
  },
  {
    name: "throttled: for good",
    explanation: "A system that turns everything away is left alone after a few tries, and nothing is lost.",
    check: throttledForGood,
  },
  {
    name: "throttled: calls a second",
    explanation: "No more requests a second are sent than `rateLimit.perSecond` says.",
    check: paced,
  },
  {
    name: "credentials refused",
    explanation:
      "Refused credentials stop the work as `Unauthorized` after one try more at the most: many tries lock accounts.",
    check: refused,
  },
  {
    name: "another run took over",
    explanation:
      "A run that has lost its right to send sends nothing: `MaySend` is asked before each request (invariant 8).",
    check: takenOver,
  },
]
