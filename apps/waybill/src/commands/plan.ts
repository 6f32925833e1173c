/** `waybill plan`: what a run would do, in counts and money; nothing is sent, and the plan is kept under an id. */
import { Ledger } from "@waybill/ledger"
import { keepPlan } from "@waybill/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"

import { withLedger, withLedgerCopy } from "../book.ts"
import { withPipeline } from "../composition.ts"
import { exitWith } from "../exit.ts"
import { renderPlan } from "../output/plan.ts"
import { print } from "../output/print.ts"
import { limits, runOptions } from "./limits.ts"

export const plan = Command.make(
  "plan",
  limits,
  Effect.fn(function* (flags) {
    yield* withPipeline(
      Effect.fnUntraced(function* (open) {
        const options = yield* runOptions(open, flags)
        const plan = Effect.flatMap(Ledger, ({ plans }) =>
          withLedgerCopy(open.pipeline, keepPlan(open, options, plans)),
        )
        const planned = yield* withLedger(open.pipeline, plan)
        yield* print(planned, () => renderPlan(planned))
        const attention = Object.values(planned.flows).some(
          (flow) => flow.invalid + flow.refused + flow.held + flow.unknown > 0,
        )
        yield* exitWith(planned.stopped.length > 0 ? 1 : attention ? 4 : 0)
      }),
    )
  }),
)
