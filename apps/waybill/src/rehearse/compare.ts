/** The last rehearsal against the real runs since: by flow in counts and money, and record by record from the two ledgers. */
import { layerSqlite, Ledger, type LedgerOptions, type RunInfo } from "@waybill/ledger"
import { type FlowSummary, isRunSummary, type OpenPipeline, type RunSummary } from "@waybill/pipeline"
import { Context, Effect, Layer, Stream } from "effect"

import { Exit } from "../exit.ts"
import type { Compared, ComparedFlow, Side } from "./Compared.ts"
import { ComparedBooks } from "./ComparedBooks.ts"
import { folderOf, readRehearsal } from "./folder.ts"
import { mergeByKey } from "./mergeByKey.ts"
import type { Rehearsal, RehearsedFlow } from "./Rehearsal.ts"

const none = new Exit({
  exit: 2,
  code: "WB-REHEARSE-NONE",
  message: "this pipeline was not rehearsed, or not to its end, so there is nothing to compare with",
})
export const notRun = new Exit({
  exit: 2,
  code: "WB-REHEARSE-NOT-RUN",
  message: "the pipeline has not run since it was rehearsed",
})

/** So many runs are looked through for those since the rehearsal. */
const mostRuns = 10_000

interface RealRun extends Pick<RunInfo, "run" | "command" | "fileHash"> {
  readonly summary: RunSummary
}

/** Runs that ended since, first to last: also those that sent rejects again. */
const runsSince = (runs: ReadonlyArray<RunInfo>, { madeAt }: Rehearsal): ReadonlyArray<RealRun> =>
  runs
    .filter(({ startedAt }) => startedAt >= madeAt)
    .flatMap(({ run, command, fileHash, summary }) =>
      isRunSummary(summary) ? [{ run, command, fileHash, summary }] : [],
    )
    .toReversed()

const rejectedIn = ({ invalid, refused }: Pick<FlowSummary, "invalid" | "refused">): number => invalid + refused

const nothing = { read: 0, invalid: 0, refused: 0, created: 0, updated: 0 }

/** What was created and updated by all runs; what was read and rejected by the last one that read the source. */
const realSide = (flow: string, runs: ReadonlyArray<RealRun>): Omit<Side, "confirmed" | "money"> => {
  const all = runs.map(({ summary }) => summary.flows[flow] ?? nothing)
  const last = runs.findLast(({ command }) => command === "run")?.summary.flows[flow] ?? nothing
  return {
    read: last.read,
    rejected: rejectedIn(last),
    created: all.reduce((sum, { created }) => sum + created, 0),
    updated: all.reduce((sum, { updated }) => sum + updated, 0),
  }
}

const rehearsedSide = ({ summary }: RehearsedFlow): Omit<Side, "confirmed" | "money"> => {
  const { read, created, updated } = summary
  return { read, rejected: rejectedIn(summary), created, updated }
}

interface Books {
  readonly rehearsed: Ledger["Service"]
  readonly real: Ledger["Service"]
}

const compareFlow = Effect.fnUntraced(function* (
  { pipeline, flows }: OpenPipeline,
  flow: string,
  one: RehearsedFlow,
  { rehearsed, real }: Books,
  most: number,
) {
  const target = flows.find(({ spec }) => spec.name === flow)?.destination.target
  const books = new ComparedBooks(most)
  const held = target === undefined ? Stream.empty : real.held(pipeline.name, { flow, target })
  const pairs = mergeByKey(rehearsed.held(pipeline.name, { flow, target: one.target }), held)
  yield* Stream.runForEach(pairs, (page) => Effect.sync(() => books.addPage(page)))
  return books.total()
})

/** What is not as it was, by the file and by how much was read. */
const changesOf = (
  { fileHash }: Rehearsal,
  runs: ReadonlyArray<RealRun>,
  flows: ReadonlyArray<readonly [string, ComparedFlow]>,
): ReadonlyArray<string> => [
  ...(runs.every((run) => run.fileHash === fileHash)
    ? []
    : ["the pipeline file is not the one that was rehearsed: it was changed before it ran"]),
  ...flows.flatMap(([name, { rehearsed, real }]) =>
    rehearsed.read === real.read
      ? []
      : [`${name}: the source had ${rehearsed.read} records when it was rehearsed, and ${real.read} when it ran`],
  ),
]

const isSame = ({ rehearsed, real, differing }: ComparedFlow): boolean =>
  differing.missing + differing.extra + differing.amount === 0 && rehearsed.rejected === real.rejected

/** The rehearsal's own ledger, for as long as the scope is open. */
const openBook = (options: LedgerOptions) =>
  Effect.map(Layer.build(layerSqlite(options)), (context) => Context.get(context, Ledger))

/** The last rehearsal that came to its end. */
export const keptRehearsal = Effect.fnUntraced(function* ({ state }: OpenPipeline["pipeline"]) {
  const rehearsal = yield* readRehearsal(yield* folderOf(state))
  return rehearsal?.proof === undefined ? yield* none : rehearsal
})

/**
 * Compares a rehearsal of a pipeline with what its real ledger says. Fails with WB-REHEARSE-NOT-RUN.
 *
 * @param most records that are otherwise, of each flow
 */
export const compareRehearsal = Effect.fn("rehearse.compare")(function* (
  open: OpenPipeline,
  rehearsal: Rehearsal,
  most: number,
) {
  const { name, state } = open.pipeline
  const folder = yield* folderOf(state)
  const real = yield* Ledger
  const runs = runsSince(yield* real.runs(name, mostRuns), rehearsal)
  if (runs.length === 0) return yield* notRun
  const books = { real, rehearsed: yield* openBook({ directory: folder }) }
  const flows = yield* Effect.forEach(Object.entries(rehearsal.flows), ([flow, one]) =>
    Effect.map(compareFlow(open, flow, one, books, most), ({ rehearsed, real, ...differ }) => {
      const compared: ComparedFlow = {
        rehearsed: { ...rehearsedSide(one), ...rehearsed },
        real: { ...realSide(flow, runs), ...real },
        forecast: one.forecast,
        ...differ,
      }
      return [flow, compared] as const
    }),
  )
  return {
    pipeline: name,
    same: flows.every(([, flow]) => isSame(flow)),
    rehearsedAt: rehearsal.madeAt,
    runs: runs.map(({ run }) => run),
    flows: Object.fromEntries(flows),
    seconds: {
      forecast: rehearsal.total.seconds,
      real: runs.reduce((sum, { summary }) => sum + summary.seconds, 0),
    },
    changed: changesOf(rehearsal, runs, flows),
  } satisfies Compared
}, Effect.scoped)
