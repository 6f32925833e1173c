/** `waybill undo RUN`: what taking a run back would do; with `--yes`, takes it back. */
import { NoSuchRun, type NotToUndo, type OpenPipeline, planUndo, undoRun, type UndoSummary } from "@waybill/pipeline"
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"

import { withLedger, withLedgerCopy } from "../book.ts"
import { withPipeline } from "../composition.ts"
import { Exit, type ExitCode, exitWith } from "../exit.ts"
import { print } from "../output/print.ts"
import { renderUndo, renderUndoPlan, sayTakenBack } from "../output/undo.ts"
import { root } from "../root.ts"
import { haltBySignal } from "../signals.ts"
import { version } from "../version.ts"

/** A run that can't be undone is a matter of usage. */
const refuse = (error: NoSuchRun | NotToUndo): Effect.Effect<never, Exit> => {
  if (error instanceof NoSuchRun) {
    const message = `there is no run ${error.run}`
    return Effect.fail(new Exit({ exit: 2, code: "WB-CLI-RUN", message, hint: "`waybill runs` lists them" }))
  }
  return Effect.fail(new Exit({ exit: 2, code: error.code, message: error.message, hint: error.hint }))
}

const refusals = ["NoSuchRun", "NotToUndo"] as const

const planning = Effect.fnUntraced(function* (open: OpenPipeline, of: number) {
  const planned = withLedgerCopy(open.pipeline, planUndo(open, { of, version }))
  const plan = yield* Effect.catchTag(planned, refusals, refuse)
  yield* print(plan, () => renderUndoPlan(plan))
  const isBlind = plan.flows.some(({ unreachable }) => unreachable !== undefined)
  yield* exitWith(isBlind ? 3 : 0)
})

const undoing = Effect.fnUntraced(function* (open: OpenPipeline, of: number, leave: boolean) {
  const { json } = yield* root
  const halted = Effect.scoped(
    Effect.flatMap(haltBySignal, (haltWhen) =>
      undoRun(open, { of, version, leave, haltWhen, onProgress: sayTakenBack(json) }),
    ),
  )
  const { summary, outside } = yield* Effect.catchTag(withLedger(open.pipeline, halted), refusals, refuse)
  yield* print(summary, () => renderUndo(summary))
  const exits: Record<UndoSummary["outcome"], ExitCode> = { complete: 0, attention: 4, stopped: outside ? 3 : 1 }
  yield* exitWith(exits[summary.outcome])
})

export const undo = Command.make(
  "undo",
  {
    run: Argument.Int("run").pipe(Argument.withDescription("The run that is taken back, as `waybill runs` lists it")),
    yes: Flag.Boolean("yes").pipe(
      Flag.withDescription("Take it back; without, only say what would be done"),
      Flag.withDefault(false),
    ),
    leave: Flag.Boolean("leave").pipe(
      Flag.withDescription("End an undo that was cut short: what was on its way is unknown, the rest stays"),
      Flag.withDefault(false),
    ),
  },
  Effect.fn(function* ({ run, yes, leave }) {
    yield* withPipeline((open) => (yes || leave ? undoing(open, run, leave) : planning(open, run)))
  }),
)
