/** Taking a run back, for people: what would be done, and what was. */
import {
  type UndoFlowPlan,
  undoFates,
  type UndoLeft,
  type UndoneFlow,
  type UndoPlan,
  type UndoSummary,
} from "@waybill/pipeline"

import { hintLine } from "./hint.ts"
import { amounts, count, counted, money, table } from "./table.ts"

/** A plain line after so many further records. */
const every = 1000

/** Says on stderr how far it has come; nothing where output is for machines. */
export const sayTakenBack =
  (quiet: boolean) =>
  (flow: string, records: number): void => {
    if (!quiet && records % every === 0) process.stderr.write(`${flow}: ${count(records)} looked at and settled\n`)
  }

const leftText = (flow: string, { code, message, hint, records, keys }: UndoLeft): ReadonlyArray<string> => {
  const more = records.records > keys.length ? ", …" : ""
  return [
    "",
    `${flow}: ${code}: ${message}`,
    `    ${counted(records.records, "record")}${keys.length === 0 ? "" : `: ${keys.join(", ")}${more}`}`,
    ...hintLine(code, hint),
  ]
}

const stepRows = ({ flow, steps, gone, left, earlier }: UndoFlowPlan) => [
  ...steps.map(({ verb, records }) => [flow, verb, count(records.records), amounts(records.money)]),
  ...(gone.records === 0 ? [] : [[flow, "gone already", count(gone.records), amounts(gone.money)]]),
  ...left.map(({ code, records }) => [flow, `left: ${code}`, count(records.records), amounts(records.money)]),
  ...(earlier.records === 0 ? [] : [[flow, "taken back before", count(earlier.records), amounts(earlier.money)]]),
]

const meanings = (flows: UndoPlan["flows"]): ReadonlyArray<string> => {
  const lines = flows.flatMap(({ flow, steps }) =>
    steps.map(({ verb, description }) => `${flow}: ${verb}: ${description}`),
  )
  return lines.length === 0 ? [] : ["", ...lines]
}

const notLookedAt = ({ flow, unreachable }: UndoFlowPlan): ReadonlyArray<string> =>
  unreachable === undefined
    ? []
    : [
        "",
        `${flow}: not looked at: ${unreachable.code}: ${unreachable.message}`,
        ...hintLine(unreachable.code, unreachable.hint),
      ]

export const renderUndoPlan = ({ pipeline, of, flows }: UndoPlan): string =>
  [
    `What taking back run ${of} of ${pipeline} would do now, in this order. Nothing was sent.`,
    "",
    table(["flow", "what", "records", "money"], flows.flatMap(stepRows)),
    ...meanings(flows),
    ...flows.flatMap(({ flow, left }) => left.flatMap((group) => leftText(flow, group))),
    ...flows.flatMap(notLookedAt),
    "",
    `To do it: \`waybill undo ${of} --yes\`. Each record is looked at once more before it is taken back.`,
  ].join("\n")

const outcomes = {
  complete: "complete: all of it is taken back",
  attention: "finished; some records stay as they are",
  stopped: "stopped before the end",
} as const

const columns = ["landed", ...undoFates] as const

const moneyRows = (flows: ReadonlyArray<readonly [string, UndoneFlow]>) =>
  flows.flatMap(([name, flow]) =>
    Object.entries(flow.money).map(([currency, sums]) => [
      name,
      currency,
      ...columns.map((column) => money(sums[column])),
    ]),
  )

const earlierText = (flows: ReadonlyArray<readonly [string, UndoneFlow]>): ReadonlyArray<string> =>
  flows.flatMap(([name, { earlier }]) =>
    earlier.records === 0
      ? []
      : ["", `${name}: ${count(earlier.records)} more were taken back before, by undos that were cut short`],
  )

export const renderUndo = (summary: UndoSummary): string => {
  const { run, of, pipeline, outcome, seconds, stopped } = summary
  const flows = Object.entries(summary.flows)
  const sums = moneyRows(flows)
  return [
    `Run ${run} of ${pipeline} took run ${of} back: ${outcomes[outcome]} (${seconds.toFixed(1)} s)`,
    "",
    table(
      ["flow", ...columns],
      flows.map(([name, flow]) => [name, ...columns.map((column) => count(flow[column]))]),
    ),
    ...(sums.length === 0 ? [] : ["", table(["money in", "", ...columns], sums)]),
    ...earlierText(flows),
    ...flows.flatMap(([name, { problems }]) => problems.flatMap((group) => leftText(name, group))),
    ...stopped.flatMap(({ flow, code, message, hint }) => [
      "",
      `${flow}: ${code}: ${message}`,
      ...hintLine(code, hint),
    ]),
    ...(outcome === "stopped" ? ["", `It goes on where it stopped: \`waybill undo ${of} --yes\``] : []),
  ].join("\n")
}
