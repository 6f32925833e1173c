/** What every command that delivers has around it: progress, an ear for Ctrl-C, the summary, and the exit code. */
import type { Ledger } from "@waybill/ledger"
import type { OpenPipeline, RunEnd, RunOptions } from "@waybill/pipeline"
import { Effect } from "effect"

import { withLedger } from "../book.ts"
import { type ExitCode, exitWith } from "../exit.ts"
import { print } from "../output/print.ts"
import { progress, sayWait } from "../output/progress.ts"
import { renderSummary } from "../output/summary.ts"
import { root } from "../root.ts"
import { haltBySignal } from "../signals.ts"

type Hooks = Pick<RunOptions, "onProgress" | "onWait" | "haltWhen">

/**
 * Runs `run` over the pipeline's ledger, prints its summary and ends by its outcome.
 *
 * @param extra what else the JSON holds
 */
export const delivering = Effect.fnUntraced(function* <E, R>(
  { pipeline }: Pick<OpenPipeline, "pipeline">,
  run: (hooks: Hooks) => Effect.Effect<RunEnd, E, R | Ledger>,
  extra: Readonly<Record<string, unknown>> = {},
) {
  const { json } = yield* root
  // The bar is gone before the summary is printed.
  const watched = Effect.scoped(
    Effect.gen(function* () {
      const [onProgress, haltWhen] = [yield* progress(json), yield* haltBySignal]
      return yield* run({ onProgress, haltWhen, onWait: sayWait(json) })
    }),
  )
  const { summary, outside } = yield* withLedger(pipeline, watched)
  yield* print({ ...summary, ...extra }, () => renderSummary(summary))
  const exits: Record<typeof summary.outcome, ExitCode> = { complete: 0, attention: 4, stopped: outside ? 3 : 1 }
  yield* exitWith(exits[summary.outcome])
})
