/**
 * Whether a source still looks as in the last run, told by the first page before anything of it goes on.
 */
import type { FlowBook, LedgerError } from "@waybill/ledger"
import { Effect } from "effect"

import type { Taken } from "./Lineage.ts"
import type { OpenFlow } from "./OpenFlow.ts"
import { type Drift, driftOf, driftText, remembered, shapeFrom, shapeOf, shapeText } from "./shape.ts"
import type { Stop } from "./Stop.ts"

export interface ShapeWatch {
  /** To be called with every page; only the first one is looked at. Gives what stops the run. */
  readonly look: (rows: ReadonlyArray<Taken>) => Effect.Effect<Stop | undefined, LedgerError>
  /** What was found. */
  readonly drift: () => ReadonlyArray<Drift>
}

const stopped = (drift: ReadonlyArray<Drift>): Stop => ({
  code: "WB-RUN-DRIFT",
  message: `the source is not what it was in the last run: ${drift.map(driftText).join("; ")}`,
  hint: "see to it that the mapping still fits (`waybill preview`), then run with --accept-drift",
  outside: false,
  wholeRun: true,
})

/**
 * @param accept whether a source that looks otherwise is taken as it is, also under `contract: strict`
 * @param onDrift told of what was found, where anything was
 */
export const watchShape = (
  { spec, source }: Pick<OpenFlow, "spec" | "source">,
  book: Pick<FlowBook, "shape" | "setShape">,
  accept: boolean,
  onDrift: (drift: ReadonlyArray<Drift>) => void = () => {},
): ShapeWatch => {
  let drift: ReadonlyArray<Drift> | undefined
  const look = Effect.fnUntraced(function* (
    rows: ReadonlyArray<Taken>,
  ): Effect.fn.Return<Stop | undefined, LedgerError> {
    const before = shapeFrom(yield* book.shape)
    const now = shapeOf(source.record, rows)
    drift = before === undefined ? [] : driftOf(before, now)
    if (drift.length > 0) onDrift(drift)
    if (drift.length > 0 && spec.contract === "strict" && !accept) return stopped(drift)
    yield* book.setShape(shapeText(remembered(before, now)))
    return undefined
  })
  return {
    look: (rows) => (drift === undefined ? look(rows) : Effect.undefined),
    drift: () => drift ?? [],
  }
}
