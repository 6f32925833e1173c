/** `waybill status`: where every record stands, by the ledger. */
import { type KeptReject, Ledger, type RunInfo, type Standing } from "@waybill/ledger"
import { moneyOfRejects } from "@waybill/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"

import { readLedger } from "../book.ts"
import { namedPipeline } from "../composition.ts"
import { print } from "../output/print.ts"
import { amounts, count, table } from "../output/table.ts"

/** Records that never reached the target's book: they are counted from what was kept of them. */
const keptOf = (rejects: ReadonlyArray<KeptReject>): ReadonlyArray<Kept> =>
  [...Map.groupBy(rejects, ({ flow, state }) => JSON.stringify([flow, state])).values()].map((of) => ({
    flow: of[0]!.flow,
    state: of[0]!.state,
    records: of.length,
    money: moneyOfRejects(of),
  }))

/** Invalid ones, and those of which a person decided that they do not go. */
interface Kept extends Pick<Standing, "flow" | "records" | "money"> {
  readonly state: KeptReject["state"]
}

interface Status {
  readonly standing: ReadonlyArray<Standing>
  readonly invalid: ReadonlyArray<Kept>
  readonly dismissed: ReadonlyArray<Kept>
  readonly last: RunInfo | undefined
}

const nothing: Status = { standing: [], invalid: [], dismissed: [], last: undefined }

const render = (pipeline: string, { standing, invalid, dismissed, last }: Status): string => {
  const hasDrafts = standing.some(({ drafts }) => drafts > 0)
  return last === undefined
    ? `${pipeline} has not run yet.`
    : [
        `${pipeline}: last run ${last.run}, started ${last.startedAt}, ${last.outcome}`,
        "",
        table(
          ["flow", "state", "records", ...(hasDrafts ? ["drafts"] : []), "money", "target"],
          [
            ...standing.map((each) => [
              each.flow,
              each.state,
              count(each.records),
              ...(hasDrafts ? [count(each.drafts)] : []),
              amounts(each.money),
              each.target,
            ]),
            ...[...invalid, ...dismissed].map((each) => [
              each.flow,
              each.state,
              count(each.records),
              ...(hasDrafts ? [""] : []),
              amounts(each.money),
              "",
            ]),
          ],
        ),
      ].join("\n")
}

export const status = Command.make(
  "status",
  {},
  Effect.fn(function* () {
    const pipeline = yield* namedPipeline
    const found = yield* readLedger(
      pipeline,
      nothing,
      Effect.gen(function* () {
        const ledger = yield* Ledger
        const [last] = yield* ledger.runs(pipeline.name, 1)
        const kept = keptOf(yield* ledger.rejects(pipeline.name, { states: ["invalid", "dismissed"] }))
        return {
          standing: yield* ledger.standing(pipeline.name),
          invalid: kept.filter(({ state }) => state === "invalid"),
          dismissed: kept.filter(({ state }) => state === "dismissed"),
          last,
        }
      }),
    )
    const { last, ...counts } = found
    yield* print({ pipeline: pipeline.name, lastRun: last ?? null, ...counts }, () => render(pipeline.name, found))
  }),
)
