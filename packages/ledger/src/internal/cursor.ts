/** How far a flow's source was read. */
import { Effect } from "effect"

import type { FlowBook, ReadTo } from "../Ledger.ts"
import { orLedgerError, type Writer } from "./writing.ts"

export const makeCursor = ({ sql, write }: Writer, flow: number): Pick<FlowBook, "readTo" | "moveTo"> => ({
  readTo: sql<ReadTo>`SELECT cursor, reading FROM flows WHERE id = ${flow} AND cursor IS NOT NULL`.pipe(
    Effect.map((rows) => rows[0]),
    orLedgerError,
  ),
  moveTo: (place) =>
    write(
      Effect.asVoid(
        sql`UPDATE flows SET cursor = ${place?.cursor ?? null}, reading = ${place?.reading ?? null} WHERE id = ${flow}`,
      ),
    ),
})
