/** A posting for people: drafts, what became of them, and their money. */
import type { PostedFlow, PostSummary } from "@waybill/pipeline"

import { hintLine } from "./hint.ts"
import { count, money, table } from "./table.ts"

const outcomes = {
  complete: "complete: every draft is posted",
  attention: "finished; some drafts need attention",
  stopped: "stopped before the end",
} as const

const fates = ["drafts", "posted", "refused", "unknown", "left"] as const

const moneyRows = (flows: PostSummary["flows"]): ReadonlyArray<ReadonlyArray<string>> =>
  Object.entries(flows).flatMap(([name, flow]) =>
    Object.entries(flow.money).map(([currency, sums]) => [name, currency, money(sums.drafts), money(sums.posted)]),
  )

const problems = ([name, flow]: readonly [string, PostedFlow]): ReadonlyArray<string> =>
  flow.problems.flatMap(({ code, message, hint, records, keys }) => [
    "",
    `${name}: ${code}: ${message}`,
    `    ${count(records)} of them: ${keys.join(", ")}${records > keys.length ? ", …" : ""}`,
    ...hintLine(code, hint),
  ])

const nothing = ({ of }: PostSummary): string =>
  `Run ${of} has no drafts: it landed none, they are posted already, or a later run landed them again.`

export const renderPosting = (summary: PostSummary): string => {
  const flows = Object.entries(summary.flows)
  if (summary.stopped.length === 0 && flows.every(([, flow]) => flow.drafts === 0)) return nothing(summary)
  const totals = moneyRows(summary.flows)
  const { run, of, pipeline, outcome, seconds } = summary
  return [
    `Run ${run} of ${pipeline} posted the drafts of run ${of}: ${outcomes[outcome]} (${seconds.toFixed(1)} s)`,
    "",
    table(
      ["flow", ...fates],
      flows.map(([name, flow]) => [name, ...fates.map((fate) => count(flow[fate]))]),
    ),
    ...(totals.length === 0 ? [] : ["", table(["money in", "", "drafts", "posted"], totals)]),
    ...flows.flatMap(problems),
    ...summary.stopped.flatMap(({ flow, code, message, hint }) => [
      "",
      `${flow}: ${code}: ${message}`,
      ...hintLine(code, hint),
    ]),
  ].join("\n")
}
