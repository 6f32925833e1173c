/** Records by what their origins begin with: the ids that people see. */
import type { SqlClient, Statement } from "effect/sql"

/** Looked up one by one in the table's index, however many there are; what was kept without an origin is none of them. */
export const ofOrigins = (
  sql: SqlClient.SqlClient,
  pipeline: string,
  table: "rejects" | "amendments",
  beginnings: ReadonlyArray<string>,
): Statement.Fragment => sql`${sql(table)}.id IN (
  SELECT one.id FROM json_each(${JSON.stringify(beginnings)}) AS beginning
  CROSS JOIN flows AS its ON its.pipeline = ${pipeline}
  CROSS JOIN ${sql(table)} AS one
    ON one.flow = its.id AND one.origin >= beginning.value AND one.origin < beginning.value || 'g'
  WHERE one.origin <> '')`
