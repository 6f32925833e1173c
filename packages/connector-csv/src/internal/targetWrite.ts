import type { ConnectorError } from "@waybill/connector"
/**
 * How a file that records are written to changes, without ever being half written.
 */
import { Effect, FileSystem, Path, type PlatformError, type Scope, Stream } from "effect"

import { restoreCell, toLines } from "../Format.ts"
import { fill, pagesOf } from "./readFile.ts"
import type { TextRecord } from "./recordMaker.ts"
import { type Contents, headerOf, openTarget, sizeOf, soundRecords, type Target } from "./targetFile.ts"

/** Records by key, each as cells in the order of the columns. */
export type Lines = ReadonlyMap<string, ReadonlyArray<string>>

/** What a write needs, and how it fails. */
type Write<A> = Effect.fn.Return<
  A,
  PlatformError.PlatformError | ConnectorError,
  FileSystem.FileSystem | Path.Path | Scope.Scope
>

/** Makes a new name in a folder durable; where a folder can't be synced, the system does it in its own time. */
const syncFolder = Effect.fnUntraced(
  function* (path: string): Write<void> {
    const files = yield* FileSystem.FileSystem
    const paths = yield* Path.Path
    const folder = yield* files.open(paths.dirname(path))
    yield* folder.sync
  },
  Effect.scoped,
  (self) => Effect.ignore(self),
)

const write = Effect.fnUntraced(function* (path: string, text: string, mode: number): Write<number> {
  const files = yield* FileSystem.FileSystem
  const handle = yield* files.open(path, { flag: "a", mode })
  const bytes = Buffer.from(text)
  yield* handle.writeAll(bytes)
  yield* handle.sync
  return bytes.length
}, Effect.scoped)

/** Adds lines at the end, and a header where there is none; durable when it succeeds. The new size in bytes. */
export const append = Effect.fn("csv.append")(function* (target: Target, contents: Contents, lines: Lines) {
  const files = yield* FileSystem.FileSystem
  const { path } = target.file
  if (contents.onDisk !== contents.sound) {
    // Only bytes that nobody has confirmed can be torn.
    yield* Effect.logWarning(`'${target.file.name}': cut ${contents.onDisk - contents.sound} bytes of a torn last line`)
    yield* files.truncate(path, contents.sound)
  }
  const header = contents.sound === 0 ? [headerOf(target)] : []
  const added = yield* write(path, toLines([...header, ...lines.values()], contents), contents.mode)
  if (contents.sound === 0) yield* syncFolder(path)
  return contents.sound + added
})

/** Takes back what a failed {@link append} has written. True where nothing of it is left. */
export const takeBack = (target: Target, { sound }: Contents) =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const info = yield* sizeOf(target)
    if (info !== undefined && info.onDisk > sound) yield* files.truncate(target.file.path, sound)
    return true
  }).pipe(Effect.orElseSucceed(() => false))

/** Copies the file with the lines of some keys replaced, and others added, to `temporary`. Its size in bytes. */
const rewrite = Effect.fnUntraced(function* (
  target: Target,
  temporary: string,
  contents: Contents,
  replaced: Lines,
  added: Lines,
): Write<number> {
  const files = yield* FileSystem.FileSystem
  const open = yield* openTarget(target)
  const { columns, body } = open.layout
  const head = yield* fill(open.handle, new Uint8Array(body.offset), 0)
  const out = yield* files.open(temporary, { flag: "w", mode: contents.mode })
  yield* out.writeAll(head)
  let size = head.length
  const put = (rows: ReadonlyArray<ReadonlyArray<string>>) => {
    const bytes = Buffer.from(toLines(rows, contents))
    size += bytes.length
    return out.writeAll(bytes)
  }
  const cellsOf = (record: TextRecord) =>
    replaced.get(restoreCell(record[target.keyColumn]!)) ?? columns.map((column) => record[column]!)
  yield* Stream.runForEach(pagesOf(open, body, { wholeLines: true }), ({ rows }) =>
    Effect.flatMap(soundRecords(target, rows), (records) => put(records.map(cellsOf))),
  )
  if (added.size > 0) yield* put([...added.values()])
  yield* out.sync
  return size
}, Effect.scoped)

/** Replaces lines by key and adds others, all or nothing: a new file takes the place of the old one. The new size. */
export const replace = Effect.fn("csv.replace")(function* (
  target: Target,
  contents: Contents,
  replaced: Lines,
  added: Lines,
) {
  const files = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const { path } = target.file
  const temporary = paths.join(paths.dirname(path), `.${paths.basename(path)}.waybill`)
  const size = yield* rewrite(target, temporary, contents, replaced, added).pipe(
    Effect.tap(files.chmod(temporary, contents.mode)),
    Effect.tap(files.rename(temporary, path)),
    Effect.onError(() => Effect.ignore(files.remove(temporary))),
  )
  yield* syncFolder(path)
  return size
})
