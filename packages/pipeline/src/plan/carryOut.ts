/**
 * Carrying a plan out: first everything is looked at again, and where anything is another than when the plan was made, nothing
 * is sent; then the run itself is held to the plan, record by record.
 */
import {
  type AlreadyRunning,
  Ledger,
  type LedgerError,
  type PlanHead,
  type PlannedRecord,
  type Plans,
  type RunInfo,
} from "@waybill/ledger"
import { DateTime, Effect, Predicate, Schema } from "effect"

import type { Stop } from "../flow/Stop.ts"
import type { OpenPipeline, PipelineFault } from "../open.ts"
import { planPipeline } from "../plan.ts"
import type { RunOptions } from "../run.ts"
import { Alignment, isWithin, type PlanDifference } from "./Alignment.ts"
import { PlanAsked } from "./keepPlan.ts"
import { placer } from "./planned.ts"

/** Something that is another than when the plan was made, as a sentence. */
export interface PlanChange {
  readonly what: "pipeline file" | "settings" | "ledger" | "source" | "Waybill"
  readonly message: string
}

/** The plan is not carried out: nothing was sent. */
export class PlanRefused extends Schema.TaggedError<PlanRefused>("@waybill/pipeline/PlanRefused")("PlanRefused", {
  code: Schema.Literals(["WB-PLAN-NONE", "WB-PLAN-EXPIRED", "WB-PLAN-DONE", "WB-PLAN-CHANGED"]),
  message: Schema.String,
  hint: Schema.String,
  changes: Schema.Array(Schema.declare((value): value is PlanChange => Predicate.hasProperty(value, "what"))),
}) {}

const again = "plan again with `waybill plan`, review it, and run that"

const refuse = (code: PlanRefused["code"], message: string, changes: ReadonlyArray<PlanChange> = []) =>
  new PlanRefused({ code, message, hint: again, changes })

const isAsked = Schema.is(PlanAsked)

/** What the plan was asked, as the engine takes it; were it anything else, everything would be another than the plan says. */
export const optionsOf = ({ asked, id }: PlanHead): Pick<RunOptions, "flows" | "limit" | "acceptDrift" | "plan"> => ({
  ...(isAsked(asked) ? asked : {}),
  plan: id,
})

/** A plan by its id. Fails where there is none, or it is too old. */
export const findPlan = Effect.fnUntraced(function* (
  plans: Plans,
  pipeline: string,
  id: string,
): Effect.fn.Return<PlanHead, LedgerError | PlanRefused> {
  const head = yield* plans.get(pipeline, id)
  if (head === undefined) return yield* refuse("WB-PLAN-NONE", `there is no plan ${id} of ${pipeline}`)
  const now = DateTime.formatIso(yield* DateTime.now)
  if (head.expiresAt <= now) {
    return yield* refuse("WB-PLAN-EXPIRED", `plan ${head.id} expired on ${head.expiresAt.slice(0, 10)}`)
  }
  return head
})

const settingsChanges = (
  { fileHash, parts, version: planned }: PlanHead,
  open: OpenPipeline,
  version: string,
): ReadonlyArray<PlanChange> => {
  const names = [...new Set([...Object.keys(parts), ...Object.keys(open.parts)])]
  return [
    ...(fileHash === open.pipeline.hash
      ? []
      : [{ what: "pipeline file", message: "the pipeline file is another" } as const]),
    ...names
      .filter((name) => parts[name] !== open.parts[name])
      .map((name) => ({ what: "settings", message: `the settings or content of ${name} are others` }) as const),
    ...(version === planned
      ? []
      : [{ what: "Waybill", message: `version ${planned} made it, and this is ${version}` } as const]),
  ]
}

const isFinished = ({ outcome }: RunInfo): boolean => outcome === "complete" || outcome === "attention"

/** So many runs are looked through for what happened since. */
const lately = 50

/** What was done since. Gives whether a part of the plan itself is done. */
const ledgerChanges = Effect.fnUntraced(function* (head: PlanHead) {
  const runs = yield* (yield* Ledger).runs(head.pipeline, lately)
  const since = runs.filter(({ run }) => run > head.after)
  const done = since.find((run) => run.plan === head.id && isFinished(run))
  if (done !== undefined) return yield* refuse("WB-PLAN-DONE", `run ${done.run} has carried plan ${head.id} out`)
  const others = since.filter(({ plan }) => plan !== head.id)
  const changes = others.map(({ run, command, startedAt }): PlanChange => ({
    what: "ledger",
    message: `run ${run} (${command}) was started since, at ${startedAt}`,
  }))
  return { changes, goesOn: since.length > others.length }
})

const sentences: Readonly<Record<PlanDifference["what"], (difference: PlanDifference) => string>> = {
  changed: () => "holds something else",
  new: () => "is new",
  gone: () => "is gone",
  fate: ({ was, is }) => `is the same, and would now be: ${is}, where the plan says: ${was}`,
}

