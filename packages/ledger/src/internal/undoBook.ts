/**
 * Taking back what a run landed: written down before it is tried (invariant 1), logged with what became of it, and the record
 * set to where the book stood before that run.
 */
import { Clock, DateTime, Effect } from "effect"
import type { SqlError } from "effect/sql"

import type { FlowBook, LedgerError } from "../Ledger.ts"
import type { LandedRecord, TakenBack } from "../Records.ts"
import { clear, isLanded, ofConfirmed } from "./confirmed.ts"
import { dropLandings } from "./landings.ts"
import type { RejectBook } from "./rejectBook.ts"
import { codeOf, states } from "./states.ts"
import { keepUndone } from "./undone.ts"
import { exactly, ifAny, orLedgerError, type Writer } from "./writing.ts"

interface LandedRow {
  readonly key: string
  readonly state: number
  readonly draft: number
  readonly posting: number
  readonly target: string | null
  readonly before: string | null
  readonly fields: string
  readonly amount: string | null
  readonly currency: string | null
  readonly underWay: number
  /** Whether the book knows what it was before some run landed on it. */
  readonly known: number
}

export const makeUndoBook = (
  writer: Writer,
  flow: number,
  rejects: RejectBook,
): Pick<FlowBook, "landed" | "takeBack" | "takenBack"> => ({
  landed: ({ run, after, limit }) =>
    Effect.map(selectLanded(writer, flow, run, after ?? "", limit), (rows) => rows.map(landedOf)),
  takeBack: (of, keys) => writer.write(ifAny(keys, takeBack(writer, flow, of))),
  takenBack: (of, ends) => writer.write(ifAny(ends, takenBack(writer, flow, of, rejects))),
})

const selectLanded = ({ sql }: Writer, flow: number, run: number, after: string, limit: number) =>
  orLedgerError(sql<LandedRow>`
    SELECT key, state, draft IS NOT NULL AS draft, draft IS ${beingPosted} AS posting, target_id AS target, before,
      lower(hex(${ofConfirmed(sql, "fields")})) AS fields, ${ofConfirmed(sql, "amount")} AS amount,
      ${ofConfirmed(sql, "currency")} AS currency, undoing IS NOT NULL AS "underWay",
      EXISTS (SELECT 1 FROM landings WHERE landings.flow = records.flow AND landings.key = records.key) AS known
    FROM records WHERE flow = ${flow} AND key > ${after} AND landed = ${run} ORDER BY key LIMIT ${limit}`)

const landedOf = ({
  key,
  state,
  draft,
  posting,
  target,
  before,
  fields,
  amount,
  currency,
  underWay,
  known,
}: LandedRow) =>
  ({
    key,
    change: known === 1 || before !== null ? ("updated" as const) : ("created" as const),
    state: states[state]!,
    draft: draft === 1,
    ...(posting === 1 ? { posting: true } : {}),
    ...(target === null ? {} : { targetId: target }),
    ...(before === null ? {} : { before }),
    ...(fields === "" ? {} : { fields }),
    ...(amount === null || currency === null ? {} : { money: { amount, currency } }),
    underWay: underWay === 1,
  }) satisfies LandedRecord

/** How a draft stands that is being posted: nobody knows what there is to be taken back. */
const beingPosted = 2

/** What the target is known to hold, also with newer content waiting; not what is on its way (invariant 2). */
const takeBack =
  ({ sql, run }: Writer, flow: number, of: number) =>
  (keys: ReadonlyArray<string>) =>
    Effect.andThen(
      exactly(
        keys.length,
        sql`
    UPDATE records SET undoing = ${run}
    WHERE flow = ${flow} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)})) AND landed = ${of}
      AND ${isLanded(sql)} AND draft IS NOT ${beingPosted}
      AND state NOT IN (${codeOf("sending")}, ${codeOf("unknown")})`,
      ),
      sql`UPDATE flows SET cursor = NULL, reading = NULL WHERE id = ${flow}`,
    )

const takenBack = (writer: Writer, flow: number, of: number, rejects: RejectBook) =>
  Effect.fnUntraced(function* (
    ends: ReadonlyArray<TakenBack>,
  ): Effect.fn.Return<void, SqlError.SqlError | LedgerError> {
    yield* keepUndone(writer, flow, of, ends, DateTime.formatIso(yield* DateTime.now))
    const keysOf = (...wanted: ReadonlyArray<TakenBack["state"]>) =>
      ends.filter(({ state }) => wanted.includes(state)).map(({ key }) => key)
    yield* ifAny(keysOf("gone"), gone(writer, flow, of))
    yield* ifAny(keysOf("restored"), restored(writer, flow, of))
    yield* ifAny(
      ends.filter((end) => end.state === "unknown"),
      unknown(writer, flow, of),
    )
    yield* ifAny(keysOf("edited", "left"), left(writer, flow, of))
    yield* ifAny(keysOf("gone", "restored"), (keys) => rejects.settled(keys).statement)
  })

