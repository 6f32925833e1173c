/** What undoing did to each record, as it is kept for ever. */
import { Schema, Stream } from "effect"
import type { SqlClient, SqlError } from "effect/sql"

import type { LedgerError } from "../Ledger.ts"
import type { KeptUndone, TakenBack } from "../Records.ts"
import { ofConfirmed } from "./confirmed.ts"
import { decoded } from "./reading.ts"
import { exactly, type Writer } from "./writing.ts"

const rowOf = (end: TakenBack) =>
  "verb" in end ? [end.key, end.state, end.verb] : [end.key, end.state, null, end.code, end.message]

/** With the id and the money that each record has until now: written before it is changed. */
export const keepUndone = (
  { sql, run }: Writer,
  flow: number,
  of: number,
  ends: ReadonlyArray<TakenBack>,
  at: string,
) =>
  exactly(
    ends.length,
    sql`
    INSERT INTO undone (flow, run, of_run, key, state, verb, target_id, amount, currency, code, message, at)
    SELECT ${flow}, ${run}, ${of}, j.value ->> 0, j.value ->> 1, j.value ->> 2, records.target_id,
      ${ofConfirmed(sql, "amount")}, ${ofConfirmed(sql, "currency")}, j.value ->> 3, j.value ->> 4, ${at}
    FROM json_each(${JSON.stringify(ends.map(rowOf))}) AS j
    CROSS JOIN records ON records.flow = ${flow} AND records.key = j.value ->> 0
    ORDER BY j.key`,
  )

/** One as its row is read. */
export const UndoneRow = Schema.Struct({
  flow: Schema.String,
  target: Schema.String,
  key: Schema.String,
  run: Schema.Int,
  of: Schema.Int,
  state: Schema.Literals(["gone", "restored", "edited", "left", "unknown"]),
  verb: Schema.NullOr(Schema.String),
  targetId: Schema.NullOr(Schema.String),
  amount: Schema.NullOr(Schema.String),
  currency: Schema.NullOr(Schema.String),
  code: Schema.NullOr(Schema.String),
  message: Schema.NullOr(Schema.String),
  at: Schema.String,
})

const decodeUndone = decoded(UndoneRow)

/** @param sql a connection of its own that only reads: a long stream keeps nobody else waiting */
export const undonePages = (
  sql: SqlClient.SqlClient,
  pipeline: string,
  { run, of }: { readonly run?: number; readonly of?: number },
): Stream.Stream<ReadonlyArray<KeptUndone>, SqlError.SqlError | LedgerError> => {
  const wanted = [
    sql`flows.pipeline = ${pipeline}`,
    ...(run === undefined ? [] : [sql`undone.run = ${run}`]),
    ...(of === undefined ? [] : [sql`undone.of_run = ${of}`]),
  ]
  return sql`
    SELECT flows.flow, flows.target, undone.key, undone.run, undone.of_run AS of, undone.state, undone.verb,
      undone.target_id AS "targetId", undone.amount, undone.currency, undone.code, undone.message, undone.at
    FROM undone CROSS JOIN flows ON flows.id = undone.flow
    WHERE ${sql.and(wanted)} ORDER BY undone.id`.stream.pipe(
    Stream.chunks,
    Stream.mapEffect(decodeUndone),
    Stream.map((rows) => rows.map(keptUndone)),
  )
}

const keptUndone = ({
  verb,
  targetId,
  amount,
  currency,
  code,
  message,
  ...row
}: typeof UndoneRow.Type): KeptUndone => ({
  ...row,
  ...(verb === null ? {} : { verb }),
  ...(targetId === null ? {} : { targetId }),
  ...(amount === null || currency === null ? {} : { money: { amount, currency } }),
  ...(code === null ? {} : { code }),
  ...(message === null ? {} : { message }),
})
