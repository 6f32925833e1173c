/**
 * One file: its layout, and its pages from any place on, in flat memory.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, FileSystem, Option, type PlatformError, type Scope, Stream } from "effect"

import { type Fault, failure, fault } from "../errors.ts"
import type { Settings } from "../Settings.ts"
import { byteLength, type Decoder, decodePrefix, decoder } from "./encoding.ts"
import { type DataFile, whyNot } from "./files.ts"
import { findLayout, headBytes, type Layout, type Position, undecodable } from "./layout.ts"
import { type FilePage, type PageReader, pageReader } from "./pages.ts"

/** Measured: smaller blocks cost calls, larger ones cache misses. */
const blockBytes = 262_144

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
  readonly decode: Decoder
  readonly buffer: Uint8Array
  readonly options: ReadOptions
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
  const from = at.offset + byteLength(text, encoding)
  const bytes = yield* fill(open.handle, buffer, from)
  const sound = decodePrefix(bytes, encoding)
  const cause = undecodable(encoding, from + byteLength(sound, encoding), text + sound, at.line, dialect.lineEnd)
  return [reader.push(sound, false).pages, Option.some(cause)] satisfies Step
})

/** Reads the block at `position`. What follows it: a position, a fault, or nothing. */
const stepAt = Effect.fnUntraced(function* (
  reading: Reading,
  position: number,
): Effect.fn.Return<Step, PlatformError.PlatformError> {
  const block = yield* fill(reading.open.handle, reading.buffer, position)
  const final = block.length < reading.buffer.length
  const last = final && reading.options.wholeLines !== true
  const text = reading.decode(block, last)
  if (text === undefined) return yield* stepToFault(reading)
  const { pages, fault: found } = reading.reader.push(text, last)
  return [
    pages,
    found !== undefined ? Option.some(found) : final ? Option.none() : Option.some(position + block.length),
  ]
})

/** The pages of a file from a place on. */
export const pagesOf = (
  open: OpenFile,
  from: Position,
  options: ReadOptions = {},
): Stream.Stream<FilePage, ConnectorError> => {
  const reading: Reading = {
    open,
    reader: pageReader(open.layout, from, options.label),
    decode: decoder(open.layout.encoding),
    buffer: new Uint8Array(blockBytes),
    options,
  }
  const start: number | Fault = from.offset
  return Stream.paginate<number | Fault, FilePage, ConnectorError>(start, (next) =>
    typeof next === "number"
      ? Effect.mapError(stepAt(reading, next), cannot(open.file))
      : Effect.fail(faulty(open.file)(next)),
  )
}
