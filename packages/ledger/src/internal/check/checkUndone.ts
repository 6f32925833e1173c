/** What undoing goes by and what it did: it can be read, and what it names is there. */
import { Decimals } from "@waybill/model"
import { Effect, Option, Schema, Stream } from "effect"
import type { SqlClient } from "effect/sql"

import { UndoneRow } from "../undone.ts"
import type { Findings } from "./findings.ts"
import { checkPlace, each, type Line } from "./lines.ts"

interface LandingLine extends Line {
  readonly key: string
  readonly run: number
  readonly amount: unknown
  readonly hasRecord: number
}

const checkAmount = (name: string, amount: unknown, findings: Findings): void => {
  if (amount === null || (typeof amount === "string" && Decimals.parse(amount) !== undefined)) return
  findings.note("amount", `${name} has no exact amount`)
}

export const checkLandings = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, findings: Findings) {
  const look = (line: LandingLine): void => {
    const name = `what record ${line.key} was before run ${line.run}`
    checkPlace(name, line, findings)
    if (line.hasRecord !== 1) findings.note("landing", `${name} is kept, and the record is not there`)
    checkAmount(name, line.amount, findings)
  }
  const lines = sql<LandingLine>`
    SELECT landings.key, landings.run, landings.amount, flows.flow,
      (SELECT count(*) FROM runs WHERE id IN (landings.run, coalesce(landings.landed, landings.run)))
        = CASE WHEN landings.landed <> landings.run THEN 2 ELSE 1 END AS "hasRun",
      EXISTS (SELECT 1 FROM records WHERE records.flow = landings.flow AND records.key = landings.key) AS "hasRecord"
    FROM landings LEFT JOIN flows ON flows.id = landings.flow ORDER BY landings.flow, landings.key, landings.run`
  yield* findings.reading("the list of landings", Stream.runForEachArray(lines.stream, each(look)))
})

interface UndoneLine extends Line {
  readonly id: number
  readonly amount: unknown
}

const decodeUndone = Schema.decodeUnknownOption(UndoneRow)

export const checkUndone = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, findings: Findings) {
  const look = (line: UndoneLine): void => {
    const name = `undone record ${line.id}`
    checkPlace(name, line, findings)
    if (Option.isNone(decodeUndone({ ...line, flow: line.flow ?? "", target: "" }))) {
      findings.note("undone", `${name} can't be read as it was kept`)
    }
    checkAmount(name, line.amount, findings)
  }
  const lines = sql<UndoneLine>`
    SELECT undone.*, undone.of_run AS of, undone.target_id AS "targetId", flows.flow,
      (SELECT count(*) FROM runs WHERE id IN (undone.run, undone.of_run)) = 2 AS "hasRun"
    FROM undone LEFT JOIN flows ON flows.id = undone.flow ORDER BY undone.id`
  yield* findings.reading("the list of what was undone", Stream.runForEachArray(lines.stream, each(look)))
})
