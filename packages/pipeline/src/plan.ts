/**
 * What a run would do. A plan is a run over a scratch copy of the ledger, with targets that say yes without being asked:
 * the same code decides, and nothing is sent.
 */
import type { Delivered, Delivery, Destination } from "@waybill/connector"
import { type AlreadyRunning, Ledger, type LedgerError } from "@waybill/ledger"
import { Effect, Predicate } from "effect"

import type { Diagnostic } from "./Diagnostic.ts"
import { inspectFlow, type OpenFlow } from "./flow/OpenFlow.ts"
import type { FlowSummary, MoneySummary } from "./flow/Tally.ts"
import { type OpenPipeline, PipelineFault } from "./open.ts"
import { PlanChanges, type PlannedChanges } from "./plan/PlanChanges.ts"
import { type RejectGroup, rejectGroups } from "./rejects.ts"
import { type FlowDrift, runPipeline, type RunOptions, type Stopped } from "./run.ts"

/** Exact decimal text in major units of one currency: what was read, and what would become of it. */
export type PlanMoney = Readonly<
  Record<
    "read" | "send" | "create" | "update" | "unchanged" | "held" | "invalid" | "refused" | "skipped" | "unknown",
    string
  >
>

export interface FlowPlan {
  readonly read: number
  readonly create: number
  readonly update: number
  readonly unchanged: number
  readonly held: number
  readonly invalid: number
  /** Of a target that makes nothing of this kind: those without a counterpart. */
  readonly refused: number
  readonly skipped: number
  /** Of the skipped: those of which a person decided that they do not go. */
  readonly dismissed: number
  /** Of the unchanged: those that the target holds already, found by `match` or the cross-walk. */
  readonly matched: number
  /** Sent by an earlier run, fate unknown, and not to be sent again blindly. */
  readonly unknown: number
  /** By ISO 4217 currency. `send`: what would be created and updated. */
  readonly money: Readonly<Record<string, PlanMoney>>
  /** What the updates change. */
  readonly changes: PlannedChanges
  /** Calls to the target. */
  readonly calls: number
  /** The least time those calls take at the connection's rate limit; absent: no limit is set. */
  readonly seconds?: number
  /** How many days (UTC) those calls need at the connection's limit a day; absent: no such limit is set. */
  readonly days?: number
}

export interface Plan {
  readonly pipeline: string
  readonly flows: Readonly<Record<string, FlowPlan>>
  /** What would not arrive, by code. */
  readonly rejects: ReadonlyArray<RejectGroup>
  readonly stopped: ReadonlyArray<Stopped>
  /** How sources differ from what they were in the last run. */
  readonly drift: ReadonlyArray<FlowDrift>
  readonly warnings: ReadonlyArray<Diagnostic>
  /** Targets whose content can't be looked at: what they hold is what the ledger says was confirmed. */
  readonly notLookedAt: ReadonlyArray<string>
}

/** Whether a value that the ledger kept is a plan. */
export const isPlan = (value: unknown): value is Plan =>
  Predicate.hasProperty(value, "flows") && Predicate.hasProperty(value, "notLookedAt")

const confirmAll = (batch: ReadonlyArray<Delivery<unknown>>): Effect.Effect<Delivered> =>
  Effect.succeed({ outcomes: batch.map(() => ({ _tag: "Confirmed" })) })

/** The flow with a target that nothing reaches. */
const unreached = (flow: OpenFlow): OpenFlow => {
  const { finish: _, ...destination } = flow.destination
  const deliver = destination.creates === false ? destination.deliver : confirmAll
  return { ...flow, destination: { ...destination, deliver } satisfies Destination<unknown> }
}

type Limits = Pick<Destination<unknown>, "batch" | "perSecond" | "perDay">

const planMoney = (amounts: MoneySummary): PlanMoney => {
  const { read, confirmed, created, updated, unchanged, held, invalid, refused, skipped, unknown } = amounts
  return {
    read,
    send: confirmed,
    create: created,
    update: updated,
    unchanged,
    held,
    invalid,
    refused,
    skipped,
    unknown,
  }
}

const flowPlan = (
  summary: FlowSummary,
  changes: PlannedChanges,
  batches: number,
  { batch, perSecond, perDay }: Limits,
): FlowPlan => {
  const calls = batches * (batch.calls ?? 1)
  const { read, created, updated, unchanged, held, invalid, refused, skipped, dismissed, matched, unknown } = summary
  const money = Object.entries(summary.money).map(([currency, amounts]) => [currency, planMoney(amounts)])
  return {
    read,
    create: created,
    update: updated,
    unchanged,
    held,
    invalid,
    refused,
    skipped,
    dismissed,
    matched,
    unknown,
    money: Object.fromEntries(money),
    changes,
    calls,
    ...(perSecond === undefined ? {} : { seconds: Math.ceil(calls / perSecond) }),
    ...(perDay === undefined ? {} : { days: Math.ceil(calls / perDay) }),
  }
}

/** Plans a run. The `Ledger` must be a scratch copy: it is written to. */
export const planPipeline = Effect.fn("planPipeline")(function* (
  open: OpenPipeline,
  options: RunOptions,
): Effect.fn.Return<Plan, LedgerError | AlreadyRunning | PipelineFault, Ledger> {
  const changes = new Map(open.flows.map(({ spec, entity }) => [spec.name, new PlanChanges(entity)]))
  const { onDecided } = options
  const { summary, batches } = yield* runPipeline(
    { ...open, flows: open.flows.map(unreached) },
    {
      ...options,
      planning: true,
      onDecided: (flow, decisions) => {
        for (const decision of decisions) changes.get(flow)!.add(decision)
        return onDecided === undefined ? Effect.undefined : onDecided(flow, decisions)
      },
    },
  )
  const planned = open.flows.filter((flow) => summary.flows[flow.spec.name] !== undefined)
  const findings = yield* Effect.mapError(
    Effect.forEach(planned, inspectFlow),
    (diagnostics) => new PipelineFault({ diagnostics }),
  )
  const flows = planned.map(({ spec, destination }) => {
    const changed = changes.get(spec.name)!.summary()
    const plan = flowPlan(summary.flows[spec.name]!, changed, batches.get(spec.name) ?? 0, destination)
    return [spec.name, plan] as const
  })
  return {
    pipeline: summary.pipeline,
    flows: Object.fromEntries(flows),
    rejects: yield* rejectGroups(summary.pipeline, { run: summary.run }),
    stopped: summary.stopped,
    drift: summary.drift ?? [],
    warnings: [...open.warnings, ...findings.flat()],
    notLookedAt: [
      ...new Set(planned.filter((flow) => flow.destination.find === undefined).map((flow) => flow.destination.target)),
    ],
  }
})
