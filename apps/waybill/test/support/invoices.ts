/** Made-up receivables of any number, with a total that is known exactly. */
import { sandboxConnection } from "./sandbox.ts"

export interface MadeInvoice {
  readonly number: string
  readonly customer: string
  readonly issued: string
  readonly due: string
  /** Cents. */
  readonly cents: bigint
}

export const customersOf = 100

export const customerNumbers = Array.from({ length: customersOf }, (_, index) => `C${String(index).padStart(5, "0")}`)

export const euros = (cents: bigint): string => {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0")
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Amounts run through all cents; every thirteenth is a credit. */
export const madeInvoice = (index: number): MadeInvoice => {
  const cents = BigInt((index * 7919) % 10_000_000) + 1n
  const day = String((index % 28) + 1).padStart(2, "0")
  return {
    number: `INV-${String(index).padStart(7, "0")}`,
    customer: customerNumbers[index % customersOf]!,
    issued: `${day}/10/2026`,
    due: `${day}/11/2026`,
    cents: index % 13 === 0 ? -cents : cents,
  }
}

export const totalOf = (count: number): bigint => {
  let total = 0n
  for (let index = 0; index < count; index++) total += madeInvoice(index).cents
  return total
}

export const customersCsv = (): string =>
  [
    "Customer No,Company,Email",
    ...customerNumbers.map((number) => `${number},"Company ${number}, Ltd",${number}@example.com`),
  ].join("\n")

export const invoicesCsv = (count: number): string => {
  const lines = ["Invoice No,Customer No,Issued,Due,Amount"]
  for (let index = 0; index < count; index++) {
    const { number, customer, issued, due, cents } = madeInvoice(index)
    lines.push(`${number},${customer},${issued},${due},${euros(cents)}`)
  }
  return `${lines.join("\n")}\n`
}

/** The pipeline over these files into PayorCRM. `source` is the connector, `streams` its customers and invoices. */
export const pipelineFile = (connector: "csv" | "excel", customers: string, invoices: string): string => `version: 1
name: arrival
connections:
  files: { connector: ${connector}, directory: ./data }
  collections:
    ${sandboxConnection}
    amountUnit: decimal
    batch: 500
    rateLimit: { perSecond: 1000, inFlight: 4 }
flows:
  customers:
    from: { connection: files, stream: ${JSON.stringify(customers)} }
    to: { connection: collections, stream: customers }
    map:
      number: record["Customer No"]
      name: record.Company
      email: record.Email
  invoices:
    after: [customers]
    from: { connection: files, stream: ${JSON.stringify(invoices)} }
    to: { connection: collections, stream: invoices }
    map:
      number: record["Invoice No"]
      customerNumber: record["Customer No"]
      issueDate: date(record.Issued, "dd/MM/yyyy")
      dueDate: date(record.Due, "dd/MM/yyyy")
      total: money(record.Amount, "EUR")
`
