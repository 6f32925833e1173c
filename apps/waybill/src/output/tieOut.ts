/** A tie-out for people: for each flow the way from what was read to what the target holds, then what differs. */
import { type Difference, type FlowTieOut, steps, type Sum, type TieOut, tieOutVerdict } from "@waybill/pipeline"

import { hintLine } from "./hint.ts"
import { count, counted, money, table } from "./table.ts"

/** Differences of a flow that are printed. */
const shown = 20

const currenciesOf = (sums: ReadonlyArray<Sum>): ReadonlyArray<string> =>
  [...new Set(sums.flatMap((sum) => Object.keys(sum.money)))].sort()

/** From the source down to the ledger and the target, with money by currency. */
const way = ({ steps: taken, source, ledger, target, drafts, others }: FlowTieOut): string => {
  const lines: ReadonlyArray<readonly [string, Sum | undefined]> = [
    ...steps.map((step) => [step, taken[step]] as const),
    ["in the source", source],
    ["in the ledger", ledger],
    ["in the target", target],
    ["  of it drafts", drafts],
    ["others there", others?.records === 0 ? undefined : others],
  ]
  const told = lines.flatMap(([name, sum]) => (sum === undefined ? [] : [{ name, sum }]))
  const currencies = currenciesOf(told.map(({ sum }) => sum))
  return table(
    ["", "records", ...currencies],
    told.map(({ name, sum }) => [
      name,
      count(sum.records),
      ...currencies.map((currency) => money(sum.money[currency] ?? "")),
    ]),
  )
}

const lineOf = (difference: Difference): ReadonlyArray<string> => {
  const { kind, key = "", row, targetId = "", customer = "", currency = "", source, ledger, target, why } = difference
  const amounts = [source, ledger, target].map((amount) => money(amount ?? ""))
  return [kind, key, row === undefined ? "" : String(row), targetId, customer, currency, ...amounts, why]
}

const differing = ({ differences, differing }: FlowTieOut): ReadonlyArray<string> => {
  const all = Object.values(differing).reduce((sum, records) => sum + records, 0)
  if (all === 0) return []
  const printed = differences.slice(0, shown)
  const kinds = Object.entries(differing).map(([kind, records]) => `${kind} ${count(records)}`)
  const head = ["", "number", "row", "id there", "customer", "", "source", "ledger", "target", "why"]
  return [
    "",
    `${counted(all, "difference")}: ${kinds.join(", ")}`,
    ...(printed.length === 0 ? [] : ["", table(head, printed.map(lineOf))]),
    ...(all > printed.length ? [`and ${count(all - printed.length)} more: --json or --report`] : []),
  ]
}

const verdict = ({ ties, lookedAt, differing }: FlowTieOut): string => {
  if (ties) return lookedAt === "acknowledged" ? "source and ledger agree" : "agrees to the cent"
  return Object.keys(differing).length > 0 ? "differs" : "not complete"
}

const flowText = (flow: FlowTieOut): ReadonlyArray<string> => {
  const { from, to, why } = flow
  return [
    "",
    `${flow.flow}: ${from.connection}/${from.stream} to ${to.connection}/${to.stream}: ${verdict(flow)}`,
    ...(why === undefined ? [] : [why]),
    "",
    way(flow),
    ...differing(flow),
  ]
}

export const renderTieOut = (tieOut: TieOut): string =>
  [
    `Tie-out of ${tieOut.pipeline}, as of ${tieOut.asOf}. ${tieOutVerdict(tieOut)}`,
    ...tieOut.flows.flatMap(flowText),
    ...tieOut.stopped.flatMap(({ flow, code, message, hint }) => [
      "",
      `${flow}: ${code}: ${message}`,
      ...hintLine(code, hint),
    ]),
  ].join("\n")
