/** One run of one pipeline: begun where no other one is under way, marked when its scope closes. */
import { Clock, DateTime, Duration, Effect, type Scope } from "effect"
import type { SqlClient, SqlError } from "effect/sql"

import { alreadyRunning, fromSqlError, ledgerError, undoing } from "../Errors.ts"
import { type AlreadyRunning, type LedgerError, Operator, type RunBook, type RunStart } from "../Ledger.ts"
import { makeFlowBook } from "./flowBook.ts"
import { type Lease, makeLease, moment } from "./lease.ts"
import type { Transact } from "./nodeSqlite.ts"
import { selectParents } from "./parents.ts"
import type { LockedRun, RunLocks } from "./runLock.ts"
import { changes, makeWriter, orLedgerError, type Writer } from "./writing.ts"

/** What starting needs, beside what is started. */
export interface Starting {
  readonly sql: SqlClient.SqlClient
  readonly transact: Transact
  readonly locks: RunLocks
  /** How long a run may go on without renewing its lease. */
  readonly lease: Duration.Duration
}

export const startRun = Effect.fnUntraced(function* (
  starting: Starting,
  start: RunStart,
): Effect.fn.Return<RunBook, LedgerError | AlreadyRunning, Scope.Scope> {
  const { sql, transact, locks, lease: length } = starting
  const { run, at, before } = yield* Effect.acquireRelease(
    Effect.catchTag(sql.withTransaction(begin(starting, start)), "SqlError", (error) =>
      Effect.fail(fromSqlError(error)),
    ),
    // Where this write fails too, the next start marks the run.
    ({ run }) => Effect.ignore(endRun(sql, run, "interrupted", undefined)),
  )
  yield* Effect.forEach(before, locks.remove, { discard: true })
  const lease = makeLease(sql, run, length, at)
  yield* Effect.addFinalizer(() => Effect.sync(lease.end))
  yield* lease.keep
  return makeRunBook(makeWriter(sql, transact, run, (start.command ?? "run") === "run"), start.pipeline, lease)
})

/** One transaction looks, takes over and begins (invariant 8): of two that start at once, one finds the other. */
const begin = Effect.fnUntraced(function* ({ sql, locks, lease: length }: Starting, start: RunStart) {
  const { pipeline, fileHash, version, command = "run", plan = null, of = null } = start
  const by = (yield* Operator) ?? null
  const at = yield* moment
  const before = yield* sql<LockedRun>`
    SELECT id AS run, pipeline, lease FROM runs WHERE pipeline = ${pipeline} AND outcome = 'running'`
  yield* Effect.forEach(before, (run) => refuseWhereUnderWay(locks, run, at.wall), { discard: true })
  yield* sql`
    UPDATE runs SET outcome = 'interrupted', lease = ${until(sql, at.wall)}
    WHERE pipeline = ${pipeline} AND outcome = 'running'`
  yield* refuseWhereUndoing(sql, start)
  const lease = at.wall + Duration.toMillis(length)
  const rows = yield* sql<LockedRun>`
    INSERT INTO runs (pipeline, file_hash, version, started_at, outcome, command, lease, by_whom, plan, of_run)
    VALUES (${pipeline}, ${fileHash}, ${version}, ${yield* now}, 'running', ${command}, ${lease}, ${by}, ${plan}, ${of})
    RETURNING id AS run, pipeline, lease`
  yield* locks.hold(rows[0]!)
  return { run: rows[0]!.run, at, before }
})

/** A run is under way while its process lives and its lease lasts. */
const refuseWhereUnderWay = Effect.fnUntraced(function* (locks: RunLocks, run: LockedRun, wall: number) {
  const isLate = run.lease !== null && run.lease <= wall
  if (!isLate && (yield* locks.isHeld(run))) return yield* alreadyRunning(run.run)
})

/**
 * What an undo left that was cut short is neither there nor gone: only the same undo may go on. One that came to nothing
 * keeps nobody waiting.
 */
const refuseWhereUndoing = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, { pipeline, command, of }: RunStart) {
  const open = yield* sql<{ run: number; of: number }>`
    SELECT id AS run, of_run AS of FROM runs AS undo
    WHERE pipeline = ${pipeline} AND command = 'undo' AND outcome IN ('interrupted', 'stopped') AND NOT EXISTS (
      SELECT 1 FROM runs WHERE runs.pipeline = undo.pipeline AND runs.command = 'undo' AND runs.of_run IS undo.of_run
        AND runs.id > undo.id AND runs.outcome IN ('complete', 'attention'))
      AND (EXISTS (SELECT 1 FROM undone WHERE undone.run = undo.id AND undone.state IN ('gone', 'restored'))
        OR EXISTS (SELECT 1 FROM records WHERE records.undoing = undo.id))
    ORDER BY id`
  const other = open.find((undo) => command !== "undo" || undo.of !== of)
  if (other !== undefined) return yield* undoing(other.run, other.of)
})

const now = Effect.map(DateTime.now, DateTime.formatIso)

/** Until when a run that is over by now may have sent: whoever stood still could not after its lease. */
const until = (sql: SqlClient.SqlClient, wall: number) => sql`min(coalesce(lease, ${wall}), ${wall})`

const makeRunBook = (writer: Writer, pipeline: string, lease: Lease): RunBook => ({
  run: writer.run,
  alive: lease.alive,
  flow: Effect.fn("Ledger.flow")(function* ({ flow, target }) {
    const rows = yield* writer.write(writer.sql<{ id: number }>`
      INSERT INTO flows (pipeline, flow, target) VALUES (${pipeline}, ${flow}, ${target})
      ON CONFLICT (pipeline, flow, target) DO UPDATE SET flow = flow RETURNING id`)
    return makeFlowBook(writer, rows[0]!.id)
  }),
  parents: Effect.fn("Ledger.parents")((flows, keys) => selectParents(writer.sql, pipeline, flows, keys)),
  end: Effect.fn("Ledger.end")(function* (outcome, summary) {
    if (!(yield* endRun(writer.sql, writer.run, outcome, summary))) return yield* ledgerError("ended")
    lease.end()
  }),
})

/** Whether the run was under way until now. */
const endRun = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  run: number,
  outcome: string,
  summary: unknown,
): Effect.fn.Return<boolean, SqlError.SqlError> {
  const changed = yield* changes(sql`
    UPDATE runs SET outcome = ${outcome}, ended_at = ${yield* now}, summary = ${JSON.stringify(summary)},
      lease = ${until(sql, yield* Clock.currentTimeMillis)}
    WHERE id = ${run} AND outcome = 'running'`)
  return changed === 1
}, orLedgerError)
