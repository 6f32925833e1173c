/** The columns of each flow's source, as its last run met them. */
import { Ledger, type LedgerError } from "@waybill/ledger"
import { columnsOfShape } from "@waybill/pipeline"
import { Effect } from "effect"

export const sourceColumns = (
  pipeline: string,
): Effect.Effect<ReadonlyMap<string, ReadonlyArray<string>>, LedgerError, Ledger> =>
  Effect.map(
    Effect.flatMap(Ledger, (ledger) => ledger.shapes(pipeline)),
    (shapes) => new Map([...shapes].map(([flow, shape]) => [flow, columnsOfShape(shape)])),
  )
