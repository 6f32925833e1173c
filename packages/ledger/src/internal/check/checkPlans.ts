/** Plans: they can be read, and no records of one are there without it. */
import { Effect, Option, Schema, Stream } from "effect"
import type { SqlClient } from "effect/sql"

import { headColumns, HeadRow } from "../planRows.ts"
import type { Findings } from "./findings.ts"
import { each } from "./lines.ts"

interface PlanLine {
  readonly id: string
}

const decodeHead = Schema.decodeUnknownOption(HeadRow)

export const checkPlans = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, findings: Findings) {
  const look = (line: PlanLine): void => {
    if (Option.isNone(decodeHead(line))) findings.note("plan", `plan ${line.id} can't be read as it was kept`)
  }
  const lines = sql<PlanLine>`SELECT ${sql.literal(headColumns)} FROM plans ORDER BY plans.id`
  yield* findings.reading("the list of plans", Stream.runForEachArray(lines.stream, each(look)))
  yield* findings.reading("the list of plans", checkOrphans(sql, findings))
})

const checkOrphans = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, findings: Findings) {
  const plans = yield* sql<{ plan: number; records: number }>`
    SELECT plan, count(*) AS records FROM plan_records WHERE plan NOT IN (SELECT id FROM plans) GROUP BY plan`
  for (const { plan, records } of plans) {
    findings.note("plan", `${records} records belong to plan number ${plan}, which is not there`)
  }
})
