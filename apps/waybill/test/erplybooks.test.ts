/** ERPLY Books from the command line, against its stand-in: the examples, and answers that never come. */
import { cpSync, existsSync } from "node:fs"
import { join } from "node:path"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { type Ended, Folder } from "./support/cli.ts"
import { type RunningCrmCom, startCrmCom } from "./support/crmcom.ts"
import { type RunningErplyBooks, startErplyBooks } from "./support/erplybooks.ts"
import { waybillHere } from "./support/here.ts"

const examples = join(import.meta.dirname, "../../../examples")

describe("ERPLY Books from the command line", () => {
  let folder: Folder
  let crm: RunningCrmCom
  let books: RunningErplyBooks
  beforeEach(async () => {
    folder = new Folder()
    crm = await startCrmCom()
    books = await startErplyBooks()
  })
  afterEach(async () => {
    await crm.stop()
    await books.stop()
    folder.remove()
  })

  const waybill = (...args: ReadonlyArray<string>): Promise<Ended> =>
    waybillHere(folder.path, { ...crm.env, ...books.env })(...args)
  const json = async (...args: ReadonlyArray<string>) => {
    const { code, stdout, stderr } = await waybill(...args, "--json")
    assert.strictEqual(code, 0, `${args.join(" ")}: ${stderr}${stdout}`)
    return JSON.parse(stdout)
  }
  const open = (example: string): void => cpSync(join(examples, example), folder.path, { recursive: true })
  const invoice = (number: string) =>
    [...books.sandbox.invoiceTexts(1000)].map((text) => JSON.parse(text)).find((one) => one.number === number)

  it("csv-to-erplybooks: payments are entered against their invoices, once", async () => {
    open("csv-to-erplybooks")
    const { flows } = await json("run")
    assert.deepInclude(flows.payments, { read: 4, confirmed: 4, created: 4 })
    assert.deepStrictEqual(books.written("payments"), { records: 4, money: "1600.24" })
    assert.deepStrictEqual(
      ["2026-0002", "2026-0003", "2026-0006"].map((number) => invoice(number).sumLeftToPay),
      [0, 0, 0],
    )
    const second = await json("run")
    assert.deepInclude(second.flows.payments, { unchanged: 4, confirmed: 0 })
    assert.strictEqual(books.sandbox.state().created.payments, 4)
  })

  it("a payment whose invoice is not there waits, and goes out by itself when it is", async () => {
    open("csv-to-erplybooks")
    folder.write(
      "data/payments.csv",
      "Payment No,Customer,Invoice,Received,Amount,Method\nPAY-1,C0001,2026-0016,02/11/2026,10.00,Bank\n",
    )
    const first = await waybill("run", "--json")
    assert.strictEqual(first.code, 4, first.stderr + first.stdout)
    assert.deepInclude(JSON.parse(first.stdout).flows.payments, { read: 1, held: 1, confirmed: 0 })
    books.sandbox.seed({ customers: 1, invoicesPerCustomer: 1, paymentsPerInvoice: 0 })
    assert.strictEqual(invoice("2026-0016").customerName, "Customer 6 OÜ")
    folder.write(
      "data/payments.csv",
      "Payment No,Customer,Invoice,Received,Amount,Method\nPAY-1,C0006,2026-0016,02/11/2026,10.00,Bank\n",
    )
    const second = await json("run")
    assert.deepInclude(second.flows.payments, { read: 1, held: 0, confirmed: 1 })
  })

  it("erplybooks-to-excel: the payments of a year are in the workbook, and a second run writes nothing", async () => {
    open("erplybooks-to-excel")
    const { flows } = await json("run")
    assert.deepInclude(flows.payments, { read: 10, confirmed: 10 })
    assert.strictEqual(flows.payments.money.EUR.confirmed, "11065.96")
    assert.isTrue(existsSync(join(folder.path, "out/payments.xlsx")))
    const second = await json("run")
    assert.deepInclude(second.flows.payments, { unchanged: 10, confirmed: 0 })
  })

  it("erplybooks-to-crmcom: payments entered in ERPLY Books reach CRM.COM", async () => {
    open("erplybooks-to-crmcom")
    const { flows } = await json("run")
    assert.deepInclude(flows.payments, { read: 10, confirmed: 10 })
    assert.deepStrictEqual(crm.written("payments"), { records: 10, money: "11065.96" })
    const second = await json("run")
    assert.deepInclude(second.flows.payments, { unchanged: 10, confirmed: 0 })
    assert.strictEqual(crm.sandbox.state().created.payments, 10)
  })

  it("crmcom-to-erplybooks: payments of CRM.COM are entered, their invoices found by number", async () => {
    open("crmcom-to-erplybooks")
    const { flows } = await json("run")
    assert.deepInclude(flows.payments, { read: 5, confirmed: 5 })
    assert.deepStrictEqual(books.written("payments"), { records: 5, money: "5117.90" })
    assert.strictEqual(invoice("2026-0006").sumLeftToPay, 17.6)
    const second = await json("run")
    assert.deepInclude(second.flows.payments, { unchanged: 5, confirmed: 0 })
    assert.strictEqual(books.sandbox.state().created.payments, 5)
  })

  it("a whole ledger in one file: customers, their invoices and payments, each named by the id it was given", async () => {
    folder.write(
      "waybill.yaml",
      `version: 1
name: ledger
connections:
  files: { connector: csv, directory: . }
  books:
    connector: erplybooks
    baseUrl: \${ERPLYBOOKS_URL}
    token: \${ERPLYBOOKS_TOKEN}
    usePartnerApi: true
    article: Service
    paymentAccount: "1020"
    rateLimit: { perSecond: 1000 }
flows:
  customers:
    from: { connection: files, stream: customers.csv }
    to: { connection: books, stream: customers }
    map: { number: record.No, name: record.Name }
  invoices:
    after: [customers]
    from: { connection: files, stream: invoices.csv }
    to: { connection: books, stream: invoices }
    map:
      number: record.No
      customerNumber: record.Customer
      issueDate: date(record.Issued, "yyyy-MM-dd")
      total: money(record.Amount, "EUR")
      tax: money("0", "EUR")
  payments:
    after: [invoices]
    from: { connection: files, stream: payments.csv }
    to: { connection: books, stream: payments }
    map:
      number: record.No
      customerNumber: record.Customer
      receivedDate: date(record.Received, "yyyy-MM-dd")
      amount: money(record.Amount, "EUR")
      allocations: [{ invoiceNumber: record.Invoice }]
`,
    )
    folder.write("customers.csv", "No,Name\nK-1,One\nK-2,Two\n")
    folder.write("invoices.csv", "No,Customer,Issued,Amount\nR-1,K-1,2026-03-01,100.10\nR-2,K-2,2026-03-02,0.20\n")
    folder.write(
      "payments.csv",
      "No,Customer,Invoice,Received,Amount\nP-1,K-1,R-1,2026-03-03,60.00\nP-2,K-1,R-1,2026-03-04,40.10\nP-3,K-2,R-2,2026-03-05,0.20\n",
    )
    const { flows } = await json("run")
    assert.deepInclude(flows.customers, { confirmed: 2 })
    assert.deepInclude(flows.invoices, { confirmed: 2 })
    assert.deepInclude(flows.payments, { confirmed: 3, held: 0 })
    assert.deepStrictEqual(
      ["R-1", "R-2"].map((number) => [invoice(number).sumWithVat, invoice(number).sumLeftToPay]),
      [
        [100.1, 0],
        [0.2, 0],
      ],
    )
    const { calls } = books.sandbox.state()
    const again = await json("run")
    for (const flow of Object.values<any>(again.flows)) assert.strictEqual(flow.unchanged, flow.read)
    assert.deepStrictEqual(books.sandbox.state().calls, calls, "a second run asks nothing")
  })

  for (const fault of ["cut-after", "error-after"] as const) {
    it(`a create whose answer never came (${fault}) is found by its id, not made again`, async () => {
      open("csv-to-erplybooks")
      books.sandbox.setFaults({ faults: [{ fault, rate: 0.6, calls: ["POST payments"] }], seed: 3 })
      const first = await waybill("run", "--json")
      assert.strictEqual(JSON.parse(first.stdout).flows.payments.refused, 0)
      assert.isAbove(books.sandbox.state().calls["GET payments"] ?? 0, 0, "some answers were lost, and asked for")
      books.sandbox.setFaults({ faults: [] })
      const second = await json("run")
      assert.strictEqual(second.flows.payments.confirmed + second.flows.payments.unchanged, 4)
      assert.deepStrictEqual(books.written("payments"), { records: 4, money: "1600.24" })
    })
  }
})
