/** `waybill status`: where every record stands, by the ledger. */
import { type KeptReject, Ledger, type RunInfo, type Standing } from "@waybill/ledger"
import { loadPipeline } from "@waybill/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"

import { composition, readLedger } from "../composition.ts"
import { print } from "../output/print.ts"
import { count, money, table } from "../output/table.ts"
import { root } from "../root.ts"

const amounts = ({ money: byCurrency }: Standing): string =>
  Object.entries(byCurrency)
    .map(([currency, amount]) => `${money(amount)} ${currency}`)
    .join(", ")

/** Invalid records never reached the target's book: they are counted from what was kept of them. */
const invalidOf = (rejects: ReadonlyArray<KeptReject>): ReadonlyArray<Invalid> =>
  [...Map.groupBy(rejects, ({ flow }) => flow)].map(([flow, { length }]) => ({
    flow,
    state: "invalid",
    records: length,
  }))

interface Invalid {
  readonly flow: string
  readonly state: "invalid"
  readonly records: number
}

interface Status {
  readonly standing: ReadonlyArray<Standing>
  readonly invalid: ReadonlyArray<Invalid>
  readonly last: RunInfo | undefined
}

const nothing: Status = { standing: [], invalid: [], last: undefined }

const render = (pipeline: string, { standing, invalid, last }: Status): string => {
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
              amounts(each),
              each.target,
            ]),
            ...invalid.map((each) => [each.flow, each.state, count(each.records), ...(hasDrafts ? [""] : []), "", ""]),
          ],
        ),
      ].join("\n")
}

export const status = Command.make(
  "status",
  {},
  Effect.fn(function* () {
    const { file } = yield* root
    const { pipeline } = yield* loadPipeline(file, composition)
    const found = yield* readLedger(
      pipeline,
      nothing,
      Effect.gen(function* () {
        const ledger = yield* Ledger
        const [last] = yield* ledger.runs(pipeline.name, 1)
        const rejects = yield* ledger.rejects(pipeline.name, { states: ["invalid"] })
        return { standing: yield* ledger.standing(pipeline.name), invalid: invalidOf(rejects), last }
      }),
    )
    const { last, ...counts } = found
    yield* print({ pipeline: pipeline.name, lastRun: last ?? null, ...counts }, () => render(pipeline.name, found))
  }),
).pipe(Command.withDescription("Show where every record stands"))