const among = ({ sql }: Writer, flow: number, keys: ReadonlyArray<string>) =>
  sql`flow = ${flow} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`

/** With whatever newer content waits: the next run compares it with a target that has none. */
const gone = (writer: Writer, flow: number, of: number) => (keys: ReadonlyArray<string>) => {
  const { sql, run } = writer
  return Effect.andThen(
    exactly(
      keys.length,
      sql`DELETE FROM records WHERE ${among(writer, flow, keys)} AND landed = ${of} AND undoing = ${run}`,
    ),
    dropLandings(writer, flow, keys),
  )
}

/** Rows `j` of a statement, with what each record `was` before the run, where the book knows that. */
const withLanding = ({ sql }: Writer, flow: number, of: number) => sql`
  j LEFT JOIN landings AS was ON was.flow = ${flow} AND was.key = j.key AND was.run = ${of}`

/**
 * As the book had it before the run; what was posted since stays posted. An older version kept no such entry: then all that is known is that it is there, in a
 * content of some time before, so that nothing is confirmed and the next run puts it right under its id.
 */
const restored = (writer: Writer, flow: number, of: number) => (keys: ReadonlyArray<string>) => {
  const { sql, run } = writer
  const set = (column: string) => {
    const [own, earlier] = [sql.literal(column), sql.literal(`was.${column}`)]
    return sql`${own} = CASE WHEN was.hash IS NULL THEN records.${own} ELSE ${earlier} END`
  }
  return Effect.andThen(
    exactly(
      keys.length,
      sql`
    WITH j AS MATERIALIZED (SELECT value AS key FROM json_each(${JSON.stringify(keys)}))
    UPDATE records SET
      state = CASE WHEN was.hash IS NULL THEN ${codeOf("pending")} ELSE ${codeOf("confirmed")} END,
      source = NULL, landed = was.landed, before = was.before,
      ${sql.csv(["hash", "fields", "amount", "currency"].map(set))}, ${clear(sql)},
      draft = CASE WHEN was.hash IS NULL OR records.draft IS NULL THEN records.draft ELSE was.draft END,
      undoing = NULL, sent_at = NULL, code = NULL, message = NULL
    FROM ${withLanding(writer, flow, of)}
    WHERE records.flow = ${flow} AND records.key = j.key AND records.landed = ${of} AND records.undoing = ${run}`,
    ),
    sql`DELETE FROM landings WHERE ${among(writer, flow, keys)} AND run = ${of}`,
  )
}

/** No content has this hash. */
const noContent = "00"

/**
 * What may be there is what the undo wanted: of an updated record its earlier content, which the next run then finds to be
 * another one than the source's; of a created one, where the undo came to nothing, what the target held.
 */
const unknown =
  (writer: Writer, flow: number, of: number) => (ends: ReadonlyArray<Extract<TakenBack, { state: "unknown" }>>) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const { sql, run } = writer
      const rows = ends.map(({ key, code, message }) => [key, code, message])
      const earlier = (column: "amount" | "currency" | "fields") => sql`
        ${sql.literal(column)} = CASE WHEN was.hash IS NULL THEN ${ofConfirmed(sql, column)}
          ELSE ${sql.literal(`was.${column}`)} END`
      return exactly(
        ends.length,
        sql`
    WITH j AS MATERIALIZED (
      SELECT value ->> 0 AS key, value ->> 1 AS code, value ->> 2 AS message FROM json_each(${JSON.stringify(rows)})
    )
    UPDATE records SET state = ${codeOf("unknown")}, sent_at = ${now},
      hash = coalesce(was.hash, CASE WHEN records.before IS NULL THEN ${ofConfirmed(sql, "hash")} ELSE unhex(${noContent}) END),
      source = NULL, ${sql.csv([earlier("amount"), earlier("currency"), earlier("fields")])}, ${clear(sql)},
      undoing = NULL, code = j.code, message = j.message
    FROM ${withLanding(writer, flow, of)}
    WHERE records.flow = ${flow} AND records.key = j.key AND records.landed = ${of} AND records.undoing = ${run}`,
      )
    })

const left = (writer: Writer, flow: number, of: number) => (keys: ReadonlyArray<string>) =>
  exactly(
    keys.length,
    writer.sql`UPDATE records SET undoing = NULL WHERE ${among(writer, flow, keys)} AND landed = ${of}`,
  )
