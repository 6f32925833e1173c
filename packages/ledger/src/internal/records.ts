/**
 * The ways of records from state to state. A page travels as one JSON parameter through `json_each`, so a call is a statement
 * or two, compiled once, however many records it holds. `MATERIALIZED` keeps SQLite from scanning the flow for each record.
 */
import { Clock, Effect } from "effect"

import type { Compared, FoundRecord, Settlement } from "../Records.ts"
import { clear, clearWhere, setAside } from "./confirmed.ts"
import { sentBy } from "./known.ts"
import { codeOf } from "./states.ts"
import { exactly, type Writer } from "./writing.ts"

const distinct = (records: ReadonlyArray<{ readonly key: string }>): number =>
  new Set(records.map(({ key }) => key)).size

const asJson = (records: ReadonlyArray<Compared>): string =>
  JSON.stringify(
    records.map(({ key, row, hash, fields, verdict, money, targetKey, targetId }) => [
      key,
      row,
      hash,
      verdict === "held" ? codeOf("held") : codeOf("pending"),
      money?.amount,
      money?.currency,
      targetKey,
      targetId,
      fields,
    ]),
  )

/** The page as rows `j` of a statement. */
const page = ({ sql }: Writer, records: ReadonlyArray<Compared>) => sql`
  j AS MATERIALIZED (
    SELECT value ->> 0 AS key, value ->> 1 AS row, unhex(value ->> 2) AS hash, value ->> 3 AS state,
      value ->> 4 AS amount, value ->> 5 AS currency, value ->> 6 AS target_key,
      value ->> 7 AS target_id, unhex(value ->> 8) AS fields
    FROM json_each(${asJson(records)})
  )`

/** Sets what is pending or held; what this very run has on its way is left alone, and the step fails. */
export const put = (writer: Writer, flow: number) => (records: ReadonlyArray<Compared>) => {
  const { sql, run } = writer
  return exactly(
    records.length,
    sql`
    WITH ${page(writer, records)}
    INSERT INTO records (flow, key, state, run, row, hash, fields, amount, currency, target_key, target_id)
    SELECT ${flow}, key, state, ${run}, row, hash, fields, amount, currency, target_key, target_id
    FROM j WHERE true
    ON CONFLICT (flow, key) DO UPDATE SET
      state = excluded.state, run = excluded.run, row = excluded.row, hash = excluded.hash,
      fields = excluded.fields, amount = excluded.amount, currency = excluded.currency, target_key = excluded.target_key,
      target_id = CASE WHEN records.confirmed_hash IS NULL THEN excluded.target_id ELSE records.target_id END,
      ${setAside(sql)}, sent_at = NULL, code = NULL, message = NULL
    WHERE NOT (records.state = ${codeOf("sending")} AND records.run = ${run})`,
  )
}

/**
 * Seen again. Where the target is known to hold exactly this, a later attempt that came to nothing is forgotten. A record that
 * an older version kept without digests of its fields gets them.
 */
export const markUnchanged = (writer: Writer, flow: number) => (records: ReadonlyArray<Compared>) => {
  const { sql, run } = writer
  const returned = sql`records.confirmed_hash = j.hash
    AND records.state IN (${codeOf("pending")}, ${codeOf("held")}, ${codeOf("refused")})`
  const set = (column: string, value: string) => {
    const name = sql.literal(column)
    return sql`${name} = CASE WHEN ${returned} THEN ${sql.literal(value)} ELSE records.${name} END`
  }
  return exactly(
    distinct(records),
    sql`
    WITH ${page(writer, records)}
    UPDATE records SET run = ${run}, row = j.row, sent_at = ${sentBy(writer)}, ${sql.csv([
      set("state", String(codeOf("confirmed"))),
      set("hash", "j.hash"),
      set("amount", "j.amount"),
      set("currency", "j.currency"),
      set("code", "NULL"),
      set("message", "NULL"),
    ])},
      fields = CASE WHEN ${returned} THEN coalesce(records.confirmed_fields, j.fields)
        WHEN records.hash = j.hash THEN coalesce(records.fields, j.fields) ELSE records.fields END,
      ${clearWhere(sql, returned)}
    FROM j WHERE records.flow = ${flow} AND records.key = j.key`,
  )
}

