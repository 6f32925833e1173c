/** After the real run: what was otherwise than rehearsed, to the record. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { here } from "./crash/support/commands.ts"
import { Folder } from "./support/cli.ts"
import { type RunningCrmCom, startCrmCom } from "./support/crmcom.ts"
import { compare, crmcomAt, pipelineOf, rehearse, writeSource } from "./support/rehearsal.ts"

let folder: Folder
let real: RunningCrmCom
beforeEach(async () => {
  folder = new Folder()
  real = await startCrmCom({
    accountNumbers: ["C0", "C1", "C2"],
    types: [
      { classification: "INVOICE", name: "Rechnung" },
      { classification: "PAYMENT", name: "Zahlung" },
    ],
    products: [{ code: "LEISTUNG" }],
    paymentMethods: [{ name: "Scheck" }],
  })
  folder.write(".env", "REHEARSED_KEY=sandbox-key\n")
})
afterEach(async () => {
  await real.stop()
  folder.remove()
})

const write = (customer?: (index: number) => string) => {
  writeSource(folder, 6, customer)
  const connection = crmcomAt(real.env["CRMCOM_URL"]!).replace(
    /rateLimit.*/,
    "rateLimit: { perSecond: 1000, inFlight: 2 }",
  )
  folder.write("waybill.yaml", pipelineOf(connection, ["invoices"]))
}

describe("waybill rehearse --compare", () => {
  it("names the record that the real target refused, and nothing else", async () => {
    // The fourth account is not there in reality.
    write((index) => (index === 4 ? "C9" : `C${index % 3}`))
    assert.strictEqual((await rehearse(folder, "--faults", "0")).code, 0)
    assert.strictEqual((await here(folder.path, "run")).code, 4)
    const { code, said } = await compare(folder)
    assert.strictEqual(code, 4)
    const { rehearsed, real: really, differing, records } = said.flows["invoices"]!
    assert.deepInclude(rehearsed, { read: 6, rejected: 0, created: 6, confirmed: 6, money: { EUR: "22.50" } })
    assert.deepInclude(really, { read: 6, rejected: 1, created: 5, confirmed: 5, money: { EUR: "17.25" } })
    assert.deepStrictEqual(differing, { missing: 1, extra: 0, amount: 0 })
    const [{ why = "", ...record }, ...others] = records as [(typeof records)[number]]
    assert.deepStrictEqual(others, [])
    assert.deepStrictEqual(record, {
      kind: "missing",
      key: "I04",
      rehearsed: "confirmed",
      real: "refused",
      rehearsedAmount: "5.25 EUR",
    })
    assert.match(why, /^WB-CRMCOM-/)
    assert.deepStrictEqual(said.changed, [])
  })

  it("the same in both: exit 0; and a source that is another one by then is told", async () => {
    write((index) => `C${index % 3}`)
    await rehearse(folder, "--faults", "0")
    assert.strictEqual((await here(folder.path, "run")).code, 0)
    const same = await compare(folder)
    assert.strictEqual(same.code, 0, JSON.stringify(same.said))
    assert.deepInclude(same.said, { same: true, runs: [1], changed: [] })

    const invoices = readFileSync(join(folder.path, "invoices.csv"), "utf8")
    folder.write("invoices.csv", `${invoices.replace("2026-10-01,1.25", "2026-10-01,1.26")}I99,C0,2026-10-09,9.00\n`)
    await here(folder.path, "run")
    const { code, said } = await compare(folder)
    assert.strictEqual(code, 4)
    assert.deepStrictEqual(said.flows["invoices"]?.differing, { missing: 0, extra: 1, amount: 1 })
    assert.deepStrictEqual(
      said.flows["invoices"]?.records.map(({ key, kind }) => [key, kind]),
      [
        ["I00", "amount"],
        ["I99", "extra"],
      ],
    )
    assert.lengthOf(said.changed, 1)
    assert.include(said.changed[0], "6 records when it was rehearsed, and 7")
  })

  it("says that the file was changed before it ran", async () => {
    write((index) => `C${index % 3}`)
    await rehearse(folder, "--faults", "0")
    folder.write("waybill.yaml", `${readFileSync(join(folder.path, "waybill.yaml"), "utf8")}# later\n`)
    await here(folder.path, "run")
    const { said } = await compare(folder)
    assert.match(said.changed.join(), /the pipeline file is not the one that was rehearsed/)
  })

  it("without a rehearsal, or without a run since, there is nothing to compare", async () => {
    write((index) => `C${index % 3}`)
    const none = await compare(folder)
    assert.strictEqual(none.code, 2)
    assert.include(JSON.stringify(none.said), "WB-REHEARSE-NONE")
    await rehearse(folder, "--faults", "0")
    const early = await compare(folder)
    assert.strictEqual(early.code, 2)
    assert.include(JSON.stringify(early.said), "WB-REHEARSE-NOT-RUN")
    await here(folder.path, "run")
    const again = await rehearse(folder, "--faults", "0")
    assert.include(again.said.notRehearsed.join(), "what earlier runs delivered")
    const stale = await compare(folder)
    assert.include(JSON.stringify(stale.said), "WB-REHEARSE-NOT-RUN")
  })
})
