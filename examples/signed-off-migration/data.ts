/**
 * Writes the example's data, the same each time: 40 customers, 300 invoices of which 250 are open, and 75 payments on account. The
 * due dates run from May 2026 to January 2027, so that every age occurs in November.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const customers = 40
const invoices = 300
const payments = 75

const two = (value: number): string => String(value).padStart(2, "0")
const euros = (cents: number): string => `${Math.floor(cents / 100)}.${two(cents % 100)}`

export const accountNumber = (index: number): string => `K${String(1000 + (index % customers))}`

/** The accounts that CRM.COM has. */
export const accounts = Array.from({ length: customers }, (_, index) => ({
  number: accountNumber(index),
  name: `Customer ${accountNumber(index)} Ltd`,
}))

/** Every sixth is paid. */
const isOpen = (index: number): boolean => index % 6 !== 5
const invoiceCents = (index: number): number => 1000 + ((index * 7919) % 900_000)
const paymentCents = (index: number): number => 500 + ((index * 104_729) % 200_000)

const dayIn = (index: number, from: number): string => {
  const month = from + (index % 9)
  return `${two(1 + (index % 28))}/${two(((month - 1) % 12) + 1)}/${month > 12 ? 2027 : 2026}`
}

const sum = (amounts: ReadonlyArray<number>): string => euros(amounts.reduce((a, b) => a + b, 0))
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

/** What the open invoices and the payments add up to. */
export const totals = () => ({
  invoices: sum(numbers(invoices).filter(isOpen).map(invoiceCents)),
  payments: sum(numbers(payments).map(paymentCents)),
})

const invoiceLine = (index: number): string =>
  [
    `R-${20_000 + index}`,
    accountNumber(index),
    dayIn(index, 4),
    dayIn(index, 5),
    euros(invoiceCents(index)),
    isOpen(index) ? "open" : "paid",
  ].join(",")

const paymentLine = (index: number): string =>
  [`Z-${3000 + index}`, accountNumber(index * 7), `${two(1 + (index % 28))}/10/2026`, euros(paymentCents(index))].join(
    ",",
  )

const lines = (header: string, rows: ReadonlyArray<string>): string => `${[header, ...rows].join("\n")}\n`

export const writeData = (folder: string): void => {
  const data = join(folder, "data")
  mkdirSync(data, { recursive: true })
  const names = accounts.map(({ number, name }) => `${number},"${name}"`)
  writeFileSync(join(data, "customers.csv"), lines("Account,Name", names))
  const header = "Invoice No,Account,Issued,Due,Amount,Status"
  writeFileSync(join(data, "invoices.csv"), lines(header, numbers(invoices).map(invoiceLine)))
  writeFileSync(
    join(data, "payments.csv"),
    lines("Receipt No,Account,Received,Amount", numbers(payments).map(paymentLine)),
  )
}
