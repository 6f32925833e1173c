/**
 * A plan that is kept under an id, with what it says of each record: `run --plan` carries out exactly that, or refuses.
 */
import { createHash } from "node:crypto"

import { type AlreadyRunning, Ledger, type LedgerError, Operator, type PlanHead, type Plans } from "@waybill/ledger"
import { DateTime, Duration, Effect, Schema } from "effect"

import type { OpenPipeline, PipelineFault } from "../open.ts"
import { type Plan, planPipeline } from "../plan.ts"
import type { RunOptions } from "../run.ts"
import { placer } from "./planned.ts"

/** A plan is for what is about to be done: after a week nobody remembers what was reviewed. */
export const planLife = Duration.days(7)

/** So many plans of a pipeline are kept; older ones go. */
const kept = 10

/** What a plan was asked: what `run --plan` asks again. */
export const PlanAsked = Schema.Struct({
  flows: Schema.optionalKey(Schema.Array(Schema.String)),
  limit: Schema.optionalKey(Schema.Int),
  acceptDrift: Schema.optionalKey(Schema.Boolean),
})
export type PlanAsked = typeof PlanAsked.Type

/** What `plan --json` prints. */
export interface KeptPlan extends Plan {
  /** Absent where a flow stopped: what is not planned to its end is not carried out. */
  readonly id?: string
  /** UTC, ISO 8601. */
  readonly madeAt?: string
  readonly expiresAt?: string
}

export const askedOf = ({ flows, limit, acceptDrift }: RunOptions): PlanAsked => ({
  ...(flows === undefined ? {} : { flows }),
  ...(limit === undefined ? {} : { limit }),
  ...(acceptDrift === true ? { acceptDrift } : {}),
})

/** The last run of the pipeline; 0: none. */
export const lastRun = (pipeline: string): Effect.Effect<number, LedgerError, Ledger> =>
  Effect.flatMap(Ledger, (ledger) => Effect.map(ledger.runs(pipeline, 1), ([last]) => last?.run ?? 0))

/**
 * Plans a run and keeps the plan.
 *
 * @param plans where it is kept: the real ledger's; the `Ledger` in the environment is a scratch copy of that, and written to
 */
export const keepPlan = Effect.fn("keepPlan")(function* (
  open: OpenPipeline,
  options: RunOptions,
  plans: Plans,
): Effect.fn.Return<KeptPlan, LedgerError | AlreadyRunning | PipelineFault, Ledger> {
  const { pipeline, parts } = open
  const after = yield* lastRun(pipeline.name)
  const asked = askedOf(options)
  const digest = createHash("sha256").update(JSON.stringify([pipeline.name, pipeline.hash, parts, after, asked]))
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const book = yield* plans.begin
      const place = placer()
      const plan = yield* planPipeline(open, {
        ...options,
        onDecided: (flow, decisions) => {
          const records = place(flow, decisions)
          for (const record of records) digest.update(`${JSON.stringify(record)}\n`)
          return Effect.as(book.add(records), undefined)
        },
      })
      if (plan.stopped.length > 0) return plan
      const now = yield* DateTime.now
      const by = yield* Operator
      const head: PlanHead = {
        id: digest.digest("hex").slice(0, 8),
        pipeline: pipeline.name,
        madeAt: DateTime.formatIso(now),
        expiresAt: DateTime.formatIso(DateTime.addDuration(now, planLife)),
        ...(by === undefined ? {} : { by }),
        version: options.version,
        after,
        fileHash: pipeline.hash,
        parts,
        asked,
        plan,
      }
      yield* book.finish(head)
      yield* plans.prune(head.madeAt, kept)
      return { ...plan, id: head.id, madeAt: head.madeAt, expiresAt: head.expiresAt }
    }),
  )
})
