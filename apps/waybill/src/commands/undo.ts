/** `waybill undo RUN`: what taking a run back would do; with `--yes`, takes it back. */
import type { AlreadyRunning, LedgerError } from "@waybill/ledger"
import { NoSuchRun, type NotToUndo, type OpenPipeline, planUndo, undoRun, type UndoSummary } from "@waybill/pipeline"
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"

import { withLedger, withLedgerCopy, withPipeline } from "../composition.ts"
import { Exit, type ExitCode, exitWith } from "../exit.ts"
import { operator } from "../operator.ts"
import { print } from "../output/print.ts"
import { renderUndo, renderUndoPlan, sayTakenBack } from "../output/undo.ts"
import { root } from "../root.ts"
import { haltBySignal } from "../signals.ts"
import { version } from "../version.ts"

const refusal = (error: NoSuchRun | NotToUndo): Exit =>
  error instanceof NoSuchRun
    ? new Exit({ exit: 2, code: "WB-CLI-RUN", message: `there is no run ${error.run}`, hint: "`waybill runs` lists them" })
    : new Exit({ exit: 2, code: error.code, message: error.message, hint: error.hint })

/** A run that can't be undone is a matter of usage. */
const orRefusal = <A, E, R>(effect: Effect.Effect<A, E | NoSuchRun | NotToUndo, R>) =>
  Effect.catchTag(effect as Effect.Effect<A, LedgerError | AlreadyRunning | NoSuchRun | NotToUndo, R>, ["NoSuchRun", "NotToUndo"], (error) =>
    Effect.fail(refusal(error)),
  )

const planning = Effect.fnUntraced(function* (open: OpenPipeline, of: number) {
  const plan = yield* orRefusal(withLedgerCopy(open.pipeline, planUndo(open, { of, version })))
  yield* print(plan, () => renderUndoPlan(plan))
  const isBlind = plan.flows.some(({ unreachable }) => unreachable !== undefined)
  yield* exitWith(isBlind ? 3 : 0)
})

const undoing = Effect.fnUntraced(function* (open: OpenPipeline, of: number, leave: boolean) {
  const { json } = yield* root
  const halted = Effect.scoped(
    Effect.flatMap(haltBySignal, (haltWhen) =>
      undoRun(open, { of, version, ...operator, leave, haltWhen, onProgress: sayTakenBack(json) }),
    ),
  )
  const { summary, outside } = yield* orRefusal(withLedger(open.pipeline, halted))
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
).pipe(Command.withDescription("Take a run back with the target's own verbs; what was edited there since is left alone"))
