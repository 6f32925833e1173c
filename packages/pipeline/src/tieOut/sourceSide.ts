/** The source of each flow, read and mapped again: what should be there, by what a run would make of it now. */
import type { AlreadyRunning, Ledger, LedgerError, TieOutBook } from "@waybill/ledger"
import { Effect } from "effect"

import type { OpenFlow } from "../flow/OpenFlow.ts"
import type { OpenPipeline } from "../open.ts"
import { behindStopped, runPipeline, type Stopped } from "../run.ts"
import { tieOutFix } from "./errors.ts"
import { sourceFact } from "./facts.ts"

/** The flow as it is only read: nobody asks its target, and no flow waits for another one. */
const readOnly = (flow: OpenFlow): OpenFlow => {
  const { find: _, finish: __, ...destination } = flow.destination
  return { ...flow, spec: { ...flow.spec, after: [] }, match: [], destination }
}

export interface SourceStop extends Stopped {
  readonly outside: boolean
}

const notRead = {
  code: "WB-TIE-NOT-READ",
  message: "its source was not read, because of what stopped before it",
  hint: tieOutFix("WB-TIE-NOT-READ"),
} as const

/** Fills the books; gives the flows whose source could not be read to its end. Writes to the ledger: it must be a copy. */
export const readSources = Effect.fn("tieOut.readSources")(function* (
  open: OpenPipeline,
  books: ReadonlyMap<string, TieOutBook>,
  version: string,
): Effect.fn.Return<ReadonlyArray<SourceStop>, LedgerError | AlreadyRunning, Ledger> {
  const entities = new Map(open.flows.map(({ spec, entity }) => [spec.name, entity]))
  const { summary, outside } = yield* runPipeline(
    { ...open, flows: open.flows.map(readOnly) },
    {
      version,
      command: "match",
      flows: [...books.keys()],
      compareOnly: true,
      full: true,
      acceptDrift: true,
      onDecided: (flow, decisions) => {
        const facts = decisions.map((decision) => sourceFact(entities.get(flow)!, decision))
        return Effect.as(books.get(flow)!.addSource(facts), undefined)
      },
    },
  )
  return summary.stopped.map((stop) =>
    stop.code === behindStopped.code ? { flow: stop.flow, ...notRead, outside: false } : { ...stop, outside },
  )
})
