/** Tables for people: plain text, aligned, numbers to the right. */
import Table from "cli-table3"

const plain = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
}

const isNumber = (text: string): boolean => /^-?[\d.,]+$|^$|^·$/.test(text)

/** A table with one line for each row; a column of nothing but numbers is aligned to the right. */
export const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string | number>>): string => {
  const text = rows.map((row) => row.map(String))
  const colAligns = head.map((_, column) => (text.every((row) => isNumber(row[column] ?? "")) ? "right" : "left"))
  const made = new Table({
    chars: plain,
    head: [...head],
    colAligns,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  })
  for (const row of text) made.push(row)
  return made
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
}

/** Exact decimal text with groups of three before the point: `1,234,567.80`. Works on the text, never on a number. */
export const money = (text: string): string => {
  const [whole = text, fraction] = text.split(".")
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction === undefined ? "" : `.${fraction}`}`
}

/** Counts in groups of three: `1,234,567`. The language's own way loads a table of locales first: 10 ms. */
export const count = (value: number): string => money(String(value))

/** `1 row`, `1,234 rows`. */
export const counted = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? "" : "s"}`

/** Amounts by currency, as {@link money} writes them: `1,234.50 EUR, 20.00 GBP`. */
export const amounts = (byCurrency: Readonly<Record<string, string>>): string =>
  Object.entries(byCurrency)
    .map(([currency, amount]) => `${money(amount)} ${currency}`)
    .join(", ")
