import { cpSync } from "node:fs"
import { join } from "node:path"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { bin, type Ended, Folder, waybillIn } from "./support/cli.ts"
import { type RunningSandbox, startSandbox } from "./support/sandbox.ts"

const examples = join(import.meta.dirname, "../../../examples")

describe("the examples run as their README says", () => {
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

  const open = (name: string): ((...args: ReadonlyArray<string>) => Promise<Ended>) => {
    cpSync(join(examples, name), folder.path, { recursive: true })
    return waybillIn(folder.path, sandbox.env, bin)
  }

  for (const name of ["csv-to-payorcrm", "excel-to-payorcrm"]) {
    it(name, async () => {
      const waybill = open(name)
      const first = await waybill("run", "--json")
      assert.strictEqual(first.code, 0, first.stderr + first.stdout)
      const { customers, invoices } = JSON.parse(first.stdout).flows
      assert.deepInclude(customers, { read: 40, skipped: 4, confirmed: 36 })
      assert.deepInclude(invoices, { read: 150, confirmed: 150 })
      assert.deepInclude(sandbox.state(), {
        customers: 36,
        invoices: 150,
        amounts: { EUR: "1170478.45", GBP: "190346.03", USD: "84015.51" },
      })
      const second = await waybill("run", "--json")
      assert.strictEqual(second.code, 0)
      assert.deepInclude(JSON.parse(second.stdout).flows.invoices, { unchanged: 150, confirmed: 0 })
    })
  }

  it("csv-with-mistakes", async () => {
    const waybill = open("csv-with-mistakes")
    const ran = await waybill("run", "--json")
    assert.strictEqual(ran.code, 4, ran.stderr + ran.stdout)
    const { invoices } = JSON.parse(ran.stdout).flows
    assert.deepInclude(invoices, { read: 20, invalid: 6, confirmed: 14 })
    assert.deepInclude(sandbox.state().amounts, { EUR: "19407.66", GBP: "3941.32" })
    const { rejects } = JSON.parse((await waybill("rejects", "list", "--json")).stdout)
    assert.deepStrictEqual(
      rejects.map((reject: { row: number }) => reject.row),
      [4, 7, 10, 13, 16, 19],
    )
  })
})
