/**
 * Rejected records go again: edited by a person, or as they are; or a person decides that they don't. Each of these is a run of
 * its own in the ledger.
 */
import { fromPlain } from "@waybill/connector"
import {
  type AlreadyRunning,
  type AmendedReject,
  type Amendment,
  type FlowRef,
  type KeptReject,
  Ledger,
  type LedgerError,
  type RejectFilter,
  type RunBook,
} from "@waybill/ledger"
import { Effect, Schema } from "effect"

import { copyOf } from "./copies.ts"
import type { OpenFlow } from "./flow/OpenFlow.ts"
import { fieldsOf } from "./mapping/types.ts"
import type { OpenPipeline } from "./open.ts"
import { lineageId } from "./rejects/ownColumns.ts"
import { type RunEnd, type RunOptions, runPipeline } from "./run.ts"

/** Nothing was written or sent. */
export class NoRejects extends Schema.TaggedError<NoRejects>("@waybill/pipeline/NoRejects")("NoRejects", {
  code: Schema.Literals(["WB-REJECTS-NONE", "WB-REJECTS-UNKNOWN", "WB-REJECTS-OLD", "WB-REJECTS-RECORD"]),
  message: Schema.String,
  hint: Schema.String,
}) {}

const none = new NoRejects({
  code: "WB-REJECTS-NONE",
  message: "no reject is like that",
  hint: "`waybill rejects list` shows them, with their ids",
})

const unknown = new NoRejects({
  code: "WB-REJECTS-UNKNOWN",
  message:
    "of some of these records nobody knows whether they arrived: they are not sent again, and can't be dismissed",
  hint: "look in the target, and say so with `waybill resolve`",
})

const old = new NoRejects({
  code: "WB-REJECTS-OLD",
  message: "some of these rejects were kept by an older version, which did not write down enough of them",
  hint: "run once: rejects of that run can be edited, sent again and dismissed",
})

const noRecord = (ids: ReadonlyArray<string>) =>
  new NoRejects({
    code: "WB-REJECTS-RECORD",
    message: `what these were edited to is no record of their source: ${ids.join(", ")}`,
    hint: "give every cell a value of the kind that its column has in the source; a list stays a list",
  })

/** An edited record: its new content takes the place of what was rejected. */
export interface Edit {
  readonly reject: KeptReject
  /** The source's record by column, plain JSON as the ledger keeps it. */
  readonly source: KeptReject["source"]
}

/** What the engine needs to send rejects again; for a run, and for a plan of it. */
export type Resend = Pick<RunOptions, "command" | "before" | "rejects" | "flows">

/** Of a pipeline's rejects, those of the targets that its file names now: what an earlier target did not accept is past. */
export const rejectsOf = Effect.fnUntraced(function* (
  { pipeline, flows }: OpenPipeline,
  filter: RejectFilter,
): Effect.fn.Return<ReadonlyArray<KeptReject>, LedgerError, Ledger> {
  const targets = new Map(flows.map((flow) => [flow.spec.name, flow.destination.target]))
  const found = yield* (yield* Ledger).rejects(pipeline.name, filter)
  return found.filter(({ flow, target }) => targets.get(flow) === target)
})

/** The rejects of a choice. Fails where there is none, and where one may not be touched. */
const choose = Effect.fnUntraced(function* (
  open: OpenPipeline,
  filter: RejectFilter,
): Effect.fn.Return<ReadonlyArray<KeptReject>, LedgerError | NoRejects, Ledger> {
  const found = yield* rejectsOf(open, filter)
  if (found.length === 0) return yield* none
  if (found.some(({ state }) => state === "unknown")) return yield* unknown
  return found.some(({ origin }) => origin === "") ? yield* old : found
})

const amendAll = (
  book: RunBook,
  amendments: ReadonlyArray<AmendedReject & { readonly reject: FlowRef }>,
): Effect.Effect<void, LedgerError> =>
  Effect.forEach(
    Map.groupBy(amendments, ({ reject: { flow, target } }) => JSON.stringify([flow, target])).values(),
    (ofFlow) => {
      const { flow, target } = ofFlow[0]!.reject
      return Effect.flatMap(book.flow({ flow, target }), ({ amend }) => amend(ofFlow))
    },
    { discard: true },
  )

/** Flows that have something to send again, or something that waits. */
const flowsOf = Effect.fnUntraced(function* (
  open: OpenPipeline,
  chosen: ReadonlyArray<KeptReject>,
): Effect.fn.Return<ReadonlyArray<string>, LedgerError, Ledger> {
  const held = yield* rejectsOf(open, { states: ["held"] })
  const names = new Set([...chosen, ...held].map(({ flow }) => flow))
  return open.flows.flatMap(({ spec }) => (names.has(spec.name) ? [spec.name] : []))
})

/** The states of what `retry` sends again unless it is told otherwise. */
const failed: RejectFilter["states"] = ["invalid", "refused"]

