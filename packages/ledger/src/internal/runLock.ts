/**
 * Whether the process of a run lives: each run holds an exclusive transaction on a file of its own, and the operating
 * system lets go of it with the process, `kill -9` included. A process that only stands still goes on holding it: that is
 * what the lease is for.
 */
import { Context, Effect, FileSystem, Path, type Scope } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import type { SqlError } from "effect/sql"

import { fromPlatformError } from "../Errors.ts"
import type { LedgerError } from "../Ledger.ts"
import { createFile } from "./files.ts"
import * as NodeSqlite from "./nodeSqlite.ts"
import { orLedgerError } from "./writing.ts"

/** What of a run names its lock. */
export interface LockedRun {
  readonly pipeline: string
  readonly run: number
  /** `null`: it was started by a version that knew no leases, and held one lock for the whole pipeline. */
  readonly lease: number | null
}

export interface RunLocks {
  /** Held until the scope closes; the file goes too. */
  readonly hold: (run: LockedRun) => Effect.Effect<void, LedgerError, Scope.Scope>
  /** Whether a process holds it, this one too. */
  readonly isHeld: (run: LockedRun) => Effect.Effect<boolean, LedgerError>
  /** Removes the file of a run that is over. */
  readonly remove: (run: LockedRun) => Effect.Effect<void>
}

type Services = FileSystem.FileSystem | Reactivity.Reactivity

export const makeRunLocks = Effect.fnUntraced(function* (directory: string) {
  const path = yield* Path.Path
  // Picked: the whole context would bring the ledger's own scope along, and the lock would outlive the run.
  const services = Context.pick(FileSystem.FileSystem, Reactivity.Reactivity)(yield* Effect.context<Services>())
  const fs = Context.get(services, FileSystem.FileSystem)
  const fileOf = (run: LockedRun) => path.join(directory, lockName(run))

  const remove: RunLocks["remove"] = (run) => Effect.ignore(fs.remove(fileOf(run), { force: true }))

  const hold: RunLocks["hold"] = Effect.fnUntraced(
    function* (run) {
      yield* Effect.acquireRelease(createFile(fileOf(run)), () => remove(run))
      const sql = yield* NodeSqlite.make({ filename: fileOf(run) })
      // Long enough for a glance of `isHeld` to pass.
      yield* sql`PRAGMA busy_timeout = 200`
      yield* sql`PRAGMA journal_mode = MEMORY`
      yield* sql`BEGIN EXCLUSIVE`
    },
    orLedgerError,
    Effect.provideContext(services),
  )

  const isHeld: RunLocks["isHeld"] = Effect.fnUntraced(
    function* (run) {
      if (!(yield* Effect.mapError(fs.exists(fileOf(run)), fromPlatformError))) return false
      const sql = yield* NodeSqlite.make({ filename: fileOf(run), readonly: true })
      return yield* Effect.as(sql`SELECT count(*) FROM sqlite_master`, false)
    },
    Effect.catchIf(isTaken, () => Effect.succeed(true)),
    orLedgerError,
    Effect.scoped,
    Effect.provideContext(services),
  )

  return { hold, isHeld, remove } satisfies RunLocks
})

const isTaken = (error: SqlError.SqlError | LedgerError): boolean =>
  error._tag === "SqlError" && error.reason._tag === "LockTimeoutError"

/** Any name makes one file name, on any file system; the run keeps long ones apart. */
const lockName = ({ pipeline, run, lease }: LockedRun): string => {
  const name = encodeURIComponent(pipeline.toWellFormed()).replaceAll("*", "%2A").slice(0, 200)
  return lease === null ? `${name}.lock` : `${name}.${run}.lock`
}
