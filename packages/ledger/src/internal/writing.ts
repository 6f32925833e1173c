/** What all writes share: one transaction per call, and a count that must come out. */
import { Effect, Predicate } from "effect"
import type { SqlClient, SqlError, Statement } from "effect/sql"

import { fromSqlError, ledgerError } from "../Errors.ts"
import type { LedgerError } from "../Ledger.ts"
import type { Step, Transact } from "./nodeSqlite.ts"

/** How many rows a writing statement changed. */
export const changes = (statement: Statement.Statement<unknown>): Effect.Effect<number, SqlError.SqlError> =>
  Effect.map(statement.raw, (result) => (Predicate.hasProperty(result, "changes") ? Number(result.changes) : 0))

/** Compare-and-set: unless exactly `count` rows change, the step fails and its transaction is rolled back. */
export const exactly = (
  count: number,
  statement: Statement.Statement<unknown>,
): Effect.Effect<void, SqlError.SqlError | LedgerError> =>
  Effect.flatMap(changes(statement), (changed) => (changed === count ? Effect.void : Effect.fail(ledgerError("cas"))))

/** An empty page is no statement. */
export const ifAny = <A, E>(
  items: ReadonlyArray<A>,
  use: (items: ReadonlyArray<A>) => Effect.Effect<unknown, E>,
): Effect.Effect<void, E> => (items.length === 0 ? Effect.void : Effect.asVoid(use(items)))

/** An empty page is no step. */
export const stepIfAny = <A>(items: ReadonlyArray<A>, step: (items: ReadonlyArray<A>) => Step): ReadonlyArray<Step> =>
  items.length === 0 ? [] : [step(items)]

/** SQL failures become the ledger's error, here and nowhere else. */
export const orLedgerError = <A, R>(
  effect: Effect.Effect<A, SqlError.SqlError | LedgerError, R>,
): Effect.Effect<A, LedgerError, R> =>
  Effect.mapError(effect, (error) => (error._tag === "SqlError" ? fromSqlError(error) : error))

const running = (sql: SqlClient.SqlClient, run: number) =>
  sql`SELECT 1 FROM runs WHERE id = ${run} AND outcome = 'running'`

/** Fails where a run has ended, or another one has taken over: its number is the epoch of whatever it does. */
export const stillRunning = (
  sql: SqlClient.SqlClient,
  run: number,
): Effect.Effect<void, SqlError.SqlError | LedgerError> =>
  Effect.flatMap(running(sql, run), (rows) => (rows.length === 1 ? Effect.void : Effect.fail(ledgerError("ended"))))

/** One run's right to write: it lasts until the run has ended or another one has taken over. */
export interface Writer {
  readonly sql: SqlClient.SqlClient
  readonly run: number
  /** Whether it reads the sources: what they hold comes again, and what an earlier run said of it is past. */
  readonly reads: boolean
  /** All or nothing, in one transaction, and in one go: every step must do what it says. */
  readonly steps: (steps: ReadonlyArray<Step>) => Effect.Effect<void, LedgerError>
  /** All or nothing, in one transaction. */
  readonly write: <A>(effect: Effect.Effect<A, SqlError.SqlError | LedgerError>) => Effect.Effect<A, LedgerError>
}

export const makeWriter = (sql: SqlClient.SqlClient, transact: Transact, run: number, reads: boolean): Writer => ({
  sql,
  run,
  reads,
  steps: (steps) =>
    orLedgerError(
      Effect.flatMap(transact([{ statement: running(sql, run), rows: 1 }, ...steps]), (failed) =>
        failed === undefined ? Effect.void : Effect.fail(ledgerError(failed === 0 ? "ended" : "cas")),
      ),
    ),
  write: (effect) => orLedgerError(sql.withTransaction(Effect.andThen(stillRunning(sql, run), effect))),
})
