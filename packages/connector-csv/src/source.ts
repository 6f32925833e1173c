/**
 * Delimited text as a source: strict, page by page, every bad row named.
 */
import { hash } from "node:crypto"

import type { ConnectorError, Cursor, Page, Source } from "@waybill/connector"
import { Effect, type FileSystem, Option, type Path, Result, Schema, Stream } from "effect"

import { failure, fault } from "./errors.ts"
import { type DataFile, filesOf, isPattern } from "./internal/files.ts"
import { inspect } from "./internal/inspect.ts"
import type { Position } from "./internal/layout.ts"
import type { FilePage } from "./internal/pages.ts"
import { openFile, pagesOf } from "./internal/readFile.ts"
import type { TextRecord } from "./internal/recordMaker.ts"
import type { Settings } from "./Settings.ts"

/** A place behind a page: which file, where in it, and what the files up to there looked like. */
const CursorText = Schema.fromJsonString(Schema.Tuple([Schema.String, Schema.Int, Schema.Int, Schema.String]))
const decodeCursor = Schema.decodeUnknownResult(CursorText)
const encodeCursor = Schema.encodeSync(CursorText)

/** How the files are read. */
type Reading = Pick<Settings, "encoding" | "delimiter" | "header">

/** Changes as soon as one of the files does, or how they are read. */
const stampOf = (files: ReadonlyArray<DataFile>, { encoding, delimiter = "", header }: Reading): string => {
  const looked = files.map(({ name, size, modified, identity }) => [name, size, modified, identity])
  return hash("sha256", JSON.stringify([encoding, delimiter, header, looked])).slice(0, 16)
}

interface Start {
  /** Index of the first file to read. */
  readonly index: number
  readonly position: Option.Option<Position>
}

const beginning: Start = { index: 0, position: Option.none() }

/**
 * Where a cursor points to. When a file that was read has changed since, be it that it only grew, that is the beginning:
 * nothing is skipped (invariant 6), and the ledger knows what has been sent.
 */
const startAt = (files: ReadonlyArray<DataFile>, settings: Reading, cursor: Cursor): Option.Option<Start> =>
  Option.map(Result.getSuccess(decodeCursor(cursor)), ([name, offset, line, stamp]) => {
    const index = files.findIndex((file) => file.name === name)
    return index === -1 || stampOf(files.slice(0, index + 1), settings) !== stamp
      ? beginning
      : { index, position: Option.some({ offset, line }) }
  })

const sameColumns = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): boolean =>
  a.length === b.length && a.every((column, index) => column === b[index])

/** Opens a file and sees to it that it has the stream's columns. */
const openAlike = Effect.fnUntraced(function* (file: DataFile, settings: Settings, columns: ReadonlyArray<string>) {
  const open = yield* openFile(file, settings)
  if (sameColumns(open.layout.columns, columns)) return open
  return yield* failure(
    `read ${file.name}`,
    fault("WB-CSV-HEADER-DIFFERS", `the header of '${file.name}' is not that of the stream's other files`),
  )
})

interface Opening {
  readonly directory: string
  readonly stream: string
  readonly settings: Settings
  readonly columns: ReadonlyArray<string>
}

const startOf = (files: ReadonlyArray<DataFile>, { stream, settings }: Opening, from: Option.Option<Cursor>) =>
  Option.match(from, {
    onNone: () => Effect.succeed(beginning),
    onSome: (cursor) =>
      Effect.mapError(Effect.fromOption(startAt(files, settings, cursor)), () =>
        failure(`read ${stream}`, fault("WB-CSV-CURSOR", "the place to read on from makes no sense")),
      ),
  })

const readFrom = Effect.fnUntraced(function* (opening: Opening, from: Option.Option<Cursor>) {
  const { directory, stream, settings, columns } = opening
  const files = yield* filesOf(directory, stream)
  const start = yield* startOf(files, opening, from)
  const readOne = (index: number) => {
    const file = files[index]!
    const stamp = stampOf(files.slice(0, index + 1), settings)
    const toPage = ({ rows, behind }: FilePage): Page<TextRecord> => ({
      rows,
      cursor: encodeCursor([file.name, behind.offset, behind.line, stamp]),
    })
    const pages = Effect.map(openAlike(file, settings, columns), (open) => {
      const here = index === start.index ? start.position : Option.none()
      const from = Option.getOrElse(here, () => open.layout.body)
      return pagesOf(open, from, isPattern(stream) ? { label: file.name } : {})
    })
    return Stream.map(Stream.unwrap(pages), toPage)
  }
  return Stream.flatMap(Stream.range(start.index, files.length - 1), readOne)
})

/** Every column as text. */
const recordOf = (columns: ReadonlyArray<string>): Schema.Schema<TextRecord> =>
  Schema.Struct(Object.fromEntries(columns.map((column) => [column, Schema.String])))

/** Opens a stream for reading: a file's name, or a pattern for files that all have the same header. */
export const openSource = Effect.fn("csv.source")(function* (
  directory: string,
  stream: string,
  settings: Settings,
): Effect.fn.Return<Source<TextRecord>, ConnectorError, FileSystem.FileSystem | Path.Path> {
  const context = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
  const [first, ...others] = yield* filesOf(directory, stream)
  const { columns } = (yield* Effect.scoped(openFile(first!, settings))).layout
  yield* Effect.forEach(others, (file) => Effect.scoped(openAlike(file, settings, columns)), { discard: true })
  const opening = { directory, stream, settings, columns }
  const read: Source<TextRecord>["read"] = (from) =>
    Stream.provideContext(Stream.unwrap(readFrom(opening, from)), context)
  return { record: recordOf(columns), read, incremental: true, inspect: inspect(read(Option.none())) }
})
