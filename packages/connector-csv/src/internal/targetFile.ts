/**
 * A file that records are written to, as it stands: its header, its keys, and what a crash has left of it.
 */
import type { ConnectorError } from "@waybill/connector"
import { ByteSize, Effect, FileSystem, type PlatformError, type Scope, Stream } from "effect"

import { failure, fault } from "../errors.ts"
import { defuseCell, restoreCell, toLines } from "../Format.ts"
import type { Settings } from "../Settings.ts"
import { type DataFile, isNotFound, whyNot } from "./files.ts"
import type { FilePage } from "./pages.ts"
import { openFile, pagesOf } from "./readFile.ts"
import type { TextRecord } from "./recordMaker.ts"

export interface Target {
  readonly file: Pick<DataFile, "name" | "path">
  readonly columns: ReadonlyArray<string>
  readonly keyColumn: string
  readonly settings: Settings
}

/** What is known of the file between two batches. */
export interface Contents {
  readonly keys: Set<string>
  /** The bytes that hold whole records; 0 where there is no header yet. */
  readonly sound: number
  /** The bytes on disk: more than the sound ones where a crash has torn the last record. */
  readonly onDisk: number
  readonly mode: number
  readonly delimiter: string
  readonly newline: "\n" | "\r\n" | "\r"
}

/** Only the owner reads a new file: it holds customers' data. */
const privateMode = 0o600

const damaged = (target: Target, message: string): ConnectorError =>
  failure(`open ${target.file.name}`, fault("WB-CSV-TARGET-DAMAGED", `'${target.file.name}', ${message}`))

/** The header as it stands in the file. */
export const headerOf = (target: Target): ReadonlyArray<string> => target.columns.map(defuseCell)

const fresh = ({ settings }: Target, onDisk: number, mode: number): Contents => ({
  keys: new Set(),
  sound: 0,
  onDisk,
  mode,
  delimiter: settings.delimiter ?? ",",
  newline: "\n",
})

/** A copy of its own, not a window into the block that it was read from. */
const detached = (text: string): string => Buffer.from(text).toString()

/** The records of rows that are all sound. */
export const soundRecords = Effect.fnUntraced(function* (target: Target, rows: FilePage["rows"]) {
  const records: Array<TextRecord> = []
  for (const row of rows) {
    if (!("record" in row)) return yield* damaged(target, `line ${row.row}: ${row.issues[0].message}`)
    records.push(row.record)
  }
  return records
})

const collectKeys = Effect.fnUntraced(function* (target: Target, keys: Set<string>, { rows }: FilePage) {
  const records = yield* soundRecords(target, rows)
  const added = records.map((record) => detached(restoreCell(record[target.keyColumn]!)))
  const repeated = added.findIndex((key) => keys.size === keys.add(key).size)
  return repeated === -1
    ? undefined
    : yield* damaged(target, `line ${rows[repeated]!.row} has the number of an earlier line`)
})

const cannotRead = (target: Target) => (error: PlatformError.PlatformError) =>
  failure(`open ${target.file.name}`, fault("WB-CSV-FILE", `'${target.file.name}' ${whyNot(error)}`))

/** Opens the file as it stands, and sees to it that records can be added to it. */
export const openTarget = Effect.fnUntraced(function* (target: Target) {
  const { name, path } = target.file
  const open = yield* openFile({ name, path }, { ...target.settings, header: true })
  const { columns, encoding, newline, width } = open.layout
  if (encoding !== "utf-8") {
    return yield* failure(`open ${name}`, fault("WB-CSV-TARGET", `'${name}' is written in ${encoding}, not in UTF-8`))
  }
  const header = headerOf(target)
  if (width !== header.length || header.some((column, index) => column !== columns[index])) {
    return yield* failure(
      `open ${name}`,
      fault("WB-CSV-HEADER-DIFFERS", `the header of '${name}' is not that of the flow`),
    )
  }
  return newline === undefined ? yield* damaged(target, "line 1 has no line end") : { ...open, newline }
})

/** Whether the file holds nothing but the beginning of the header: a crash has torn it. */
export const isTornHeader = Effect.fnUntraced(function* (target: Target, onDisk: number) {
  const files = yield* FileSystem.FileSystem
  const header = toLines([headerOf(target)], fresh(target, 0, 0))
  if (onDisk >= Buffer.byteLength(header)) return false
  return header.startsWith(yield* Effect.mapError(files.readFileString(target.file.path), cannotRead(target)))
})

/** The file's size and mode; `undefined` where there is no file. */
export const sizeOf = Effect.fnUntraced(function* (target: Target) {
  const files = yield* FileSystem.FileSystem
  const info = yield* files.stat(target.file.path).pipe(
    Effect.catchIf(isNotFound, () => Effect.void),
    Effect.mapError(cannotRead(target)),
  )
  if (info === undefined) return undefined
  if (info.type === "File") return { onDisk: ByteSize.toNumberUnsafe(info.size), mode: info.mode & 0o777 }
  const { name } = target.file
  return yield* failure(`open ${name}`, fault("WB-CSV-TARGET", `'${name}' is not a file`))
})

/** Sees to it that the file, if there is one, can take the flow's records, as far as its header tells. */
export const checkTarget = Effect.fnUntraced(function* (target: Target) {
  const info = yield* sizeOf(target)
  if (info === undefined || (yield* isTornHeader(target, info.onDisk))) return
  yield* openTarget(target)
}, Effect.scoped)

/** Finds out what the file holds. Changes nothing; what a crash has torn is left out. */
export const load = Effect.fn("csv.loadTarget")(function* (
  target: Target,
): Effect.fn.Return<Contents, ConnectorError, FileSystem.FileSystem | Scope.Scope> {
  const info = yield* sizeOf(target)
  if (info === undefined) return fresh(target, 0, privateMode)
  const { onDisk, mode } = info
  if (yield* isTornHeader(target, onDisk)) return fresh(target, onDisk, mode)
  const open = yield* openTarget(target)
  const { dialect, body } = open.layout
  const keys = new Set<string>()
  const sound = yield* pagesOf(open, body, { wholeLines: true }).pipe(
    Stream.runFoldEffect(
      () => body.offset,
      (_, page) => Effect.as(collectKeys(target, keys, page), page.behind.offset),
    ),
  )
  return { keys, sound, onDisk, mode, delimiter: dialect.delimiter, newline: open.newline }
}, Effect.scoped)
