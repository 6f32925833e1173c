/**
 * Writes the example's data: 200 customers and 5,000 invoices, 300 of them with one of six mistakes, the same ones each time.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const customers = 200
const invoices = 5000
/** Each mistake stands in so many invoices. */
const each = 50

const two = (value: number): string => String(value).padStart(2, "0")
const customerNumber = (index: number): string => String(100 + (index % customers)).padStart(5, "0")
const cents = (index: number): number => 1000 + ((index * 7919) % 900_000)
const amount = (index: number): string => `${Math.floor(cents(index) / 100)}.${two(cents(index) % 100)}`

interface Invoice {
  number: string
  issued: string
  amount: string
  currency: string
  /** A value too much at the end of the line. */
  more: string
}

/** What is wrong, and what the finance team makes of it: see edit.ts. */
const mistakes: ReadonlyArray<(index: number) => Partial<Invoice>> = [
  () => ({ issued: "31/09/2026" }),
  (index) => ({ amount: `${Math.floor(cents(index) / 100)},${two(cents(index) % 100)}` }),
  () => ({ currency: "EURO" }),
  () => ({ number: "" }),
  () => ({ more: ",checked" }),
  (index) => ({ number: `F-${10_000 + index - 1}` }),
]

const invoice = (index: number): Invoice => {
  const right: Invoice = {
    number: `F-${10_000 + index}`,
    issued: `${two(1 + (index % 28))}/09/2026`,
    amount: amount(index),
    currency: "EUR",
    more: "",
  }
  // Every 16th invoice has a mistake, one kind after the other, as long as there are some left.
  const nth = Math.floor(index / 16)
  const isWrong = index % 16 === 5 && nth < each * mistakes.length
  return isWrong ? { ...right, ...mistakes[nth % mistakes.length]?.(index) } : right
}

/** What all invoices add up to once they are right: euros and cents. */
export const total = (): string => {
  const sum = Array.from({ length: invoices }, (_, index) => cents(index)).reduce((a, b) => a + b, 0)
  return `${Math.floor(sum / 100)}.${two(sum % 100)}`
}

export const writeData = (folder: string): void => {
  mkdirSync(join(folder, "data"), { recursive: true })
  const customerLines = Array.from({ length: customers }, (_, index) => {
    const number = customerNumber(index)
    return `${number},Customer ${number} OÜ,Mari,Tamm,office@customer-${number}.example,+372 000 ${number},active,Sadama ${index + 1},Tallinn,10111,EE`
  })
  const invoiceLines = Array.from({ length: invoices }, (_, index) => {
    const { number, issued, amount, currency, more } = invoice(index)
    return `${number},${customerNumber(index)},${issued},31/10/2026,${quoted(amount)},0.00,${currency},NET30,${more}`
  })
  const write = (name: string, header: string, lines: ReadonlyArray<string>) =>
    writeFileSync(join(folder, "data", name), `${[header, ...lines].join("\n")}\n`)
  write(
    "customers.csv",
    "Customer No,Company,First Name,Last Name,Email,Phone,Status,Street,City,Postcode,Country",
    customerLines,
  )
  write("invoices.csv", "Invoice No,Customer No,Issued,Due,Amount,Open,Currency,Terms,Reference", invoiceLines)
}

const quoted = (text: string): string => (text.includes(",") ? `"${text}"` : text)
