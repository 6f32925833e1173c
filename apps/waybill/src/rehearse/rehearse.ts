/**
 * A rehearsal: the unchanged pipeline file with its real source, against stand-ins of its targets. First an undisturbed run
 * says what the real one is going to do; then another is disturbed, and must come to the same.
 */
import type { CalendarDate } from "@waybill/model"
import type { OpenPipeline } from "@waybill/pipeline"
import { DateTime, Effect } from "effect"

import type { OnProgress } from "../output/progress.ts"
import { version } from "../version.ts"
import { folderOf, keepRehearsal, makeFolder } from "./folder.ts"
import { forecastOf, totalOf, type Undisturbed, undisturbed } from "./forecast.ts"
import { notRehearsed } from "./notRehearsed.ts"
import { prove, type Proved } from "./prove.ts"
import type { Proof, Rehearsal, RehearsedFlow } from "./Rehearsal.ts"
import { withRealTargets, withStage } from "./stage.ts"
import { type Survey, survey } from "./survey.ts"

export interface RehearseOptions {
  readonly faults: Rehearsal["faults"]
  /** Milliseconds that a call of the real target is taken to wait for its answer. */
  readonly latency: number
  /** The day that the tie-out counts ages at. */
  readonly asOf: CalendarDate
  /** Differences that the tie-out lists. */
  readonly most: number
  readonly onProgress: OnProgress
}

export interface Rehearsed {
  readonly rehearsal: Rehearsal
  /** Whether a system could not be reached, or refused the credentials. */
  readonly outside: boolean
}

/** What is known before anything stands in for anybody. */
const look = Effect.fnUntraced(function* (open: OpenPipeline, { onProgress }: RehearseOptions) {
  return { pipeline: open.pipeline, surveyed: yield* survey(open, onProgress), unseen: yield* notRehearsed(open) }
})

/** What the stages came to, as far as they went. */
interface Stages {
  readonly surveyed: Survey
  readonly first?: Undisturbed
  readonly proved?: Proved & { readonly targets: ReadonlyMap<string, string> }
}

const hasArrived = ({ duplicates, again, tieOut }: Proof): boolean =>
  duplicates === 0 && again === 0 && tieOut.outcome === "ties"

const outcomeOf = ({ first, proved }: Stages): Rehearsal["outcome"] => {
  if (first === undefined || proved === undefined) return "stopped"
  const { last, proof } = proved
  if (last.summary.stopped.length > 0 || proof.tieOut.outcome === "stopped") return "stopped"
  return first.arrives && hasArrived(proof) ? "arrives" : "attention"
}

const flowsOf = ({ surveyed: { limits }, first, proved }: Stages, latency: number) =>
  [...limits].flatMap(([name, own]) => {
    const summary = first?.flows[name]
    if (first === undefined || summary === undefined) return []
    const forecast = forecastOf(first.calls.get(name) ?? 0, own, latency)
    const flow: RehearsedFlow = { target: proved?.targets.get(name) ?? "", summary, forecast }
    return [[name, flow, { ...own, ...forecast }] as const]
  })

/** Runs the stages, each only where the one before came to its end. */
const play = Effect.fnUntraced(function* (surveyed: Survey, folder: string, options: RehearseOptions) {
  if (surveyed.stopped.length > 0) return { surveyed }
  const { faults, asOf, most, onProgress } = options
  const first = yield* withStage(surveyed.named, false, (stage) => undisturbed(stage, folder, onProgress))
  if (first.stopped.length > 0) return { surveyed, first }
  const proving = { faults, asOf, most, ledger: { directory: folder }, onProgress }
  const proved = yield* withStage(surveyed.named, faults.share > 0, (stage) =>
    Effect.map(prove(stage, proving), (proof) => ({
      ...proof,
      targets: new Map(stage.open.flows.map(({ spec, destination }) => [spec.name, destination.target])),
    })),
  )
  return { surveyed, first, proved }
})

/** Rehearses the pipeline file that the command line names, and keeps what it came to in the state folder. */
export const rehearse = Effect.fn("rehearse")(function* (options: RehearseOptions) {
  const { faults, latency } = options
  const madeAt = DateTime.formatIso(yield* DateTime.now)
  const { pipeline, surveyed, unseen } = yield* withRealTargets((open) => look(open, options))
  const folder = yield* folderOf(pipeline.state)
  yield* makeFolder(folder)
  const stages: Stages = yield* play(surveyed, folder, options)
  const { first, proved } = stages
  const flows = flowsOf(stages, latency)
  const rehearsal: Rehearsal = {
    format: 1,
    pipeline: pipeline.name,
    outcome: outcomeOf(stages),
    madeAt,
    version,
    fileHash: pipeline.hash,
    faults,
    latency,
    flows: Object.fromEntries(flows),
    total: totalOf(flows.map(([, , counted]) => counted)),
    reading: surveyed.seconds,
    rejects: first?.rejects ?? [],
    drift: surveyed.drift,
    stopped: proved?.last.summary.stopped ?? first?.stopped ?? surveyed.stopped,
    ...(proved === undefined ? {} : { proof: proved.proof }),
    notRehearsed: unseen,
  }
  yield* keepRehearsal(folder, rehearsal)
  const outside = [surveyed, first, proved?.last].some((stage) => stage?.outside === true)
  return { rehearsal, outside } satisfies Rehearsed
})
