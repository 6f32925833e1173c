/** `waybill run`: plans and delivers. */
import { runPipeline } from "@waybill/pipeline"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"

import { withPipeline } from "../composition.ts"
import { delivering } from "./delivering.ts"
import { limits, runOptions } from "./limits.ts"

export const run = Command.make(
  "run",
  {
    ...limits,
    full: Flag.Boolean("full").pipe(
      Flag.withDescription("Read every source from its start, also where the file says `read: incremental`"),
      Flag.withDefault(false),
    ),
    acceptDrift: Flag.Boolean("accept-drift").pipe(
      Flag.withDescription("Take sources as they are that look otherwise than in the last run (`contract: strict`)"),
      Flag.withDefault(false),
    ),
    maxRejects: Flag.Int("max-rejects").pipe(
      Flag.withDescription("Stop where a flow has more invalid and refused records than this"),
      Flag.optional,
    ),
  },
  Effect.fn(function* ({ maxRejects, full, acceptDrift, ...flags }) {
    yield* withPipeline(
      Effect.fnUntraced(function* (open) {
        const options = {
          ...(yield* runOptions(open, flags)),
          full,
          acceptDrift,
          ...(Option.isSome(maxRejects) ? { maxRejects: maxRejects.value } : {}),
        }
        yield* delivering(open, (hooks) => runPipeline(open, { ...options, ...hooks }))
      }),
    )
  }),
).pipe(Command.withDescription("Deliver: send what is new or changed, and write down what became of each record"))
