/** `waybill plans`: the plans that are kept, and any of them as it was made. */
import { Ledger, type PlanHead, type RunInfo } from "@waybill/ledger"
import { isPlan, type KeptPlan, type Plan } from "@waybill/pipeline"
import { DateTime, Effect, Option } from "effect"
import { Argument, Command } from "effect/cli"

import { readLedger } from "../book.ts"
import { namedPipeline } from "../composition.ts"
import { Exit } from "../exit.ts"
import { renderPlan } from "../output/plan.ts"
import { print } from "../output/print.ts"
import { count, table } from "../output/table.ts"

/** So many runs are looked through for what became of a plan. */
const lately = 1000

interface Listed extends Omit<PlanHead, "plan" | "asked" | "parts"> {
  readonly plan: KeptPlan
  readonly state: "to be run" | "outdated" | "expired" | "carried out"
  /** The runs that carried it out, or a part of it. */
  readonly runs: ReadonlyArray<number>
}

const listed = (head: PlanHead, said: Plan, runs: ReadonlyArray<RunInfo>, now: string): Listed => {
  const { id, madeAt, expiresAt } = head
  const own = runs.filter(({ plan }) => plan === head.id)
  const isDone = own.some(({ outcome }) => outcome === "complete" || outcome === "attention")
  const isOutdated = runs.some(({ run, plan }) => run > head.after && plan !== head.id)
  const { asked: _, parts: __, ...rest } = head
  return {
    ...rest,
    plan: { ...said, id, madeAt, expiresAt },
    state: isDone ? "carried out" : head.expiresAt <= now ? "expired" : isOutdated ? "outdated" : "to be run",
    runs: own.map(({ run }) => run),
  }
}

const total = ({ flows }: KeptPlan, of: "create" | "update" | "invalid"): string =>
  count(Object.values(flows).reduce((sum, flow) => sum + flow[of], 0))

const render = (plans: ReadonlyArray<Listed>): string =>
  plans.length === 0
    ? "No plans are kept. `waybill plan` makes one."
    : table(
        ["plan", "made", "by", "until", "create", "update", "invalid", "state"],
        plans.map(({ id, madeAt, by, expiresAt, plan, state, runs }) => [
          id,
          madeAt,
          by ?? "",
          expiresAt.slice(0, 10),
          total(plan, "create"),
          total(plan, "update"),
          total(plan, "invalid"),
          runs.length === 0 ? state : `${state} (run ${runs.join(", ")})`,
        ]),
      )

const noPlan = (id: string) =>
  new Exit({ exit: 2, code: "WB-PLAN-NONE", message: `there is no plan ${id}`, hint: "`waybill plans` lists them" })

export const plans = Command.make(
  "plans",
  {
    id: Argument.String("id").pipe(
      Argument.withDescription("A plan's id, to see it as it was made; all are listed where none is given"),
      Argument.optional,
    ),
  },
  Effect.fn(function* ({ id }) {
    const pipeline = yield* namedPipeline
    const now = DateTime.formatIso(yield* DateTime.now)
    const found = yield* readLedger(
      pipeline,
      [] as ReadonlyArray<Listed>,
      Effect.gen(function* () {
        const ledger = yield* Ledger
        const runs = yield* ledger.runs(pipeline.name, lately)
        const heads = yield* ledger.plans.list(pipeline.name)
        return heads.flatMap((head) => (isPlan(head.plan) ? [listed(head, head.plan, runs, now)] : []))
      }),
    )
    if (Option.isNone(id)) return yield* print(found, () => render(found))
    const one = found.find((head) => head.id.startsWith(id.value))
    if (one === undefined) return yield* noPlan(id.value)
    yield* print(one, () => renderPlan(one.plan))
  }),
)