/** `invoices: row 17 (INV-17) holds something else`. */
const sentenceOf = (difference: PlanDifference): string => {
  const { flow, row, file, key, what } = difference
  const named = key === undefined ? "" : ` (${key})`
  return `${flow}: ${file === undefined ? "" : `${file} `}row ${row}${named} ${sentences[what](difference)}`
}

const sourceChanges = ({ differences, count }: Alignment): ReadonlyArray<PlanChange> => {
  const more = count - differences.length
  const changes = differences.map((one): PlanChange => ({
    what: one.what === "fate" ? "ledger" : "source",
    message: sentenceOf(one),
  }))
  return more === 0 ? changes : [...changes, { what: "source", message: `and ${more} records more` }]
}

/** Reads a plan's records as far as the run itself has come. */
const planReader = ({ records }: Plans, { id }: PlanHead) => {
  const read = new Map<string, number>()
  return (flow: string, most: number): Effect.Effect<ReadonlyArray<PlannedRecord>, LedgerError> => {
    const from = read.get(flow) ?? 0
    read.set(flow, from + most)
    return records(id, flow, from, most)
  }
}

/** So many records are compared at once. */
const pageSize = 1000

/** What is left of a flow's plan behind the last row that was read. */
const rest = Effect.fnUntraced(function* (read: ReturnType<typeof planReader>, flow: string, aligned: Alignment) {
  for (;;) {
    const left = yield* read(flow, pageSize)
    aligned.add(left, [])
    if (left.length < pageSize) return aligned.end()
  }
})

/**
 * Looks at everything again, and fails with WB-PLAN-CHANGED and all that is another. A plan whose run was cut short may be gone
 * on with: what it delivered already is the same as before and needs nothing more.
 *
 * @param plans where the plan is kept; the `Ledger` in the environment is a scratch copy of that, and written to
 */
export const checkPlan = Effect.fn("checkPlan")(function* (
  open: OpenPipeline,
  head: PlanHead,
  version: string,
  plans: Plans,
): Effect.fn.Return<void, LedgerError | AlreadyRunning | PipelineFault | PlanRefused, Ledger> {
  const { changes, goesOn } = yield* ledgerChanges(head)
  const before = [...settingsChanges(head, open, version), ...changes]
  const changed = (all: ReadonlyArray<PlanChange>) =>
    refuse("WB-PLAN-CHANGED", `since plan ${head.id} was made, things have changed; nothing was sent`, all)
  // With another file or settings every record may be another: naming them all would hide the reason.
  if (before.length > 0) return yield* changed(before)
  const [place, read] = [placer(), planReader(plans, head)]
  const aligned = new Map(open.flows.map(({ spec }) => [spec.name, new Alignment(goesOn)]))
  const { stopped, flows } = yield* planPipeline(open, {
    version,
    ...optionsOf(head),
    onDecided: Effect.fnUntraced(function* (flow, decisions) {
      aligned.get(flow)!.add(yield* read(flow, decisions.length), place(flow, decisions))
      return undefined
    }),
  })
  if (stopped.length > 0) {
    return yield* changed(stopped.map(({ flow, message }) => ({ what: "source", message: `${flow}: ${message}` })))
  }
  for (const flow of Object.keys(flows)) yield* rest(read, flow, aligned.get(flow)!)
  const found = [...aligned.values()].flatMap(sourceChanges)
  if (found.length > 0) return yield* changed(found)
})

const otherwise = (difference: string): Stop => ({
  code: "WB-PLAN-CHANGED",
  message: `${difference}: the rest of the plan was not carried out`,
  hint: again,
  outside: false,
  wholeRun: true,
})

/**
 * Holds a run to a plan: a page with a record that the plan has otherwise is not sent, and ends the run. What became of parents
 * meanwhile may hold records up; nothing goes that the plan does not send.
 */
export const heldTo = (head: PlanHead, plans: Plans): NonNullable<RunOptions["onDecided"]> => {
  const [place, read] = [placer(), planReader(plans, head)]
  return Effect.fnUntraced(function* (flow, decisions) {
    const planned = yield* read(flow, decisions.length)
    const now = place(flow, decisions)
    const index = now.findIndex((one, at) => planned[at] === undefined || !isWithin(planned[at], one))
    if (index === -1) return undefined
    const { row, file, key, verdict } = now[index]!
    const was = planned[index]
    const what = was === undefined ? "new" : was.key === key && was.hash === now[index]!.hash ? "fate" : "changed"
    const named = { ...(file === undefined ? {} : { file }), ...(key === undefined ? {} : { key }) }
    const fate = was === undefined ? {} : { was: was.verdict, is: verdict }
    return otherwise(sentenceOf({ flow, what, row, ...named, ...fate }))
  })
}
