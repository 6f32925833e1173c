/**
 * Records that may be in the target already: a person says which one each is, or that it is new.
 */
import { type AlreadyRunning, type KeptCandidate, Ledger, type LedgerError, type Link } from "@waybill/ledger"
import { Effect, Schema } from "effect"

import type { OpenPipeline } from "./open.ts"

export interface MatchDecision {
  /** Version of the program, kept with the run. */
  readonly version: string
  /** The record's number. */
  readonly key: string
  /** Where the number waits in several flows. */
  readonly flow?: string
  /** The target's own id of the record that it is; absent: it is none of them, and is created. */
  readonly targetId?: string
  readonly reason: string
}

/** What `match same --json` and `match new --json` print. */
export interface Decided {
  readonly run: number
  readonly pipeline: string
  readonly flow: string
  readonly key: string
  readonly targetId?: string
}

/** Nothing was written. */
export class NotToDecide extends Schema.TaggedError<NotToDecide>("@waybill/pipeline/NotToDecide")("NotToDecide", {
  code: Schema.Literals(["WB-MATCH-KEY", "WB-MATCH-FLOW", "WB-MATCH-ID"]),
  message: Schema.String,
  hint: Schema.String,
}) {}

const unknownKey = (key: string) =>
  new NotToDecide({
    code: "WB-MATCH-KEY",
    message: `no record ${key} waits for a decision about its counterpart`,
    hint: "`waybill match list` shows those that do; `waybill crosswalk import` says it of any record",
  })

const severalFlows = (key: string, flows: ReadonlyArray<string>) =>
  new NotToDecide({
    code: "WB-MATCH-FLOW",
    message: `the number ${key} waits in several flows: ${flows.join(", ")}`,
    hint: "say which one with --flow",
  })

const unknownId = (key: string) =>
  new NotToDecide({
    code: "WB-MATCH-ID",
    message: `no candidate of ${key} has that id`,
    hint: "take an id of `waybill match list`; `waybill crosswalk import` takes any",
  })

const linkOf = (
  candidates: ReadonlyArray<KeptCandidate>,
  { key, targetId, reason }: MatchDecision,
): Effect.Effect<Link, NotToDecide> => {
  if (targetId === undefined) return Effect.succeed({ key, how: "decided", note: reason })
  const candidate = candidates.find((one) => one.targetId === targetId)
  if (candidate === undefined) return Effect.fail(unknownId(key))
  const { targetKey } = candidate
  return Effect.succeed({
    key,
    targetId,
    ...(targetKey === undefined ? {} : { targetKey }),
    how: "decided",
    note: reason,
  })
}

/** Writes a decision down; the next run does what it says. It is a run of its own: no other may be under way. */
export const decideMatch = Effect.fn("decideMatch")(function* (
  open: OpenPipeline,
  decision: MatchDecision,
): Effect.fn.Return<Decided, LedgerError | AlreadyRunning | NotToDecide, Ledger> {
  const ledger = yield* Ledger
  const { name, hash } = open.pipeline
  const targets = new Map(open.flows.map((flow) => [flow.spec.name, flow.destination.target]))
  const { key, flow, targetId, version } = decision
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const kept = yield* ledger.candidates(name, { key, ...(flow === undefined ? {} : { flow }) })
      // Those of an earlier target are nobody's to decide about any more.
      const candidates = kept.filter((one) => targets.get(one.flow) === one.target)
      const [first] = candidates
      if (first === undefined) return yield* unknownKey(key)
      const flows = [...new Set(candidates.map((one) => one.flow))]
      if (flows.length > 1) return yield* severalFlows(key, flows)
      const link = yield* linkOf(candidates, decision)
      const run = yield* ledger.start({ pipeline: name, fileHash: hash, version, command: "match" })
      const book = yield* run.flow({ flow: first.flow, target: first.target })
      yield* book.link([link])
      const decided: Decided = {
        run: run.run,
        pipeline: name,
        flow: first.flow,
        key,
        ...(targetId === undefined ? {} : { targetId }),
      }
      yield* run.end("complete", decided)
      return decided
    }),
  )
})
