/**
 * From a stream's name to files of the connection's folder.
 */
import type { ConnectorError } from "@waybill/connector"
import { ByteSize, Effect, FileSystem, Option, Path, type PlatformError } from "effect"

import { failure, fault } from "../errors.ts"

/** One file of a stream, as it was when it was looked up. */
export interface DataFile {
  /** Relative to the connection's folder, with `/` between folders. */
  readonly name: string
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** In milliseconds of the epoch. */
  readonly modified: number
  /** What the file system calls it: another one where a file took this one's place. Empty where it says nothing. */
  readonly identity: string
}

export const isPattern = (stream: string): boolean => /[*?]/.test(stream)

export const isNotFound = (error: PlatformError.PlatformError): boolean => error.reason._tag === "NotFound"

/** What `error` says without the path. */
export const whyNot = (error: PlatformError.PlatformError): string =>
  isNotFound(error) ? "is not there" : error.reason._tag === "PermissionDenied" ? "may not be read" : "can't be read"

/** The stream's path, or an error where it leaves the folder. */
export const pathOf = Effect.fnUntraced(function* (directory: string, stream: string) {
  const path = yield* Path.Path
  const leaves = stream.split(/[/\\]/).includes("..") || path.isAbsolute(stream)
  if (leaves || stream.trim() === "" || stream.includes("\0")) {
    return yield* failure(
      `open ${stream}`,
      fault("WB-CSV-STREAM", `'${stream}' does not name a file in the connection's folder`),
    )
  }
  return path.join(directory, stream)
})

/** The folder is there and can be listed. */
export const checkDirectory = Effect.fnUntraced(function* (directory: string) {
  const files = yield* FileSystem.FileSystem
  yield* files
    .readDirectory(directory)
    .pipe(
      Effect.mapError((error) =>
        failure("open the folder", fault("WB-CSV-DIRECTORY", `the folder '${directory}' ${whyNot(error)}`)),
      ),
    )
})

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}

const shown = 10

/** What could have been meant, from the names that are there. */
const hintFrom = (wanted: string, there: ReadonlyArray<string>): string => {
  if (there.length === 0) return "the folder is empty"
  const closeness = (name: string) => distance(wanted.toLowerCase(), name.toLowerCase())
  const [nearest] = there.toSorted((a, b) => closeness(a) - closeness(b))
  const meant = closeness(nearest!) <= 3 ? `did you mean '${nearest}'? ` : ""
  const more = there.length > shown ? ` and ${there.length - shown} more` : ""
  return `${meant}the folder holds ${there
    .slice(0, shown)
    .map((name) => `'${name}'`)
    .join(", ")}${more}`
}

const missing = Effect.fnUntraced(function* (directory: string, stream: string) {
  const files = yield* FileSystem.FileSystem
  yield* checkDirectory(directory)
  const there = (yield* Effect.orElseSucceed(files.readDirectory(directory), () => [] as Array<string>))
    .filter((name) => !name.startsWith("."))
    .toSorted()
  const what = isPattern(stream) ? `no file is called like '${stream}'` : `there is no file '${stream}'`
  return yield* failure(`read ${stream}`, fault("WB-CSV-FILE", what, hintFrom(stream, there)))
})

const lookUp = Effect.fnUntraced(function* (directory: string, name: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* pathOf(directory, name)
  const info = yield* files
    .stat(path)
    .pipe(
      Effect.catch((error) =>
        isNotFound(error)
          ? missing(directory, name)
          : Effect.fail(failure(`read ${name}`, fault("WB-CSV-FILE", `'${name}' ${whyNot(error)}`))),
      ),
    )
  const modified = Option.match(info.mtime, { onNone: () => 0, onSome: (time) => time.getTime() })
  return {
    isDirectory: info.type === "Directory",
    file: {
      name,
      path,
      size: ByteSize.toNumberUnsafe(info.size),
      modified,
      identity: String(Option.getOrElse(info.ino, () => "")),
    },
  }
})

/** The files of a stream: one, or those that match a pattern, in the order of their names. */
export const filesOf = Effect.fn("csv.files")(function* (
  directory: string,
  stream: string,
): Effect.fn.Return<ReadonlyArray<DataFile>, ConnectorError, FileSystem.FileSystem | Path.Path> {
  yield* pathOf(directory, stream)
  if (!isPattern(stream)) {
    const { isDirectory, file } = yield* lookUp(directory, stream)
    if (!isDirectory) return [file]
    return yield* failure(
      `read ${stream}`,
      fault("WB-CSV-FILE", `'${stream}' is a folder`, `write \`${stream}/*.csv\` to read the files in it`),
    )
  }
  const files = yield* FileSystem.FileSystem
  // Only * ? and ** have a meaning; a bracket or brace in a name is part of it.
  const names = yield* files
    .glob(stream.replace(/[[\]{}\\]/g, "\\$&"), { root: directory })
    .pipe(Effect.catch(() => Effect.andThen(checkDirectory(directory), missing(directory, stream))))
  const found = yield* Effect.forEach(names.toSorted(), (name) => lookUp(directory, name))
  const matching = found.filter(({ isDirectory }) => !isDirectory).map(({ file }) => file)
  return matching.length > 0 ? matching : yield* missing(directory, stream)
})
