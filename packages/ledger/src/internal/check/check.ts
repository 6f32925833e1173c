/** A look through the whole book: its pages first, then whether what stands in it fits together. */
import { Effect } from "effect"
import type { SqlClient } from "effect/sql"

import type { LedgerCheck } from "../../Audit.ts"
import type { LedgerError } from "../../Ledger.ts"
import type { RunLocks } from "../runLock.ts"
import { orLedgerError } from "../writing.ts"
import { checkAmendments } from "./checkAmendments.ts"
import { checkCandidates, checkLinks } from "./checkLinks.ts"
import { checkPlans } from "./checkPlans.ts"
import { checkRecords } from "./checkRecords.ts"
import { checkRejects, checkResolutions } from "./checkRejects.ts"
import { checkRuns } from "./checkRuns.ts"
import { checkLandings, checkUndone } from "./checkUndone.ts"
import { Findings } from "./findings.ts"

/** @param sql a connection of its own that only reads: all parts see one state of the file, also while a run writes */
export const checkLedger = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  locks: RunLocks,
): Effect.fn.Return<LedgerCheck, LedgerError> {
  const findings = new Findings()
  yield* orLedgerError(sql`BEGIN`)
  yield* findings.reading("the file", checkPages(sql, findings))
  const tables = yield* orLedgerError(versionOf(sql))
  const { runs, living } = yield* checkRuns(sql, locks, findings)
  const { records, leftSending } = yield* checkRecords(sql, living, findings)
  const rejects = yield* checkRejects(sql, findings)
  yield* checkResolutions(sql, findings)
  yield* checkAmendments(sql, findings)
  yield* checkLinks(sql, findings)
  yield* checkCandidates(sql, findings)
  yield* checkLandings(sql, findings)
  yield* checkUndone(sql, findings)
  yield* checkPlans(sql, findings)
  return { tables, runs, records, rejects, leftSending, faults: findings.faults }
})

const versionOf = (sql: SqlClient.SqlClient) =>
  Effect.map(sql<{ version: number }>`SELECT max(migration_id) AS version FROM migrations`, (rows) => rows[0]!.version)

/** SQLite's own words name pages, tables and indexes, never what stands in them. */
const checkPages = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, findings: Findings) {
  const rows = yield* sql<{ integrity_check: string }>`PRAGMA integrity_check`
  for (const { integrity_check: words } of rows) {
    if (words !== "ok") findings.note("corrupt", `the file is damaged: ${words}`)
  }
})
