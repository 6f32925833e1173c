/**
 * The ways of records from state to state. A page travels as one text, and its statement is run for each of its rows: that is
 * quicker than one statement that takes the page apart. Rows that change are counted, so that a step is all or nothing.
 */
import type { Compared, FoundRecord, Seen, Settlement } from "../Records.ts"
import { clear, clearWhere, isLanded, setAside } from "./confirmed.ts"
import { sentBy } from "./known.ts"
import { RowPage, type Step } from "./nodeSqlite.ts"
import { codeOf, stateIs } from "./states.ts"
import { exactly, type Writer } from "./writing.ts"

/** The page as rows, and what stands for its cells in a statement that is run for each. */
const pageOf = ({ sql }: Writer, records: ReadonlyArray<Compared>) => {
  const rows = new RowPage(
    records.map(({ key, row, hash, fields, source, verdict, money, targetKey, targetId }) => [
      key,
      row,
      hash,
      verdict === "held" ? codeOf("held") : codeOf("pending"),
      money?.amount,
      money?.currency,
      targetKey,
      targetId,
      fields,
      source,
    ]),
  )
  const bytes = (column: number) => sql`unhex(${rows.cell(column)})`
  return {
    key: rows.cell(0),
    row: rows.cell(1),
    hash: bytes(2),
    state: rows.cell(3),
    amount: rows.cell(4),
    currency: rows.cell(5),
    targetKey: rows.cell(6),
    targetId: rows.cell(7),
    fields: bytes(8),
    source: bytes(9),
  }
}

/** Sets what is pending or held; what this very run has on its way is left alone, and the step fails. */
export const put =
  (writer: Writer, flow: number) =>
  (records: ReadonlyArray<Compared>): Step => {
    const { sql, run } = writer
    const j = pageOf(writer, records)
    return {
      changes: records.length,
      statement: sql`
    INSERT INTO records (flow, key, state, run, row, hash, fields, source, amount, currency, target_key, target_id)
    VALUES (${flow}, ${j.key}, ${j.state}, ${run}, ${j.row}, ${j.hash}, ${j.fields}, ${j.source}, ${j.amount}, ${j.currency},
      ${j.targetKey}, ${j.targetId})
    ON CONFLICT (flow, key) DO UPDATE SET
      state = excluded.state, run = excluded.run, row = excluded.row, hash = excluded.hash,
      fields = excluded.fields, source = excluded.source, amount = excluded.amount, currency = excluded.currency,
      target_key = excluded.target_key,
      target_id = CASE WHEN ${isLanded(sql)} THEN records.target_id ELSE excluded.target_id END,
      ${setAside(sql)}, sent_at = NULL, code = NULL, message = NULL
    WHERE NOT (${stateIs(sql, "sending")} AND records.run = excluded.run)`,
    }
  }

/**
 * Seen again. Where the target is known to hold exactly this, a later attempt that came to nothing is forgotten. A record that
 * an older version kept without digests of its fields gets them.
 */
export const markUnchanged =
  (writer: Writer, flow: number) =>
  (records: ReadonlyArray<Compared>): Step => {
    const { sql, run } = writer
    const j = pageOf(writer, records)
    const returned = sql`(records.confirmed_hash = ${j.hash} AND ${stateIs(sql, "pending", "held", "refused")})`
    const set = (column: string, value: unknown) => {
      const name = sql.literal(column)
      return sql`${name} = CASE WHEN ${returned} THEN ${value} ELSE records.${name} END`
    }
    return {
      changes: records.length,
      statement: sql`
    UPDATE records SET run = ${run}, row = ${j.row}, sent_at = ${sentBy(writer)}, ${sql.csv([
      set("state", sql.literal(String(codeOf("confirmed")))),
      set("hash", j.hash),
      set("amount", j.amount),
      set("currency", j.currency),
      set("code", sql.literal("NULL")),
      set("message", sql.literal("NULL")),
    ])},
      fields = CASE WHEN ${returned} THEN coalesce(records.confirmed_fields, ${j.fields})
        WHEN records.hash = ${j.hash} THEN coalesce(records.fields, ${j.fields}) ELSE records.fields END,
      source = CASE WHEN ${returned} THEN ${j.source}
        WHEN records.hash = ${j.hash} THEN coalesce(${j.source}, records.source) ELSE records.source END,
      ${clearWhere(sql, returned)}
    WHERE flow = ${flow} AND key = ${j.key}`,
    }
  }

