/** The folder of the last rehearsal, within the state folder: its ledger, and what it came to. */
import { Effect, FileSystem, Path, Predicate, Result } from "effect"

import { Exit } from "../exit.ts"
import type { Rehearsal } from "./Rehearsal.ts"

export const folderOf = (state: string): Effect.Effect<string, never, Path.Path> =>
  Effect.map(Path.Path, (path) => path.join(state, "rehearsal"))

const fileOf = (folder: string): Effect.Effect<string, never, Path.Path> =>
  Effect.map(Path.Path, (path) => path.join(folder, "rehearsal.json"))

const notWritten = () =>
  new Exit({
    exit: 1,
    code: "WB-REHEARSE-FOLDER",
    message: "the folder `rehearsal` in the state folder can't be made anew, or not be written to",
  })

/** Empty, and for this user's eyes only: what an earlier rehearsal left there is gone. */
export const makeFolder = Effect.fnUntraced(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  yield* fs.remove(folder, { recursive: true, force: true })
  yield* fs.makeDirectory(folder, { recursive: true, mode: 0o700 })
}, Effect.mapError(notWritten))

export const keepRehearsal = Effect.fnUntraced(function* (folder: string, rehearsal: Rehearsal) {
  const fs = yield* FileSystem.FileSystem
  yield* fs.writeFileString(yield* fileOf(folder), JSON.stringify(rehearsal, null, 2), { mode: 0o600 })
}, Effect.mapError(notWritten))

const isRehearsal = (value: unknown): value is Rehearsal => Predicate.hasProperty(value, "format") && value.format === 1

/** What the last rehearsal came to; `undefined`: there was none, or one of another version of Waybill. */
export const readRehearsal = Effect.fnUntraced(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const text = yield* Effect.option(fs.readFileString(yield* fileOf(folder)))
  if (text._tag === "None") return undefined
  const parsed = Result.try((): unknown => JSON.parse(text.value))
  return Result.isSuccess(parsed) && isRehearsal(parsed.success) ? parsed.success : undefined
})
