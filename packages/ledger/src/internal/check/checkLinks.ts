/** Links and candidates: they can be read, and a record that was taken over is the one that its link names. */
import { Effect, Option, Schema, Stream } from "effect"
import type { SqlClient } from "effect/sql"

import { CandidateRow, LinkRow } from "../crosswalk.ts"
import { codeOf } from "../states.ts"
import type { Findings } from "./findings.ts"
import { checkFlow, checkPlace, each, type Line } from "./lines.ts"

interface LinkLine extends Line {
  readonly key: string
  /** Whether the record was taken over, by no run of ours, under another id. */
  readonly contradicts: number
}

interface CandidateLine {
  readonly key: string
  readonly flow: string | null
}

const decodeLink = Schema.decodeUnknownOption(LinkRow)
const decodeCandidate = Schema.decodeUnknownOption(CandidateRow)

export const checkLinks = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, findings: Findings) {
  const look = (line: LinkLine): void => {
    const name = `the link of record ${line.key}`
    checkPlace(name, line, findings)
    if (Option.isNone(decodeLink(line))) findings.note("link", `${name} can't be read as it was kept`)
    if (line.contradicts === 1) findings.note("link", `${name} names another id than the one it was taken over under`)
  }
  const lines = sql<LinkLine>`
    SELECT links.*, links.target_id AS "targetId", links.target_key AS "targetKey", flows.flow,
      EXISTS (SELECT 1 FROM runs WHERE id = links.run) AS "hasRun",
      EXISTS (SELECT 1 FROM records WHERE records.flow = links.flow AND records.key = links.key
        AND records.state = ${codeOf("confirmed")} AND records.landed IS NULL
        AND records.target_id IS NOT links.target_id) AS contradicts
    FROM links LEFT JOIN flows ON flows.id = links.flow ORDER BY links.flow, links.key`
  yield* findings.reading("the list of links", Stream.runForEachArray(lines.stream, each(look)))
})

export const checkCandidates = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, findings: Findings) {
  const look = (line: CandidateLine): void => {
    const name = `a candidate of record ${line.key}`
    checkFlow(name, line.flow, findings)
    if (Option.isNone(decodeCandidate({ ...line, flow: line.flow ?? "", target: "" }))) {
      findings.note("link", `${name} can't be read as it was kept`)
    }
  }
  const lines = sql<CandidateLine>`
    SELECT candidates.*, candidates.target_id AS "targetId", candidates.target_key AS "targetKey", flows.flow
    FROM candidates LEFT JOIN flows ON flows.id = candidates.flow ORDER BY candidates.flow, candidates.key, candidates.place`
  yield* findings.reading("the list of candidates", Stream.runForEachArray(lines.stream, each(look)))
})
