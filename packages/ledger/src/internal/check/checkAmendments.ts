/** Amendments: they can be read, and no version of a record is missing. */
import { Effect, Option, Schema, Stream } from "effect"
import type { SqlClient } from "effect/sql"

import { AmendmentRow } from "../amendments.ts"
import type { Findings } from "./findings.ts"
import { checkPlace, each, type Line } from "./lines.ts"

interface AmendmentLine extends Line {
  readonly id: number
  /** All lines of one record have it in common. */
  readonly record: string
  readonly version: number
  readonly decision: string
}

const decodeAmendment = Schema.decodeUnknownOption(AmendmentRow)

export const checkAmendments = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, findings: Findings) {
  let before: AmendmentLine | undefined
  const look = (line: AmendmentLine): void => {
    const name = `amendment ${line.id}`
    checkPlace(name, line, findings)
    if (Option.isNone(decodeAmendment({ ...line, flow: line.flow ?? "", target: "" }))) {
      findings.note("amendment", `${name} can't be read as it was kept`)
    }
    const last = before?.record === line.record ? before.version : undefined
    if (!follows(line, last)) findings.note("amendment", `a version before ${name} is missing`)
    before = line
  }
  const lines = sql<AmendmentLine>`
    SELECT amendments.*, json_array(amendments.flow, amendments.origin, amendments.row, amendments.file) AS record,
      flows.flow, EXISTS (SELECT 1 FROM runs WHERE id = amendments.run) AS "hasRun"
    FROM amendments LEFT JOIN flows ON flows.id = amendments.flow
    ORDER BY amendments.flow, amendments.origin, amendments.row, amendments.file, amendments.id`
  yield* findings.reading("the list of amendments", Stream.runForEachArray(lines.stream, each(look)))
})

/** The source's content comes first, each edit makes the next version, and a decision speaks about the last one. */
const follows = ({ decision, version }: AmendmentLine, last: number | undefined): boolean => {
  if (last === undefined) return decision === "read" && version === 0
  return version === (decision === "edited" ? last + 1 : last)
}
