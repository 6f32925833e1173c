/**
 * A stream that is read, and what its rows say of the records that were put there.
 */
import { type GoodRow, type Page, type Row, type Source, toPlain } from "@waybill/connector"
import { Decimals, type Model, moneyOf, Money } from "@waybill/model"
import { BigDecimal, Effect, Option, Predicate, Result, Stream } from "effect"

import {
  type Bench,
  broken,
  type Checking,
  hear,
  inapplicable,
  must,
  type Settings,
  type StreamUnderCheck,
  type World,
} from "./bench.ts"
import { putParents } from "./parents.ts"

/** A stream opened for reading on a system that holds these records. */
export interface Readable {
  readonly bench: Bench
  readonly stream: StreamUnderCheck
  readonly world: World
  readonly source: Source<unknown>
}

/** Adds records and what they name; dies of one that the system can't hold. */
export const addTo = Effect.fnUntraced(function* (
  bench: Bench,
  { system }: World,
  stream: StreamUnderCheck,
  models: ReadonlyArray<Model>,
) {
  if (system.put === undefined) return yield* inapplicable("the system has no `put`: there is nothing to read")
  yield* putParents(bench, system, models)
  yield* system.put(stream.name, models)
})

/** Starts a system that holds the records and what they name, and opens the stream. */
export const openSource = Effect.fnUntraced(function* (
  bench: Bench,
  stream: StreamUnderCheck,
  models: ReadonlyArray<Model>,
  more: Settings = {},
): Effect.fn.Return<Readable, Effect.Error<Checking>, Effect.Services<Checking>> {
  const world = yield* bench.start
  yield* addTo(bench, world, stream, models)
  return { bench, stream, world, source: yield* world.source(stream.name, more) }
})

type Pages = ReadonlyArray<Page<unknown>>

const listen = (bench: Bench, pages: Pages): void => {
  for (const { rows } of pages) for (const row of rows) if ("issues" in row) hear(bench, row.issues)
}

/** Reads to the end. */
export const readPages = ({ bench, source }: Readable, from: Option.Option<string> = Option.none()): Checking<Pages> =>
  must(
    bench,
    "reading",
  )(Stream.runCollect(source.read(from))).pipe(Effect.tap((pages) => Effect.sync(() => listen(bench, pages))))

export const rowsOf = (pages: Pages): ReadonlyArray<Row<unknown>> => pages.flatMap(({ rows }) => rows)

export const isGood = (row: Row<unknown>): row is GoodRow<unknown> => "record" in row

/** Amounts without zeros at their end, so that equal ones are equal texts. */
const canonical = (text: string): ReadonlyArray<string> => {
  const amount = Decimals.parse(text)
  return amount === undefined ? [text] : [text, Decimals.toText(amount)]
}

/** All that a value says, down to its leaves, as text. */
export const textsIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value === "string") return canonical(value)
  if (value instanceof Money) return canonical(Decimals.toText(value.amount))
  if (BigDecimal.isBigDecimal(value)) return canonical(Decimals.toText(value))
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return Predicate.isObject(value) ? Object.values(value).flatMap(textsIn) : []
}

/** All that a row says: its record or what came in its place, and the model that the connector makes of it. */
export const textsOf = ({ source }: Pick<Readable, "source">, row: Row<unknown>): ReadonlySet<string> => {
  if (!isGood(row)) return new Set(textsIn(row.raw))
  const model = source.toModel?.(row.record)
  const record = Predicate.isObject(row.record) ? textsIn(toPlain(row.record)) : []
  return new Set([
    ...record,
    ...textsIn(row.record),
    ...(model !== undefined && Result.isSuccess(model) ? textsIn(model.success) : []),
  ])
}

/** What tells a record from all others: its number, or its money where the system gives numbers of its own. */
export const marksOf = (model: Model): ReadonlyArray<string> => {
  const money = moneyOf(model)
  return [model.number, ...(money === undefined ? [] : canonical(Decimals.toText(money.amount)).slice(-1))]
}

/** For each record that was put, the rows that are it. */
export const rowsByModel = (readable: Readable, rows: ReadonlyArray<Row<unknown>>, models: ReadonlyArray<Model>) => {
  const byMark = new Map(models.flatMap((model) => marksOf(model).map((mark) => [mark, [] as Array<Row<unknown>>])))
  for (const row of rows) for (const text of textsOf(readable, row)) byMark.get(text)?.push(row)
  return models.map((model) => {
    const found = marksOf(model).map((mark) => byMark.get(mark) ?? [])
    return { model, rows: found.find((some) => some.length > 0) ?? [] }
  })
}

/** Every record that was put must be read once, and nothing else. */
export const expectAll = Effect.fnUntraced(function* (readable: Readable, pages: Pages, models: ReadonlyArray<Model>) {
  const rows = rowsOf(pages)
  const bad = rows.find((row) => !isGood(row))
  if (bad !== undefined && !isGood(bad)) {
    return yield* broken(`plain records were to be read, and row ${bad.row} is bad: ${bad.issues[0].code}`)
  }
  const count = `${models.length} records were put there, and ${rows.length} rows were read`
  const wrong = rowsByModel(readable, rows, models).find((one) => one.rows.length !== 1)
  if (wrong !== undefined) {
    return yield* broken(
      `${count}: record ${wrong.model.number} was to be read once, and was read ${wrong.rows.length} times`,
    )
  }
  if (rows.length !== models.length) return yield* broken(`${count}: one more than were put`)
})
