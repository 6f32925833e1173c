/** Rejects as people ask for them. */
import { Effect, Schema } from "effect"
import type { SqlClient } from "effect/sql"

import type { KeptReject, RejectFilter } from "../Ledger.ts"
import { decoded } from "./reading.ts"
import { orLedgerError } from "./writing.ts"

const IssueRow = Schema.Struct({
  code: Schema.String,
  message: Schema.String,
  hint: Schema.optionalKey(Schema.String),
  column: Schema.optionalKey(Schema.String),
  field: Schema.optionalKey(Schema.String),
})

/** A reject as its row is read. */
export const RejectRow = Schema.Struct({
  id: Schema.Int,
  flow: Schema.String,
  target: Schema.String,
  run: Schema.Int,
  row: Schema.Int,
  file: Schema.NullOr(Schema.String),
  key: Schema.NullOr(Schema.String),
  state: Schema.Literals(["invalid", "held", "refused", "unknown"]),
  source: Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown)),
  issues: Schema.fromJsonString(Schema.Array(IssueRow)),
  amount: Schema.NullOr(Schema.String),
  currency: Schema.NullOr(Schema.String),
})

const decodeRejects = decoded(RejectRow)

export const selectRejects = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  pipeline: string,
  { flow, code, states, limit }: RejectFilter,
) {
  const wanted = [
    sql`flows.pipeline = ${pipeline}`,
    ...(flow === undefined ? [] : [sql`flows.flow = ${flow}`]),
    ...(states === undefined ? [] : [sql.in("rejects.state", states)]),
    ...(code === undefined
      ? []
      : [sql`EXISTS (SELECT 1 FROM json_each(rejects.issues) AS issue WHERE issue.value ->> 'code' = ${code})`]),
  ]
  const rows = yield* Effect.flatMap(
    sql`
    SELECT rejects.id, flows.flow, flows.target, rejects.run, rejects.row, rejects.file, rejects.key, rejects.state,
      rejects.source, rejects.issues, rejects.amount, rejects.currency
    FROM flows JOIN rejects ON rejects.flow = flows.id
    WHERE ${sql.and(wanted)} ORDER BY flows.id, rejects.file, rejects.row, rejects.id LIMIT ${limit ?? -1}`,
    decodeRejects,
  )
  return rows.map(keptReject)
}, orLedgerError)

const keptReject = ({ file, key, amount, currency, ...row }: typeof RejectRow.Type): KeptReject => ({
  ...row,
  ...(file === null ? {} : { file }),
  ...(key === null ? {} : { key }),
  ...(amount === null || currency === null ? {} : { money: { amount, currency } }),
})
