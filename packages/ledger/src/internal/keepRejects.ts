/**
 * Keeping rejects: which earlier entries a new one replaces. Two rows of the source may have the same key: what is said of a
 * row (`invalid`, `dismissed`) stays beside the other row's entry.
 */
import { Effect } from "effect"

import type { Reject } from "../Rejects.ts"
import type { Writer } from "./writing.ts"

/** Said of the record of a key, not of a row: a second fate replaces the first one. */
export const isFate = ({ sql }: Writer) => sql`rejects.state NOT IN ('invalid', 'dismissed')`

/** A run that reads the source meets all rows of a key again; another one leaves those alone that it was not given. */
export const isPast = ({ sql, run, reads }: Writer) => (reads ? sql`rejects.run < ${run}` : sql`false`)

const asJson = (rejects: ReadonlyArray<Reject>): string =>
  JSON.stringify(
    rejects.map(({ row, file, key, state, source, issues, money, origin, version, unread }) => [
      row,
      file,
      key,
      state,
      origin,
      version,
      unread === true ? 1 : null,
      JSON.stringify(source),
      JSON.stringify(issues),
      money?.amount,
      money?.currency,
    ]),
  )

/** What tells which entries are replaced: a page without its sources is read faster. */
const namesJson = (rejects: ReadonlyArray<Reject>): string =>
  JSON.stringify(rejects.map(({ row, file, key, state, origin }) => [row, file, key, state, origin]))

/** The names as rows `j` of a statement. */
const page = ({ sql }: Writer, names: string) => sql`
  j AS MATERIALIZED (
    SELECT value ->> 0 AS row, value ->> 1 AS file, value ->> 2 AS key, value ->> 3 AS state, value ->> 4 AS origin
    FROM json_each(${names})
  )`

const replaceByKey = (writer: Writer, flow: number, names: string) => writer.sql`
  WITH ${page(writer, names)}
  DELETE FROM rejects WHERE id IN (
    SELECT rejects.id FROM j CROSS JOIN rejects ON rejects.flow = ${flow} AND rejects.key = j.key
    WHERE ${isPast(writer)} OR (${isFate(writer)} AND j.state NOT IN ('invalid', 'dismissed')))`

/** Without a key, the only row with a content has moved: it is met again wherever it stands. */
const replaceMoved = (writer: Writer, flow: number, names: string) => writer.sql`
  WITH ${page(writer, names)}
  DELETE FROM rejects WHERE id IN (
    SELECT max(rejects.id) FROM rejects
    WHERE rejects.flow = ${flow} AND rejects.key IS NULL AND ${isPast(writer)}
      AND rejects.origin IN (SELECT j.origin FROM j WHERE j.key IS NULL AND j.origin <> '')
    GROUP BY rejects.origin HAVING count(*) = 1)`

/** What an older version kept has no origin: without a key, its place alone has to do. */
const replaceByPlace = (writer: Writer, flow: number, names: string) => writer.sql`
  WITH ${page(writer, names)}
  DELETE FROM rejects WHERE id IN (
    SELECT rejects.id FROM j CROSS JOIN rejects ON rejects.flow = ${flow} AND rejects.row = j.row
    WHERE rejects.file IS j.file AND (
      rejects.origin = j.origin
      OR (rejects.origin = '' AND rejects.run < ${writer.run} AND rejects.key IS NULL AND j.key IS NULL)))`

export const keepRejects = Effect.fnUntraced(function* (writer: Writer, flow: number, rejects: ReadonlyArray<Reject>) {
  const names = namesJson(rejects)
  yield* replaceByKey(writer, flow, names)
  yield* replaceMoved(writer, flow, names)
  yield* replaceByPlace(writer, flow, names)
  yield* writer.sql`
    INSERT INTO rejects (flow, run, row, file, key, state, origin, version, unread, source, issues, amount, currency)
    SELECT ${flow}, ${writer.run}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
      value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10
    FROM json_each(${asJson(rejects)})`
})
