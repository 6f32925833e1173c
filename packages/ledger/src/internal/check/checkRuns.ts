/** Runs: what they said at their end adds up, and no two of a pipeline are under way. */
import { Effect, Option, Schema, Stream } from "effect"
import type { SqlClient } from "effect/sql"

import { runColumns, RunRow } from "../reading.ts"
import type { RunLocks } from "../runLock.ts"
import type { Findings } from "./findings.ts"
import { unbalanced } from "./summaries.ts"

const decodeRun = Schema.decodeUnknownOption(RunRow)

export const checkRuns = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, locks: RunLocks, findings: Findings) {
  const living = new Set<number>()
  let runs = 0
  const look = Effect.fnUntraced(function* (row: RunLine) {
    runs += 1
    const run = Option.getOrUndefined(decodeRun(row))
    if (run === undefined) return findings.note("run", `run ${row.id} can't be read as it was written`)
    if (run.outcome === "running" && (yield* locks.isHeld({ ...run, run: run.id }))) living.add(run.id)
    for (const what of unbalanced(run.summary)) findings.note("summary", `run ${run.id}: ${what}`)
  })
  yield* findings.reading(
    "the list of runs",
    sql<RunLine>`
      SELECT ${sql.literal(runColumns)} FROM runs ORDER BY id`.stream.pipe(Stream.runForEach(look)),
  )
  yield* findings.reading("the list of runs", checkAlone(sql, findings))
  return { runs, living }
})

interface RunLine {
  readonly id: number
}

/** Invariant 8. */
const checkAlone = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, findings: Findings) {
  const pipelines = yield* sql<{ pipeline: string; runs: number }>`
    SELECT pipeline, count(*) AS runs FROM runs WHERE outcome = 'running' GROUP BY pipeline HAVING count(*) > 1`
  for (const { pipeline, runs } of pipelines) {
    findings.note("twoRuns", `${runs} runs of ${pipeline} are written down as under way`)
  }
})
