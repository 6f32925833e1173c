/** What the rehearsal said and what really became of it, for people. */
import type { Compared, ComparedFlow, Otherwise, RecordOtherwise, Side } from "../rehearse/Compared.ts"
import { duration } from "./plan.ts"
import { amounts, count, counted, table } from "./table.ts"

/** Records of a flow that are printed. */
const shown = 20

const meanings: Readonly<Record<Otherwise, string>> = {
  missing: "not there",
  extra: "only in reality",
  amount: "another amount",
}

const sideRow = (name: string, side: Side): ReadonlyArray<string> => [
  name,
  ...([side.read, side.created, side.updated, side.rejected, side.confirmed] as const).map(count),
  amounts(side.money),
]

const recordRow = (record: RecordOtherwise) => [
  record.key,
  meanings[record.kind],
  record.rehearsed ?? "",
  record.rehearsedAmount ?? "",
  record.real ?? "",
  record.realAmount ?? "",
  record.why ?? "",
]

const flowText = ([name, flow]: readonly [string, ComparedFlow]): ReadonlyArray<string> => {
  const { rehearsed, real, differing, records } = flow
  const all = Object.values(differing).reduce((sum, each) => sum + each, 0)
  const printed = records.slice(0, shown)
  return [
    "",
    table(
      [name, "read", "created", "updated", "rejected", "confirmed", "money"],
      [sideRow("rehearsed", rehearsed), sideRow("real", real)],
    ),
    ...(all === 0
      ? []
      : ["", table(["number", "in reality", "rehearsed", "", "real", "", "why"], printed.map(recordRow))]),
    ...(all > printed.length ? [`and ${count(all - printed.length)} more: --json`] : []),
  ]
}

export const renderCompared = (compared: Compared): string => {
  const { pipeline, same, rehearsedAt, runs, flows, seconds, changed } = compared
  const verdict = same ? "the same records and the same money" : "reality was otherwise"
  return [
    `Rehearsal of ${pipeline}, ${rehearsedAt}, and ${counted(runs.length, "run")} since (${runs.join(", ")}): ${verdict}.`,
    ...changed.map((what) => `Changed: ${what}`),
    ...Object.entries(flows).flatMap(flowText),
    "",
    `At least ${duration(seconds.forecast)} were forecast, and ${duration(Math.ceil(seconds.real))} it took.`,
  ].join("\n")
}
