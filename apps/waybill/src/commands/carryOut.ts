/** `waybill run --plan ID`: what was reviewed is carried out, or nothing is. */
import { Ledger } from "@waybill/ledger"
import {
  checkPlan,
  findPlan,
  heldTo,
  type OpenPipeline,
  optionsOf,
  PlanRefused,
  runPipeline,
  type RunOptions,
} from "@waybill/pipeline"
import { Effect } from "effect"

import { withLedger, withLedgerCopy } from "../book.ts"
import { Exit } from "../exit.ts"
import { version } from "../version.ts"
import { delivering } from "./delivering.ts"

const refused = ({ code, message, hint, changes }: PlanRefused) =>
  new Exit({
    exit: 2,
    code,
    message: [message, ...changes.map((change) => `    ${change.message}`)].join("\n"),
    hint,
  })

export const carryOut = Effect.fnUntraced(function* (
  open: OpenPipeline,
  id: string,
  options: Pick<RunOptions, "maxRejects">,
) {
  const { pipeline } = open
  const checked = Effect.gen(function* () {
    const { plans } = yield* Ledger
    const head = yield* findPlan(plans, pipeline.name, id)
    yield* withLedgerCopy(pipeline, checkPlan(open, head, version, plans))
    return head
  })
  const head = yield* Effect.catchTag(withLedger(pipeline, checked), "PlanRefused", (error) =>
    Effect.fail(refused(error)),
  )
  yield* delivering(open, (hooks) =>
    Effect.flatMap(Ledger, ({ plans }) =>
      runPipeline(open, {
        version,
        ...options,
        ...optionsOf(head),
        ...hooks,
        onDecided: heldTo(head, plans),
      }),
    ),
  )
})
