/**
 * Puts a workbook together from the rows kept beside it: one sheet a spool.
 */
import type { Cell, ConnectorError } from "@waybill/connector"
import { type Columns, Currencies, Dates } from "@waybill/model"
import { BigDecimal, Effect, FileSystem, Option, type Path, Stream } from "effect"

import { failure } from "../errors.ts"
import type { WrittenCell } from "./cellOut.ts"
import { currentRows, loadSpool, type SheetHead, type Spool, spoolPath, type SpoolRow, spoolsOf } from "./spool.ts"
import { writeBook, type WrittenSheet } from "./writer.ts"

const widths = { text: 18, amount: 14, date: 12 } as const

/** `#,##0.00` with as many decimals as the currency's minor unit has. */
const amountFormat = (currency: string | undefined): string => {
  const digits = currency !== undefined && Currencies.isCurrency(currency) ? Currencies.minorUnits(currency) : 2
  return digits === 0 ? "#,##0" : `#,##0.${"0".repeat(digits)}`
}

/** A value of the spool, which is text, as the column's kind says. */
const typed = (kind: Columns.Kind, text: string): Cell => {
  if (kind === "amount") return Option.getOrElse(BigDecimal.fromString(text), () => text)
  return kind === "date" ? (Dates.parseIso(text) ?? text) : text
}

const toCells =
  (head: SheetHead) =>
  ({ row }: SpoolRow): ReadonlyArray<WrittenCell> => {
    const money = amountFormat(row["currency"])
    return head.columns.map(({ name, kind }) => {
      const text = row[name] ?? ""
      if (text === "") return { value: "" }
      return kind === "amount" ? { value: typed(kind, text), format: money } : { value: typed(kind, text) }
    })
  }

const toSheet = Effect.fnUntraced(function* (spool: Spool, head: SheetHead) {
  const files = yield* Effect.context<FileSystem.FileSystem>()
  const rows = yield* currentRows(spool)
  return {
    name: head.sheet,
    header: head.columns.map(({ name }) => name),
    widths: head.columns.map(({ kind }) => widths[kind]),
    rows: rows.pipe(Stream.map(toCells(head)), Stream.provideContext(files)),
  } satisfies WrittenSheet
})

/** Writes the workbook anew from all of its sheets' rows; without rows there is none. */
export const renderBook = Effect.fn("excel.render")(function* (
  path: string,
): Effect.fn.Return<void, ConnectorError, FileSystem.FileSystem | Path.Path> {
  const names = yield* Effect.mapError(spoolsOf(path), () =>
    failure("render", "WB-EXCEL-FILE", "the folder of the workbook can't be read"),
  )
  const sheets: Array<WrittenSheet> = []
  for (const name of names) {
    const spool = yield* loadSpool(name)
    // Not of a book whose name goes on behind this one's.
    if (spool.head !== undefined && name === (yield* spoolPath(path, spool.head.sheet)))
      sheets.push(yield* toSheet(spool, spool.head))
  }
  if (sheets.length > 0) yield* writeBook(path, sheets)
})
