/**
 * Connections: the contract's version, what `check` does, and which streams there are.
 */
import { type ConnectorError, specVersion } from "@waybill/connector"
import { Effect, Result } from "effect"

import {
  type Bench,
  broken,
  type Checking,
  expect,
  hear,
  modelAt,
  must,
  type Needs,
  proxyOf,
  type World,
} from "../internal/bench.ts"
import type { ConnectionCheck } from "../internal/definition.ts"

const version = ({ suite: { connector } }: Bench): Checking =>
  expect(
    connector.specVersion === specVersion,
    `specVersion was to be ${specVersion}, and is ${connector.specVersion}: another Waybill refuses the connector`,
  )

const codePattern = /^WB(?:-[A-Z0-9]+){2,}$/

const catalogue = ({ suite: { connector } }: Bench): Checking => {
  const codes = connector.errors.map(({ code }) => code)
  const wrong = connector.errors.filter(
    ({ code, meaning, fix }) => !codePattern.test(code) || meaning === "" || fix === "",
  )
  const twice = codes.filter((code, index) => codes.indexOf(code) !== index)
  return expect(
    wrong.length === 0 && twice.length === 0,
    () =>
      `every code was to be WB- and words in capitals, with a meaning and a fix, once; look at ${[...wrong.map(({ code }) => code), ...twice].join(", ")}`,
  )
}

const holdings = ({ streams }: Bench, { system }: World) =>
  Effect.map(
    Effect.forEach(streams, ({ name }) => system.holds(name)),
    (held) => JSON.stringify(held.map((keys) => keys.toSorted())),
  )

const prepare = ({ streams }: Bench, { system }: World) =>
  Effect.forEach(streams, ({ name }) => system.put?.(name, []) ?? Effect.void, { discard: true })

const fresh = Effect.fnUntraced(function* (bench: Bench) {
  const first = yield* bench.start
  for (const stream of bench.streams) yield* first.system.put?.(stream.name, [modelAt(bench, stream, 0)]) ?? Effect.void
  const second = yield* bench.start
  const count = (yield* Effect.forEach(bench.streams, ({ name }) => second.system.holds(name))).flat().length
  yield* expect(
    count === 0,
    `\`system\` was to start an empty system each time, and a second one holds ${count} records: make it within the effect`,
  )
})

const reaches = Effect.fnUntraced(function* (bench: Bench) {
  const world = yield* bench.start
  yield* prepare(bench, world)
  const before = yield* holdings(bench, world)
  const { check } = yield* world.connect()
  world.proxy?.strike()
  yield* must(bench, "`check`")(check)
  yield* expect(
    world.proxy === undefined || world.proxy.calls().length > 0,
    "`check` was to reach the system, and sent no request: wrong credentials would pass",
  )
  yield* expect(
    (yield* holdings(bench, world)) === before,
    "`check` was to change nothing, and the system holds other records",
  )
})

const tells = Effect.fnUntraced(function* (bench: Bench) {
  const world = yield* bench.start
  const proxy = yield* proxyOf(world)
  yield* prepare(bench, world)
  const { check } = yield* world.connect()
  proxy.strike(() => ({ kind: "cut" }))
  const result = yield* Effect.result(check)
  if (Result.isSuccess(result))
    return yield* broken("`check` was to fail where nobody answers, and succeeds (invariant 9)")
  hear(bench, result.failure)
})

const opens = Effect.fnUntraced(function* (bench: Bench) {
  if (bench.streams.length === 0) return yield* broken("no stream is known to check: give `streams`")
  const full = yield* bench.start
  yield* prepare(bench, full)
  const empty = yield* bench.start
  for (const { name, source, target, entity } of bench.streams) {
    yield* expect(source || target, `the stream ${name} was to be a source or a target, and is neither`)
    if (source) yield* full.source(name)
    if (!target) continue
    const destination = yield* empty.destination(name)
    yield* expect(
      destination.entity === entity,
      `the destination ${name} was to take ${entity}s, and takes ${destination.entity}s`,
    )
  }
})

/** Neither a stream of any system nor the name of a file of a format that is known. */
const nowhere = "no-such-stream.nothing"

const refusal = Effect.fnUntraced(function* (bench: Bench, way: Effect.Effect<unknown, ConnectorError, Needs>) {
  const result = yield* Effect.result(way)
  if (Result.isSuccess(result)) return yield* broken(`the stream ${nowhere} was to be refused, and opens`)
  hear(bench, result.failure)
  const { reason } = result.failure
  yield* expect(reason._tag === "Unreadable", `its reason was to be Unreadable, and is ${reason._tag}`)
})

const refuses = Effect.fnUntraced(function* (bench: Bench) {
  const { source, destination } = yield* (yield* bench.start).connect()
  // A folder takes files of any name.
  const isFree = bench.suite.connector.streams.some(({ entity }) => entity === undefined)
  if (source !== undefined) yield* refusal(bench, source(nowhere))
  if (destination !== undefined && !isFree) yield* refusal(bench, destination(nowhere, { entity: "customer" }))
})

export const connectionChecks: ReadonlyArray<ConnectionCheck> = [
  {
    name: "contract",
    explanation: "The connector carries the contract's version: one built for another is refused before anything runs.",
    check: version,
  },
  {
    name: "error codes",
    explanation:
      "Every code is `WB-` and words in capitals, with a meaning and a fix, and nothing is said that is not listed.",
    check: catalogue,
  },
  {
    name: "system: fresh",
    explanation: "`system` starts a new, empty system each time: what one check leaves can't spoil the next.",
    check: fresh,
  },
  {
    name: "check: reaches",
    explanation: "`check` asks the system and changes nothing there.",
    check: reaches,
  },
  {
    name: "check: tells",
    explanation: '`check` fails where nobody answers: "could not look" is never shown as success (invariant 9).',
    check: tells,
  },
  {
    name: "streams: open",
    explanation: "Every stream that is listed opens in the directions that it says, for the records that it says.",
    check: opens,
  },
  {
    name: "streams: unlisted",
    explanation: "A stream that there is not is refused as `Unreadable` with a code of the connector.",
    check: refuses,
  },
]
