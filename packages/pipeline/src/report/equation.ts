/** The way from what was read to what the target holds, as a calculation that can be followed with a finger. */
import { type FlowTieOut, type Step, steps, type Sum } from "../tieOut/TieOut.ts"
import { count, currenciesOf, grouped, plus, sameSum } from "./amounts.ts"
import { type Html, markup } from "./html.ts"
import { type Row, table } from "./table.ts"
import { stepNames } from "./words.ts"

interface Line {
  readonly sign: string
  readonly name: string
  readonly sum: Sum
  readonly tone?: Row["tone"]
}

const nothing: Sum = { records: 0, money: {} }

/** What is taken off on the way; what is gone was never read. */
const onTheWay = steps.filter(
  (step): step is Exclude<Step, "read" | "confirmed" | "gone"> =>
    step !== "read" && step !== "confirmed" && step !== "gone",
)

/** A result; said to differ where the calculation does not give it. */
const result = (name: string, sum: Sum, expected: Sum): Line =>
  sameSum(sum, expected)
    ? { sign: "=", name, sum, tone: "total" }
    : { sign: "≠", name: `${name}: differs`, sum, tone: "differs" }

const targetLines = ({ ledger, target, drafts, others, lookedAt }: FlowTieOut): ReadonlyArray<Line> => {
  if (target === undefined) return []
  const name = lookedAt === "shown" ? "Held by the target, of those asked for" : "Held by the target"
  return [
    result(name, target, ledger),
    ...(drafts === undefined || drafts.records === 0
      ? []
      : [{ sign: "", name: "of which drafts, which do not count yet", sum: drafts, tone: "part" } as const]),
    ...(others === undefined || others.records === 0
      ? []
      : [{ sign: "", name: "Besides, and not of this pipeline", sum: others, tone: "part" } as const]),
  ]
}

const linesOf = (flow: FlowTieOut): ReadonlyArray<Line> => {
  const read = flow.steps.read ?? nothing
  const confirmed = flow.steps.confirmed ?? nothing
  const off = onTheWay.flatMap((step) => {
    const sum = flow.steps[step]
    return sum === undefined ? [] : [{ sign: "−", name: stepNames[step], sum }]
  })
  const left = off.reduce((sum, line) => plus(sum, line.sum, -1), read)
  const since = plus(flow.ledger, confirmed, -1)
  const hasSince = !sameSum(since, nothing) || flow.steps.gone !== undefined || flow.steps.changed !== undefined
  return [
    { sign: "", name: stepNames.read, sum: read },
    ...off,
    result(stepNames.confirmed, confirmed, left),
    ...(hasSince
      ? [
          { sign: "+", name: "Delivered, and changed at the source or gone from it since", sum: since },
          result("Confirmed, by the ledger", flow.ledger, plus(confirmed, since, 1)),
        ]
      : []),
    ...targetLines(flow),
  ]
}

/** So many currencies stand side by side on paper. */
const abreast = 3

const chunked = (currencies: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> => {
  const chunks = Array.from({ length: Math.ceil(currencies.length / abreast) }, (_, index) =>
    currencies.slice(index * abreast, (index + 1) * abreast),
  )
  return chunks.length === 0 ? [[]] : chunks
}

const row = ({ sign, name, sum, tone }: Line, currencies: ReadonlyArray<string>): Row => ({
  cells: [
    markup`<span class="step"><span class="sign">${sign}</span>${name}</span>`,
    count(sum.records),
    ...currencies.map((currency) => grouped(sum.money[currency] ?? "0", currency)),
  ],
  tone,
})

/** Records and money, a column for each currency. */
export const equation = (flow: FlowTieOut): Html => {
  const lines = linesOf(flow)
  const currencies = currenciesOf([...Object.values(flow.steps), flow.ledger, flow.target, flow.others])
  const tables = chunked(currencies).map((some, index) =>
    table({
      isHeaded: index === 0,
      caption: `From source to target: ${flow.flow}${index === 0 ? "" : `, ${some.join(", ")}`}`,
      columns: [
        { heading: "Step" },
        { heading: "Records", number: true },
        ...some.map((currency) => ({ heading: currency, number: true })),
      ],
      rows: lines.map((line) => row(line, some)),
    }),
  )
  return markup`${tables}`
}
