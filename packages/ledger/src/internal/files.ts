/** The files of a state folder: for this user's eyes only. */
import { Effect, FileSystem } from "effect"

import { fromPlatformError } from "../Errors.ts"
import type { LedgerError } from "../Ledger.ts"

/** Creates the folder, 0700, where it isn't there yet. */
export const createFolder = (directory: string): Effect.Effect<void, LedgerError, FileSystem.FileSystem> =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeDirectory(directory, { recursive: true, mode: 0o700 })).pipe(
    Effect.mapError(fromPlatformError),
  )

/**
 * Creates an empty file, 0600, where there is none; SQLite gives the files beside it the same mode.
 *
 * An existing file must not even be opened: POSIX takes all of a process's locks on a file away as soon as the process
 * closes it once, SQLite's locks too.
 */
export const createFile = (file: string): Effect.Effect<void, LedgerError, FileSystem.FileSystem> =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => fs.writeFile(file, new Uint8Array(), { flag: "wx", mode: 0o600 })).pipe(
    Effect.catchReason("PlatformError", "AlreadyExists", () => Effect.void),
    Effect.mapError(fromPlatformError),
  )
