/**
 * Stage 1 of sending again: the rejects that were chosen, as they are kept, instead of the source.
 */
import { fromPlain } from "@waybill/connector"
import type { KeptReject, LedgerError } from "@waybill/ledger"
import { Effect, Stream } from "effect"

import type { Taken } from "./Lineage.ts"
import type { Reader } from "./reader.ts"
import { Reading } from "./Reading.ts"

const taken = ({ row, file, key, source, origin, version, unread, issues, run }: KeptReject): Taken => {
  const at = { row, ...(file === undefined ? {} : { file }) }
  const [first, ...others] = issues
  const repeated = first?.code === "WB-RUN-REPEATED" && key !== undefined ? { repeated: key } : {}
  const fromLedger = { origin, version, dismissed: false, again: { run, ...repeated } }
  // What the source could not read, and nobody edited, is as unreadable as it was.
  if (unread === true && version === 0 && first !== undefined) {
    return { ...at, raw: source, issues: [first, ...others], fromLedger }
  }
  return { ...at, record: fromPlain(source), fromLedger }
}

/** The source is not read: no cursor moves, and what does not come is not gone. */
export const rejectReader = (pages: Stream.Stream<ReadonlyArray<KeptReject>, LedgerError>): Reader => {
  const progress = new Reading()
  return {
    pages: Stream.map(pages, (rejects) => ({ rows: rejects.map(taken), mark: progress.begin("") })),
    move: Effect.void,
    complete: Effect.void,
  }
}