/** Its fate is not known (invariant 2): what was sent, its hash too, stays as it is. */
export const keepWaiting = (writer: Writer, flow: number) => (records: ReadonlyArray<Compared>) => {
  const { sql, run } = writer
  return exactly(
    distinct(records),
    sql`
    WITH ${page(writer, records)}
    UPDATE records SET state = ${codeOf("unknown")}, run = ${run}, row = j.row, sent_at = ${sentBy(writer)}
    FROM j WHERE records.flow = ${flow} AND records.key = j.key
      AND (records.state = ${codeOf("unknown")} OR (records.state = ${codeOf("sending")} AND records.run <> ${run}))`,
  )
}

/** Written before sent (invariant 1): durable when it returns, and a key that is named twice fails. */
export const intend =
  ({ sql, run }: Writer, flow: number) =>
  (keys: ReadonlyArray<string>) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      exactly(
        keys.length,
        sql`
    UPDATE records SET state = ${codeOf("sending")}, run = ${run}, sent_at = ${now}
    WHERE flow = ${flow} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)})) AND state = ${codeOf("pending")}`,
      ),
    )

/**
 * What was sent by an earlier run arrived after all. It counts as landed by the run that found it; what an update found there
 * was lost with its answer.
 */
export const found =
  ({ sql, run }: Writer, flow: number) =>
  (records: ReadonlyArray<FoundRecord>) => {
    const rows = records.map(({ key, row, targetId, draft }) => [key, row, targetId, draft === true ? 1 : null])
    return exactly(
      records.length,
      sql`
    WITH j AS MATERIALIZED (
      SELECT value ->> 0 AS key, value ->> 1 AS row, value ->> 2 AS target, value ->> 3 AS draft
      FROM json_each(${JSON.stringify(rows)})
    )
    UPDATE records SET state = ${codeOf("confirmed")}, confirmed_hash = records.hash, run = ${run}, row = j.row,
      landed = ${run}, draft = j.draft, target_id = coalesce(j.target, records.target_id), sent_at = NULL, code = NULL,
      message = NULL, before = CASE WHEN records.confirmed_hash IS NULL THEN records.before END, ${clear(sql)}
    FROM j WHERE records.flow = ${flow} AND records.key = j.key
      AND (records.state = ${codeOf("unknown")} OR (records.state = ${codeOf("sending")} AND records.run <> ${run}))`,
    )
  }

export const settle =
  ({ sql, run }: Writer, flow: number) =>
  (settlements: ReadonlyArray<Settlement>) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const rows = settlements.map((settlement) => {
        const { key, state } = settlement
        if (state === "confirmed") {
          const { targetId, draft, before } = settlement
          return [key, codeOf(state), targetId, null, null, draft === true ? 1 : null, before]
        }
        return state === "pending"
          ? [key, codeOf(state)]
          : [key, codeOf(state), null, settlement.code, settlement.message]
      })
      return exactly(
        settlements.length,
        sql`
    WITH j AS MATERIALIZED (
      SELECT value ->> 0 AS key, value ->> 1 AS state, value ->> 2 AS target, value ->> 3 AS code, value ->> 4 AS message,
        value ->> 5 AS draft, value ->> 6 AS before
      FROM json_each(${JSON.stringify(rows)})
    )
    UPDATE records SET
      state = j.state,
      confirmed_hash = CASE j.state WHEN ${codeOf("confirmed")} THEN records.hash ELSE records.confirmed_hash END,
      landed = CASE j.state WHEN ${codeOf("confirmed")} THEN ${run} ELSE records.landed END,
      ${clearWhere(sql, sql`j.state = ${codeOf("confirmed")}`)},
      before = CASE j.state WHEN ${codeOf("confirmed")} THEN j.before ELSE records.before END,
      draft = CASE j.state WHEN ${codeOf("confirmed")} THEN j.draft ELSE records.draft END,
      target_id = coalesce(j.target, records.target_id),
      sent_at = CASE j.state WHEN ${codeOf("unknown")} THEN ${now} END,
      code = j.code, message = j.message
    FROM j WHERE records.flow = ${flow} AND records.key = j.key AND records.state = ${codeOf("sending")}`,
      )
    })
