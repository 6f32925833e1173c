/** A plan for people: records, money, what the updates change, what would not arrive, and what nobody could look at. */
import type { FlowPlan, KeptPlan, PlanMoney } from "@waybill/pipeline"

import { renderDrift } from "./drift.ts"
import { renderDiagnostic } from "./hint.ts"
import { count, money, table } from "./table.ts"

const fates = ["create", "update", "unchanged", "held", "invalid", "refused", "skipped", "unknown"] as const
const columns = ["read", ...fates, "calls"] as const

export const duration = (seconds: number): string =>
  seconds < 120
    ? `${seconds} s`
    : seconds < 7200
      ? `${Math.ceil(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`

/** A day's budget counts more than seconds do. */
const least = ({ seconds, days }: FlowPlan): string => {
  if (days !== undefined && days > 1) return `${days} days`
  return seconds === undefined ? "no limit set" : duration(seconds)
}

type Flows = ReadonlyArray<readonly [string, FlowPlan]>

const recordsTable = (flows: Flows): string =>
  table(
    ["flow", ...columns, "at least"],
    flows.map(([name, flow]) => [name, ...columns.map((column) => count(flow[column])), least(flow)]),
  )

/** Of the fates that no record has, the money is left out. */
const moneyTable = (flows: Flows): ReadonlyArray<string> => {
  const rows = flows.flatMap(([name, flow]) =>
    Object.entries(flow.money).map(([currency, amounts]) => [name, currency, amounts] as const),
  )
  if (rows.length === 0) return []
  const shown = fates.filter((fate) => flows.some(([, flow]) => flow[fate] > 0))
  const cells = (amounts: PlanMoney) => (["read", ...shown] as const).map((fate) => money(amounts[fate]))
  return [
    "",
    table(
      ["money in", "", "read", ...shown],
      rows.map(([name, currency, amounts]) => [name, currency, ...cells(amounts)]),
    ),
  ]
}

const shownUpdates = 5

const changesText = ([name, { changes, update }]: Flows[number]): ReadonlyArray<string> => {
  if (update === 0) return []
  const { fields, otherFields, untold, updates } = changes
  const parts = [
    ...Object.entries(fields).map(([field, records]) => `${field} ${count(records)}`),
    ...(otherFields === 0 ? [] : [`fields of the target's own ${count(otherFields)}`]),
    ...(untold === 0 ? [] : [`not known ${count(untold)}`]),
  ]
  const first = updates
    .slice(0, shownUpdates)
    .map(({ key, fields: changed }) => `${key} (${changed.length === 0 ? "its own fields" : changed.join(", ")})`)
  return [
    `\n${name}: fields that the updates change: ${parts.join(", ")}`,
    ...(first.length === 0 ? [] : [`    ${first.join("; ")}${update > first.length ? "; …" : ""}`]),
  ]
}

const rejectsTable = ({ rejects }: KeptPlan): ReadonlyArray<string> =>
  rejects.length === 0
    ? []
    : [
        "",
        table(
          ["would not arrive", "flow", "records", "first row", "where", "why"],
          rejects.map((group) => [
            group.code,
            group.flow,
            count(group.records),
            group.firstRow,
            group.at ?? "",
            group.message,
          ]),
        ),
      ]

const partsText = ([name, { matched, dismissed }]: Flows[number]): ReadonlyArray<string> => [
  ...(matched > 0
    ? [`\n${name}: of the unchanged, ${count(matched)} are in the target already and would be taken over`]
    : []),
  ...(dismissed > 0 ? [`\n${name}: of the skipped, ${count(dismissed)} were dismissed`] : []),
]

const howTo = ({ id, expiresAt }: KeptPlan): ReadonlyArray<string> =>
  id === undefined
    ? ["\nIt is not complete, so it is not kept: mend what stopped it, and plan again."]
    : [`\nPlan ${id}, until ${expiresAt?.slice(0, 10)}. To do exactly this: waybill run --plan ${id}`]

export const renderPlan = (plan: KeptPlan): string => {
  const flows = Object.entries(plan.flows)
  return [
    `Plan of ${plan.pipeline}: what a run would do now. Nothing was sent.`,
    "",
    recordsTable(flows),
    ...moneyTable(flows),
    ...flows.flatMap(changesText),
    ...rejectsTable(plan),
    ...flows.flatMap(partsText),
    ...renderDrift(plan.drift),
    ...(plan.notLookedAt.length === 0
      ? []
      : [
          `\nNot looked at: ${plan.notLookedAt.join(", ")}. What is there can't be read; the ledger says what earlier runs confirmed.`,
        ]),
    ...plan.stopped.map(({ flow, code, message }) => `\n${flow}: ${code}: ${message}`),
    ...(plan.warnings.length === 0 ? [] : ["", ...plan.warnings.map(renderDiagnostic)]),
    ...howTo(plan),
  ].join("\n")
}
