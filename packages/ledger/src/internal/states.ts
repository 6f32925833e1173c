/** How states stand in the file: by their place in this list, which only ever grows at its end. */
import type { SqlClient, Statement } from "effect/sql"

import type { State } from "../Records.ts"

export const states: ReadonlyArray<State> = ["pending", "held", "sending", "confirmed", "refused", "unknown"]

export const codeOf = (state: State): number => states.indexOf(state)

/** Written into the statement: a parameter would be bound anew for each row of a page. */
export const stateIs = (sql: SqlClient.SqlClient, ...wanted: ReadonlyArray<State>): Statement.Fragment =>
  sql.literal(`records.state IN (${wanted.map(codeOf).join(", ")})`)
