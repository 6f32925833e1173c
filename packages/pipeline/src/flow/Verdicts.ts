/**
 * What comparing a page decides, collected record by record, and written down before anything of the page is sent.
 */
import type { Adopted, Candidate, Compared, FlowBook, FoundRecord, LedgerError, Reject } from "@waybill/ledger"
import { Effect } from "effect"

import type { Decision } from "./Decision.ts"
import type { Outgoing } from "./Outgoing.ts"
import type { Transformed } from "./transform.ts"

type Place = Pick<Reject, "origin" | "row" | "file">

/** Where a record stands, and what it is over all its versions. */
export const placeOf = ({ row, file, lineage }: Transformed): Place => ({
  row,
  origin: lineage.origin,
  ...(file === undefined ? {} : { file }),
})

const ifAny = <A>(items: ReadonlyArray<A>, write: (items: ReadonlyArray<A>) => Effect.Effect<void, LedgerError>) =>
  items.length === 0 ? Effect.void : write(items)

export class Verdicts {
  readonly found: Array<FoundRecord> = []
  readonly compared: Array<Compared> = []
  readonly rejects: Array<Reject> = []
  readonly outgoing: Array<Outgoing> = []
  readonly adopted: Array<Adopted> = []
  readonly candidates: Array<Candidate> = []
  /** One for each record of the page, in order; empty where nobody asked. */
  readonly decisions: Array<Decision> = []
  /** Records that came again and need nobody any more: what was kept of them goes. */
  readonly past: Array<Place> = []

  write(book: FlowBook): Effect.Effect<void, LedgerError> {
    return Effect.all(
      [
        ifAny(this.found, book.found),
        // Before `compared`, which forgets earlier rejects: what is sent again stays in the list until its fate is known.
        ifAny(this.rejects, book.reject),
        ifAny(this.compared, book.compared),
        ifAny(this.adopted, book.adopt),
        ifAny(this.candidates, book.candidates),
        ifAny(this.past, book.past),
      ],
      { discard: true },
    )
  }
}
