/**
 * Sources: systems that answer late, wrongly, or not at all.
 */
import { Effect, Option, Result, Stream } from "effect"

import type { Fault } from "../FaultyProxy.ts"
import {
  type Bench,
  broken,
  type Checking,
  expect,
  hear,
  modelsOf,
  proxyOf,
  type StreamUnderCheck,
} from "../internal/bench.ts"
import { hurry } from "../internal/clock.ts"
import type { StreamCheck } from "../internal/definition.ts"
import { lies, tooMany, unauthorized } from "../internal/faults.ts"
import { expectAll, openSource, readPages } from "../internal/reading.ts"

const skew = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const models = modelsOf(bench, stream, 3)
  for (const seconds of [-86_400, 86_400]) {
    const readable = yield* openSource(bench, stream, models)
    const proxy = yield* proxyOf(readable.world)
    proxy.strike(() => ({ kind: "skew", seconds }))
    yield* expectAll(readable, yield* readPages(readable), models)
  }
})

/** Reads while a fault strikes; gives the rows, or nothing where reading failed as it should. */
const readStruck = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck, fault: Fault, at: number) {
  const models = modelsOf(bench, stream, 5)
  const readable = yield* openSource(bench, stream, models)
  const proxy = yield* proxyOf(readable.world)
  proxy.strike((_, index) => (index === at ? fault : undefined))
  const result = yield* Effect.result(Stream.runCollect(readable.source.read(Option.none())))
  if (Result.isFailure(result)) hear(bench, result.failure)
  else yield* expectAll(readable, result.success, models)
  return proxy.calls().length > at
})

/** So many requests of a read are struck. */
const most = 3

const honest = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  for (const [name, fault] of Object.entries(lies)) {
    for (let at = 0; at < most; at++) {
      const struck: Checking<boolean> = readStruck(bench, stream, fault, at)
      const isThere = yield* Effect.mapError(Effect.scoped(struck), (error) =>
        error._tag === "Broken"
          ? Object.assign(error, { message: `${name} at request ${at + 1}: ${error.message}` })
          : error,
      )
      if (!isThere) break
    }
  }
})

/** Seconds of the check's clock; timers of the machine are a little early. */
const wait = { seconds: 8, slack: 0.9 }

const throttled = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const models = modelsOf(bench, stream, 3)
  const readable = yield* openSource(bench, stream, models)
  const proxy = yield* proxyOf(readable.world)
  proxy.strike((_, index) => (index === 0 ? tooMany(wait.seconds) : undefined))
  yield* expectAll(readable, yield* readPages(readable), models)
  const [first, second] = proxy.calls()
  const millis = ((second?.at ?? 0) - (first?.at ?? 0)) * hurry
  yield* expect(
    millis >= wait.seconds * 1000 * wait.slack,
    `after a 429 with Retry-After: ${wait.seconds} no request was to come for so many seconds, and one came after ${Math.round(millis)} ms`,
  )
})

const unauthorised = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const readable = yield* openSource(bench, stream, modelsOf(bench, stream, 1))
  const proxy = yield* proxyOf(readable.world)
  proxy.strike(() => unauthorized)
  const result = yield* Effect.result(Stream.runDrain(readable.source.read(Option.none())))
  if (Result.isSuccess(result))
    return yield* broken("reading with refused credentials was to fail, and gives an empty stream (invariant 9)")
  hear(bench, result.failure)
  const { reason } = result.failure
  yield* expect(reason._tag === "Unauthorized", `its reason was to be Unauthorized, and is ${reason._tag}`)
})

export const sourceWireChecks: ReadonlyArray<StreamCheck> = [
  {
    name: "read: clock skew",
    explanation: "A system whose clock is a day ahead or behind gives the same records.",
    check: skew,
  },
  {
    name: "read: lost answers",
    explanation:
      "Where an answer is lost, late, broken or empty, reading tries again or fails: it never ends early (invariant 9).",
    check: honest,
  },
  {
    name: "read: throttled",
    explanation: "After a 429 no request comes before `Retry-After` is over, and then everything is read.",
    check: throttled,
  },
  {
    name: "read: credentials refused",
    explanation: "Refused credentials end a read as `Unauthorized`, not as an empty stream (invariant 9).",
    check: unauthorised,
  },
]
