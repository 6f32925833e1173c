/** `waybill runs`, `waybill show RUN`: what earlier runs did. */
import { Ledger, type RunInfo } from "@waybill/ledger"
import { isPostSummary, isRunSummary, isUndoSummary, type RunSummary } from "@waybill/pipeline"
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"

import { readLedger } from "../book.ts"
import { namedPipeline } from "../composition.ts"
import { Exit } from "../exit.ts"
import { renderPosting } from "../output/posting.ts"
import { print } from "../output/print.ts"
import { renderSummary } from "../output/summary.ts"
import { count, table } from "../output/table.ts"
import { renderUndo } from "../output/undo.ts"

/** What the run printed at its end, as this version writes it; a run that did not end has none. */
const summaryOf = ({ summary }: RunInfo): RunSummary | undefined => (isRunSummary(summary) ? summary : undefined)

const total = (info: RunInfo, state: "read" | "confirmed"): string => {
  const summary = summaryOf(info)
  return summary === undefined ? "" : count(Object.values(summary.flows).reduce((sum, flow) => sum + flow[state], 0))
}

const render = (runs: ReadonlyArray<RunInfo>): string =>
  runs.length === 0
    ? "No runs yet."
    : table(
        ["run", "command", "of", "by", "started", "ended", "outcome", "read", "confirmed", "version"],
        runs.map((info) => [
          info.run,
          info.command,
          info.of ?? "",
          info.by ?? "",
          info.startedAt,
          info.endedAt ?? "",
          info.outcome,
          total(info, "read"),
          total(info, "confirmed"),
          info.version,
        ]),
      )

export const runs = Command.make(
  "runs",
  { last: Flag.Int("last").pipe(Flag.withDescription("How many, latest first"), Flag.withDefault(20)) },
  Effect.fn(function* ({ last }) {
    const pipeline = yield* namedPipeline
    const found = yield* readLedger(
      pipeline,
      [] as ReadonlyArray<RunInfo>,
      Effect.flatMap(Ledger, (ledger) => ledger.runs(pipeline.name, last)),
    )
    yield* print(found, () => render(found))
  }),
)

export const show = Command.make(
  "show",
  { run: Argument.Int("run").pipe(Argument.withDescription("The run's number, as `waybill runs` lists it")) },
  Effect.fn(function* ({ run }) {
    const pipeline = yield* namedPipeline
    const info = yield* readLedger(
      pipeline,
      undefined,
      Effect.flatMap(Ledger, (ledger) => ledger.run(pipeline.name, run)),
    )
    if (info === undefined) {
      const hint = "`waybill runs` lists them"
      return yield* new Exit({ exit: 2, code: "WB-CLI-RUN", message: `there is no run ${run}`, hint })
    }
    yield* print(info, () => {
      const { summary } = info
      if (isUndoSummary(summary)) return renderUndo(summary)
      if (isPostSummary(summary)) return renderPosting(summary)
      return isRunSummary(summary) ? renderSummary(summary) : render([info])
    })
  }),
)
