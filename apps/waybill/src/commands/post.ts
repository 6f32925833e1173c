/** `waybill post RUN`: makes the drafts that a run landed count. */
import { NoSuchRun, postRun, type PostSummary } from "@waybill/pipeline"
import { Effect } from "effect"
import { Argument, Command } from "effect/cli"

import { withLedger } from "../book.ts"
import { withPipeline } from "../composition.ts"
import { Exit, type ExitCode, exitWith } from "../exit.ts"
import { renderPosting } from "../output/posting.ts"
import { print } from "../output/print.ts"
import { haltBySignal } from "../signals.ts"
import { version } from "../version.ts"

const noSuchRun = ({ run }: NoSuchRun) =>
  new Exit({ exit: 2, code: "WB-CLI-RUN", message: `there is no run ${run}`, hint: "`waybill runs` lists them" })

export const post = Command.make(
  "post",
  {
    run: Argument.Int("run").pipe(
      Argument.withDescription("The run whose drafts are posted, as `waybill runs` lists it"),
    ),
  },
  Effect.fn(function* ({ run }) {
    yield* withPipeline(
      Effect.fnUntraced(function* (open) {
        const halted = Effect.scoped(
          Effect.flatMap(haltBySignal, (haltWhen) => postRun(open, { version, of: run, haltWhen })),
        )
        const posting = withLedger(open.pipeline, halted)
        const { summary, outside } = yield* Effect.catchTag(posting, "NoSuchRun", (error) =>
          Effect.fail(noSuchRun(error)),
        )
        yield* print(summary, () => renderPosting(summary))
        const exits: Record<PostSummary["outcome"], ExitCode> = { complete: 0, attention: 4, stopped: outside ? 3 : 1 }
        yield* exitWith(exits[summary.outcome])
      }),
    )
  }),
)
