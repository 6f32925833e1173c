/** What people decide about records of which nobody knows whether they arrived, and the decisions as they are kept. */
import { DateTime, Effect, Schema } from "effect"
import type { SqlClient } from "effect/sql"

import type { Resolution } from "../Records.ts"
import { clearWhere } from "./confirmed.ts"
import { keepLandings } from "./landings.ts"
import { decoded } from "./reading.ts"
import { codeOf } from "./states.ts"
import { exactly, ifAny, orLedgerError, type Writer } from "./writing.ts"

const asJson = (resolutions: ReadonlyArray<Resolution>): string =>
  JSON.stringify(resolutions.map(({ key, decision, targetId, reason }) => [key, decision, targetId, reason]))

const page = ({ sql }: Writer, resolutions: ReadonlyArray<Resolution>) => sql`
  j AS MATERIALIZED (
    SELECT value ->> 0 AS key, value ->> 1 AS decision, value ->> 2 AS target, value ->> 3 AS reason
    FROM json_each(${asJson(resolutions)})
  )`

/** Writes decisions down, and does what they say. What this very run has on its way is nobody's to decide. */
export const resolve = Effect.fnUntraced(function* (
  writer: Writer,
  flow: number,
  resolutions: ReadonlyArray<Resolution>,
) {
  const { sql, run } = writer
  const delivered = sql`j.decision = 'delivered'`
  const arrived = resolutions.filter(({ decision }) => decision === "delivered").map(({ key }) => key)
  yield* ifAny(arrived, keepLandings(writer, flow))
  yield* exactly(
    resolutions.length,
    sql`
    WITH ${page(writer, resolutions)}
    UPDATE records SET
      state = CASE WHEN ${delivered} THEN ${codeOf("confirmed")} ELSE ${codeOf("pending")} END,
      ${clearWhere(sql, delivered)},
      landed = CASE WHEN ${delivered} THEN ${run} ELSE records.landed END,
      draft = CASE WHEN ${delivered} THEN NULL ELSE records.draft END,
      before = CASE WHEN ${delivered} AND records.confirmed_hash IS NOT NULL THEN NULL ELSE records.before END,
      target_id = CASE WHEN ${delivered} OR records.confirmed_hash IS NOT NULL THEN coalesce(j.target, records.target_id) END,
      sent_at = NULL, code = NULL, message = NULL
    FROM j WHERE records.flow = ${flow} AND records.key = j.key
      AND (records.state = ${codeOf("unknown")} OR (records.state = ${codeOf("sending")} AND records.run <> ${run}))`,
  )
  const at = DateTime.formatIso(yield* DateTime.now)
  yield* sql`
    WITH ${page(writer, resolutions)}
    INSERT INTO resolutions (flow, run, key, decision, target_id, reason, at)
    SELECT ${flow}, ${run}, key, decision, target, reason, ${at} FROM j`
})

/** A decision as its row is read. */
export const ResolutionRow = Schema.Struct({
  flow: Schema.String,
  target: Schema.String,
  run: Schema.Int,
  key: Schema.String,
  decision: Schema.Literals(["delivered", "send"]),
  targetId: Schema.NullOr(Schema.String),
  reason: Schema.String,
  at: Schema.String,
})

const decodeResolutions = decoded(ResolutionRow)

export const selectResolutions = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, pipeline: string) {
  const rows = yield* Effect.flatMap(
    sql`
    SELECT flows.flow, flows.target, resolutions.run, resolutions.key, resolutions.decision,
      resolutions.target_id AS "targetId", resolutions.reason, resolutions.at
    FROM resolutions JOIN flows ON flows.id = resolutions.flow
    WHERE flows.pipeline = ${pipeline} ORDER BY resolutions.id DESC`,
    decodeResolutions,
  )
  return rows.map(({ targetId, ...row }) => ({ ...row, ...(targetId === null ? {} : { targetId }) }))
}, orLedgerError)
