/** `waybill status`: where every record stands, by the ledger. */
import { Ledger, type RunInfo, type Standing } from "@waybill/ledger"
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

const render = (pipeline: string, standing: ReadonlyArray<Standing>, last: RunInfo | undefined): string =>
  last === undefined
    ? `${pipeline} has not run yet.`
    : [
        `${pipeline}: last run ${last.run}, started ${last.startedAt}, ${last.outcome}`,
        ...(standing.length === 0
          ? []
          : [
              "",
              table(
                ["flow", "target", "state", "records", "money"],
                standing.map((each) => [each.flow, each.target, each.state, count(each.records), amounts(each)]),
              ),
            ]),
      ].join("\n")

export const status = Command.make(
  "status",
  {},
  Effect.fn(function* () {
    const { file } = yield* root
    const { pipeline } = yield* loadPipeline(file, composition)
    const { standing, last } = yield* readLedger(
      pipeline,
      { standing: [], last: undefined },
      Effect.gen(function* () {
        const ledger = yield* Ledger
        const [latest] = yield* ledger.runs(pipeline.name, 1)
        return { standing: yield* ledger.standing(pipeline.name), last: latest }
      }),
    )
    yield* print({ pipeline: pipeline.name, lastRun: last ?? null, standing }, () =>
      render(pipeline.name, standing, last),
    )
  }),
).pipe(Command.withDescription("Show where every record stands"))
