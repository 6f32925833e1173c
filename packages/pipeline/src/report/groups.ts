/** Source, ledger and target side by side, by currency, customer, status and age. */
import { Order } from "effect"

import type { FlowTieOut, Group } from "../tieOut/TieOut.ts"
import { byWeight, count, differenceText, grouped, isSame } from "./amounts.ts"
import { type Html, markup } from "./html.ts"
import { type Column, more, type Row, table } from "./table.ts"
import { groupName } from "./words.ts"

type Side = Group["source"]

const sidesOf = (group: Group, readBack: boolean): ReadonlyArray<Side> => [
  group.source,
  group.ledger,
  ...(readBack ? [group.target ?? { records: 0, amount: "0" }] : []),
]

const differs = (sides: ReadonlyArray<Side>): boolean =>
  sides.some((side) => side.records !== sides[0]!.records || !isSame(side.amount, sides[0]!.amount))

/** What differs at the end from the beginning: money, or records where there is none or where it is the same. */
const differenceOf = (sides: ReadonlyArray<Side>, currency: string): string => {
  const [first, last] = [sides[0]!, sides.at(-1)!]
  const money = currency === "" ? "" : differenceText(first.amount, last.amount, currency)
  if (money !== "") return money
  const records = last.records - first.records
  if (records !== 0) return `${records > 0 ? "+" : "\u2212"}${count(Math.abs(records))} rec.`
  return differs(sides) ? "in between" : "0"
}

const sideNames = (readBack: boolean): ReadonlyArray<string> => ["Source", "Ledger", ...(readBack ? ["Target"] : [])]

const columnsOf = (name: string, readBack: boolean, money: boolean): ReadonlyArray<Column> => {
  const under = (upper: string): ReadonlyArray<Column> =>
    sideNames(readBack).map((heading) => ({ heading, number: true, under: upper }))
  return [
    { heading: name },
    ...under("Records"),
    ...(money ? under("Amount") : []),
    { heading: readBack ? "Target less source" : "Ledger less source", number: true },
  ]
}

const rowOf = (name: string, group: Group, readBack: boolean, money: boolean): Row => {
  const sides = sidesOf(group, readBack)
  return {
    cells: [
      name,
      ...sides.map(({ records }) => count(records)),
      ...(money ? sides.map(({ amount }) => (group.currency === "" ? "" : grouped(amount, group.currency))) : []),
      differenceOf(sides, group.currency),
    ],
    tone: differs(sides) ? "differs" : undefined,
  }
}

/** Groups in a table, each under the name that it is given. */
export const groupTable = (
  caption: string,
  heading: string,
  groups: ReadonlyArray<readonly [name: string, group: Group]>,
  readBack: boolean,
): Html => {
  const money = groups.some(([, { currency }]) => currency !== "")
  return table({
    caption: readBack ? caption : `${caption} (target not read back)`,
    columns: columnsOf(heading, readBack, money),
    rows: groups.map(([name, group]) => rowOf(name, group, readBack, money)),
  })
}

export const isReadBack = ({ target }: FlowTieOut): boolean => target !== undefined

const perCurrency = (groups: ReadonlyArray<Group>) =>
  [...Map.groupBy(groups, ({ currency }) => currency)].sort(([a], [b]) => Order.String(a, b))

const inCurrency = (currency: string): string => (currency === "" ? "" : `, ${currency}`)

/** A table of one dimension for each currency. */
export const byDimension = (flow: FlowTieOut, dimension: "status" | "age"): ReadonlyArray<Html> => {
  const heading = dimension === "status" ? "Status" : "Age"
  return perCurrency(flow.groups[dimension]).map(([currency, groups]) =>
    groupTable(
      `By ${dimension}${inCurrency(currency)}: ${flow.flow}`,
      heading,
      groups.map((group) => [groupName(dimension, group.name), group] as const),
      isReadBack(flow),
    ),
  )
}

const mostDiffering = 1_000
const mostAgreeing = 50

const customerTable = (caption: string, flow: FlowTieOut, groups: ReadonlyArray<Group>, most: number): Html => {
  const weightiest = groups.toSorted(byWeight(({ source }) => source.amount)).slice(0, most)
  const named = weightiest.map((group) => [groupName("customer", group.name), group] as const)
  return markup`${groupTable(caption, "Customer", named, isReadBack(flow))}${more(groups.length, weightiest.length)}`
}

/** Those that differ, and the weightiest of the others. */
export const customers = (flow: FlowTieOut): Html => {
  const tables = perCurrency(flow.groups.customer).flatMap(([currency, groups]) => {
    const [differing, agreeing] = [true, false].map((differing) =>
      groups.filter((group) => differs(sidesOf(group, isReadBack(flow))) === differing),
    )
    const caption = (which: string) => `Customers that ${which}${inCurrency(currency)}: ${flow.flow}`
    return [
      ...(differing!.length > 0 ? [customerTable(caption("differ"), flow, differing!, mostDiffering)] : []),
      ...(agreeing!.length > 0 ? [customerTable(caption("agree"), flow, agreeing!, mostAgreeing)] : []),
    ]
  })
  return tables.length === 0
    ? markup``
    : markup`<h3>By customer</h3>
        ${tables}`
}
