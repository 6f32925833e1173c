/** A rehearsal for people: what the real run is going to do, how it was proved, and what nobody could rehearse. */
import type { RejectGroup } from "@waybill/pipeline"

import type { Forecast, Proof, Rehearsal, RehearsedFlow } from "../rehearse/Rehearsal.ts"
import { renderDrift } from "./drift.ts"
import { hintLine } from "./hint.ts"
import { duration } from "./plan.ts"
import { amounts, count, counted, money, table } from "./table.ts"
import { renderTieOut } from "./tieOut.ts"

const outcomes = {
  arrives: "every record arrives",
  attention: "some records would need attention",
  stopped: "stopped before the end",
} as const

const fates = ["read", "created", "updated", "unchanged", "skipped", "invalid", "held", "refused", "unknown"] as const

type Flows = ReadonlyArray<readonly [string, RehearsedFlow]>

const timeOf = ({ seconds, days }: Forecast): string =>
  days !== undefined && days > 1 ? `${days} days` : duration(seconds)

const flowsTable = (flows: Flows, { total }: Rehearsal): string =>
  table(
    ["flow", ...fates, "calls", "at least"],
    [
      ...flows.map(([name, { summary, forecast }]) => [
        name,
        ...fates.map((fate) => count(summary[fate])),
        count(forecast.calls),
        timeOf(forecast),
      ]),
      ...(flows.length > 1 ? [["in all", ...fates.map(() => ""), count(total.calls), timeOf(total)]] : []),
    ],
  )

const moneyTable = (flows: Flows): ReadonlyArray<string> => {
  const rows = flows.flatMap(([name, { summary }]) =>
    Object.entries(summary.money).map(([currency, sums]) => [
      name,
      currency,
      ...(["read", "confirmed", "unchanged", "invalid", "held", "refused", "unknown"] as const).map((fate) =>
        money(sums[fate]),
      ),
    ]),
  )
  const head = ["money in", "", "read", "arrives", "unchanged", "invalid", "held", "refused", "unknown"]
  return rows.length === 0 ? [] : ["", table(head, rows)]
}

/** One line for each code, and what to do about it. */
const rejectsText = (rejects: ReadonlyArray<RejectGroup>): ReadonlyArray<string> => [
  ...(rejects.length === 0 ? [] : ["", "Would not arrive:"]),
  ...rejects.flatMap(({ flow, code, records, firstRow, at, message, hint, money: sums }) => {
    const where = at === undefined ? "" : `, ${at}`
    const sum = Object.keys(sums).length === 0 ? "" : `, ${amounts(sums)}`
    return [
      `  ${flow}: ${code}: ${message}`,
      `    ${counted(records, "record")}${sum}; the first in row ${firstRow}${where}`,
      ...hintLine(code, hint),
    ]
  }),
]

const struck = (disturbed: number, { share, seed }: Rehearsal["faults"]): string =>
  disturbed === 0
    ? "No faults were asked for"
    : `${share * 100} in 100 calls went wrong (seed ${seed}) in ${counted(disturbed, "run")}, then one went undisturbed`

const proofText = (
  { disturbed, calls, duplicates, again, tieOut }: Proof,
  { faults }: Rehearsal,
): ReadonlyArray<string> => [
  "",
  `${struck(disturbed, faults)}: ${counted(calls, "call")} in all.`,
  duplicates === 0
    ? "No stand-in holds anything twice."
    : `${counted(duplicates, "record")} too many are in the stand-ins.`,
  again === 0
    ? "One run more found nothing to send that had arrived."
    : `One run more delivered ${counted(again, "record")} that should have been there.`,
  "",
  renderTieOut(tieOut),
]

export const renderRehearsal = (rehearsal: Rehearsal): string => {
  const flows = Object.entries(rehearsal.flows)
  const { pipeline, outcome, latency, reading, rejects, drift, stopped, proof, notRehearsed } = rehearsal
  return [
    `Rehearsal of ${pipeline}: ${outcomes[outcome]}. Nothing was sent to the real targets.`,
    ...(flows.length === 0 ? [] : ["", flowsTable(flows, rehearsal), ...moneyTable(flows)]),
    ...(flows.length === 0
      ? []
      : [
          "",
          `The time is the least that the calls take at the file's limits, at ${latency} ms a call (assumed).`,
          `Reading the source took ${duration(Math.ceil(reading))} here.`,
        ]),
    ...rejectsText(rejects),
    ...renderDrift(drift),
    ...(proof === undefined ? [] : proofText(proof, rehearsal)),
    ...stopped.flatMap(({ flow, code, message, hint }) => [
      "",
      `${flow}: ${code}: ${message}`,
      ...hintLine(code, hint),
    ]),
    "",
    "Not rehearsed:",
    ...notRehearsed.map((what) => `  ${what}`),
  ].join("\n")
}
