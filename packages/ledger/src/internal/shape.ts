/** What a flow's source looked like when it was read last. */
import { Effect } from "effect"
import type { SqlClient } from "effect/sql"

import type { FlowBook } from "../Ledger.ts"
import { orLedgerError, type Writer } from "./writing.ts"

export const makeShape = ({ sql, write }: Writer, flow: number): Pick<FlowBook, "shape" | "setShape"> => ({
  shape: sql<{ shape: string }>`SELECT shape FROM flows WHERE id = ${flow} AND shape IS NOT NULL`.pipe(
    Effect.map((rows) => rows[0]?.shape),
    orLedgerError,
  ),
  setShape: (shape) => write(Effect.asVoid(sql`UPDATE flows SET shape = ${shape} WHERE id = ${flow}`)),
})

/** Of a flow that has had several targets, what it was for the latest. */
export const selectShapes = (sql: SqlClient.SqlClient, pipeline: string) =>
  sql<{ flow: string; shape: string }>`
    SELECT flow, shape FROM flows WHERE pipeline = ${pipeline} AND shape IS NOT NULL ORDER BY id`.pipe(
    Effect.map((rows) => new Map(rows.map(({ flow, shape }) => [flow, shape]))),
    orLedgerError,
  )