/** Rejects as they are: after a setting or the mapping was mended. Dismissed ones that the filter names go again, too. */
export const resendAsTheyAre = Effect.fnUntraced(function* (
  open: OpenPipeline,
  filter: RejectFilter,
): Effect.fn.Return<Resend, LedgerError | NoRejects, Ledger> {
  const named = filter.origins === undefined ? { states: failed } : {}
  const chosen = yield* choose(open, { ...named, ...filter })
  const amendment: Amendment = { decision: "reopened", note: "sent again as it is" }
  const reopened = chosen.flatMap((reject) => (reject.state === "dismissed" ? [{ reject, amendment }] : []))
  return {
    command: "retry",
    flows: yield* flowsOf(open, chosen),
    before: (book) => amendAll(book, reopened),
    rejects: new Set(chosen.map(({ id }) => id)),
  }
})

/** An edited record as its source would give it: its columns and no other; one of text that nobody filled in is an empty text. */
const asRead = ({ source: { record } }: OpenFlow, source: Edit["source"]): Edit["source"] =>
  Object.fromEntries(
    [...fieldsOf(record)].flatMap(([name, { type, optional }]) => {
      const value = Object.hasOwn(source, name) ? source[name] : undefined
      const isText = !optional && (type._tag === "Text" || type._tag === "Cell")
      return value === undefined || value === null ? (isText ? [[name, ""]] : []) : [[name, value]]
    }),
  )

/** The edits as their sources would give them. Fails where one is no record of its source. */
const readEdits = (
  { flows }: OpenPipeline,
  edits: ReadonlyArray<Edit>,
): Effect.Effect<ReadonlyArray<Edit>, NoRejects> => {
  const read = edits.map(({ reject, source }) => {
    const flow = flows.find(({ spec }) => spec.name === reject.flow)
    const whole = flow === undefined ? source : asRead(flow, source)
    return {
      reject,
      source: whole,
      fits: flow !== undefined && copyOf(flow.source.record).Schema.is(flow.source.record)(fromPlain(whole)),
    }
  })
  const wrong = read.filter(({ fits }) => !fits)
  return wrong.length === 0
    ? Effect.succeed(read)
    : Effect.fail(noRecord(wrong.slice(0, 10).map(({ reject }) => lineageId(reject.origin))))
}

/** Rejects as a person edited them: each edit is kept as a version of its record before anything is sent. */
export const resendEdited = Effect.fnUntraced(function* (
  open: OpenPipeline,
  edits: ReadonlyArray<Edit>,
  note: string,
): Effect.fn.Return<Resend, LedgerError | NoRejects, Ledger> {
  const rejects = edits.map(({ reject }) => reject)
  if (edits.length === 0) return yield* none
  if (rejects.some(({ state }) => state === "unknown")) return yield* unknown
  if (rejects.some(({ origin }) => origin === "")) return yield* old
  const read = yield* readEdits(open, edits)
  const amended = read.map(({ reject, source }) => {
    const amendment: Amendment = { decision: "edited", source, note }
    return { reject, amendment }
  })
  return {
    command: "import",
    flows: yield* flowsOf(open, rejects),
    before: (book) => amendAll(book, amended),
    rejects: new Set(rejects.map(({ id }) => id)),
  }
})

/** Sends them. Fails as {@link runPipeline} does. */
export const resend = (
  open: OpenPipeline,
  what: Resend,
  options: RunOptions,
): Effect.Effect<RunEnd, LedgerError | AlreadyRunning, Ledger> => runPipeline(open, { ...options, ...what })

export interface DismissOptions {
  /** Version of the program, kept with the run. */
  readonly version: string
  readonly filter: RejectFilter
  readonly reason: string
}

/** What `rejects dismiss --json` prints. */
export interface Dismissed {
  readonly run: number
  readonly pipeline: string
  readonly records: ReadonlyArray<Pick<KeptReject, "flow" | "row" | "file" | "key" | "money">>
}

/** A person decides that rejected records do not go. They stay in the list and in the tie-out, and hold nothing up. */
export const dismissRejects = Effect.fn("dismissRejects")(function* (
  open: OpenPipeline,
  { version, filter, reason }: DismissOptions,
): Effect.fn.Return<Dismissed, LedgerError | AlreadyRunning | NoRejects, Ledger> {
  const ledger = yield* Ledger
  const { name, hash } = open.pipeline
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const named = filter.origins === undefined ? { states: failed } : {}
      const found = yield* choose(open, { ...named, ...filter })
      const chosen = found.filter(({ state }) => state !== "dismissed")
      if (chosen.length === 0) return yield* none
      const book = yield* ledger.start({ pipeline: name, fileHash: hash, version, command: "dismiss" })
      const amendment: Amendment = { decision: "dismissed", note: reason }
      yield* amendAll(
        book,
        chosen.map((reject) => ({ reject, amendment })),
      )
      const dismissed: Dismissed = {
        run: book.run,
        pipeline: name,
        records: chosen.map(({ flow, row, file, key, money }) => ({
          flow,
          row,
          ...(file === undefined ? {} : { file }),
          ...(key === undefined ? {} : { key }),
          ...(money === undefined ? {} : { money }),
        })),
      }
      yield* book.end("complete", dismissed)
      return dismissed
    }),
  )
})
