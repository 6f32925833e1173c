/**
 * Posting: the drafts that an earlier run landed are made to count, each written down as on its way first (invariant 1).
 * It is a run of its own; one that was interrupted is simply started again, since posting asks before it repeats.
 */
import type { Destination, Outcome } from "@waybill/connector"
import {
  type AlreadyRunning,
  type Draft,
  type FlowBook,
  Ledger,
  type LedgerError,
  type Posting,
  type RunBook,
} from "@waybill/ledger"
import type { Issue } from "@waybill/model"
import { Clock, Effect, Option, Predicate, Schema, Stream } from "effect"

import { guarded } from "./flow/guarded.ts"
import { type OpenFlow, refOf } from "./flow/OpenFlow.ts"
import { type PostedFlow, type PostFate, PostTally } from "./flow/PostTally.ts"
import { type Halt, type Stop, Stopper } from "./flow/Stop.ts"
import type { OpenPipeline } from "./open.ts"
import { behindStopped, isSummary, type Stopped } from "./run.ts"

export interface PostOptions {
  /** Version of the program, kept with the run. */
  readonly version: string
  /** The run whose drafts are posted. */
  readonly of: number
  /** Once it gives a word (`SIGINT`), what is on its way is settled and the posting ends. */
  readonly haltWhen?: Effect.Effect<string>
}

/** What `post --json` prints. Counts are numbers, money is exact decimal text in major units. */
export interface PostSummary {
  /** The posting's own number, and the run whose drafts it posted. */
  readonly run: number
  readonly of: number
  readonly pipeline: string
  /** `complete`: every draft is posted. `attention`: some need a person. `stopped`: it did not finish. */
  readonly outcome: "complete" | "attention" | "stopped"
  readonly flows: Readonly<Record<string, PostedFlow>>
  readonly stopped: ReadonlyArray<Stopped>
  readonly seconds: number
}

/** Whether a value that the ledger kept is the summary of a posting. */
export const isPostSummary = (value: unknown): value is PostSummary =>
  Predicate.hasProperty(value, "of") && isSummary(value)

/** The ledger has no such run: nothing was posted. */
export class NoSuchRun extends Schema.TaggedError<NoSuchRun>("@waybill/pipeline/NoSuchRun")("NoSuchRun", {
  run: Schema.Int,
}) {}

/** Drafts are read and posted a page at a time. */
const pageSize = 500

const draftsOf = (book: FlowBook, run: number): Stream.Stream<Draft, LedgerError> =>
  Stream.paginate(Option.none<string>(), (after) =>
    Effect.map(
      book.drafts({ run, limit: pageSize, ...(Option.isSome(after) ? { after: after.value } : {}) }),
      (drafts) =>
        [drafts, drafts.length < pageSize ? Option.none() : Option.some(Option.some(drafts.at(-1)!.key))] as const,
    ),
  )

const noId: Outcome = {
  _tag: "Refused",
  issue: { code: "WB-POST-NO-ID", message: "the target gave no id for it when it landed, so it can't be named" },
}

const newer: Issue = {
  code: "WB-POST-NEWER",
  message: "a newer version of it is not delivered yet, and a posted record can't be changed",
  hint: "run again, or mend what keeps the newer version from arriving; then post",
}

const postingOf = ({ key }: Draft, outcome: Outcome): Posting => {
  if (outcome._tag === "Confirmed") return { key, state: "posted" }
  const { code, message } = outcome.issue
  return { key, state: outcome._tag === "Unknown" ? "unknown" : "draft", code, message }
}

const fates: Readonly<Record<Outcome["_tag"], PostFate>> = {
  Confirmed: "posted",
  Refused: "refused",
  Unknown: "unknown",
  Held: "left",
  NotSent: "left",
}

/** Posts one batch: written down before it is sent, and settled record by record. */
const postBatch = Effect.fn("post")(function* (
  book: FlowBook,
  post: NonNullable<Destination<unknown>["post"]>,
  drafts: ReadonlyArray<Draft>,
  tally: PostTally,
  stopper: Stopper,
): Effect.fn.Return<void, LedgerError> {
  const ready = drafts.filter((draft) => draft.ready && stopper.stop === undefined)
  for (const draft of drafts) if (!ready.includes(draft)) tally.settle(draft, "left", draft.ready ? undefined : newer)
  if (ready.length === 0) return
  yield* book.posting(ready.map(({ key }) => key))
  const named = ready.flatMap(({ targetId }) => (targetId === undefined ? [] : [{ targetId }]))
  const { outcomes, stop } = yield* post(named)
  const answers = outcomes.values()
  const settled = ready.map((draft) => (draft.targetId === undefined ? noId : (answers.next().value ?? unanswered)))
  yield* book.posted(ready.map((draft, index) => postingOf(draft, settled[index]!)))
  for (const [index, draft] of ready.entries()) {
    const outcome = settled[index]!
    tally.settle(draft, fates[outcome._tag], outcome._tag === "Confirmed" ? undefined : outcome.issue)
  }
  const answered = settled.some(({ _tag }) => _tag === "Confirmed" || _tag === "Refused")
  stopper.batch({ answered, unsent: [], ...(stop === undefined ? {} : { stop }) })
})

