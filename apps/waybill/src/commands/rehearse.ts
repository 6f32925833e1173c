/** `waybill rehearse`: the pipeline file with its real source against local stand-ins of its targets; nothing real is sent. */
import { Console, Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"

import { readLedger } from "../book.ts"
import { namedPipeline, withOpened } from "../composition.ts"
import { Exit, exitWith } from "../exit.ts"
import { print } from "../output/print.ts"
import { progress } from "../output/progress.ts"
import { renderRehearsal } from "../output/rehearsal.ts"
import { renderCompared } from "../output/rehearsalCompared.ts"
import { compareRehearsal, keptRehearsal, notRun } from "../rehearse/compare.ts"
import type { Rehearsal } from "../rehearse/Rehearsal.ts"
import { rehearse as rehearsed, type RehearseOptions } from "../rehearse/rehearse.ts"
import { root } from "../root.ts"
import { dayOf, openingAlsoWithoutSource, tieOutFlags, writeReports } from "./reconcile.ts"

/** More of them, and a run is stopped before it gets on. */
const mostFaults = 0.5

const flags = {
  ...tieOutFlags,
  faults: Flag.Finite("faults").pipe(
    Flag.withMetavar("SHARE"),
    Flag.withDescription("The share of calls that go wrong, of every kind some, from 0 to 0.5"),
    Flag.withDefault(0.02),
  ),
  seed: Flag.Int("seed").pipe(
    Flag.withDescription("Another number: other calls go wrong. The same: the same ones"),
    Flag.withDefault(1),
  ),
  latency: Flag.Int("latency").pipe(
    Flag.withMetavar("MS"),
    Flag.withDescription("How long a call of the real target is taken to last, for the forecast: an assumption"),
    Flag.withDefault(300),
  ),
  compare: Flag.Boolean("compare").pipe(
    Flag.withDescription("After the real run: say where it was otherwise than the last rehearsal"),
    Flag.withDefault(false),
  ),
}

type Given = Omit<RehearseOptions, "asOf" | "onProgress">

/** What of the options makes no sense. */
const checked = ({ faults: { share }, latency, most }: Given): Effect.Effect<void, Exit> => {
  const wrong =
    share >= 0 && share <= mostFaults
      ? latency < 0
        ? "--latency is a number of milliseconds from 0 on"
        : most < 0
          ? "--differences is a whole number from 0 on"
          : undefined
      : "--faults is a share from 0 to 0.5"
  return wrong === undefined
    ? Effect.void
    : Effect.fail(new Exit({ exit: 2, code: "WB-REHEARSE-OPTION", message: wrong }))
}

const compare = Effect.fnUntraced(function* (most: number) {
  const rehearsal = yield* keptRehearsal(yield* namedPipeline)
  const compared = yield* withOpened(openingAlsoWithoutSource, (open) =>
    readLedger(open.pipeline, undefined, compareRehearsal(open, rehearsal, most)),
  )
  if (compared === undefined) return yield* notRun
  yield* print(compared, () => renderCompared(compared))
  yield* exitWith(compared.same ? 0 : 4)
})

/** The tie-out is that of a rehearsal, and its report must not be taken for one of the real run. */
const reported = Effect.fnUntraced(function* (folder: Option.Option<string>, { proof, pipeline }: Rehearsal) {
  const { json } = yield* root
  if (Option.isNone(folder) || proof === undefined) return
  const written = yield* writeReports(folder.value, { ...proof.tieOut, pipeline: `${pipeline}-rehearsal` })
  if (!json) yield* Console.log(["", "Written:", ...written.map((path) => `  ${path}`)].join("\n"))
})

export const rehearse = Command.make(
  "rehearse",
  flags,
  Effect.fn(function* ({ faults, seed, latency, asOf: day, differences: most, report, compare: comparing }) {
    const { json } = yield* root
    const given = { faults: { share: faults, seed }, latency, most }
    yield* checked(given)
    if (comparing) return yield* compare(most)
    const asOf = yield* dayOf(day)
    // The bar is gone before anything is printed.
    const { rehearsal, outside } = yield* Effect.scoped(
      Effect.flatMap(progress(json), (onProgress) => rehearsed({ ...given, asOf, onProgress })),
    )
    yield* print(rehearsal, () => renderRehearsal(rehearsal))
    yield* reported(report, rehearsal)
    const exits = { arrives: 0, attention: 4, stopped: outside ? 3 : 1 } as const
    yield* exitWith(exits[rehearsal.outcome])
  }),
)
