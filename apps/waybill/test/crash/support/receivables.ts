/** Made-up receivables whose sums are known: customers, their invoices, and a payment of each that pays it whole. */
import { euros } from "../../support/invoices.ts"

export const two = (value: number): string => String(value).padStart(2, "0")

export interface Made {
  readonly number: string
  readonly cents: bigint
  readonly index: number
}

/** Amounts run through all cents. */
export const made = (letter: "I" | "P", count: number): ReadonlyArray<Made> =>
  Array.from({ length: count }, (_, index) => ({
    number: `${letter}${String(index + 1).padStart(4, "0")}`,
    cents: BigInt(((index + 1) * 7919) % 1_000_000) + 1n,
    index,
  }))

export const centsOf = (rows: ReadonlyArray<Made>): bigint => rows.reduce((sum, { cents }) => sum + cents, 0n)

export const csv = (header: string, rows: ReadonlyArray<Made>, cells: (row: Made) => string): string =>
  `${header},Amount\n${rows.map((row) => `${cells(row)},${euros(row.cents)}\n`).join("")}`

/** Exact decimal text, as a stand-in writes it, in cents; `undefined` where it is no such amount. */
export const toCents = (text: string): bigint | undefined => {
  const match = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(text)
  if (match === null) return undefined
  const cents = BigInt(`${match[2]}${(match[3] ?? "").padEnd(2, "0")}`)
  return match[1] === "-" ? -cents : cents
}

/** A document of the target: the key that Waybill gave it, and its amount as the target writes it. */
export interface Document {
  readonly key: string
  readonly amount?: string
}

/** Where documents differ from what the source holds, as sentences. */
export const compare = (
  kind: string,
  documents: ReadonlyArray<Document>,
  expected: { readonly records: number; readonly cents?: bigint },
): ReadonlyArray<string> => {
  const twice = documents.length - new Set(documents.map(({ key }) => key)).size
  const cents = documents.reduce((sum, { amount }) => sum + (toCents(amount ?? "0") ?? 0n), 0n)
  return [
    ...(twice === 0 ? [] : [`${kind}: ${twice} are there more than once`]),
    ...(documents.length - twice === expected.records
      ? []
      : [`${kind}: ${documents.length - twice} of ${expected.records} are there`]),
    ...(cents === (expected.cents ?? 0n) ? [] : [`${kind}: ${euros(cents)} instead of ${euros(expected.cents ?? 0n)}`]),
  ]
}
