/** Which record of the source is which of the target, as people ask for it. */
import { Effect, Schema, Stream } from "effect"
import type { SqlClient, SqlError } from "effect/sql"

import type { CrosswalkRow, KeptCandidate } from "../Crosswalk.ts"
import { isLanded } from "./confirmed.ts"
import { decoded } from "./reading.ts"
import { orLedgerError } from "./writing.ts"

interface Filter {
  readonly flow?: string
  readonly key?: string
}

interface Line {
  readonly key: string
  readonly targetKey: string | null
  readonly targetId: string | null
  readonly how: CrosswalkRow["how"]
  readonly note: string | null
}

/** @param sql a connection of its own that only reads: a long stream keeps nobody else waiting */
export const crosswalkRows = (
  sql: SqlClient.SqlClient,
  pipeline: string,
  { flow, key }: Filter,
): Stream.Stream<CrosswalkRow, SqlError.SqlError> => {
  const one = flow === undefined ? sql`` : sql`AND flow = ${flow}`
  const flows = sql<{ id: number; flow: string; target: string }>`
    SELECT id, flow, target FROM flows WHERE pipeline = ${pipeline} ${one} ORDER BY id`
  return Stream.fromIterableEffect(flows).pipe(
    Stream.flatMap(({ id, flow, target }) =>
      Stream.map(lines(sql, id, key), ({ targetKey, targetId, note, ...line }) => ({
        flow,
        target,
        ...line,
        ...(targetKey === null ? {} : { targetKey }),
        ...(targetId === null ? {} : { targetId }),
        ...(note === null ? {} : { note }),
      })),
    ),
  )
}

/**
 * What the target holds, and links to what is not known to be there; both come in the order of their keys and are merged. A
 * record that a link names by the same id was there before Waybill came; one that was decided to be new keeps the reason.
 */
const lines = (sql: SqlClient.SqlClient, flow: number, key: string | undefined) => {
  const ofKey = (table: string) => (key === undefined ? sql`` : sql`AND ${sql(table)}.key = ${key}`)
  return sql<Line>`
    SELECT records.key AS key, coalesce(records.target_key, links.target_key) AS "targetKey",
      records.target_id AS "targetId", CASE WHEN links.target_id IS NULL THEN 'delivered' ELSE links.how END AS how,
      links.note AS note
    FROM records LEFT JOIN links
      ON links.flow = records.flow AND links.key = records.key
        AND (links.target_id = records.target_id OR links.target_id IS NULL)
    WHERE records.flow = ${flow} AND ${isLanded(sql)} ${ofKey("records")}
    UNION ALL
    SELECT links.key, links.target_key, links.target_id, links.how, links.note FROM links
    WHERE links.flow = ${flow} ${ofKey("links")} AND NOT EXISTS (
      SELECT 1 FROM records
      WHERE records.flow = links.flow AND records.key = links.key AND ${isLanded(sql)})
    ORDER BY key`.stream
}

/** A candidate as its row is read. */
export const CandidateRow = Schema.Struct({
  flow: Schema.String,
  target: Schema.String,
  key: Schema.String,
  targetId: Schema.String,
  targetKey: Schema.NullOr(Schema.String),
  rule: Schema.String,
  about: Schema.fromJsonString(Schema.Record(Schema.String, Schema.String)),
})

/** A link as its row is read. */
export const LinkRow = Schema.Struct({
  key: Schema.String,
  targetId: Schema.NullOr(Schema.String),
  targetKey: Schema.NullOr(Schema.String),
  how: Schema.Literals(["rule", "decided", "imported"]),
  note: Schema.String,
  at: Schema.String,
})

const decodeCandidates = decoded(CandidateRow)

export const selectCandidates = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  pipeline: string,
  { flow, key }: Filter,
) {
  const wanted = [
    sql`flows.pipeline = ${pipeline}`,
    ...(flow === undefined ? [] : [sql`flows.flow = ${flow}`]),
    ...(key === undefined ? [] : [sql`candidates.key = ${key}`]),
  ]
  const rows = yield* Effect.flatMap(
    sql`
    SELECT flows.flow, flows.target, candidates.key, candidates.target_id AS "targetId",
      candidates.target_key AS "targetKey", candidates.rule, candidates.about
    FROM flows JOIN candidates ON candidates.flow = flows.id
    WHERE ${sql.and(wanted)} ORDER BY flows.id, candidates.key, candidates.place`,
    decodeCandidates,
  )
  return rows.map(({ targetKey, ...row }): KeptCandidate => ({ ...row, ...(targetKey === null ? {} : { targetKey }) }))
}, orLedgerError)
