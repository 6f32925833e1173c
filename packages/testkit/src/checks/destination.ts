/**
 * Destinations: keys, batches and outcomes where nothing goes wrong on the wire.
 */
import { Cause, Effect, Exit, Result, Schema } from "effect"

import { type Bench, broken, expect, hear, inapplicable, modelAt, type StreamUnderCheck } from "../internal/bench.ts"
import type { StreamCheck } from "../internal/definition.ts"
import {
  deliver,
  deliverAll,
  expectHeld,
  held,
  itemOf,
  openMaker,
  openTarget,
  plainItems,
  shown,
} from "../internal/delivering.ts"
import { hostileModels, plain } from "../internal/models.ts"

const stableKey = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openTarget(bench, stream)
  const { destination } = target
  const [first, second] = [yield* plainItems(target, 3), yield* plainItems(target, 3)]
  yield* expect(
    first.every(({ key }, index) => key !== "" && key === second[index]?.key),
    "the key of a record was to be the same each time, and is another or empty",
  )
  yield* expect(new Set(first.map(({ key }) => key)).size === 3, "different records were to have different keys")
  const codec = Schema.toCodecJson(destination.record)
  for (const { record, key } of first) {
    const json = yield* Effect.result(Schema.encodeUnknownEffect(codec)(record))
    if (Result.isFailure(json))
      return yield* broken(`a record was to be of the type that \`record\` declares: ${json.failure.message}`)
    const text = JSON.stringify(json.success)
    const back = yield* Effect.result(Schema.decodeUnknownEffect(codec)(JSON.parse(text)))
    if (Result.isFailure(back))
      return yield* broken(`the JSON of a record was to be read again, and is refused: ${back.failure.message}`)
    yield* expect(
      destination.key(back.success) === key,
      "a record that went through JSON was to have its key, and has another",
    )
  }
})

const mapping = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openTarget(bench, stream)
  const models = hostileModels(stream.entity, (index) => modelAt(bench, stream, index))
  for (const { name, model } of models) {
    yield* Effect.mapError(itemOf(target, model), (error) =>
      Object.assign(error, { message: `${name}: ${error.message}` }),
    )
  }
  for (const entity of ["customer", "invoice", "payment"] as const) {
    if (entity === stream.entity) continue
    const exit = yield* Effect.exit(Effect.sync(() => target.destination.fromModel(plain[entity](0))))
    if (Exit.isFailure(exit)) return yield* broken(`fromModel throws at a ${entity}: ${Cause.pretty(exit.cause)}`)
    if (Result.isFailure(exit.value)) hear(bench, exit.value.failure)
  }
})

const emptyBatch = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openTarget(bench, stream)
  target.world.proxy?.strike()
  yield* deliver(target, [])
  const calls = target.world.proxy?.calls().length ?? 0
  yield* expect(calls === 0, `an empty batch was to ask nobody, and sent ${calls} requests`)
})

const arrives = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  const items = yield* plainItems(target, 3)
  yield* deliverAll(target, items)
  for (const item of items) yield* expectHeld(target, item, 1, "after a Confirmed delivery")
})

/** No batch of a check is longer. */
const most = 1000

const full = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  const { records, bytes } = target.destination.batch
  const items = yield* plainItems(target, Math.min(records, most))
  target.world.proxy?.strike()
  yield* deliverAll(target, items)
  const longest = Math.max(0, ...(target.world.proxy?.calls() ?? []).map((call) => call.bytes))
  yield* expect(longest <= bytes, `no request was to be longer than batch.bytes (${bytes}), and one has ${longest}`)
  const counts = yield* held(target)
  const wrong = items.find(({ key }) => counts.get(key) !== 1)
  yield* expect(
    wrong === undefined,
    `each of ${items.length} records was to be held once, and one is held ${counts.get(wrong?.key ?? "") ?? 0} times`,
  )
})

const atOnce = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  const { inFlight, records } = target.destination.batch
  const size = Math.min(records, 2)
  const items = yield* plainItems(target, size * inFlight)
  const batches = Array.from({ length: inFlight }, (_, index) => items.slice(index * size, (index + 1) * size))
  target.world.proxy?.strike(() => ({ kind: "hold", millis: 10 }))
  const delivered = yield* Effect.forEach(batches, (batch) => deliver(target, batch), { concurrency: "unbounded" })
  const other = delivered.flatMap(({ outcomes }) => outcomes).find(({ _tag }) => _tag !== "Confirmed")
  yield* expect(
    other === undefined,
    `all of ${inFlight} batches at once were to be Confirmed, and one record is ${shown(other)}`,
  )
  const seen = target.world.proxy?.mostAtOnce() ?? 0
  yield* expect(
    seen <= inFlight,
    `at most batch.inFlight (${inFlight}) requests were to be under way at once, and there were ${seen}`,
  )
  for (const item of items) yield* expectHeld(target, item, 1, `after ${inFlight} batches at once`)
})

const makesNothing = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openTarget(bench, stream)
  if (target.destination.creates !== false) return yield* inapplicable("the stream makes records")
  const items = yield* plainItems(target, 2)
  const before = yield* held(target)
  target.world.proxy?.strike()
  const { outcomes } = yield* deliver(target, items)
  yield* expect(
    outcomes.every(({ _tag }) => _tag === "Refused") && (target.world.proxy?.calls().length ?? 0) === 0,
    () =>
      `a stream that makes nothing was to refuse every record without asking anybody, and said ${outcomes.map(shown).join(", ")}`,
  )
  for (const item of items) yield* expectHeld(target, item, before.get(item.key) ?? 0, "after a refusal of everything")
})

export const destinationChecks: ReadonlyArray<StreamCheck> = [
  {
    name: "key: stable",
    explanation:
      "A record has one natural key, each time and after it went through JSON: a lost record is looked for by it.",
    check: stableKey,
  },
  {
    name: "map: hostile data",
    explanation: "`fromModel` gives a record or issues for whatever a model holds, and never throws.",
    check: mapping,
  },
  {
    name: "batch: empty",
    explanation: "An empty batch asks nobody and gives no outcomes.",
    check: emptyBatch,
  },
  {
    name: "deliver: arrives",
    explanation: "A record that is Confirmed is there, once, under its key.",
    check: arrives,
  },
  {
    name: "batch: full",
    explanation: "A batch of `batch.records` arrives whole, in requests of at most `batch.bytes`.",
    check: full,
  },
  {
    name: "batch: several at once",
    explanation: "`batch.inFlight` batches at once arrive whole, with no more requests than that under way.",
    check: atOnce,
  },
  {
    name: "deliver: makes nothing",
    explanation: "A stream with `creates: false` refuses every record without asking anybody.",
    check: makesNothing,
  },
]
