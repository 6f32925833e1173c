/** `waybill run`: plans and delivers. */
import { runPipeline } from "@waybill/pipeline"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"

import { withPipeline } from "../composition.ts"
import { Exit } from "../exit.ts"
import { carryOut } from "./carryOut.ts"
import { delivering } from "./delivering.ts"
import { limits, runOptions } from "./limits.ts"

const planAlone = new Exit({
  exit: 2,
  code: "WB-CLI-PLAN",
  message: "a plan says itself which flows and how many records go",
  hint: "leave --flow, --limit, --full and --accept-drift out, or make another plan with them",
})

export const run = Command.make(
  "run",
  {
    ...limits,
    full: Flag.Boolean("full").pipe(
      Flag.withDescription(
        "Read every source from its start, also where the file says `read: incremental`, and map every row",
      ),
      Flag.withDefault(false),
    ),
    acceptDrift: Flag.Boolean("accept-drift").pipe(
      Flag.withDescription("Take sources as they are that look otherwise than in the last run (`contract: strict`)"),
      Flag.withDefault(false),
    ),
    plan: Flag.String("plan").pipe(
      Flag.withMetavar("ID"),
      Flag.withDescription("Carry out exactly this plan, or refuse and say what has changed since it was made"),
      Flag.optional,
    ),
    maxRejects: Flag.Int("max-rejects").pipe(
      Flag.withDescription("Stop where a flow has more invalid and refused records than this"),
      Flag.optional,
    ),
  },
  Effect.fn(function* ({ maxRejects, full, acceptDrift, plan, ...flags }) {
    yield* withPipeline(
      Effect.fnUntraced(function* (open) {
        const most = Option.isSome(maxRejects) ? { maxRejects: maxRejects.value } : {}
        if (Option.isSome(plan)) {
          if (full || acceptDrift || flags.flow.length > 0 || Option.isSome(flags.limit)) return yield* planAlone
          return yield* carryOut(open, plan.value, most)
        }
        const options = {
          ...(yield* runOptions(open, flags)),
          full,
          acceptDrift,
          ...most,
        }
        yield* delivering(open, (hooks) => runPipeline(open, { ...options, ...hooks }))
      }),
    )
  }),
)
