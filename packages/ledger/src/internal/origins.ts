/** Records by what their origins begin with: the ids that people see. */
import type { SqlClient, Statement } from "effect/sql"

/**
 * A set for each length, asked once a row: rejects have no index by origin, which is a hash and would cost more to keep than
 * everything else of a reject. What was kept without an origin is none of them.
 */
export const ofOrigins = (
  sql: SqlClient.SqlClient,
  table: "rejects" | "amendments",
  beginnings: ReadonlyArray<string>,
): Statement.Fragment => {
  const origin = sql`${sql(table)}.origin`
  const byLength = Map.groupBy(beginnings, ({ length }) => length)
  const oneOf = [...byLength].map(
    ([length, some]) => sql`substr(${origin}, 1, ${length}) IN (SELECT value FROM json_each(${JSON.stringify(some)}))`,
  )
  return sql.and([sql`${origin} <> ''`, sql.or([sql`false`, ...oneOf])])
}
