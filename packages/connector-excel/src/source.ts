/**
 * A sheet of a workbook as a source.
 */
import { CellSchema, type ConnectorError, type Cursor, type Page, type Row, type Source } from "@waybill/connector"
import { Effect, FileSystem, Option, type Path, Schema, Stream } from "effect"

import { failure, Fault, unreadable } from "./errors.ts"
import { inspectSheet } from "./inspect.ts"
import type { CellContext } from "./internal/cell.ts"
import { cursorAt, rowBehind, stampOf } from "./internal/cursor.ts"
import { type Header, readHeader } from "./internal/header.ts"
import { defaultLimits, type Limits } from "./internal/limits.ts"
import { RowReader, type SheetRecord } from "./internal/rows.ts"
import { readSharedStrings } from "./internal/sharedStrings.ts"
import { SheetHandler } from "./internal/sheet.ts"
import { parseStream, type StreamName } from "./internal/stream.ts"
import { readStyles } from "./internal/styles.ts"
import { readWorkbook, type Sheet, type Workbook } from "./internal/workbook.ts"
import { XmlScanner } from "./internal/xml.ts"
import { type Archive, openArchive, readPart } from "./internal/zip.ts"

/** Rows that travel together. */
const pageSize = 1000

export interface SourceOptions {
  /** Absolute. */
  readonly directory: string
  /** The row with the headers, counted from 1. */
  readonly headerRow: number
  readonly limits?: Limits
}

/** Where a sheet lies, and what its columns are called. */
interface SheetPlace {
  readonly path: string
  readonly operation: string
  readonly limits: Limits
  readonly sheet: Sheet
  readonly header: Header
}

const chooseSheet = (workbook: Workbook, name: string | undefined): Sheet | Fault => {
  if (name === undefined) {
    const visible = workbook.sheets.find((sheet) => !sheet.hidden)
    return visible ?? new Fault("WB-EXCEL-SHEET", "the workbook has no visible sheet")
  }
  // Excel does not tell case apart in the names of sheets.
  const found = workbook.sheets.find((sheet) => sheet.name.toLowerCase() === name.toLowerCase())
  const names = workbook.sheets.slice(0, 10).map((sheet) => `'${sheet.name}'`)
  return (
    found ??
    new Fault("WB-EXCEL-SHEET", `there is no sheet '${name}' in the workbook; it has ${names.join(", ") || "none"}`)
  )
}

const locate = Effect.fnUntraced(function* (
  { path, sheet: name }: StreamName,
  operation: string,
  { headerRow, limits = defaultLimits }: SourceOptions,
) {
  const archive = yield* openArchive(path, limits, operation)
  const workbook = yield* readWorkbook(archive)
  const sheet = chooseSheet(workbook, name)
  if (sheet instanceof Fault) return yield* unreadable(operation)(sheet)
  const formats = yield* readStyles(archive, workbook.styles)
  const header = yield* readHeader(archive, workbook, sheet.part, headerRow, formats)
  return { path, operation, limits, sheet, header } satisfies SheetPlace
}, Effect.scoped)

/** Opens the workbook again and loads what its cells need. */
const openSheet = Effect.fnUntraced(function* ({ path, limits, operation }: SheetPlace) {
  const archive = yield* openArchive(path, limits, operation)
  const workbook = yield* readWorkbook(archive)
  const formats = yield* readStyles(archive, workbook.styles)
  const strings = yield* readSharedStrings(archive, workbook.sharedStrings)
  const context: CellContext = { strings, formats, date1904: workbook.date1904 }
  return { archive, context }
})

const readRows = (
  place: SheetPlace,
  archive: Archive,
  context: CellContext,
  after: number,
): Stream.Stream<Row<SheetRecord>, ConnectorError> => {
  const rows = new RowReader(place.header, context, after)
  const scanner = new XmlScanner(new SheetHandler(rows))
  const write = (text: string): ReadonlyArray<Row<SheetRecord>> => {
    scanner.write(text)
    return rows.take()
  }
  return readPart(archive, place.sheet.part, archive.limits.sheetPart, { write, end: () => scanner.end() })
}

/** Reads the sheet on from a cursor. */
const readFrom = Effect.fnUntraced(function* (place: SheetPlace, from: Option.Option<Cursor>) {
  const { path, operation, sheet, header } = place
  const stamp = yield* stampOf(path, [sheet.name, header.row])
  const after = Option.match(from, { onNone: () => Option.some(0), onSome: (cursor) => rowBehind(cursor, stamp) })
  if (Option.isNone(after)) {
    return yield* failure(operation, "WB-EXCEL-CURSOR", "the place to read on from makes no sense")
  }
  const { archive, context } = yield* openSheet(place)
  const toPage = (rows: ReadonlyArray<Row<SheetRecord>>): Page<SheetRecord> => ({
    rows,
    cursor: cursorAt(rows.at(-1)!.row, stamp),
  })
  return readRows(place, archive, context, after.value).pipe(
    Stream.rechunk(pageSize),
    Stream.chunks,
    Stream.map(toPage),
  )
})

/** Opens a stream: reads the header row, so that expressions know the columns. */
export const openSource = Effect.fn("excel.source")(function* (
  stream: string,
  options: SourceOptions,
): Effect.fn.Return<Source<SheetRecord>, ConnectorError, FileSystem.FileSystem | Path.Path> {
  const platform = yield* Effect.context<FileSystem.FileSystem>()
  const place = yield* locate(yield* parseStream(stream, options.directory), `read ${stream}`, options)
  const read = (from: Option.Option<Cursor>) =>
    Stream.unwrap(readFrom(place, from)).pipe(Stream.provideContext(platform))
  const inspect = Effect.flatMap(openSheet(place), ({ archive, context }) =>
    inspectSheet(archive, place.sheet, place.header, context),
  ).pipe(Effect.scoped, Effect.provideContext(platform))
  return {
    record: Schema.Struct(Object.fromEntries(place.header.columns.map(({ name }) => [name, CellSchema]))),
    read,
    incremental: true,
    inspect,
  }
})
