/**
 * Sources: everything is read, once, and again from every cursor.
 */
import { type Model, schemas } from "@waybill/model"
import { Effect, Option, Result, Schema, Stream } from "effect"

import {
  type Bench,
  broken,
  expect,
  hear,
  inapplicable,
  modelAt,
  modelsOf,
  type StreamUnderCheck,
} from "../internal/bench.ts"
import type { StreamCheck } from "../internal/definition.ts"
import {
  addTo,
  expectAll,
  isGood,
  openSource,
  type Readable,
  readPages,
  rowsOf,
  textsOf,
  rowsByModel,
} from "../internal/reading.ts"

/** Enough for several pages. */
const several = ({ suite }: Bench): number => suite.severalPages ?? 7

/** Opens a stream with plain records and reads them. */
const readPlain = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck, count: number) {
  const models = modelsOf(bench, stream, count)
  const readable = yield* openSource(bench, stream, models)
  return { ...readable, models, pages: yield* readPages(readable) }
})

const complete = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const { models, pages, ...readable } = yield* readPlain(bench, stream, several(bench))
  yield* expectAll(readable, pages, models)
})

const empty = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const readable = yield* openSource(bench, stream, [])
  const rows = rowsOf(yield* readPages(readable))
  yield* expect(rows.length === 0, `an empty stream was to have no rows, and has ${rows.length}`)
})

/** Rows as texts that can be compared. */
const told = (readable: Readable, rows: ReturnType<typeof rowsOf>): string =>
  JSON.stringify(rows.map((row) => [row.row, row.file ?? "", ...textsOf(readable, row)]))

const again = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const { pages, ...readable } = yield* readPlain(bench, stream, several(bench))
  const second = yield* readPages(readable)
  yield* expect(
    told(readable, rowsOf(pages)) === told(readable, rowsOf(second)),
    "a second read was to give the same rows in the same order, and gives others",
  )
})

const resumes = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const { pages, ...readable } = yield* readPlain(bench, stream, several(bench))
  if (pages.length < 2) {
    return yield* broken(
      `${several(bench)} records gave ${pages.length} page, and several were needed: give \`severalPages\`, or a smaller page in \`settings\``,
    )
  }
  for (const [index, { cursor }] of pages.entries()) {
    // Nothing is promised of the cursor behind a finished read, but to incremental ones.
    if (index === pages.length - 1) continue
    const rest = yield* readPages(readable, Option.some(cursor))
    const expected = rowsOf(pages.slice(index + 1))
    const found = rowsOf(rest)
    yield* expect(
      told(readable, found) === told(readable, expected),
      () =>
        `behind cursor ${index + 1} of ${pages.length} stand ${expected.length} rows, and reading on from it gave ${found.length}, or others (invariant 6)`,
    )
  }
})

const whatIsNew = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const count = 4
  const { pages, ...readable } = yield* readPlain(bench, stream, count)
  if (readable.source.incremental !== true) return yield* inapplicable("the source does not declare `incremental`")
  const end = pages.at(-1)?.cursor
  if (end === undefined) return yield* broken("a read was to give a page, and gave none")
  const later = modelAt(bench, stream, count)
  yield* addTo(bench, readable.world, stream, [later])
  const rows = rowsOf(yield* readPages(readable, Option.some(end)))
  const [found] = rowsByModel(readable, rows, [later])
  // What was read before may come again: the ledger knows it.
  yield* expect(
    found!.rows.length === 1,
    `behind a finished read the one new record was to come, and came ${found!.rows.length} times`,
  )
})

const interrupted = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const models = modelsOf(bench, stream, several(bench))
  const readable = yield* openSource(bench, stream, models)
  const { proxy } = readable.world
  const first = yield* Effect.scoped(Stream.runCollect(Stream.take(readable.source.read(Option.none()), 1))).pipe(
    Effect.mapError((error) => error.message),
    Effect.catch(broken),
  )
  yield* expect(first.length === 1, `the first page was to come, and ${first.length} came`)
  const asked = proxy?.calls().length
  const pages = yield* readPages(readable)
  yield* expectAll(readable, pages, models)
  yield* expect(
    proxy === undefined || proxy.calls().length > (asked ?? 0),
    "a read that was given up was to leave nothing behind, and the next one asked nobody",
  )
})

const schemaHolds = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const { pages, source } = yield* readPlain(bench, stream, 3)
  const is = Schema.is(source.record)
  for (const row of rowsOf(pages)) {
    yield* expect(
      !isGood(row) || is(row.record),
      `the record of row ${row.row} was to be of the type that \`record\` declares, and is not: expressions are checked against that`,
    )
  }
})

/** The models that the connector makes of plain records. */
const modelsRead = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck, count: number) {
  const { pages, source } = yield* readPlain(bench, stream, count)
  const { toModel } = source
  if (toModel === undefined) return yield* inapplicable("the source declares no `toModel`")
  const models: Array<Model> = []
  for (const row of rowsOf(pages).filter(isGood)) {
    const model = toModel(row.record)
    if (Result.isFailure(model)) {
      hear(bench, model.failure)
      return yield* broken(
        `toModel was to take a plain record, and says ${model.failure[0].code}: ${model.failure[0].message}`,
      )
    }
    models.push(model.success)
  }
  return models
})

const keys = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const numbers = (yield* modelsRead(bench, stream, several(bench))).map(({ number }) => number)
  const twice = numbers.filter((number, index) => numbers.indexOf(number) !== index)
  yield* expect(twice.length === 0, () => `each number was to be one record's, and ${twice[0]} is that of several`)
})

const modelHolds = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const models = yield* modelsRead(bench, stream, 3)
  const schema: Schema.Codec<Model, any> = schemas[stream.entity]
  for (const model of models) {
    const result = yield* Effect.result(
      Schema.decodeEffect(Schema.toType(schema))(model, { onExcessProperty: "error" }),
    )
    if (Result.isFailure(result)) {
      return yield* broken(
        `toModel was to give one whole ${stream.entity} of the model, and does not: ${result.failure.message}`,
      )
    }
  }
})

export const sourceChecks: ReadonlyArray<StreamCheck> = [
  {
    name: "read: everything once",
    explanation: "All records of the stream are read, each exactly once (invariant 3).",
    check: complete,
  },
  {
    name: "read: nothing",
    explanation: "An empty stream ends without rows and without an error.",
    check: empty,
  },
  {
    name: "read: again",
    explanation: "A second read gives the same rows in the same order.",
    check: again,
  },
  {
    name: "read: from every cursor",
    explanation: "Reading on from the cursor of any page gives exactly what stands behind it (invariant 6).",
    check: resumes,
  },
  {
    name: "read: what is new",
    explanation: "Reading on behind a finished read gives what is new since, where the source declares `incremental`.",
    check: whatIsNew,
  },
  {
    name: "read: given up",
    explanation: "A read that is given up after a page leaves nothing behind that keeps the next one from reading all.",
    check: interrupted,
  },
  {
    name: "record: schema",
    explanation: "Every record is of the type that `record` declares: expressions are checked against it before a run.",
    check: schemaHolds,
  },
  {
    name: "model: valid",
    explanation: "What `toModel` makes of a record is a whole record of the model, and nothing beside it.",
    check: modelHolds,
  },
  {
    name: "model: keys",
    explanation: "No two records have the same number: the ledger keeps one state for each.",
    check: keys,
  },
]
