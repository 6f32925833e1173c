/** `waybill reconcile`: source against ledger against what the target says it holds; nothing is sent. */
import { Ledger } from "@waybill/ledger"
import { type CalendarDate, Dates } from "@waybill/model"
import {
  loadPipeline,
  openPipeline,
  reconcilePipeline,
  type TieOut,
  type TieOutCode,
  tieOutFix,
  tieOutHtml,
  withLostSources,
} from "@waybill/pipeline"
import { Console, DateTime, Effect, FileSystem, Option, Path } from "effect"
import { Command, Flag } from "effect/cli"

import { readLedger, withLedgerCopy } from "../book.ts"
import { composition, withOpened } from "../composition.ts"
import { Exit, exitWith } from "../exit.ts"
import { knownFlows } from "../flows.ts"
import { print } from "../output/print.ts"
import { renderTieOut } from "../output/tieOut.ts"
import { writeTieOutWorkbook } from "../report/tieOutWorkbook.ts"
import { root } from "../root.ts"
import { version } from "../version.ts"

const exit = (code: TieOutCode, message: string): Exit => new Exit({ exit: 2, code, message, hint: tieOutFix(code) })

/** The day that was named, or today by the calendar of this machine. */
export const dayOf = Effect.fnUntraced(function* (asOf: Option.Option<string>): Effect.fn.Return<CalendarDate, Exit> {
  if (Option.isSome(asOf)) {
    const day = Dates.parseIso(asOf.value)
    return day ?? (yield* exit("WB-TIE-AS-OF", "--as-of is no day of the calendar written yyyy-MM-dd"))
  }
  const { year, month, day } = DateTime.toParts(DateTime.setZone(yield* DateTime.now, DateTime.zoneMakeLocal()))
  return Dates.make(year, month, day)!
})

/** Opens the pipeline file also where a source is gone meanwhile: ledger and target can still be compared. */
export const openingAlsoWithoutSource = Effect.gen(function* () {
  const { file } = yield* root
  return yield* Effect.catchTag(openPipeline(file, composition), "PipelineFault", (fault) =>
    Effect.gen(function* () {
      const { pipeline } = yield* loadPipeline(file, composition)
      const shapes = yield* readLedger(
        pipeline,
        new Map<string, string>(),
        Effect.flatMap(Ledger, (ledger) => ledger.shapes(pipeline.name)),
      )
      return yield* Effect.mapError(openPipeline(file, withLostSources(composition, pipeline, shapes)), () => fault)
    }),
  )
})

/** Writes both reports; gives their paths. They hold customers' data: only their owner may read them. */
export const writeReports = Effect.fn("writeReports")(
  function* (folder: string, tieOut: TieOut) {
    const files = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const name = `${tieOut.pipeline}-tie-out-${tieOut.asOf}`
    const [html, workbook] = [path.join(folder, `${name}.html`), path.join(folder, `${name}.xlsx`)]
    yield* files.makeDirectory(folder, { recursive: true })
    yield* files.writeFileString(html, tieOutHtml(tieOut), { mode: 0o600 })
    yield* files.chmod(html, 0o600)
    yield* writeTieOutWorkbook(workbook, tieOut)
    yield* files.chmod(workbook, 0o600)
    return [html, workbook]
  },
  (writing, folder) =>
    Effect.mapError(writing, ({ message }) =>
      exit("WB-TIE-REPORT", `the report can't be written to ${folder}: ${message}`),
    ),
)

/** The flags of whatever ties out. */
export const tieOutFlags = {
  asOf: Flag.String("as-of").pipe(
    Flag.withMetavar("DAY"),
    Flag.withDescription("The day that ages are counted at, yyyy-MM-dd; today unless given"),
    Flag.optional,
  ),
  differences: Flag.Int("differences").pipe(
    Flag.withDescription("List at most so many differences of each flow in --json and --report; all are counted"),
    Flag.withDefault(1_000),
  ),
  report: Flag.String("report").pipe(
    Flag.withMetavar("FOLDER"),
    Flag.withDescription("Also write a page to read, print and sign (.html) and a workbook (.xlsx) there"),
    Flag.optional,
  ),
}

const flags = {
  ...tieOutFlags,
  flow: Flag.String("flow").pipe(Flag.withDescription("Only this flow; may be given several times"), Flag.atLeast(0)),
}

export const reconcile = Command.make(
  "reconcile",
  flags,
  Effect.fn(function* ({ asOf: day, flow, differences, report }) {
    const { json } = yield* root
    const asOf = yield* dayOf(day)
    if (differences < 0) return yield* exit("WB-TIE-MOST", "--differences is a whole number from 0 on")
    yield* withOpened(
      openingAlsoWithoutSource,
      Effect.fnUntraced(function* (open) {
        const flows = (yield* knownFlows(open, flow)).map(({ spec }) => spec.name)
        const options = { asOf, version, most: differences, flows }
        const tieOut = yield* withLedgerCopy(open.pipeline, reconcilePipeline(open, options))
        yield* print(tieOut, () => renderTieOut(tieOut))
        if (Option.isSome(report)) {
          const written = yield* writeReports(report.value, tieOut)
          // With --json nothing but the tie-out is printed: its text is what the report's fingerprint is of.
          if (!json) yield* Console.log(["", "Written:", ...written.map((path) => `  ${path}`)].join("\n"))
        }
        const isOutside = tieOut.stopped.some(({ outside }) => outside === true)
        yield* exitWith(tieOut.outcome === "stopped" ? (isOutside ? 3 : 1) : tieOut.outcome === "ties" ? 0 : 4)
      }),
    )
  }),
)