const unanswered: Outcome = {
  _tag: "Unknown",
  issue: { code: "WB-RUN-UNANSWERED", message: "the connector gave no outcome for this record" },
}

interface PostEnd {
  readonly flow: string
  readonly summary: PostedFlow
  readonly stop?: Stop
}

const postFlow = Effect.fnUntraced(function* (
  { spec, destination }: OpenFlow,
  book: FlowBook,
  of: number,
  halt: Halt,
): Effect.fn.Return<PostEnd, LedgerError> {
  const { post, batch } = destination
  const tally = new PostTally()
  const stopper = new Stopper(halt)
  if (post !== undefined) {
    yield* draftsOf(book, of).pipe(
      Stream.rechunk(batch.records),
      Stream.chunks,
      Stream.mapEffect((drafts) => postBatch(book, post, drafts, tally, stopper), {
        concurrency: batch.inFlight,
        unordered: true,
      }),
      Stream.runDrain,
    )
  }
  return {
    flow: spec.name,
    summary: tally.summary(),
    ...(stopper.stop === undefined ? {} : { stop: stopper.stop }),
  }
})

/** In the file's order, up to what stops the whole run. */
const postFlows = Effect.fnUntraced(function* (
  { flows }: OpenPipeline,
  run: RunBook,
  of: number,
  halt: Halt,
): Effect.fn.Return<ReadonlyArray<PostEnd>, LedgerError> {
  const ends: Array<PostEnd> = []
  for (const flow of flows) {
    ends.push(yield* postFlow(flow, yield* run.flow(refOf(flow)), of, halt))
    if (ends.at(-1)?.stop?.wholeRun === true) break
  }
  return ends
})

const outcomeOf = (ends: ReadonlyArray<PostEnd>): PostSummary["outcome"] => {
  if (ends.some((end) => end.stop !== undefined)) return "stopped"
  const open = ({ summary }: PostEnd) => summary.refused + summary.unknown + summary.left > 0
  return ends.some(open) ? "attention" : "complete"
}

const stoppedOf = ({ flow, stop }: PostEnd): ReadonlyArray<Stopped> => {
  if (stop === undefined) return []
  const { code, message, hint } = stop
  return [{ flow, code, message, ...(hint === undefined ? {} : { hint }) }]
}

const notRun = (flows: ReadonlyArray<OpenFlow>): ReadonlyArray<Stopped> =>
  flows.map(({ spec }) => ({ flow: spec.name, ...behindStopped }))

/** What was posted, and what only the program needs to know. */
export interface PostEndOfRun {
  readonly summary: PostSummary
  /** Whether a system could not be reached or refused the credentials. */
  readonly outside: boolean
}

/**
 * Posts the drafts of a run, flow by flow in the file's order: an invoice counts before the payment that is for it. Fails
 * only where there is no such run, the ledger can't be used or another run is under way.
 */
export const postRun = Effect.fn("postRun")(function* (
  open: OpenPipeline,
  { of, version, haltWhen }: PostOptions,
): Effect.fn.Return<PostEndOfRun, LedgerError | AlreadyRunning | NoSuchRun, Ledger> {
  const ledger = yield* Ledger
  const { name, hash } = open.pipeline
  if ((yield* ledger.run(name, of)) === undefined) return yield* new NoSuchRun({ run: of })
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const run = yield* ledger.start({ pipeline: name, fileHash: hash, version, command: "post", of })
      const started = yield* Clock.currentTimeMillis
      const ends = yield* guarded(run, haltWhen, (halt) => postFlows(open, run, of, halt))
      const summary: PostSummary = {
        run: run.run,
        of,
        pipeline: name,
        outcome: outcomeOf(ends),
        flows: Object.fromEntries(ends.map((end) => [end.flow, end.summary])),
        stopped: [...ends.flatMap(stoppedOf), ...notRun(open.flows.slice(ends.length))],
        seconds: ((yield* Clock.currentTimeMillis) - started) / 1000,
      }
      yield* run.end(summary.outcome, summary)
      return { summary, outside: ends.some((end) => end.stop?.outside === true) }
    }),
  )
})
