/** `waybill run`: plans and delivers. */
import { runPipeline } from "@waybill/pipeline"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"

import { withLedger, withPipeline } from "../composition.ts"
import { type ExitCode, exitWith } from "../exit.ts"
import { print } from "../output/print.ts"
import { progress, sayWait } from "../output/progress.ts"
import { renderSummary } from "../output/summary.ts"
import { root } from "../root.ts"
import { haltBySignal } from "../signals.ts"
import { limits, runOptions } from "./limits.ts"

export const run = Command.make(
  "run",
  {
    ...limits,
    full: Flag.Boolean("full").pipe(
      Flag.withDescription("Read every source from its start, also where the file says `read: incremental`"),
      Flag.withDefault(false),
    ),
    maxRejects: Flag.Int("max-rejects").pipe(
      Flag.withDescription("Stop where a flow has more invalid and refused records than this"),
      Flag.optional,
    ),
  },
  Effect.fn(function* ({ maxRejects, full, ...flags }) {
    const { json } = yield* root
    yield* withPipeline(
      Effect.fnUntraced(function* (open) {
        const options = {
          ...(yield* runOptions(open, flags)),
          full,
          onWait: sayWait(json),
          ...(Option.isSome(maxRejects) ? { maxRejects: maxRejects.value } : {}),
        }
        // The bar is gone before the summary is printed.
        const watched = Effect.scoped(
          Effect.gen(function* () {
            const [onProgress, haltWhen] = [yield* progress(json), yield* haltBySignal]
            return yield* runPipeline(open, { ...options, onProgress, haltWhen })
          }),
        )
        const { summary, outside } = yield* withLedger(open.pipeline, watched)
        yield* print(summary, () => renderSummary(summary))
        const exits: Record<typeof summary.outcome, ExitCode> = { complete: 0, attention: 4, stopped: outside ? 3 : 1 }
        yield* exitWith(exits[summary.outcome])
      }),
    )
  }),
).pipe(Command.withDescription("Deliver: send what is new or changed, and write down what became of each record"))
