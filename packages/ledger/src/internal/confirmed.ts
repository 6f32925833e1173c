/**
 * What the target was confirmed to hold, its hash, money and field digests: the record's own while it is confirmed, kept beside
 * them while newer content is still to arrive.
 */
import type { SqlClient, Statement } from "effect/sql"

import { stateIs } from "./states.ts"

type Sql = SqlClient.SqlClient
type Fragment = Statement.Fragment

const columns = ["hash", "amount", "currency", "fields"] as const
type Column = (typeof columns)[number]

const own = (sql: Sql, column: Column) => sql.literal(`records.${column}`)
const kept = (sql: Sql, column: Column) => sql.literal(`records.confirmed_${column}`)
const isConfirmed = (sql: Sql) => stateIs(sql, "confirmed")

/** Whether the target is known to hold the record, in whatever content. */
export const isLanded = (sql: Sql): Fragment => sql`(${isConfirmed(sql)} OR records.confirmed_hash IS NOT NULL)`

/** One column of the confirmed content, NULL where none was confirmed. */
export const ofConfirmed = (sql: Sql, column: Column): Fragment => sql`
  CASE WHEN ${isConfirmed(sql)} THEN ${own(sql, column)}
    WHEN records.confirmed_hash IS NOT NULL THEN ${kept(sql, column)} END`

const set = (sql: Sql, name: (column: Column) => string, value: (column: Column) => Fragment): Fragment =>
  sql.csv(columns.map((column) => sql`${sql.literal(name(column))} = ${value(column)}`))

const confirmedName = (column: Column) => `confirmed_${column}`

/** Assignments for newer content that comes: what is confirmed is put aside. */
export const setAside = (sql: Sql): Fragment =>
  set(
    sql,
    confirmedName,
    (column) => sql`
    CASE WHEN ${isConfirmed(sql)} THEN ${own(sql, column)} ELSE ${kept(sql, column)} END`,
  )

/** Assignments for content that is confirmed itself, where that is so: nothing is aside any more. */
export const clearWhere = (sql: Sql, arrived: Fragment): Fragment =>
  set(sql, confirmedName, (column) => sql`CASE WHEN ${arrived} THEN NULL ELSE ${kept(sql, column)} END`)

export const clear = (sql: Sql): Fragment => set(sql, confirmedName, () => sql`NULL`)

/** Assignments for newer content that is dropped: the record is again what the target holds. */
export const takeBackAside = (sql: Sql): Fragment =>
  sql.csv([
    set(
      sql,
      (column) => column,
      (column) => sql`${kept(sql, column)}`,
    ),
    clear(sql),
  ])
