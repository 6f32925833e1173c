/** The figures of a tie-out as sheets: the way of each flow, totals, customers, and what differs. */
import type { Cell } from "@waybill/connector"
import {
  flowVerdict,
  groupName,
  kindNames,
  lookedAtText,
  stepNames,
  steps,
  type TieOut,
  tieOutVerdict,
} from "@waybill/pipeline"
import { BigDecimal } from "effect"

import { amountCell, countCell, dayCell, momentCell, type Sheet } from "./cells.ts"

type Flow = TieOut["flows"][number]
type Sum = Flow["source"]
type Group = Flow["groups"]["currency"][number]

/** The records in one row and the money in one for each currency: a column that is added up counts nothing twice. */
export const sumRows = (before: ReadonlyArray<Cell>, { records, money }: Sum): ReadonlyArray<ReadonlyArray<Cell>> => [
  [...before, countCell(records), "", ""],
  ...Object.entries(money).map(([currency, amount]) => [...before, "", currency, amountCell(amount)]),
]

export const summary = (tieOut: TieOut): Sheet => ({
  name: "Summary",
  header: ["Subject", "What", "Value"],
  rows: [
    ["Tie-out", "Verdict", tieOutVerdict(tieOut)],
    ["Tie-out", "Pipeline", tieOut.pipeline],
    ["Tie-out", "As of", dayCell(tieOut.asOf)],
    ["Tie-out", "Made at (UTC)", momentCell(tieOut.madeAt)],
    ["Tie-out", "Made by", tieOut.by ?? "not told"],
    ["Tie-out", "Waybill version", tieOut.version],
    ["Tie-out", "Pipeline file, SHA-256", tieOut.fileHash],
    ...tieOut.flows.flatMap((flow) => [
      [flow.flow, "Verdict", flowVerdict(flow)],
      [flow.flow, "Looked at", lookedAtText(flow)],
      [flow.flow, "From", `${flow.from.connection}, ${flow.from.stream}`],
      [flow.flow, "To", `${flow.to.connection}, ${flow.to.stream}`],
      [flow.flow, "System", flow.system],
    ]),
    ...tieOut.stopped.map(({ flow, code, message }) => [flow, "Not looked at", `${message} (${code})`]),
  ],
})

const flowSteps = (flow: Flow): ReadonlyArray<ReadonlyArray<Cell>> => [
  ...steps.flatMap((step) => {
    const sum = flow.steps[step]
    return sum === undefined ? [] : sumRows([flow.flow, step, stepNames[step]], sum)
  }),
  ...sumRows([flow.flow, "source", "What should be there, as the source is now"], flow.source),
  ...sumRows([flow.flow, "ledger", "What the target confirmed when it was delivered"], flow.ledger),
  ...(flow.target === undefined ? [] : sumRows([flow.flow, "target", "What the target says it holds"], flow.target)),
  ...(flow.drafts === undefined ? [] : sumRows([flow.flow, "drafts", "Of the target: drafts"], flow.drafts)),
  ...(flow.others === undefined
    ? []
    : sumRows([flow.flow, "others", "In the target, and not of this pipeline"], flow.others)),
]

export const stepSheet = ({ flows }: TieOut): Sheet => ({
  name: "Steps",
  header: ["Flow", "Step", "Meaning", "Records", "Currency", "Amount"],
  rows: flows.flatMap(flowSteps),
  amounts: ["Amount"],
})

const sides = [
  "Currency",
  "Source records",
  "Ledger records",
  "Target records",
  "Source amount",
  "Ledger amount",
  "Target amount",
  "Difference",
  "Compared with",
]
const sideAmounts = ["Source amount", "Ledger amount", "Target amount", "Difference"]

/** Amounts only where the records have money; the difference is the last known side less the source. */
const sideCells = ({ currency, source, ledger, target }: Group): ReadonlyArray<Cell> => {
  const amount = (side: Group["target"]): Cell => (currency === "" ? "" : amountCell(side?.amount))
  const [from, to] = [source.amount, (target ?? ledger).amount].map((text) => BigDecimal.fromStringUnsafe(text))
  return [
    currency,
    ...[source, ledger, target].map((side) => countCell(side?.records)),
    ...[source, ledger, target].map(amount),
    currency === "" ? "" : BigDecimal.subtract(to!, from!),
    target === undefined ? "ledger: target not read back" : "target",
  ]
}

export const totals = ({ flows }: TieOut): Sheet => ({
  name: "Totals",
  header: ["Flow", "By", "Name", ...sides],
  rows: flows.flatMap(({ flow, groups }) =>
    (["currency", "status", "age"] as const).flatMap((by) =>
      groups[by].map((group) => [
        flow,
        by,
        by === "currency" ? group.name : groupName(by, group.name),
        ...sideCells(group),
      ]),
    ),
  ),
  amounts: sideAmounts,
})

export const customers = ({ flows }: TieOut): Sheet => ({
  name: "Customers",
  header: ["Flow", "Customer", ...sides],
  rows: flows.flatMap(({ flow, groups }) =>
    groups.customer.map((group) => [flow, groupName("customer", group.name), ...sideCells(group)]),
  ),
  amounts: sideAmounts,
})

export const differences = ({ flows }: TieOut): Sheet => ({
  name: "Differences",
  header: [
    "Flow",
    "What",
    "Record",
    "Row",
    "File",
    "Customer",
    "Currency",
    "Source",
    "Ledger",
    "Target",
    "Fields",
    "Copies in the target",
    "Id in the target",
    "Why",
  ],
  rows: flows.flatMap(({ flow, differences }) =>
    differences.map((each) => [
      flow,
      kindNames[each.kind],
      each.key ?? "",
      countCell(each.row),
      each.file ?? "",
      each.customer ?? "",
      each.currency ?? "",
      ...[each.source, each.ledger, each.target].map(amountCell),
      (each.fields ?? []).join(", "),
      (each.copies ?? []).join(", "),
      each.targetId ?? "",
      each.why,
    ]),
  ),
  amounts: ["Source", "Ledger", "Target"],
})
