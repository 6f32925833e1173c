/**
 * Invoices of 31 columns, made by their number alone: the same file for every program, and known sums without reading it.
 *
 * An eighth of the texts hold commas, one in forty a line break, one in forty a quote, and some names are not ASCII.
 */
import { closeSync, openSync, writeSync } from "node:fs"

const columns = [
  "Invoice No", "Customer No", "Customer Name", "Company Code", "Profit Center", "Document No", "Posted", "Due", "Issued",
  "Terms", "Type", "Posting Key", "D/C", "Reference", "Reference 2", "Sold To", "Status", "Amount", "Local Amount",
  "Balance", "Currency", "Reason Code", "Reason", "Fiscal Year", "Period", "Text", "Line Item", "Reference Doc",
  "Street", "Postcode", "City",
] as const // prettier-ignore

const names = [
  "Müller & Söhne GmbH",
  "Acme Trading Ltd",
  "Łódź Logistyka sp. z o.o.",
  "Northwind Foods",
  "Contoso",
  "Fabrikam, Inc.",
]
const cities = ["Tallinn", "Kraków", "Nicosia", "London", "São Paulo", "Berlin"]
const statuses = ["open", "partly paid", "overdue"]

/** How many customers the invoices belong to. */
export const customerCount = 500

/** Cents of an invoice: never a fraction of one, and different enough to tell which one is missing. */
export const centsOf = (index: number): number => ((index * 7919) % 9_999_999) + 1

export const totalCents = (rows: number): bigint => {
  let sum = 0n
  for (let index = 0; index < rows; index++) sum += BigInt(centsOf(index))
  return sum
}

const money = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`
const two = (value: number): string => String(value).padStart(2, "0")
const day = (index: number, month: number): string => `${two((index % 28) + 1)}/${two(month)}/2026`
const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const textOf = (index: number): string => {
  if (index % 40 === 7) return `delivered in two parts\nsecond part ${index}`
  if (index % 40 === 23) return `12" monitor, batch ${index}`
  return index % 8 === 1 ? `goods, freight and handling ${index}` : `goods as ordered ${index}`
}

/** Eight digits, by which the receiver tells records apart. */
export const numberOf = (index: number): string => String(index).padStart(8, "0")

/** What belongs to one invoice alone, in the order of the columns. */
const valuesOf = (index: number): ReadonlyArray<string> => {
  const amount = money(centsOf(index))
  return [
    `INV-${numberOf(index)}`, `C${index % customerCount}`, names[index % names.length]!, `CC${index % 7}`, `PC-${index % 90}`,
    `DOC${numberOf(index)}`, day(index, 10), day(index + 3, 11), day(index, 10), `NET${(index % 4) * 15}`, "RV", "01", "S",
    `PO ${index % 10_000}`, `R2-${index % 300}`, `C${index % customerCount}`, statuses[index % statuses.length]!, amount, amount,
    amount, "EUR", "", index % 9 === 0 ? "price agreed" : "", "2026", two((index % 12) + 1), textOf(index),
    String((index % 9) + 1), "", `${(index % 200) + 1} High Street`, String(10_000 + (index % 80_000)),
    cities[index % cities.length]!,
  ] // prettier-ignore
}

export const rowOf = (index: number): string => valuesOf(index).map(quoted).join(",")

const blockRows = 5_000

/** Writes a file of `rows` invoices behind a header. */
export const writeInvoices = (path: string, rows: number): void => {
  const file = openSync(path, "w")
  writeSync(file, `${columns.map(quoted).join(",")}\n`)
  for (let start = 0; start < rows; start += blockRows) {
    const length = Math.min(blockRows, rows - start)
    writeSync(file, `${Array.from({ length }, (_, index) => rowOf(start + index)).join("\n")}\n`)
  }
  closeSync(file)
}

/** Writes the customers that the invoices belong to. */
export const writeCustomers = (path: string): void => {
  const file = openSync(path, "w")
  const rows = Array.from({ length: customerCount }, (_, index) => `C${index},c${index}@example.com`)
  writeSync(file, `No,Email\n${rows.join("\n")}\n`)
  closeSync(file)
}
