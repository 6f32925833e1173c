/** Pipelines to rehearse: their targets are addresses that count who calls them, and nobody should. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

import type { Compared } from "../../src/rehearse/Compared.ts"
import type { Rehearsal } from "../../src/rehearse/Rehearsal.ts"
import { here } from "../crash/support/commands.ts"
import type { Folder } from "./cli.ts"

/** What stands where the real target would. */
export interface Untouched {
  readonly origin: string
  readonly calls: () => number
  readonly stop: () => Promise<void>
}

export const untouched = async (): Promise<Untouched> => {
  let calls = 0
  const server = createServer((_, response) => {
    calls += 1
    response.writeHead(500).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    calls: () => calls,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const two = (value: number): string => String(value).padStart(2, "0")

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${row(index)}\n`).join("")

/** Three files: customers, invoices and payments of them, and how their columns become the model. */
export const writeSource = (folder: Folder, count: number, customer = (index: number): string => `C${index % 4}`) => {
  const names = [...new Set(Array.from({ length: count }, (_, index) => customer(index)))]
  folder.write(
    "customers.csv",
    `No,Name,Email\n${names.map((no) => `${no},Company ${no},${no}@example.com\n`).join("")}`,
  )
  folder.write(
    "invoices.csv",
    `No,Customer,Date,Amount\n${rows(count, (index) => `I${two(index)},${customer(index)},2026-10-${two((index % 28) + 1)},${index + 1}.25`)}`,
  )
  folder.write(
    "payments.csv",
    `No,Customer,Date,Invoice,Amount\n${rows(count, (index) => `P${two(index)},${customer(index)},2026-11-01,I${two(index)},${index + 1}.25`)}`,
  )
}

const maps = {
  customers: "{ number: record.No, name: record.Name, email: record.Email }",
  invoices: `
      number: record.No
      customerNumber: record.Customer
      issueDate: date(record.Date, "yyyy-MM-dd")
      dueDate: date(record.Date, "yyyy-MM-dd")
      postingDate: date(record.Date, "yyyy-MM-dd")
      total: money(record.Amount, "EUR")
      tax: money("0", "EUR")`,
  payments: `
      number: record.No
      customerNumber: record.Customer
      receivedDate: date(record.Date, "yyyy-MM-dd")
      amount: money(record.Amount, "EUR")
      reference: record.Invoice
      allocations: [{ invoiceNumber: record.Invoice }]`,
}
type Stream = keyof typeof maps

/** @param extras more lines of a flow */
export const pipelineOf = (
  connection: string,
  streams: ReadonlyArray<Stream>,
  extras: Partial<Record<Stream, string>> = {},
  to: (stream: Stream) => string = (stream) => stream,
): string => `version: 1
name: rehearsed
connections:
  files: { connector: csv, directory: . }
  target:
    ${connection.trim().replaceAll("\n", "\n    ")}
flows:
${streams
  .map(
    (stream, index) => `  ${stream}:
    after: [${streams.slice(0, index).join(", ")}]
    from: { connection: files, stream: ${stream}.csv }
    to: { connection: target, stream: ${to(stream)} }
    ${extras[stream] ?? ""}
    map: ${maps[stream]}
`,
  )
  .join("")}`

export const crmcomAt = (baseUrl: string): string => `connector: crmcom
baseUrl: ${baseUrl}
webApiKey: \${REHEARSED_KEY}
release: R13.0.0
currency: EUR
invoiceType: { name: Rechnung }
product: { code: LEISTUNG }
paymentType: { name: Zahlung }
paymentMethod: { name: Scheck }
invoicesBy: back_office_code
rateLimit: { perSecond: 4, perDay: 20, inFlight: 2 }`

export interface Ran<A> {
  readonly code: number | null
  readonly said: A
}

const ranIn = async <A>({ path }: Folder, args: ReadonlyArray<string>): Promise<Ran<A>> => {
  const { code, stdout } = await here(path, ...args)
  return { code, said: JSON.parse(stdout) as A }
}

export const rehearse = (folder: Folder, ...args: ReadonlyArray<string>): Promise<Ran<Rehearsal>> =>
  ranIn(folder, ["rehearse", ...args])
export const compare = (folder: Folder): Promise<Ran<Compared>> => ranIn(folder, ["rehearse", "--compare"])
