/**
 * Where to go on reading a sheet: behind which row, and of which state of the workbook.
 */
import { hash } from "node:crypto"

import type { Cursor } from "@waybill/connector"
import { Effect, FileSystem, Option, Result, Schema } from "effect"

const Row = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
const CursorText = Schema.fromJsonString(Schema.Tuple([Row, Schema.String]))
const decode = Schema.decodeUnknownResult(CursorText)
const encode = Schema.encodeSync(CursorText)

/**
 * Tells the workbook's present state, and what is read of it, from every other: by size, time and identity of the file. Taken
 * before the workbook is opened: what changes while it is read has changed for the next read.
 */
export const stampOf = (
  path: string,
  what: ReadonlyArray<unknown>,
): Effect.Effect<string, never, FileSystem.FileSystem> =>
  FileSystem.FileSystem.pipe(
    Effect.flatMap((files) => files.stat(path)),
    Effect.map(({ size, mtime, ino }) => [
      String(size),
      Option.getOrNull(mtime)?.getTime(),
      String(Option.getOrNull(ino)),
    ]),
    // Opening it says what is wrong.
    Effect.orElseSucceed(() => []),
    Effect.map((state) => hash("sha256", JSON.stringify([...what, ...state])).slice(0, 16)),
  )

export const cursorAt = (row: number, stamp: string): Cursor => encode([row, stamp])

/**
 * The row that a cursor stands behind: 0, the start, where the workbook has changed since, or is read in another way
 * (invariant 6). None where no source of this kind made it.
 */
export const rowBehind = (cursor: Cursor, stamp: string): Option.Option<number> =>
  Option.map(Result.getSuccess(decode(cursor)), ([row, stamped]) => (stamped === stamp ? row : 0))
