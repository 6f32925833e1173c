/**
 * How many calls were made today: what a system allows a day holds for all runs together. In a small file of its own in
 * the state folder, `calls.db`, so that a plan, too, can count without making a ledger.
 */
import { Clock, DateTime, Effect, FileSystem, Path, type Scope } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { SqlError } from "effect/sql"

import { callsError } from "./Errors.ts"
import { createFile, createFolder } from "./internal/files.ts"
import * as NodeSqlite from "./internal/nodeSqlite.ts"
import { changes } from "./internal/writing.ts"
import type { LedgerError } from "./Ledger.ts"

/** Budgets of a day (UTC), by name. */
export interface CallsOfDay {
  /** Takes one call from today's budget; `false`: `most` calls were made already. Counted across processes. */
  readonly take: (name: string, most: number) => Effect.Effect<boolean, LedgerError>
}

const today = Effect.map(Clock.currentTimeMillis, (now) => DateTime.formatIsoDateUtc(DateTime.makeUnsafe(now)))

/** Counts in the state folder for as long as the scope is open. Folder and file are made with the first call. */
export const openCallsOfDay = Effect.fn("CallsOfDay.open")(function* ({
  directory,
}: {
  /** The state folder, absolute. */
  readonly directory: string
}): Effect.fn.Return<CallsOfDay, never, FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const services = yield* Effect.context<FileSystem.FileSystem | Path.Path | Scope.Scope>()
  const opened = yield* Effect.cached(
    Effect.uninterruptible(open(directory)).pipe(Effect.provide(Reactivity.layer), Effect.provideContext(services)),
  )
  return {
    take: Effect.fn("CallsOfDay.take")(function* (name, most) {
      const sql = yield* opened
      // One statement: of two processes that want the last call, one gets it.
      const taken = changes(sql`
        INSERT INTO calls (name, day, made) SELECT ${name}, ${yield* today}, 1 WHERE ${most} >= 1
        ON CONFLICT (name, day) DO UPDATE SET made = made + 1 WHERE made < ${most}`)
      return (yield* Effect.mapError(taken, callsError)) === 1
    }),
  }
})

/** Counts survive a killed process; a power cut may take the last few with it. */
const open = Effect.fnUntraced(
  function* (directory: string) {
    const filename = (yield* Path.Path).join(directory, "calls.db")
    yield* createFolder(directory)
    yield* createFile(filename)
    const sql = yield* NodeSqlite.make({ filename })
    yield* sql`PRAGMA busy_timeout = 5000`
    yield* sql`PRAGMA journal_mode = WAL`
    yield* sql`PRAGMA synchronous = NORMAL`
    yield* sql`
      CREATE TABLE IF NOT EXISTS calls (
        name TEXT NOT NULL, day TEXT NOT NULL, made INTEGER NOT NULL, PRIMARY KEY (name, day)
      ) STRICT, WITHOUT ROWID`
    yield* sql`DELETE FROM calls WHERE day < ${yield* today}`
    return sql
  },
  Effect.mapError((error) => (SqlError.isSqlError(error) ? callsError(error) : error)),
)
