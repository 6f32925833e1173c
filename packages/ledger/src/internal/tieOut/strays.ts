/** What the target holds, and is no line's own: copies of what is, and strangers. */
import type { Effect } from "effect"
import type { SqlClient, SqlError } from "effect/sql"

export type Step = Effect.Effect<unknown, SqlError.SqlError>

export const listStrays = (sql: SqlClient.SqlClient): Step => sql`
  INSERT INTO stray (place, id, number, key, likeness, standing)
  SELECT place, id, number, key, likeness, standing FROM target
  WHERE NOT EXISTS (SELECT 1 FROM belongs WHERE belongs.target = target.place)`

/** Columns of a stray and of a line with its own record, by which the one is a copy of the other. */
const resemblance = [
  ["key", "key"],
  ["key", "target_key"],
  ["number", "number"],
  ["likeness", "likeness"],
] as const

/** Only what counts, or is a draft, has copies: where a record is gone, what looks like it may be what became of it. */
export const addCopies = (sql: SqlClient.SqlClient): ReadonlyArray<Step> =>
  resemblance.map(([ofStray, ofOwned]) => addCopiesBy(sql, ofStray, ofOwned))

/** All copies of one value go to the first line that has it: one line is found for each value, however many have it. */
const addCopiesBy = (sql: SqlClient.SqlClient, ofStray: string, ofOwned: string): Step => sql`
  INSERT INTO belongs (target, line, copy)
  WITH free AS MATERIALIZED (
    SELECT place, ${sql.literal(ofStray)} AS value FROM stray
    WHERE value IS NOT NULL AND standing <> 2
      AND NOT EXISTS (SELECT 1 FROM belongs WHERE belongs.target = stray.place)
  ), original AS MATERIALIZED (
    SELECT value, min(owned.line) AS line
    FROM (SELECT DISTINCT value FROM free) CROSS JOIN owned ON owned.${sql.literal(ofOwned)} = value
    GROUP BY value
  )
  SELECT free.place, original.line, 1 FROM free JOIN original ON original.value = free.value`

/** Those that are nobody's get lines of their own, behind all others. */
export const addStrangers = (sql: SqlClient.SqlClient): ReadonlyArray<Step> => {
  const last = sql`(SELECT coalesce(max(place), 0) FROM line)`
  return [
    sql`
      INSERT INTO belongs (target, line, copy)
      SELECT place, ${last} + row_number() OVER (ORDER BY id), 0 FROM stray
      WHERE NOT EXISTS (SELECT 1 FROM belongs WHERE belongs.target = stray.place)`,
    sql`INSERT INTO line (place) SELECT line FROM belongs WHERE line > ${last} ORDER BY line`,
  ]
}
