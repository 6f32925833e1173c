/** One flow of one run: a call is one transaction. */
import { Effect } from "effect"

import type { FlowBook } from "../Ledger.ts"
import type { Compared } from "../Records.ts"
import { makeAmendmentBook } from "./amendmentBook.ts"
import { makeCursor } from "./cursor.ts"
import { makeDraftBook } from "./draftBook.ts"
import { lookup } from "./known.ts"
import { keepLandings } from "./landings.ts"
import { makeLinkBook } from "./linkBook.ts"
import { found, intend, keepWaiting, land, markSeen, markUnchanged, put, settleOpen } from "./records.ts"
import { makeRejectBook } from "./rejectBook.ts"
import { resolve } from "./resolutions.ts"
import { makeShape } from "./shape.ts"
import { makeUndoBook } from "./undoBook.ts"
import { ifAny, type Writer } from "./writing.ts"

const keysOf = (records: ReadonlyArray<{ readonly key: string }>): ReadonlyArray<string> =>
  records.map(({ key }) => key)

export const makeFlowBook = (writer: Writer, flow: number): FlowBook => {
  const rejects = makeRejectBook(writer, flow)
  return {
    lookup: lookup(writer, flow),
    compared: (records) => {
      const of = (...verdicts: ReadonlyArray<Compared["verdict"]>) =>
        records.filter((record) => verdicts.includes(record.verdict))
      return writer.write(
        Effect.gen(function* () {
          yield* ifAny(of("pending", "held"), put(writer, flow))
          yield* ifAny(of("unchanged"), markUnchanged(writer, flow))
          yield* ifAny(of("unknown"), keepWaiting(writer, flow))
          yield* ifAny(of("pending", "unchanged"), (seen) => rejects.outdated(keysOf(seen)))
        }),
      )
    },
    seen: (records) =>
      writer.write(
        ifAny(records, (records) => Effect.andThen(markSeen(writer, flow)(records), rejects.outdated(keysOf(records)))),
      ),
    intend: (keys) => writer.write(ifAny(keys, intend(writer, flow))),
    settle: (settlements) => {
      const landed = settlements.filter((settlement) => settlement.state === "confirmed")
      const open = settlements.filter((settlement) => settlement.state !== "confirmed")
      const confirmed = keysOf(landed)
      const updated = keysOf(landed.filter(({ created }) => created !== true))
      return writer.write(
        Effect.gen(function* () {
          yield* ifAny(updated, keepLandings(writer, flow))
          yield* ifAny(landed, land(writer, flow))
          yield* ifAny(open, settleOpen(writer, flow))
          yield* ifAny(confirmed, rejects.settled)
        }),
      )
    },
    found: (records) =>
      writer.write(
        Effect.gen(function* () {
          yield* ifAny(keysOf(records), keepLandings(writer, flow))
          yield* ifAny(records, found(writer, flow))
          yield* ifAny(records, (records) => rejects.settled(keysOf(records)))
        }),
      ),
    resolve: (resolutions) =>
      writer.write(
        Effect.gen(function* () {
          yield* ifAny(resolutions, (some) => resolve(writer, flow, some))
          yield* ifAny(resolutions, (some) => rejects.settled(keysOf(some)))
        }),
      ),
    ...makeDraftBook(writer, flow),
    ...makeUndoBook(writer, flow, rejects),
    ...makeCursor(writer, flow),
    ...makeShape(writer, flow),
    ...makeAmendmentBook(writer, flow, rejects),
    ...makeLinkBook(writer, flow, rejects),
    reject: (kept) => writer.write(ifAny(kept, rejects.keep)),
    past: (places) => writer.write(ifAny(places, rejects.past)),
    complete: writer.write(rejects.complete),
  }
}
