/** `read: incremental`: a nightly run asks for what is new, and comes to the same end as one that reads everything. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { Folder, start } from "./support/cli.ts"
import { startErplyBooks } from "./support/erplybooks.ts"
import { waybillHere } from "./support/here.ts"

const linesOf = (folder: Folder, file: string): ReadonlyArray<string> =>
  readFileSync(join(folder.path, file), "utf8").trim().split("\n").slice(1).sort()

const until = async (done: () => boolean): Promise<void> => {
  for (let step = 0; step < 6000 && !done(); step++) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.isTrue(done())
}

describe("read: incremental", () => {
  let folder: Folder
  beforeEach(() => void (folder = new Folder()))
  afterEach(() => folder.remove())

  it("CSV: a new file of the pattern is read alone; a file that has changed brings everything back", async () => {
    folder.write(
      "waybill.yaml",
      `version: 1
name: nightly
connections:
  files: { connector: csv, directory: . }
flows:
  customers:
    entity: customer
    from: { connection: files, stream: "in-*.csv", read: incremental }
    to: { connection: files, stream: out.csv }
    map: { number: record.No, name: record.Name }
`,
    )
    const waybill = waybillHere(folder.path)
    const run = async (...args: ReadonlyArray<string>) => {
      const { code, stdout } = await waybill("run", "--json", ...args)
      assert.strictEqual(code, 0, stdout)
      return JSON.parse(stdout).flows.customers
    }
    folder.write("in-1.csv", "No,Name\nC1,One\nC2,Two\n")
    assert.deepInclude(await run(), { read: 2, confirmed: 2 })
    folder.write("in-2.csv", "No,Name\nC3,Three\n")
    assert.deepInclude(await run(), { read: 1, confirmed: 1 })
    assert.deepInclude(await run(), { read: 0 })
    assert.deepInclude(await run("--full"), { read: 3, unchanged: 3 })
    folder.write("in-1.csv", "No,Name\nC1,One\nC2,Two and a half\n")
    assert.deepInclude(await run(), { read: 3, unchanged: 2, updated: 1 })
    assert.deepStrictEqual(linesOf(folder, "out.csv").length, 3)
  })

  const reading = (out: string, read: string) => `version: 1
name: ${out}
connections:
  books:
    connector: erplybooks
    baseUrl: \${ERPLYBOOKS_URL}
    token: \${ERPLYBOOKS_TOKEN}
    since: "2026-01-01"
    overlapDays: 5
    pageSize: 20
    rateLimit: { perSecond: 1000, inFlight: 4 }
  files: { connector: csv, directory: . }
flows:
  payments:
    from: { connection: books, stream: payments${read} }
    to: { connection: files, stream: ${out}.csv }
`
  const paying = `version: 1
name: paying
connections:
  bank: { connector: csv, directory: . }
  books:
    connector: erplybooks
    baseUrl: \${ERPLYBOOKS_URL}
    token: \${ERPLYBOOKS_TOKEN}
    paymentAccount: "1020"
    rateLimit: { perSecond: 1000, inFlight: 4 }
flows:
  payments:
    from: { connection: bank, stream: bank.csv }
    to: { connection: books, stream: payments }
    map:
      number: record.No
      customerNumber: '"C0003"'
      receivedDate: date(record.Day, "yyyy-MM-dd")
      amount: money(record.Amount, "EUR")
      allocations: [{ invoiceNumber: '"2026-0003"' }]
`

  it("ERPLY Books: invariant 6: killed on the way, it goes on, and what is paid meanwhile comes with a later run", async () => {
    const books = await startErplyBooks({ paymentsPerInvoice: 12, faults: [{ fault: "delay", millis: 10 }] })
    folder.write("nightly.yaml", reading("nightly", ", read: incremental"))
    folder.write("full.yaml", reading("full", ""))
    folder.write("paying.yaml", paying)
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    folder.write("bank.csv", `No,Day,Amount\nB1,${day},1.01\nB2,${day},2.02\n`)
    const waybill = waybillHere(folder.path, books.env)
    const run = async (file: string, ...args: ReadonlyArray<string>) => {
      const { code, stdout } = await waybill("--file", file, "run", "--json", ...args)
      assert.strictEqual(code, 0, stdout)
      return JSON.parse(stdout).flows.payments
    }
    try {
      const received = () => books.sandbox.state().requests
      const { child, ended } = start(["--file", "nightly.yaml", "run"], { cwd: folder.path, env: books.env })
      const before = received()
      await until(() => received() >= before + 6)
      child.kill("SIGKILL")
      await ended
      await run("nightly.yaml")
      const all = linesOf(folder, "nightly.csv").length
      assert.isAbove(all, 20)

      assert.deepInclude(await run("paying.yaml"), { confirmed: 2 })
      const { read, confirmed } = await run("nightly.yaml")
      assert.strictEqual(confirmed, 2)
      assert.isBelow(read, all)
      await run("full.yaml")
      assert.deepStrictEqual(linesOf(folder, "nightly.csv"), linesOf(folder, "full.csv"))
      assert.deepInclude(await run("nightly.yaml", "--full"), { unchanged: all + 2 })
    } finally {
      await books.stop()
    }
  })
})
