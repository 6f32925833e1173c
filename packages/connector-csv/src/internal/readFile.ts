/**
 * One file: its layout, and its pages from any place on, in flat memory.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, FileSystem, Option, type PlatformError, type Scope, Stream } from "effect"

import { type Fault, failure, fault } from "../errors.ts"
import type { Settings } from "../Settings.ts"
import { byteLength, decodePrefix, type Viewer, viewerOf, viewOf } from "./encoding.ts"
import { type DataFile, whyNot } from "./files.ts"
import { findLayout, headBytes, type Layout, type Position, undecodable } from "./layout.ts"
import { type FilePage, type PageReader, pageReader } from "./pages.ts"

/** What is read at once: less costs more waiting. */
const chunkBytes = 1_048_576

/** What is looked at at once: more costs cache misses. */
const blockBytes = 32_768

/** A file as far as reading it goes. */
type Named = Pick<DataFile, "name" | "path">

const cannot = (file: Named) => (error: PlatformError.PlatformError) =>
  failure(`read ${file.name}`, fault("WB-CSV-FILE", `'${file.name}' ${whyNot(error)}`))

const faulty = (file: Named) => (of: Fault) =>
  failure(`read ${file.name}`, { ...of, message: `'${file.name}': ${of.message}` })

/** Fills `buffer` from `position` on; less only at the end of the file. */
export const fill = Effect.fnUntraced(function* (handle: FileSystem.File, buffer: Uint8Array, position: number) {
  let filled = 0
  while (filled < buffer.length) {
    const read = yield* handle.read(buffer.subarray(filled), { position: BigInt(position + filled) })
    if (read === 0) break
    filled += read
  }
  return buffer.subarray(0, filled)
})

export interface OpenFile {
  readonly file: Named
  readonly handle: FileSystem.File
  readonly layout: Layout
}

/** Opens a file and finds its layout. */
export const openFile = Effect.fnUntraced(function* (
  file: Named,
  settings: Settings,
): Effect.fn.Return<OpenFile, ConnectorError, FileSystem.FileSystem | Scope.Scope> {
  const files = yield* FileSystem.FileSystem
  const handle = yield* Effect.mapError(files.open(file.path), cannot(file))
  const head = yield* Effect.mapError(fill(handle, new Uint8Array(headBytes), 0), cannot(file))
  const layout = yield* Effect.mapError(
    Effect.fromResult(findLayout(head, head.length < headBytes, settings)),
    faulty(file),
  )
  return { file, handle, layout }
})

interface Reading {
  readonly open: OpenFile
  readonly reader: PageReader
  readonly view: Viewer
  readonly wholeLines: boolean
  readonly buffer: Uint8Array
  /** What was read last, and where it stands in the file. */
  chunk: Uint8Array
  chunkAt: number
}

export interface ReadOptions {
  /** What `file` says on every row. */
  readonly label?: string
  /** Leaves out a last record without a line end: it may be half of one. */
  readonly wholeLines?: boolean
}

type Step = readonly [ReadonlyArray<FilePage>, Option.Option<number | Fault>]

/** Reads what is sound before the first byte that is no character, and the fault behind it. */
const stepToFault = Effect.fnUntraced(function* ({ open, reader, buffer }: Reading) {
  const { encoding, dialect } = open.layout
  const { at, text } = reader.pending()
  const view = viewOf(encoding)
  const from = at.offset + text.length * view.bytes
  const bytes = yield* fill(open.handle, buffer, from)
  const sound = decodePrefix(bytes, encoding)
  const cause = undecodable(encoding, from + byteLength(sound, encoding), text + sound, at.line, dialect.lineEnd)
  const { pages } = reader.push(view.of(sound), false)
  return [[...pages, ...reader.flush()], Option.some(cause)] satisfies Step
})

/** The block at `position`, and whether it is the last one. */
const blockAt = Effect.fnUntraced(function* (reading: Reading, position: number) {
  if (position >= reading.chunkAt + reading.chunk.length) {
    reading.chunk = yield* fill(reading.open.handle, reading.buffer, position)
    reading.chunkAt = position
  }
  const { chunk, buffer } = reading
  const start = position - reading.chunkAt
  const end = Math.min(start + blockBytes, chunk.length)
  return { block: chunk.subarray(start, end), final: end === chunk.length && chunk.length < buffer.length }
})

/** Reads from `position` on until there is a page. What follows it: a position, a fault, or nothing. */
const stepAt = Effect.fnUntraced(function* (
  reading: Reading,
  position: number,
): Effect.fn.Return<Step, PlatformError.PlatformError> {
  for (let at = position; ;) {
    const { block, final } = yield* blockAt(reading, at)
    const last = final && !reading.wholeLines
    const text = reading.view(block, last)
    if (text === undefined) return yield* stepToFault(reading)
    const { pages, fault: found } = reading.reader.push(text, last)
    at += block.length
    if (found !== undefined) return [pages, Option.some(found)]
    if (final) return [[...pages, ...reading.reader.flush()], Option.none()]
    if (pages.length > 0) return [pages, Option.some(at)]
  }
})

/** The pages of a file from a place on. */
export const pagesOf = (
  open: OpenFile,
  from: Position,
  { label, wholeLines = false }: ReadOptions = {},
): Stream.Stream<FilePage, ConnectorError> => {
  const reading: Reading = {
    open,
    reader: pageReader(open.layout, from, label),
    view: viewerOf(open.layout.encoding),
    wholeLines,
    buffer: new Uint8Array(chunkBytes),
    chunk: new Uint8Array(),
    chunkAt: from.offset,
  }
  const start: number | Fault = from.offset
  return Stream.paginate<number | Fault, FilePage, ConnectorError>(start, (next) =>
    typeof next === "number"
      ? Effect.mapError(stepAt(reading, next), cannot(open.file))
      : Effect.fail(faulty(open.file)(next)),
  )
}
