/** SIGKILL while a system is written to whose calls are no upserts: what was on its way is asked for, never sent blindly. */
import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { Folder, start } from "./support/cli.ts"
import { type RunningCrmCom, startCrmCom } from "./support/crmcom.ts"
import { startErplyBooks } from "./support/erplybooks.ts"
import { waybillHere } from "./support/here.ts"

const many = 240

const pipeline = (connection: string, more: string) => `version: 1
name: payments
connections:
  bank: { connector: csv, directory: . }
  target:
${connection}
    rateLimit: { perSecond: 1000, inFlight: 4 }
flows:
  payments:
    from: { connection: bank, stream: payments.csv }
    to: { connection: target, stream: payments }
    map:
      number: record.No
      amount: money(record.Amount, "EUR")
${more}
`

const crmcom = pipeline(
  `    connector: crmcom
    baseUrl: \${CRMCOM_URL}
    webApiKey: \${CRMCOM_WEB_API_KEY}
    release: R13.0.0
    currency: EUR
    visibleAfter: 1
    land: draft
    paymentType: { name: Payment }
    paymentMethod: { name: Cash }`,
  "      customerNumber: record.Account",
)

const erplybooks = pipeline(
  `    connector: erplybooks
    baseUrl: \${ERPLYBOOKS_URL}
    token: \${ERPLYBOOKS_TOKEN}
    visibleAfter: 1
    paymentAccount: "1020"`,
  `      customerNumber: '"C0003"'
      receivedDate: 'date("2026-11-02", "yyyy-MM-dd")'
      allocations: [{ invoiceNumber: '"2026-0003"' }]`,
)

const rows = Array.from({ length: many }, (_, index) => `P${index + 1},ACR000000000${(index % 5) + 1},${index + 1}.01`)

const until = async (done: () => boolean): Promise<void> => {
  for (let step = 0; step < 6000 && !done(); step++) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.isTrue(done())
}

describe("SIGKILL between a create and its answer", () => {
  let folder: Folder
  let crm: RunningCrmCom
  beforeEach(async () => {
    folder = new Folder()
    crm = await startCrmCom({ paymentsPerAccount: 0, faults: [{ fault: "delay", millis: 15 }] })
    folder.write("waybill.yaml", crmcom)
    folder.write("payments.csv", `No,Account,Amount\n${rows.join("\n")}\n`)
  })
  afterEach(async () => {
    await crm.stop()
    folder.remove()
  })

  it("every payment is made once and posted once, however often the run and the posting are killed", async () => {
    const { sandbox, env } = crm
    const killedAt = async (args: ReadonlyArray<string>, done: () => boolean) => {
      const { child, ended } = start(args, { cwd: folder.path, env })
      await until(done)
      child.kill("SIGKILL")
      assert.strictEqual((await ended).code, null)
    }
    const drafts = () => sandbox.state().payments.DRAFT.count
    const posted = () => sandbox.state().payments.POSTED.count
    for (const least of [40, 90, 140]) await killedAt(["run"], () => drafts() >= least)
    const waybill = waybillHere(folder.path, env)
    const last = await waybill("run", "--json")
    assert.strictEqual(last.code, 0, last.stderr + last.stdout)
    const { payments } = JSON.parse(last.stdout).flows
    assert.strictEqual(payments.confirmed + payments.unchanged, many)
    assert.strictEqual(drafts(), many)
    // Asked first: CRM.COM never had to refuse a second copy.
    assert.strictEqual(sandbox.state().created.payments, many)
    assert.notProperty(sandbox.state().refusals, "BACKOFFICECODENOTUNIQUE")

    await killedAt(["post", "4"], () => posted() >= 20)
    for (const run of ["1", "2", "3", "4"]) {
      const { code, stdout, stderr } = await waybill("post", run, "--json")
      assert.strictEqual(code, 0, stderr + stdout)
    }
    assert.strictEqual(posted(), many)
    assert.strictEqual(sandbox.state().created.payments, many)
    const again = JSON.parse((await waybill("run", "--json")).stdout)
    assert.deepInclude(again.flows.payments, { unchanged: many, confirmed: 0 })
  })

  it("ERPLY Books: every payment is made once, however often the run is killed", async () => {
    const books = await startErplyBooks({ paymentsPerInvoice: 0, faults: [{ fault: "delay", millis: 15 }] })
    const { sandbox, env } = books
    folder.write("waybill.yaml", erplybooks)
    const made = () => sandbox.state().created.payments
    for (const least of [40, 90, 140]) {
      const { child, ended } = start(["run"], { cwd: folder.path, env })
      await until(() => made() >= least)
      child.kill("SIGKILL")
      assert.strictEqual((await ended).code, null)
    }
    const last = await waybillHere(folder.path, env)("run", "--json")
    assert.strictEqual(last.code, 0, last.stderr + last.stdout)
    assert.strictEqual(made(), many)
    const ids = [...sandbox.paymentTexts(1000)].map((text) => JSON.parse(text).archivingId)
    assert.strictEqual(new Set(ids).size, many)
    await books.stop()
  })
})
