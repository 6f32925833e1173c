/** Rejects and decisions: they can be read, and what they name is there. */
import { Decimals } from "@waybill/model"
import { Effect, Option, Schema, Stream } from "effect"
import type { SqlClient } from "effect/sql"

import { RejectRow } from "../rejects.ts"
import { ResolutionRow } from "../resolutions.ts"
import type { Findings } from "./findings.ts"
import { checkPlace, each, type Line } from "./lines.ts"

interface Numbered extends Line {
  readonly id: number
}

const decodeReject = Schema.decodeUnknownOption(RejectRow)
const decodeResolution = Schema.decodeUnknownOption(ResolutionRow)

/** How many there are. */
export const checkRejects = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, findings: Findings) {
  let rejects = 0
  const look = (line: Numbered): void => {
    rejects += 1
    const name = `reject ${line.id}`
    checkPlace(name, line, findings)
    const reject = Option.getOrUndefined(decodeReject({ ...line, flow: line.flow ?? "", target: "" }))
    if (reject === undefined) return findings.note("reject", `${name} can't be read as it was kept`)
    if (reject.amount !== null && Decimals.parse(reject.amount) === undefined) {
      findings.note("amount", `${name} has no exact amount`)
    }
  }
  const lines = sql<Numbered>`
    SELECT rejects.*, flows.flow, EXISTS (SELECT 1 FROM runs WHERE id = rejects.run) AS "hasRun"
    FROM rejects LEFT JOIN flows ON flows.id = rejects.flow ORDER BY rejects.id`
  yield* findings.reading("the list of rejects", Stream.runForEachArray(lines.stream, each(look)))
  return rejects
})

export const checkResolutions = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, findings: Findings) {
  const look = (line: Numbered): void => {
    checkPlace(`decision ${line.id}`, line, findings)
    if (Option.isNone(decodeResolution({ ...line, flow: line.flow ?? "", target: "" }))) {
      findings.note("resolution", `decision ${line.id} can't be read as it was kept`)
    }
  }
  const lines = sql<Numbered>`
    SELECT resolutions.*, resolutions.target_id AS "targetId", flows.flow,
      EXISTS (SELECT 1 FROM runs WHERE id = resolutions.run) AS "hasRun"
    FROM resolutions LEFT JOIN flows ON flows.id = resolutions.flow ORDER BY resolutions.id`
  yield* findings.reading("the list of decisions", Stream.runForEachArray(lines.stream, each(look)))
})
