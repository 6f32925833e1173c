/**
 * The rows of one sheet, kept beside the workbook: a workbook can't be added to, so what is confirmed lives here, line by
 * line, and the workbook is put together from it. NDJSON: a line that describes the sheet, then `{"key", "row"}` a
 * record; a key that comes again replaces what it said before.
 */
import type { ConnectorError } from "@waybill/connector"
import { Columns, type Entity } from "@waybill/model"
import { ByteSize, Effect, FileSystem, Path, type PlatformError, Schema, Stream } from "effect"

import { Fault, unreadable } from "../errors.ts"

/** What the sheet is; a later line replaces it. */
export interface SheetHead {
  readonly sheet: string
  readonly entity: Entity
  readonly columns: ReadonlyArray<Columns.Column>
}

/** A record as JSON: text for every kind of column. */
export interface SpoolRow {
  readonly key: string
  readonly row: Readonly<Record<string, string>>
}

export interface Spool {
  readonly path: string
  head: SheetHead | undefined
  readonly keys: Set<string>
  /** Bytes that hold whole lines; what lies behind them was torn by a crash. */
  size: number
  torn: boolean
}

const Head = Schema.Struct({
  sheet: Schema.String,
  entity: Schema.Literals(["customer", "invoice", "payment"]),
  columns: Schema.Array(Schema.Struct({ name: Schema.String, kind: Schema.Literals(Columns.kinds) })),
})
const Row = Schema.Struct({ key: Schema.String, row: Schema.Record(Schema.String, Schema.String) })
const decodeLine = Schema.decodeUnknownResult(Schema.fromJsonString(Schema.Union([Row, Head])))

const newline = 10

/** Where the rows of a sheet are kept. */
export const spoolPath = Effect.fnUntraced(function* (book: string, sheet: string) {
  const paths = yield* Path.Path
  // What file systems don't take; Excel takes no / and \ in a sheet's name to begin with.
  const name = sheet.replace(/[<>"|%]/g, encodeURIComponent)
  return paths.join(paths.dirname(book), `.${paths.basename(book)}.${name}.rows`)
})

/** The spools of a workbook, by name. */
export const spoolsOf = Effect.fnUntraced(function* (book: string) {
  const files = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const names = yield* files.readDirectory(paths.dirname(book))
  const start = `.${paths.basename(book)}.`
  return names
    .filter((name) => name.startsWith(start) && name.endsWith(".rows"))
    .sort()
    .map((name) => paths.join(paths.dirname(book), name))
})

const cannotRead = (path: string) => (cause: unknown) =>
  unreadable("read the spool")(cause instanceof Fault ? cause : new Fault("WB-EXCEL-SPOOL", `'${path}' can't be read`))

/** Bytes up to and with the last line end. */
const soundSize = (path: string): Effect.Effect<number, PlatformError.PlatformError, FileSystem.FileSystem> =>
  Effect.flatMap(FileSystem.FileSystem, (files) =>
    files.stream(path).pipe(
      Stream.runFold(
        () => ({ read: 0, sound: 0 }),
        ({ read, sound }, bytes) => {
          const end = bytes.lastIndexOf(newline)
          return { read: read + bytes.length, sound: end === -1 ? sound : read + end + 1 }
        },
      ),
      Effect.map(({ sound }) => sound),
    ),
  )

/** The lines of the first `size` bytes, parsed. */
const readLines = (
  path: string,
  size: number,
): Stream.Stream<SpoolRow | SheetHead, ConnectorError, FileSystem.FileSystem> => {
  const fail = cannotRead(path)
  const parse = (line: string) =>
    Effect.mapError(Effect.fromResult(decodeLine(line)), () =>
      fail(new Fault("WB-EXCEL-SPOOL", `a line of '${path}' can't be read`)),
    )
  return size === 0
    ? Stream.empty
    : Stream.unwrap(
        Effect.map(FileSystem.FileSystem, (files) => files.stream(path, { bytesToRead: ByteSize.bytes(size) })),
      ).pipe(Stream.mapError(fail), Stream.decodeText, Stream.splitLines, Stream.mapEffect(parse))
}

/** Finds out what is kept; an absent spool is an empty one. */
export const loadSpool = Effect.fn("excel.loadSpool")(function* (
  path: string,
): Effect.fn.Return<Spool, ConnectorError, FileSystem.FileSystem> {
  const files = yield* FileSystem.FileSystem
  const spool: Spool = { path, head: undefined, keys: new Set(), size: 0, torn: false }
  if (!(yield* Effect.mapError(files.exists(path), cannotRead(path)))) return spool
  const { size } = yield* Effect.mapError(files.stat(path), cannotRead(path))
  spool.size = yield* Effect.mapError(soundSize(path), cannotRead(path))
  spool.torn = ByteSize.toNumberUnsafe(size) !== spool.size
  yield* Stream.runForEach(readLines(path, spool.size), (line) =>
    Effect.sync(() => {
      if ("key" in line) spool.keys.add(line.key)
      else spool.head = line
    }),
  )
  return spool
})

const write = Effect.fnUntraced(function* (path: string, bytes: Uint8Array) {
  const files = yield* FileSystem.FileSystem
  // Only its owner may read it: it holds customers' data.
  const file = yield* files.open(path, { flag: "a", mode: 0o600 })
  yield* file.writeAll(bytes)
  yield* file.sync
}, Effect.scoped)

/** Makes the name of a new file durable, where the system can. */
const syncFolder = Effect.fnUntraced(
  function* (path: string) {
    const files = yield* FileSystem.FileSystem
    const paths = yield* Path.Path
    const folder = yield* files.open(paths.dirname(path))
    yield* folder.sync
  },
  Effect.scoped,
  (self) => Effect.ignore(self),
)

/** Adds lines; durable when it succeeds. After a failure nothing of them is left, unless `torn` says otherwise. */
export const appendLines = Effect.fn("excel.append")(function* (
  spool: Spool,
  head: SheetHead,
  rows: ReadonlyArray<SpoolRow>,
) {
  const files = yield* FileSystem.FileSystem
  const cut = Effect.andThen(
    files.truncate(spool.path, spool.size),
    Effect.sync(() => void (spool.torn = false)),
  )
  if (spool.torn) yield* cut
  const lines = JSON.stringify(spool.head) === JSON.stringify(head) ? rows : [head, ...rows]
  const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""))
  spool.torn = true
  yield* Effect.onError(write(spool.path, bytes), () => Effect.ignore(cut))
  if (spool.size === 0) yield* syncFolder(spool.path)
  spool.torn = false
  spool.size += bytes.length
  spool.head = head
  for (const { key } of rows) spool.keys.add(key)
})

/** The rows as they are to stand in the workbook, in the order in which they were last written: one a key. */
export const currentRows = Effect.fn("excel.currentRows")(function* (spool: Pick<Spool, "path" | "size">) {
  const last = new Map<string, number>()
  let line = 0
  yield* Stream.runForEach(readLines(spool.path, spool.size), (of) =>
    Effect.sync(() => {
      if ("key" in of) last.set(of.key, line)
      line += 1
    }),
  )
  return readLines(spool.path, spool.size).pipe(
    Stream.zipWithIndex,
    Stream.map(([of, index]) => ("key" in of && last.get(of.key) === index ? [of] : [])),
    Stream.flattenIterable,
  )
})
