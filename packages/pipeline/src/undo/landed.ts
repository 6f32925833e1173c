/** The records of a run in a flow's book, page by page. */
import type { FlowBook, LandedRecord, LedgerError } from "@waybill/ledger"
import { Effect, Option, Stream } from "effect"

import { issue } from "./errors.ts"

const pageSize = 500

/** In the order of their keys; what is taken back meanwhile makes no difference to what follows. */
export const landedPages = (book: FlowBook, run: number): Stream.Stream<ReadonlyArray<LandedRecord>, LedgerError> =>
  Stream.paginate(Option.none<string>(), (after) =>
    Effect.map(
      book.landed({ run, limit: pageSize, ...(Option.isSome(after) ? { after: after.value } : {}) }),
      (records) =>
        [
          records.length === 0 ? [] : [records],
          records.length < pageSize ? Option.none() : Option.some(Option.some(records.at(-1)!.key)),
        ] as const,
    ),
  )

export const elsewhere = issue(
  "WB-UNDO-ELSEWHERE",
  "the pipeline file no longer names the flow or the target that it was delivered to",
)

export const later = issue("WB-UNDO-LATER", "a later run delivered it again, and what is there now is that run's")
