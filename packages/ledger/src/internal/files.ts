/** The files of a state folder: for this user's eyes only. */
import { Effect, FileSystem } from "effect"

import { fromPlatformError, ledgerError } from "../Errors.ts"
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

/** SQLite takes an empty database's log for a leftover and deletes it: what was in the ledger would be gone without a word. */
export const refuseLogAlone = Effect.fnUntraced(function* (
  file: string,
): Effect.fn.Return<void, LedgerError, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const sizeOf = (file: string) =>
    fs.stat(file).pipe(
      Effect.map(({ size }) => BigInt(size)),
      Effect.catchReason("PlatformError", "NotFound", () => Effect.succeed(0n)),
      Effect.mapError(fromPlatformError),
    )
  // The log first: whoever is making a new ledger right now fills the file before its log.
  if ((yield* sizeOf(`${file}-wal`)) > 0n && (yield* sizeOf(file)) === 0n) return yield* ledgerError("lost")
})