/** Seen again, in the very row that its confirmed content was made of. */
export const markSeen =
  ({ sql, run }: Writer, flow: number) =>
  (records: ReadonlyArray<Seen>): Step => {
    const rows = new RowPage(records.map(({ key, row }) => [key, row]))
    return {
      changes: records.length,
      statement: sql`
    UPDATE records SET run = ${run}, row = ${rows.cell(1)}
    WHERE flow = ${flow} AND key = ${rows.cell(0)} AND ${stateIs(sql, "confirmed")}`,
    }
  }

/** Its fate is not known (invariant 2): what was sent, its hash too, stays as it is. */
export const keepWaiting =
  (writer: Writer, flow: number) =>
  (records: ReadonlyArray<Compared>): Step => {
    const { sql, run } = writer
    const rows = new RowPage(records.map(({ key, row }) => [key, row]))
    return {
      changes: records.length,
      statement: sql`
    UPDATE records SET state = ${codeOf("unknown")}, run = ${run}, row = ${rows.cell(1)}, sent_at = ${sentBy(writer)}
    WHERE flow = ${flow} AND key = ${rows.cell(0)}
      AND (${stateIs(sql, "unknown")} OR (${stateIs(sql, "sending")} AND run <> ${run}))`,
    }
  }

/** Written before sent (invariant 1): durable when it returns, and a key that is named twice fails. */
export const intend =
  ({ sql, run }: Writer, flow: number) =>
  (keys: ReadonlyArray<string>, now: number): Step => {
    const rows = new RowPage(keys.map((key) => [key]))
    return {
      changes: keys.length,
      statement: sql`
    UPDATE records SET state = ${codeOf("sending")}, run = ${run}, sent_at = ${now}
    WHERE flow = ${flow} AND key = ${rows.cell(0)} AND ${stateIs(sql, "pending")}`,
    }
  }

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
    UPDATE records SET state = ${codeOf("confirmed")}, run = ${run}, row = j.row,
      landed = ${run}, draft = j.draft, target_id = coalesce(j.target, records.target_id), sent_at = NULL, code = NULL,
      message = NULL, before = CASE WHEN records.confirmed_hash IS NULL THEN records.before END, ${clear(sql)}
    FROM j WHERE records.flow = ${flow} AND records.key = j.key
      AND (records.state = ${codeOf("unknown")} OR (records.state = ${codeOf("sending")} AND records.run <> ${run}))`,
    )
  }

type Landing = Extract<Settlement, { readonly state: "confirmed" }>

/** `sending` → `confirmed`. Of most records nothing is set but this. */
export const land =
  ({ sql, run }: Writer, flow: number) =>
  (landings: ReadonlyArray<Landing>): Step => {
    const rows = new RowPage(
      landings.map(({ key, targetId, draft, before }) => [key, targetId, draft === true ? 1 : null, before]),
    )
    return {
      changes: landings.length,
      statement: sql`
    UPDATE records SET state = ${codeOf("confirmed")}, landed = ${run}, target_id = coalesce(${rows.cell(1)}, target_id),
      draft = ${rows.cell(2)}, before = ${rows.cell(3)}, ${clear(sql)}, sent_at = NULL, code = NULL, message = NULL
    WHERE flow = ${flow} AND key = ${rows.cell(0)} AND ${stateIs(sql, "sending")}`,
    }
  }

/** `sending` → whatever else became of it. */
export const settleOpen =
  ({ sql }: Writer, flow: number) =>
  (settlements: ReadonlyArray<Exclude<Settlement, Landing>>, now: number): Step => {
    const rows = new RowPage(
      settlements.map((settlement) => {
        const { key, state } = settlement
        const why = state === "pending" ? [] : [settlement.code, settlement.message]
        return [key, codeOf(state), state === "unknown" ? now : null, ...why]
      }),
    )
    return {
      changes: settlements.length,
      statement: sql`
    UPDATE records SET state = ${rows.cell(1)}, sent_at = ${rows.cell(2)}, code = ${rows.cell(3)}, message = ${rows.cell(4)}
    WHERE flow = ${flow} AND key = ${rows.cell(0)} AND ${stateIs(sql, "sending")}`,
    }
  }
