import { join } from "node:path"

import { NodeServices } from "@effect/platform-node"
import { writeWorkbook } from "@waybill/connector-excel"
import { Dates } from "@waybill/model"
import { BigDecimal, Effect, Result } from "effect"
import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { Folder, waybillIn } from "./support/cli.ts"
import {
  customersCsv,
  customersOf,
  euros,
  invoicesCsv,
  madeInvoice,
  pipelineFile,
  totalOf,
} from "./support/invoices.ts"
import { type RunningSandbox, startSandbox } from "./support/sandbox.ts"

/** What ten thousand take, a hundred thousand take the same way: one of the two shows it. */
const ofCsv = 100_000
const ofExcel = 20_000

const parseDate = Result.getOrThrow(Dates.compile("dd/MM/yyyy"))

/** The same data as the CSV files, as typed cells; `extra` cents on the first invoice. */
const writeBook = (folder: Folder, many: number, extra: bigint): Promise<void> => {
  const [head, ...customers] = customersCsv()
    .split("\n")
    .map((line) => line.match(/"[^"]*"|[^,]+/g)!.map((cell) => cell.replaceAll('"', "")))
  const invoices = Array.from({ length: many }, (_, index) => {
    const { number, customer, issued, due, cents } = madeInvoice(index)
    const amount = BigDecimal.make(index === 0 ? cents + extra : cents, 2)
    return [number, customer, parseDate(issued)!, parseDate(due)!, amount]
  })
  const sheets = [
    { name: "Customers", header: head!, rows: customers },
    { name: "Invoices", header: ["Invoice No", "Customer No", "Issued", "Due", "Amount"], rows: invoices },
  ]
  const path = join(folder.path, "data/book.xlsx")
  return Effect.runPromise(writeWorkbook(path, sheets).pipe(Effect.provide(NodeServices.layer)))
}

const told = (many: number): string => many.toLocaleString("en-US")

describe("many invoices arrive exactly once, to the cent, counted by the stand-in", () => {
  let folder: Folder
  let sandbox: RunningSandbox
  beforeEach(async () => {
    folder = new Folder()
    sandbox = await startSandbox()
  })
  afterEach(async () => {
    await sandbox.stop()
    folder.remove()
  })

  const run = async () => {
    const ended = await waybillIn(folder.path, sandbox.env)("run", "--json")
    assert.strictEqual(ended.code, 0, ended.stderr + ended.stdout)
    return JSON.parse(ended.stdout).flows
  }

  const assertAllThere = (many: number, total: bigint): void => {
    const state = sandbox.state()
    assert.strictEqual(state.customers, customersOf)
    assert.strictEqual(state.invoices, many)
    assert.strictEqual(state.duplicates, 0)
    assert.deepStrictEqual(state.amounts, { EUR: euros(total) })
    const copies = sandbox.copies()
    assert.strictEqual(copies.size, many)
    for (let index = 0; index < many; index++) {
      const { customer, number } = madeInvoice(index)
      assert.strictEqual(copies.get(`${customer}/${number}`), 1)
    }
  }

  /** First load, unchanged, one changed line. `change` alters the first invoice's amount by a cent. */
  const deliverTwiceAndChange = async (many: number, change: () => Promise<void>): Promise<void> => {
    const first = await run()
    assert.deepInclude(first.invoices, { read: many, confirmed: many, created: many })
    assert.strictEqual(first.invoices.money.EUR.confirmed, euros(totalOf(many)))
    assertAllThere(many, totalOf(many))
    const { requests } = sandbox.state()
    const second = await run()
    assert.deepInclude(second.invoices, { read: many, unchanged: many, confirmed: 0 })
    assert.strictEqual(sandbox.state().requests, requests)
    await change()
    const third = await run()
    assert.deepInclude(third.invoices, { read: many, unchanged: many - 1, confirmed: 1, updated: 1 })
    assert.strictEqual(sandbox.state().requests, requests + 1)
    assert.strictEqual(sandbox.state().updated, 1)
    assertAllThere(many, totalOf(many) + 1n)
  }

  it(`${told(ofCsv)} from CSV; the second run sends none; one changed line sends one`, async () => {
    folder.write("waybill.yaml", pipelineFile("csv", "customers.csv", "invoices.csv"))
    folder.write("data/customers.csv", customersCsv())
    const text = invoicesCsv(ofCsv)
    folder.write("data/invoices.csv", text)
    await deliverTwiceAndChange(ofCsv, async () => {
      const { cents } = madeInvoice(0)
      folder.write("data/invoices.csv", text.replace(`,${euros(cents)}\n`, `,${euros(cents + 1n)}\n`))
    })
  }, 240_000)

  it(`${told(ofExcel)} from Excel; the second run sends none; one changed line sends one`, async () => {
    folder.write("waybill.yaml", pipelineFile("excel", "book.xlsx#Customers", "book.xlsx#Invoices"))
    folder.write("data/.keep", "")
    await writeBook(folder, ofExcel, 0n)
    await deliverTwiceAndChange(ofExcel, () => writeBook(folder, ofExcel, 1n))
  }, 240_000)
})
