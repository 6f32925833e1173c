/** The cross-walk as a CSV file: which record of the source is which of the target, and how that is known. */
import { type CrosswalkRow, Ledger } from "@waybill/ledger"
import type { Pipeline } from "@waybill/pipeline"
import { Effect, Stream } from "effect"

import { readLedger } from "../book.ts"
import { writeCsv } from "./writeCsv.ts"

export const crosswalkColumns = ["flow", "source key", "target key", "target id", "how", "note", "target"] as const

const rowOf = ({ flow, key, targetKey, targetId, how, note, target }: CrosswalkRow) => ({
  flow,
  "source key": key,
  "target key": targetKey,
  "target id": targetId,
  how,
  note,
  target,
})

/** Writes what is known; gives the number of rows. */
export const writeCrosswalk = (
  pipeline: Pipeline,
  file: string,
  { flow, only }: { readonly flow?: string; readonly only?: ReadonlyArray<CrosswalkRow["how"]> },
) => {
  const rows = (known: Stream.Stream<CrosswalkRow, unknown>) =>
    writeCsv(file, crosswalkColumns, Stream.map(known, rowOf))
  const writing = Effect.flatMap(Ledger, (ledger) =>
    rows(
      ledger
        .crosswalk(pipeline.name, flow === undefined ? {} : { flow })
        .pipe(Stream.filter(({ how }) => only?.includes(how) !== false)),
    ),
  )
  return Effect.filterOrElse(
    readLedger(pipeline, undefined, writing),
    (written) => written !== undefined,
    () => rows(Stream.empty),
  )
}
