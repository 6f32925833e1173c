/**
 * One run at a time per pipeline and state folder, across processes (invariant 8): an exclusive transaction on a file of
 * its own. The operating system releases it with the process, `kill -9` included.
 */
import { Context, Effect, FileSystem, Path, type Scope } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import type { SqlError } from "effect/sql"

import { alreadyRunning, fromPlatformError, fromSqlError } from "../Errors.ts"
import type { AlreadyRunning, LedgerError } from "../Ledger.ts"
import { createFile } from "./files.ts"
import * as NodeSqlite from "./nodeSqlite.ts"

export interface RunLock {
  /** Held until the scope closes. */
  readonly take: (pipeline: string) => Effect.Effect<void, AlreadyRunning | LedgerError, Scope.Scope>
  /** Whether a process holds it, this one too. */
  readonly isHeld: (pipeline: string) => Effect.Effect<boolean, LedgerError>
}

type Services = FileSystem.FileSystem | Reactivity.Reactivity

export const makeRunLock = Effect.fnUntraced(function* (directory: string) {
  const path = yield* Path.Path
  // Picked: the whole context would bring the ledger's own scope along, and the lock would outlive the run.
  const services = Context.pick(FileSystem.FileSystem, Reactivity.Reactivity)(yield* Effect.context<Services>())
  const fileOf = (pipeline: string) => path.join(directory, lockName(pipeline))

  const take: RunLock["take"] = Effect.fnUntraced(
    function* (pipeline) {
      yield* createFile(fileOf(pipeline))
      const sql = yield* NodeSqlite.make({ filename: fileOf(pipeline) })
      // Long enough for a glance of `isHeld` to pass, short enough to be an answer at once.
      yield* sql`PRAGMA busy_timeout = 200`
      yield* sql`PRAGMA journal_mode = MEMORY`
      yield* sql`BEGIN EXCLUSIVE`
    },
    Effect.catchTag("SqlError", (error) => Effect.fail(isTaken(error) ? alreadyRunning() : fromSqlError(error))),
    Effect.provideContext(services),
  )

  const isHeld: RunLock["isHeld"] = Effect.fnUntraced(
    function* (pipeline) {
      const fs = yield* FileSystem.FileSystem
      if (!(yield* Effect.mapError(fs.exists(fileOf(pipeline)), fromPlatformError))) return false
      const sql = yield* NodeSqlite.make({ filename: fileOf(pipeline), readonly: true })
      return yield* Effect.as(sql`SELECT count(*) FROM sqlite_master`, false)
    },
    Effect.catchTag("SqlError", (error) => (isTaken(error) ? Effect.succeed(true) : Effect.fail(fromSqlError(error)))),
    Effect.scoped,
    Effect.provideContext(services),
  )

  return { take, isHeld } satisfies RunLock
})

const isTaken = (error: SqlError.SqlError): boolean => error.reason._tag === "LockTimeoutError"

/** Any name makes one file name, on any file system. */
const lockName = (pipeline: string): string =>
  `${encodeURIComponent(pipeline.toWellFormed()).replaceAll("*", "%2A").slice(0, 200)}.lock`
