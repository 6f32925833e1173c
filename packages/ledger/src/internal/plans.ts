/**
 * Plans, kept for review. One that is being made stands in a table of its connection, which nobody else sees, which holds up no
 * run, and which goes with the process, however that ends; finishing it is one transaction.
 */
import { Effect, type Scope } from "effect"
import type { SqlClient, Statement } from "effect/sql"

import type { LedgerError } from "../Ledger.ts"
import type { PlanBook, PlanHead, PlannedRecord, Plans } from "../Plans.ts"
import { decodeHeads, decodeRecords, headColumns, headOf, plannedOf } from "./planRows.ts"
import { ifAny, orLedgerError } from "./writing.ts"

type Sql = SqlClient.SqlClient

export const makePlans = (sql: Sql): Plans => {
  let begun = 0
  return {
    begin: Effect.suspend(() => begin(sql, sql.literal(`temp.plan_${++begun}`))),
    list: Effect.fn("Ledger.plans.list")((pipeline) => selectHeads(sql, sql`pipeline = ${pipeline}`)),
    get: Effect.fn("Ledger.plans.get")((pipeline, id) => selectHead(sql, pipeline, id)),
    records: Effect.fn("Ledger.plans.records")((id, flow, from, most) => selectRecords(sql, id, flow, from, most)),
    prune: Effect.fn("Ledger.plans.prune")((now, most) => orLedgerError(sql.withTransaction(prune(sql, now, most)))),
  }
}

const columns = `flow, place, row, file, key, verdict, hash`

const begin = (sql: Sql, table: Statement.Fragment): Effect.Effect<PlanBook, LedgerError, Scope.Scope> =>
  Effect.as(
    Effect.acquireRelease(
      orLedgerError(sql`
        CREATE TABLE ${table} (
          flow TEXT NOT NULL, place INTEGER NOT NULL, row INTEGER NOT NULL, file TEXT, key TEXT, verdict TEXT NOT NULL,
          hash ANY NOT NULL, PRIMARY KEY (flow, place)
        ) STRICT, WITHOUT ROWID`),
      () => Effect.ignore(sql`DROP TABLE ${table}`),
    ),
    {
      add: (records) => ifAny(records, (some) => orLedgerError(add(sql, table, some))),
      finish: Effect.fn("Ledger.plans.finish")((head) => orLedgerError(sql.withTransaction(finish(sql, table, head)))),
    },
  )

/** Hexadecimal takes half the room as bytes. */
const add = (sql: Sql, table: Statement.Fragment, records: ReadonlyArray<PlannedRecord>) => {
  const rows = records.map(({ flow, place, row, file, key, verdict, hash }) =>
    isHex(hash) ? [flow, place, row, file, key, verdict, hash] : [flow, place, row, file, key, verdict, null, hash],
  )
  return sql`
    INSERT INTO ${table} (${sql.literal(columns)})
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
      coalesce(unhex(value ->> 6), value ->> 7)
    FROM json_each(${JSON.stringify(rows)})`
}

const isHex = (text: string): boolean => /^(?:[0-9a-f]{2})+$/.test(text)

const finish = Effect.fnUntraced(function* (sql: Sql, table: Statement.Fragment, head: PlanHead) {
  const { id, pipeline, madeAt, expiresAt, by = null, version, after, fileHash, parts, asked, plan } = head
  yield* remove(sql, sql`name = ${id}`)
  const rows = yield* sql<{ id: number }>`
    INSERT INTO plans (name, pipeline, made_at, expires_at, by_whom, version, after_run, file_hash, parts, asked, plan)
    VALUES (${id}, ${pipeline}, ${madeAt}, ${expiresAt}, ${by}, ${version}, ${after}, ${fileHash},
      ${JSON.stringify(parts)}, ${JSON.stringify(asked ?? null)}, ${JSON.stringify(plan ?? null)})
    RETURNING id`
  yield* sql`
    INSERT INTO plan_records (plan, ${sql.literal(columns)})
    SELECT ${rows[0]!.id}, ${sql.literal(columns)} FROM ${table}`
})

const remove = Effect.fnUntraced(function* (sql: Sql, wanted: Statement.Fragment) {
  const gone = yield* sql<{ id: number }>`DELETE FROM plans WHERE ${wanted} RETURNING id`
  const ids = JSON.stringify(gone.map(({ id }) => id))
  yield* sql`DELETE FROM plan_records WHERE plan IN (SELECT value FROM json_each(${ids}))`
})

const prune = (sql: Sql, now: string, most: number) =>
  remove(
    sql,
    sql`expires_at < ${now} OR id NOT IN (
      SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY pipeline ORDER BY made_at DESC, id DESC) AS place FROM plans
        WHERE expires_at >= ${now}
      ) WHERE place <= ${most})`,
  )

const selectHeads = Effect.fnUntraced(function* (sql: Sql, wanted: Statement.Fragment) {
  const rows = yield* Effect.flatMap(
    sql`
    SELECT ${sql.literal(headColumns)} FROM plans WHERE ${wanted} ORDER BY made_at DESC, plans.id DESC`,
    decodeHeads,
  )
  return rows.map(headOf)
}, orLedgerError)

/** A whole id counts, also where another one begins with it. */
const selectHead = Effect.fnUntraced(function* (sql: Sql, pipeline: string, id: string) {
  if (id === "") return undefined
  const begins = sql`substr(name, 1, ${id.length}) = ${id}`
  const found = yield* selectHeads(sql, sql`pipeline = ${pipeline} AND ${begins}`)
  return found.find((head) => head.id === id) ?? (found.length === 1 ? found[0] : undefined)
})

const selectRecords = Effect.fnUntraced(function* (sql: Sql, id: string, flow: string, from: number, most: number) {
  const rows = yield* Effect.flatMap(
    sql`
    SELECT plan_records.flow, place, row, file, key, verdict,
      CASE typeof(hash) WHEN 'blob' THEN lower(hex(hash)) ELSE hash END AS hash
    FROM plans CROSS JOIN plan_records ON plan_records.plan = plans.id
    WHERE plans.name = ${id} AND plan_records.flow = ${flow} AND place >= ${from} ORDER BY place LIMIT ${most}`,
    decodeRecords,
  )
  return rows.map(plannedOf)
}, orLedgerError)
