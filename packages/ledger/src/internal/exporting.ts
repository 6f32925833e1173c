/** The book as plain tables: every column as text, rows in an order that never changes. */
import { Effect, Stream } from "effect"
import type { SqlClient, SqlError } from "effect/sql"

import type { ExportRow, ExportTable } from "../Audit.ts"
import type { LedgerError } from "../Ledger.ts"
import { ofConfirmed } from "./confirmed.ts"
import type { RunLocks } from "./runLock.ts"
import { states } from "./states.ts"

/** What SQLite gives for a column; the names of a query's columns are the table's. */
type Cells = Readonly<Record<string, string | number | null>>
type Select = (sql: SqlClient.SqlClient, pipeline: string) => Stream.Stream<Cells, SqlError.SqlError>

/** @param sql a connection of its own that only reads: a long stream keeps nobody else waiting */
export const exportRows = (
  sql: SqlClient.SqlClient,
  locks: RunLocks,
  pipeline: string,
  table: ExportTable,
): Stream.Stream<ExportRow, SqlError.SqlError | LedgerError> => {
  const rows = Stream.map(selects[table](sql, pipeline), asText)
  return table === "runs" ? Stream.mapEffect(rows, (row) => withOutcome(locks, pipeline, row)) : rows
}

const asText = (cells: Cells): ExportRow => {
  const row: Record<string, string> = {}
  for (const column in cells) row[column] = cells[column] === null ? "" : String(cells[column])
  return row
}

/** A run whose process died is shown as interrupted here, too. */
const withOutcome = (locks: RunLocks, pipeline: string, row: ExportRow): Effect.Effect<ExportRow, LedgerError> => {
  if (row["outcome"] !== "running") return Effect.succeed(row)
  const lease = row["lease until"] === "" ? null : 0
  return Effect.map(locks.isHeld({ pipeline, run: Number(row["run"]), lease }), (lives) =>
    lives ? row : { ...row, outcome: "interrupted" },
  )
}

/** Milliseconds of UTC as ISO 8601. */
const iso = (column: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`

const stateNames = `CASE records.state ${states.map((state, code) => `WHEN ${code} THEN '${state}'`).join(" ")} END`

const draftName = (column: string) => `CASE ${column} WHEN 1 THEN 'draft' WHEN 2 THEN 'posting' END`

const selects: Record<ExportTable, Select> = {
  runs: (sql, pipeline) =>
    sql<Cells>`
      SELECT id AS run, command, outcome, started_at AS "started at", ended_at AS "ended at",
        ${sql.literal(iso("lease"))} AS "lease until", version, file_hash AS "pipeline file", summary,
        by_whom AS by, plan, of_run AS "of run"
      FROM runs WHERE pipeline = ${pipeline} ORDER BY id`.stream,

  records: (sql, pipeline) =>
    sql<Cells>`
      SELECT flows.flow, flows.target, records.key, ${sql.literal(stateNames)} AS state,
        ${sql.literal(draftName("records.draft"))} AS draft,
        records.run, records.landed AS "landed run", records.row, records.amount, records.currency,
        records.target_id AS "target id", records.target_key AS "target key",
        ${sql.literal(iso("records.sent_at"))} AS "sent at", records.code, records.message,
        lower(hex(records.hash)) AS content, lower(hex(${ofConfirmed(sql, "hash")})) AS "confirmed content",
        records.confirmed_amount AS "confirmed amount", records.confirmed_currency AS "confirmed currency", records.before,
        lower(hex(records.fields)) AS fields, lower(hex(records.confirmed_fields)) AS "confirmed fields",
        records.undoing AS "undoing run"
      FROM flows CROSS JOIN records ON records.flow = flows.id
      WHERE flows.pipeline = ${pipeline} ORDER BY flows.id, records.key`.stream,

  rejects: (sql, pipeline) =>
    sql<Cells>`
      SELECT rejects.id, flows.flow, flows.target, rejects.run, rejects.file, rejects.row, rejects.key, rejects.state,
        rejects.origin, rejects.version, CASE rejects.unread WHEN 1 THEN 'unread' END AS unread, rejects.was,
        rejects.amount, rejects.currency, rejects.issues, rejects.source
      FROM rejects CROSS JOIN flows ON flows.id = rejects.flow
      WHERE flows.pipeline = ${pipeline} ORDER BY rejects.id`.stream,

  resolutions: (sql, pipeline) =>
    sql<Cells>`
      SELECT flows.flow, flows.target, resolutions.run, resolutions.key, resolutions.decision,
        resolutions.target_id AS "target id", resolutions.reason, resolutions.at
      FROM resolutions CROSS JOIN flows ON flows.id = resolutions.flow
      WHERE flows.pipeline = ${pipeline} ORDER BY resolutions.id`.stream,

  amendments: (sql, pipeline) =>
    sql<Cells>`
      SELECT flows.flow, flows.target, amendments.run, amendments.origin, amendments.file, amendments.row,
        amendments.version, amendments.decision, amendments.note, amendments.source, amendments.at
      FROM amendments CROSS JOIN flows ON flows.id = amendments.flow
      WHERE flows.pipeline = ${pipeline} ORDER BY amendments.id`.stream,

  links: (sql, pipeline) =>
    sql<Cells>`
      SELECT flows.flow, flows.target, links.run, links.key, links.target_id AS "target id",
        links.target_key AS "target key", links.how, links.note, links.at
      FROM flows CROSS JOIN links ON links.flow = flows.id
      WHERE flows.pipeline = ${pipeline} ORDER BY flows.id, links.key`.stream,

  candidates: (sql, pipeline) =>
    sql<Cells>`
      SELECT flows.flow, flows.target, candidates.key, candidates.target_id AS "target id",
        candidates.target_key AS "target key", candidates.rule, candidates.about
      FROM flows CROSS JOIN candidates ON candidates.flow = flows.id
      WHERE flows.pipeline = ${pipeline} ORDER BY flows.id, candidates.key, candidates.place`.stream,

  landings: (sql, pipeline) =>
    sql<Cells>`
      SELECT flows.flow, flows.target, landings.key, landings.run, landings.landed AS "landed run",
        lower(hex(landings.hash)) AS content, lower(hex(landings.fields)) AS fields, landings.amount, landings.currency,
        ${sql.literal(draftName("landings.draft"))} AS draft, landings.before
      FROM flows CROSS JOIN landings ON landings.flow = flows.id
      WHERE flows.pipeline = ${pipeline} ORDER BY flows.id, landings.key, landings.run`.stream,

  undone: (sql, pipeline) =>
    sql<Cells>`
      SELECT flows.flow, flows.target, undone.run, undone.of_run AS "of run", undone.key, undone.state, undone.verb,
        undone.target_id AS "target id", undone.amount, undone.currency, undone.code, undone.message, undone.at
      FROM undone CROSS JOIN flows ON flows.id = undone.flow
      WHERE flows.pipeline = ${pipeline} ORDER BY undone.id`.stream,

  plans: (sql, pipeline) =>
    sql<Cells>`
      SELECT name AS id, made_at AS "made at", expires_at AS "expires at", by_whom AS by, version,
        after_run AS "after run", file_hash AS "pipeline file", parts AS "made from", asked, plan
      FROM plans WHERE pipeline = ${pipeline} ORDER BY plans.id`.stream,
}
