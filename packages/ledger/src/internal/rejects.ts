/** Rejects as people ask for them. */
import { Effect, Option, Schema, Stream } from "effect"
import type { SqlClient } from "effect/sql"

import type { LedgerError } from "../Ledger.ts"
import type { KeptReject, RejectFilter } from "../Rejects.ts"
import { ofOrigins } from "./origins.ts"
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
  state: Schema.Literals(["invalid", "held", "refused", "unknown", "dismissed"]),
  origin: Schema.String,
  version: Schema.Int,
  unread: Schema.NullOr(Schema.Int),
  source: Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown)),
  issues: Schema.fromJsonString(Schema.Array(IssueRow)),
  amount: Schema.NullOr(Schema.String),
  currency: Schema.NullOr(Schema.String),
})

const decodeRejects = decoded(RejectRow)

const columns = `rejects.id, flows.flow, flows.target, rejects.run, rejects.row, rejects.file, rejects.key, rejects.state,
  rejects.origin, rejects.version, rejects.unread, rejects.source, rejects.issues, rejects.amount, rejects.currency`

/** One issue has the code and the place, where both are asked for. */
const ofIssues = (sql: SqlClient.SqlClient, { code, at }: RejectFilter) => {
  if (code === undefined && at === undefined) return []
  const wanted = [
    ...(code === undefined ? [] : [sql`issue.value ->> 'code' = ${code}`]),
    ...(at === undefined ? [] : [sql`${at} IN (issue.value ->> 'column', issue.value ->> 'field')`]),
  ]
  return [sql`EXISTS (SELECT 1 FROM json_each(rejects.issues) AS issue WHERE ${sql.and(wanted)})`]
}

const conditions = (sql: SqlClient.SqlClient, pipeline: string, filter: RejectFilter) => {
  const { flow, states, origins } = filter
  return sql.and([
    sql`flows.pipeline = ${pipeline}`,
    ...(flow === undefined ? [] : [sql`flows.flow = ${flow}`]),
    ...(states === undefined ? [] : [sql.in("rejects.state", states)]),
    ...(origins === undefined ? [] : [ofOrigins(sql, "rejects", origins)]),
    ...ofIssues(sql, filter),
  ])
}

export const selectRejects = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  pipeline: string,
  filter: RejectFilter,
) {
  const rows = yield* Effect.flatMap(
    sql`
    SELECT ${sql.literal(columns)} FROM flows JOIN rejects ON rejects.flow = flows.id
    WHERE ${conditions(sql, pipeline, filter)}
    ORDER BY flows.id, rejects.file, rejects.row, rejects.id LIMIT ${filter.limit ?? -1}`,
    decodeRejects,
  )
  return rows.map(keptReject)
}, orLedgerError)

const pageSize = 500

/** A short query for each page, so that others may write in between; none of what they keep meanwhile is up to `last`. */
export const rejectPages = (
  sql: SqlClient.SqlClient,
  pipeline: string,
  filter: RejectFilter,
): Stream.Stream<ReadonlyArray<KeptReject>, LedgerError> => {
  const pageAfter = Effect.fnUntraced(function* ({ after, last, left }: PlaceInList) {
    const limit = Math.min(left, pageSize)
    const rows = yield* Effect.flatMap(
      sql`
      SELECT ${sql.literal(columns)} FROM rejects CROSS JOIN flows ON flows.id = rejects.flow
      WHERE rejects.id > ${after} AND rejects.id <= ${last} AND ${conditions(sql, pipeline, filter)}
      ORDER BY rejects.id LIMIT ${limit}`,
      decodeRejects,
    )
    const next = { after: rows.at(-1)?.id ?? last, last, left: left - rows.length }
    return [
      rows.length === 0 ? [] : [rows.map(keptReject)],
      rows.length < limit || next.left === 0 ? Option.none() : Option.some(next),
    ] as const
  }, orLedgerError)
  const left = filter.limit ?? Number.MAX_SAFE_INTEGER
  return sql<{ last: number }>`SELECT coalesce(max(id), 0) AS last FROM rejects`.pipe(
    Effect.map((rows) => Stream.paginate({ after: 0, last: rows[0]!.last, left }, pageAfter)),
    orLedgerError,
    Stream.unwrap,
  )
}

interface PlaceInList {
  readonly after: number
  readonly last: number
  /** How many more are asked for. */
  readonly left: number
}

const keptReject = ({ file, key, unread, amount, currency, ...row }: typeof RejectRow.Type): KeptReject => ({
  ...row,
  ...(file === null ? {} : { file }),
  ...(key === null ? {} : { key }),
  ...(unread === null ? {} : { unread: true }),
  ...(amount === null || currency === null ? {} : { money: { amount, currency } }),
})
