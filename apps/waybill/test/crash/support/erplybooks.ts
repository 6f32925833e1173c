/** ERPLY Books: a second copy of a customer or a payment is accepted there, so only asking first keeps it out. */
import { startErplyBooks } from "../../support/erplybooks.ts"
import { centsOf, compare, csv, type Document, made, two } from "./receivables.ts"
import type { Asked, Target } from "./target.ts"

const customers = 3

const pipeline = ({ inFlight = 2, timeout = 10, visibleAfter = 0, connection = [] }: Asked) => `version: 1
name: crash
connections:
  files: { connector: csv, directory: . }
  target:
    connector: erplybooks
    baseUrl: \${ERPLYBOOKS_URL}
    token: \${ERPLYBOOKS_TOKEN}
    usePartnerApi: true
    article: Service
    paymentAccount: "1020"
    timeout: ${timeout}
    visibleAfter: ${visibleAfter}
    rateLimit: { perSecond: 1000, inFlight: ${inFlight} }
${connection.map((line) => `    ${line}\n`).join("")}flows:
  customers:
    from: { connection: files, stream: customers.csv }
    to: { connection: target, stream: customers }
    map: { number: record.No, name: record.Name }
  invoices:
    after: [customers]
    from: { connection: files, stream: invoices.csv }
    to: { connection: target, stream: invoices }
    map:
      number: record.No
      customerNumber: record.Customer
      issueDate: date(record.Issued, "yyyy-MM-dd")
      total: money(record.Amount, "EUR")
      tax: money("0", "EUR")
  payments:
    after: [invoices]
    from: { connection: files, stream: payments.csv }
    to: { connection: target, stream: payments }
    map:
      number: record.No
      customerNumber: record.Customer
      receivedDate: date(record.Received, "yyyy-MM-dd")
      amount: money(record.Amount, "EUR")
      allocations: [{ invoiceNumber: record.Invoice }]
`

/** How a kind of record is kept over there: the field with Waybill's id, and the amount's. */
const fields = {
  customers: ["partnerCustomerId", undefined],
  invoices: ["partnerDocumentId", "sumWithVat"],
  payments: ["archivingId", "sumPaid"],
} as const

const customer = (index: number): string => `K${(index % customers) + 1}`

const day = (index: number): string => `2026-03-${two((index % 28) + 1)}`

const expect = (records: number) => ({
  customers: { records: customers },
  invoices: { records, cents: centsOf(made("I", records)) },
  payments: { records, cents: centsOf(made("P", records)) },
})

const files = (records: number) => {
  const invoices = made("I", records)
  return {
    "customers.csv": `No,Name\n${Array.from({ length: customers }, (_, index) => `K${index + 1},Customer ${index + 1}\n`).join("")}`,
    "invoices.csv": csv(
      "No,Customer,Issued",
      invoices,
      ({ number, index }) => `${number},${customer(index)},${day(index)}`,
    ),
    "payments.csv": csv(
      "No,Customer,Invoice,Received",
      made("P", records),
      ({ number, index }) => `${number},${customer(index)},${invoices[index]!.number},${day(index)}`,
    ),
  }
}

export const erplybooks = async (asked: Asked): Promise<Target> => {
  const { sandbox, env, stop } = await startErplyBooks({
    customers: 0,
    invoicesPerCustomer: 0,
    paymentsPerInvoice: 0,
    faults: asked.faults ?? [],
    seed: asked.seed ?? 1,
    visibleAfterMillis: asked.showsAfter ?? 0,
  })
  const texts = { customers: sandbox.customerTexts, invoices: sandbox.invoiceTexts, payments: sandbox.paymentTexts }
  const expected = expect(asked.records)
  const documents = (kind: keyof typeof fields): ReadonlyArray<Document> => {
    const [key, amount] = fields[kind]
    return [...texts[kind](100_000)].map((text) => {
      const row: Record<string, unknown> = JSON.parse(text)
      return { key: String(row[key]), ...(amount === undefined ? {} : { amount: String(row[amount]) }) }
    })
  }
  const created = () => Object.values(sandbox.state().created).reduce((sum, count) => sum + count, 0)
  const differences = (): ReadonlyArray<string> => [
    ...(["customers", "invoices", "payments"] as const).flatMap((kind) =>
      compare(kind, documents(kind), expected[kind]),
    ),
    ...Object.values(sandbox.state().invoices.sumLeftToPay).flatMap((left) =>
      left === "0" ? [] : [`${left} of the invoices is not paid`],
    ),
  ]
  return {
    env,
    pipeline: pipeline(asked),
    files: files(asked.records),
    expected,
    requests: () => Object.values(sandbox.calls()).reduce((sum, count) => sum + count, 0),
    made: created,
    landed: () => ({ posted: created(), drafts: 0 }),
    differences,
    setFaults: (faults) => sandbox.setFaults({ ...faults, faults: [...faults.faults] }),
    stop,
  }
}
