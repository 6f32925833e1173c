/**
 * What taking a run back would do: the same decisions as {@link undoRun} makes, over a scratch copy of the ledger and a look
 * at the target. Nothing is sent.
 */
import type { ConnectorError } from "@waybill/connector"
import { type AlreadyRunning, type FlowBook, type LandedRecord, Ledger, type LedgerError } from "@waybill/ledger"
import { Effect, Stream } from "effect"

import { type OpenFlow, refOf } from "../flow/OpenFlow.ts"
import type { OpenPipeline } from "../open.ts"
import type { NoSuchRun } from "../post.ts"
import { decide, decideUnseen, type Sight, type UndoDecision } from "./decide.ts"
import { issue } from "./errors.ts"
import { elsewhere, landedPages, later } from "./landed.ts"
import { look, survey } from "./look.ts"
import { Problems, Total } from "./Sums.ts"
import { findUndoable, type NotToUndo, type Undoable } from "./undoable.ts"
import type { UndoFlowPlan, UndoPlan, UndoStep } from "./UndoPlan.ts"

export interface UndoPlanOptions {
  /** Version of the program. */
  readonly version: string
  /** The run that would be taken back. */
  readonly of: number
}

/** Above so many records the target is asked for its list, and below for each of them. */
const fewRecords = 200

const unreachable: UndoDecision = {
  _tag: "left",
  fate: "left",
  issue: issue("WB-UNDO-NOT-SEEN", "the target could not be looked at just now"),
}

class FlowTally {
  private readonly steps = new Map<string, { readonly description: string; readonly total: Total }>()
  private readonly gone = new Total()
  readonly problems = new Problems()
  private landed = 0

  add(record: LandedRecord, decision: UndoDecision): void {
    this.landed += 1
    if (decision._tag === "gone") this.gone.add(record)
    else if (decision._tag === "left") this.problems.add(record, decision.issue)
    else {
      const { verb, description } = decision.verb
      const step = this.steps.get(verb) ?? { description, total: new Total() }
      this.steps.set(verb, step)
      step.total.add(record)
    }
  }

  /** The parts of the flow's plan, with what of its records is not the run's any more. */
  parts(flow: string, { confirmed, earlier, elsewhere: other }: Undoable) {
    const strangers = other.filter((page) => page.flow === flow).flatMap(({ records }) => records)
    for (const record of strangers) this.problems.add(record, elsewhere)
    const before = (earlier.get(flow) ?? new Total()).sum()
    this.problems.count((confirmed.get(flow) ?? 0) - this.landed - strangers.length - before.records, later)
    const steps = [...this.steps].map(([verb, { description, total }]): UndoStep => {
      return { verb, description, records: total.sum() }
    })
    return { steps, left: this.problems.list(), gone: this.gone.sum(), earlier: before }
  }
}

/** The ids that are worth a look; one pass over the book. */
const idsOf = (
  book: FlowBook,
  of: number,
  { destination }: OpenFlow,
): Effect.Effect<ReadonlySet<string>, LedgerError> =>
  Stream.runFold(
    landedPages(book, of),
    () => new Set<string>(),
    (ids, page) => {
      for (const record of page) if (decideUnseen(record, destination) === undefined) ids.add(record.targetId!)
      return ids
    },
  )

const planFlow = Effect.fnUntraced(function* (
  flow: OpenFlow,
  book: FlowBook,
  of: number,
  undoable: Undoable,
): Effect.fn.Return<UndoFlowPlan, LedgerError> {
  const { destination } = flow
  const tally = new FlowTally()
  const ids = yield* idsOf(book, of, flow)
  const listed = ids.size > fewRecords ? yield* survey(destination, ids) : undefined
  let failed: ConnectorError | undefined
  const lookAt = (page: ReadonlyArray<LandedRecord>): Effect.Effect<Sight | undefined> =>
    Effect.match(failed === undefined ? look(destination, page, listed) : Effect.fail(failed), {
      onSuccess: (sight) => sight,
      onFailure: (error) => void (failed = error),
    })
  yield* Stream.runForEach(landedPages(book, of), (page) =>
    Effect.map(lookAt(page), (sight) => {
      for (const record of page) {
        const decision = sight === undefined ? (decideUnseen(record, destination) ?? unreachable) : undefined
        tally.add(record, decision ?? decide(record, destination, sight!))
      }
    }),
  )
  return {
    flow: flow.spec.name,
    target: destination.target,
    ...tally.parts(flow.spec.name, undoable),
    lookedAt: failed === undefined && destination.show !== undefined,
    ...(failed === undefined ? {} : { unreachable: said(failed) }),
  }
})

/** Flows that the pipeline file does not name any more: nothing of them would be touched. */
const forgottenFlows = (flows: ReadonlyArray<OpenFlow>, undoable: Undoable): ReadonlyArray<UndoFlowPlan> => {
  const named = new Set(flows.map(({ spec }) => spec.name))
  const forgotten = new Map(undoable.elsewhere.map(({ flow, target }) => [flow, target]))
  return [...forgotten].flatMap(([flow, target]) =>
    named.has(flow) ? [] : [{ flow, target, ...new FlowTally().parts(flow, undoable), lookedAt: false }],
  )
}

const said = ({ code, message, hint }: ConnectorError) => ({ code, message, ...(hint === undefined ? {} : { hint }) })

/** Plans taking a run back. The `Ledger` must be a scratch copy: it is written to. */
export const planUndo = Effect.fn("planUndo")(function* (
  open: OpenPipeline,
  { of, version }: UndoPlanOptions,
): Effect.fn.Return<UndoPlan, LedgerError | AlreadyRunning | NoSuchRun | NotToUndo, Ledger> {
  const undoable = yield* findUndoable(open, of, false)
  const ledger = yield* Ledger
  const { name, hash } = open.pipeline
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const run = yield* ledger.start({ pipeline: name, fileHash: hash, version, command: "undo", of })
      const flows = yield* Effect.forEach(open.flows.toReversed(), (flow) =>
        Effect.flatMap(run.flow(refOf(flow)), (book) => planFlow(flow, book, of, undoable)),
      )
      return { pipeline: name, of, flows: [...flows, ...forgottenFlows(open.flows, undoable)] }
    }),
  )
})
