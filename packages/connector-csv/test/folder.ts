/**
 * A folder of files, read and written through the connector as the engine does it.
 */
import { NodeServices } from "@effect/platform-node"
import type { Cursor, Page, Platform, Row, TargetOptions } from "@waybill/connector"
import { csv, type Settings, type TextRecord } from "@waybill/connector-csv"
import { Effect, FileSystem, Layer, Option, Path, Schema, Stream } from "effect"
import { FetchHttpClient } from "effect/http"

export const platform: Layer.Layer<Platform> = Layer.merge(NodeServices.layer, FetchHttpClient.layer)

type Contents = Readonly<Record<string, string | Uint8Array>>

/** Makes a folder with these files, gone at the end of the scope. */
export const folderOf = Effect.fnUntraced(function* (contents: Contents) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* files.makeTempDirectoryScoped()
  for (const [name, content] of Object.entries(contents)) {
    yield* files.makeDirectory(path.dirname(path.join(folder, name)), { recursive: true })
    yield* files.writeFile(path.join(folder, name), typeof content === "string" ? Buffer.from(content) : content)
  }
  return folder
})

type Raw = Partial<Record<keyof Settings, unknown>>

export const connect = Effect.fnUntraced(function* (folder: string, settings: Raw = {}) {
  const decoded = yield* Schema.decodeUnknownEffect(csv.settings)(settings, { onExcessProperty: "error" })
  return yield* csv.open(decoded, { connection: "files", baseDirectory: folder })
})

export const sourceOf = Effect.fnUntraced(function* (folder: string, stream: string, settings: Raw = {}) {
  return yield* (yield* connect(folder, settings)).source!(stream)
})

export const destinationOf = Effect.fnUntraced(function* (
  folder: string,
  stream: string,
  options: TargetOptions = { entity: "invoice" },
  settings: Raw = {},
) {
  return yield* (yield* connect(folder, settings)).destination!(stream, options)
})

export const pagesOf = Effect.fnUntraced(function* (
  folder: string,
  stream: string,
  settings: Raw = {},
  from: Option.Option<Cursor> = Option.none(),
) {
  const source = yield* sourceOf(folder, stream, settings)
  const pages: ReadonlyArray<Page<TextRecord>> = yield* Stream.runCollect(source.read(from))
  return pages
})

/** The rows of one file with this content. */
export const rowsOf = Effect.fnUntraced(function* (content: string | Uint8Array, settings: Raw = {}) {
  const folder = yield* folderOf({ "file.csv": content })
  return (yield* pagesOf(folder, "file.csv", settings)).flatMap(({ rows }) => rows)
})

/** `[row, values]` of a good row, `[row, code, column]` of a bad one. */
export const brief = (rows: ReadonlyArray<Row<TextRecord>>): ReadonlyArray<ReadonlyArray<unknown>> =>
  rows.map((row) =>
    "record" in row ? [row.row, Object.values(row.record)] : [row.row, row.issues[0].code, row.issues[0].column],
  )
