/** One flow of one run: a call is one transaction. */
import { Clock, Effect } from "effect"

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
import { ifAny, stepIfAny, type Writer } from "./writing.ts"

const keysOf = (records: ReadonlyArray<{ readonly key: string }>): ReadonlyArray<string> =>
  records.map(({ key }) => key)

export const makeFlowBook = (writer: Writer, flow: number): FlowBook => {
  const rejects = makeRejectBook(writer, flow)
  return {
    lookup: lookup(writer, flow),
    compared: (records) => {
      const of = (...verdicts: ReadonlyArray<Compared["verdict"]>) =>
        records.filter((record) => verdicts.includes(record.verdict))
      return writer.steps([
        ...stepIfAny(of("pending", "held"), put(writer, flow)),
        ...stepIfAny(of("unchanged"), markUnchanged(writer, flow)),
        ...stepIfAny(of("unknown"), keepWaiting(writer, flow)),
        ...rejects.outdated(keysOf(of("pending", "unchanged"))),
      ])
    },
    seen: (records) =>
      writer.steps([...stepIfAny(records, markSeen(writer, flow)), ...rejects.outdated(keysOf(records))]),
    intend: (keys) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        writer.steps(stepIfAny(keys, (keys) => intend(writer, flow)(keys, now))),
      ),
    settle: (settlements) => {
      const landed = settlements.filter((settlement) => settlement.state === "confirmed")
      const open = settlements.filter((settlement) => settlement.state !== "confirmed")
      const updated = keysOf(landed.filter(({ created }) => created !== true))
      return Effect.flatMap(Clock.currentTimeMillis, (now) =>
        writer.steps([
          ...stepIfAny(updated, (keys) => ({ statement: keepLandings(writer, flow)(keys) })),
          ...stepIfAny(landed, land(writer, flow)),
          ...stepIfAny(open, (some) => settleOpen(writer, flow)(some, now)),
          ...stepIfAny(keysOf(landed), rejects.settled),
        ]),
      )
    },
    found: (records) =>
      writer.write(
        Effect.gen(function* () {
          yield* ifAny(keysOf(records), keepLandings(writer, flow))
          yield* ifAny(records, found(writer, flow))
          yield* ifAny(records, (records) => rejects.settled(keysOf(records)).statement)
        }),
      ),
    resolve: (resolutions) =>
      writer.write(
        Effect.gen(function* () {
          yield* ifAny(resolutions, (some) => resolve(writer, flow, some))
          yield* ifAny(resolutions, (some) => rejects.settled(keysOf(some)).statement)
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
