/** What people would rather look at than read: money by state, and ages at the source against the target. */
import { ages, type FlowTieOut, type Group, type Step, steps } from "../tieOut/TieOut.ts"
import { currenciesOf, grouped, lengths } from "./amounts.ts"
import { type Band, chart, type Chart, type Fill } from "./chart.ts"
import { type Html, markup } from "./html.ts"
import { groupName, stepStanding } from "./words.ts"

const fillOf = { confirmed: "solid", explained: "striped", open: "dotted" } as const

/** The state's own word. */
const word = (step: Step): string => step.charAt(0).toUpperCase() + step.slice(1)

const described = (lines: ReadonlyArray<string>): string => `${lines.join("; ")}.`

const states = steps.filter((step): step is Exclude<Step, "read"> => step !== "read")

/** The states that have any of it. */
const stateBands = (flow: FlowTieOut, currency: string): ReadonlyArray<Band> => {
  const there = states.flatMap((step) => {
    const sum = flow.steps[step]
    const amount = currency === "" ? sum?.records.toString() : sum?.money[currency]
    return amount === undefined ? [] : [{ step, amount }]
  })
  const long = lengths(there.map(({ amount }) => amount))
  return there.map(({ step, amount }, index) => ({
    label: word(step),
    bars: [{ fill: fillOf[stepStanding[step]], length: long[index]!, value: grouped(amount, currency) }],
  }))
}

const stateChart = (flow: FlowTieOut, id: string, currency: string): Chart => {
  const bands = stateBands(flow, currency)
  const of = currency === "" ? "Records" : `Money in ${currency}`
  return {
    id: `${id}-states-${currency}`,
    title: `${of} by state: ${flow.flow}`,
    description: described(bands.map(({ label, bars }) => `${label}: ${bars[0]!.value}`)),
    caption: `${of} by state`,
    legend: [
      ["solid", "confirmed"],
      ["striped", "left out for a reason"],
      ["dotted", "open"],
    ],
    bands,
  }
}

/** A chart for each currency, or of records where there is no money. */
export const stateCharts = (flow: FlowTieOut, id: string): Html => {
  const currencies = currenciesOf(Object.values(flow.steps))
  const charts = (currencies.length === 0 ? [""] : currencies).map((currency) => chart(stateChart(flow, id, currency)))
  return markup`<div class="figures">${charts}</div>`
}

/** The other side of the comparison: what the target says, or else what it acknowledged. */
const otherSide = (group: Group, readBack: boolean): Group["source"] =>
  readBack ? (group.target ?? { records: 0, amount: "0" }) : group.ledger

const ageChart = (flow: FlowTieOut, id: string, currency: string): Chart => {
  const readBack = flow.target !== undefined
  const groups = flow.groups.age
    .filter((group) => group.currency === currency)
    .toSorted((a, b) => placeOf(a) - placeOf(b))
  const [here, there] = [groups.map(({ source }) => source.amount), groups.map((g) => otherSide(g, readBack).amount)]
  const long = lengths([...here, ...there])
  const name = readBack ? "target" : "acknowledged by the target"
  const value = (amount: string) => grouped(amount, currency)
  const fills: readonly [Fill, Fill] = ["solid", "striped"]
  return {
    id: `${id}-ages-${currency}`,
    title: `Ages in ${currency}, source against ${name}: ${flow.flow}`,
    description: described(
      groups.map(
        (group, index) =>
          `${groupName("age", group.name)}: source ${value(here[index]!)}, ${name} ${value(there[index]!)}`,
      ),
    ),
    caption: `Ages in ${currency}, source against ${name}`,
    legend: [
      [fills[0], "source"],
      [fills[1], name],
    ],
    bands: groups.map((group, index) => ({
      label: groupName("age", group.name),
      bars: [
        { fill: fills[0], length: long[index]!, value: value(here[index]!) },
        { fill: fills[1], length: long[groups.length + index]!, value: value(there[index]!) },
      ],
    })),
  }
}

const order: ReadonlyArray<string> = ages
const placeOf = ({ name }: Group): number => order.indexOf(name)

export const ageCharts = (flow: FlowTieOut, id: string): Html => {
  const currencies = [...new Set(flow.groups.age.map(({ currency }) => currency))].sort()
  return markup`<div class="figures">${currencies.map((currency) => chart(ageChart(flow, id, currency)))}</div>`
}
