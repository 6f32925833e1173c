/** One run of one pipeline: begun under the lock, marked when its scope closes. */
import { DateTime, Effect, type Scope } from "effect"
import type { SqlClient } from "effect/sql"

import { ledgerError } from "../Errors.ts"
import type { LedgerError, RunBook, RunStart } from "../Ledger.ts"
import { makeFlowBook } from "./flowBook.ts"
import { changes, makeWriter, orLedgerError, type Writer } from "./writing.ts"

/** Needs the pipeline's lock: a run that still says `running` belonged to a process that died (invariant 8). */
export const beginRun = (
  sql: SqlClient.SqlClient,
  start: RunStart,
): Effect.Effect<RunBook, LedgerError, Scope.Scope> => {
  const begin = Effect.gen(function* () {
    const { pipeline, fileHash, version, command } = start
    yield* sql`UPDATE runs SET outcome = 'interrupted' WHERE pipeline = ${pipeline} AND outcome = 'running'`
    const rows = yield* sql<{ id: number }>`
      INSERT INTO runs (pipeline, file_hash, version, started_at, outcome, command)
      VALUES (${pipeline}, ${fileHash}, ${version}, ${yield* now}, 'running', ${command ?? "run"}) RETURNING id`
    return rows[0]!.id
  })
  // Where this write fails too, the next start marks the run.
  const interrupt = (run: number) => Effect.ignore(endRun(sql, run, "interrupted", undefined))
  return Effect.acquireRelease(orLedgerError(sql.withTransaction(begin)), interrupt).pipe(
    Effect.map((run) => makeRunBook(makeWriter(sql, run), start.pipeline)),
  )
}

const now = Effect.map(DateTime.now, DateTime.formatIso)

const makeRunBook = (writer: Writer, pipeline: string): RunBook => ({
  run: writer.run,
  flow: Effect.fn("Ledger.flow")(function* ({ flow, target }) {
    const rows = yield* writer.write(writer.sql<{ id: number }>`
      INSERT INTO flows (pipeline, flow, target) VALUES (${pipeline}, ${flow}, ${target})
      ON CONFLICT (pipeline, flow, target) DO UPDATE SET flow = flow RETURNING id`)
    return makeFlowBook(writer, rows[0]!.id)
  }),
  confirmed: Effect.fn("Ledger.confirmed")((flows, keys) => {
    const refs = JSON.stringify(flows.map(({ flow, target }) => [flow, target]))
    return writer.sql<{ key: string; target: string | null }>`
      SELECT key, target_id AS target FROM records
      WHERE flow IN (
          SELECT id FROM flows
          WHERE pipeline = ${pipeline}
            AND (flow, target) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${refs}))
        )
        AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))
        AND confirmed_hash IS NOT NULL`.pipe(
      Effect.map((rows) => new Map(rows.map(({ key, target }) => [key, target === null ? {} : { targetId: target }]))),
      orLedgerError,
    )
  }),
  end: Effect.fn("Ledger.end")((outcome, summary) =>
    Effect.filterOrFail(
      endRun(writer.sql, writer.run, outcome, summary),
      (ended) => ended,
      () => ledgerError("ended"),
    ),
  ),
})

/** Whether the run was under way until now. */
const endRun = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, run: number, outcome: string, summary: unknown) {
  const changed = yield* changes(sql`
    UPDATE runs SET outcome = ${outcome}, ended_at = ${yield* now}, summary = ${JSON.stringify(summary)}
    WHERE id = ${run} AND outcome = 'running'`)
  return changed === 1
}, orLedgerError)
