/** What people did and decided: read before the tie-out writes to its copy of the ledger. */
import {
  type KeptResolution,
  type KeptUndone,
  type KeptVersion,
  Ledger,
  type LedgerError,
  type RunInfo,
} from "@waybill/ledger"
import { Effect, Stream } from "effect"

import { refOf } from "../flow/OpenFlow.ts"
import type { OpenPipeline } from "../open.ts"
import { groupRejects, listRejects } from "../rejects.ts"
import type { TieOut, TieOutDecision, TieOutRun } from "./TieOut.ts"

/** More runs than a migration has. */
const mostRuns = 1_000

const toRun = ({ run, command, of, plan, by, startedAt, endedAt, outcome, version, fileHash }: RunInfo): TieOutRun => ({
  run,
  command,
  ...(of === undefined ? {} : { of }),
  ...(plan === undefined ? {} : { plan }),
  ...(by === undefined ? {} : { by }),
  startedAt,
  ...(endedAt === undefined ? {} : { endedAt }),
  outcome,
  version,
  fileHash,
})

type Named = Pick<TieOutDecision, "key" | "money">

const ofVersion = ({ flow, row, decision, note, run, at }: KeptVersion, named: Named = {}): TieOutDecision => ({
  flow,
  ...named,
  row,
  decision,
  reason: note ?? "",
  run,
  at,
})

const ofResolution = ({ flow, key, decision, reason, run, at }: KeptResolution): TieOutDecision => ({
  flow,
  key,
  decision,
  reason,
  run,
  at,
})

const undoing = {
  gone: "undone",
  restored: "restored",
  edited: "left alone",
  left: "left alone",
  unknown: "unknown",
} as const

const ofUndone = ({ flow, key, state, verb, of, message, run, at, money }: KeptUndone): TieOutDecision => ({
  flow,
  key,
  decision: undoing[state],
  reason: message ?? `run ${of} was taken back${verb === undefined ? "" : `: ${verb}`}`,
  run,
  at,
  ...(money === undefined ? {} : { money }),
})

const readDecisions = Effect.fnUntraced(function* (
  pipeline: string,
  isMeant: (of: { readonly flow: string; readonly target: string }) => boolean,
  most: number,
): Effect.fn.Return<TieOut["decisions"], LedgerError, Ledger> {
  const ledger = yield* Ledger
  const dismissed = yield* ledger.rejects(pipeline, { states: ["dismissed"] })
  const named = new Map(
    dismissed.map(({ origin, key, money }): [string, Named] => [
      origin,
      { ...(key === undefined ? {} : { key }), ...(money === undefined ? {} : { money }) },
    ]),
  )
  const versions = (yield* ledger.versions(pipeline, {})).filter(
    ({ decision }) => decision === "dismissed" || decision === "reopened",
  )
  const resolutions = yield* ledger.resolutions(pipeline)
  const undone = yield* ledger
    .undone(pipeline, {})
    .pipe(Stream.flattenIterable, Stream.filter(isMeant), Stream.take(most), Stream.runCollect)
  const decided = [
    ...versions.filter(isMeant).map((version) => ofVersion(version, named.get(version.origin))),
    ...resolutions.filter(isMeant).map(ofResolution),
    ...undone.map(ofUndone),
  ]
  return decided.slice(0, most)
})

/** @param most how many decisions are listed */
export const readHistory = Effect.fn("tieOut.readHistory")(function* (
  { pipeline: { name }, flows }: Pick<OpenPipeline, "pipeline" | "flows">,
  most: number,
): Effect.fn.Return<Pick<TieOut, "rejects" | "decisions" | "runs">, LedgerError, Ledger> {
  const targets = new Map(flows.map((flow) => [flow.spec.name, refOf(flow).target]))
  const isMeant = ({ flow, target }: { readonly flow: string; readonly target: string }) => targets.get(flow) === target
  const rejects = yield* listRejects(name, { states: ["invalid", "held", "refused", "unknown"] })
  const runs = yield* (yield* Ledger).runs(name, mostRuns)
  return {
    rejects: groupRejects(rejects.filter(isMeant)),
    decisions: yield* readDecisions(name, isMeant, most),
    runs: runs.map(toRun).toReversed(),
  }
})
