/** A run's summary for people: records, then money, by flow, with every state that occurs. */
import { type Fate, fates, type FlowSummary, type RunSummary } from "@waybill/pipeline"

import { renderDrift } from "./drift.ts"
import { hintLine } from "./hint.ts"
import { count, money, table } from "./table.ts"

const states: ReadonlyArray<"read" | Fate> = ["read", ...fates]

/** The states that a person needs to see: the seven of the equation always, `pending` only in a run that was stopped. */
const shown = (flows: ReadonlyArray<FlowSummary>): ReadonlyArray<"read" | Fate> =>
  states.filter((state) => state !== "pending" || flows.some((flow) => flow.pending > 0))

const outcomes = {
  complete: "complete: everything has arrived",
  attention: "finished; some records need attention",
  stopped: "stopped before the end",
} as const

const recordsTable = (flows: RunSummary["flows"], of: ReadonlyArray<"read" | Fate>): string =>
  table(
    ["flow", ...of, "(created", "updated)"],
    Object.entries(flows).map(([name, flow]) => [
      name,
      ...of.map((state) => count(flow[state])),
      count(flow.created),
      count(flow.updated),
    ]),
  )

const moneyTable = (flows: RunSummary["flows"], of: ReadonlyArray<"read" | Fate>): string | undefined => {
  const rows = Object.entries(flows).flatMap(([name, flow]) =>
    Object.entries(flow.money).map(([currency, amounts]) => [
      name,
      currency,
      ...of.map((state) => money(amounts[state])),
    ]),
  )
  return rows.length === 0 ? undefined : table(["money in", "", ...of], rows)
}

/** What is a part of another column, where there is any of it. */
const partsText = (flows: RunSummary["flows"]): ReadonlyArray<string> =>
  Object.entries(flows).flatMap(([name, { dismissed, matched }]) => [
    ...(matched > 0
      ? [`${name}: of the unchanged, ${count(matched)} were in the target before and are taken over`]
      : []),
    ...(dismissed > 0 ? [`${name}: of the skipped, ${count(dismissed)} were dismissed`] : []),
  ])

const draftsText = (drafts: number): string =>
  drafts === 1
    ? "1 record is a draft in the target. To make it count:"
    : `${count(drafts)} records are drafts in the target. To make them count:`

export const renderSummary = (summary: RunSummary): string => {
  const of = shown(Object.values(summary.flows))
  const totals = moneyTable(summary.flows, of)
  const drafts = Object.values(summary.flows).reduce((sum, flow) => sum + (flow.drafts ?? 0), 0)
  const attention = Object.values(summary.flows).some((flow) => flow.invalid + flow.refused > 0)
  return [
    `Run ${summary.run} of ${summary.pipeline}: ${outcomes[summary.outcome]} (${summary.seconds.toFixed(1)} s)`,
    "",
    recordsTable(summary.flows, of),
    ...(totals === undefined ? [] : ["", totals]),
    ...partsText(summary.flows).map((text, index) => (index === 0 ? `\n${text}` : text)),
    ...renderDrift(summary.drift ?? []),
    ...summary.stopped.flatMap(({ flow, code, message, hint }) => [
      "",
      `${flow}: ${code}: ${message}`,
      ...hintLine(code, hint),
    ]),
    ...(drafts > 0 ? ["", `${draftsText(drafts)} \`waybill post ${summary.run}\``] : []),
    ...(attention ? ["", "See `waybill rejects list` for what was not accepted, and why."] : []),
  ].join("\n")
}
