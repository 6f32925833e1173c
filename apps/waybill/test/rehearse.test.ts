/** A rehearsal: the file as it stands, the real source, and stand-ins in the place of its targets. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { Folder } from "./support/cli.ts"
import { crmcomAt, pipelineOf, rehearse, type Untouched, untouched, writeSource } from "./support/rehearsal.ts"

let folder: Folder
let real: Untouched
beforeEach(async () => {
  folder = new Folder()
  real = await untouched()
})
afterEach(async () => {
  await real.stop()
  folder.remove()
})

const many = ["--faults", "0.15", "--seed", "7"]

describe("into CRM.COM, as drafts", () => {
  const write = () => {
    writeSource(folder, 8)
    const extras = { customers: "match: [number]" }
    const connection = crmcomAt(`${real.origin}/crmapi/rest/v2`)
    const yaml = pipelineOf(connection, ["customers", "invoices", "payments"], extras)
    // CRM.COM takes no payments of drafts.
    folder.write("waybill.yaml", yaml.replace(/allocations: .*/, ""))
  }

  it("everything arrives in spite of faults, and ties; the real target is not called, and needs no credentials", async () => {
    write()
    const { code, said } = await rehearse(folder, ...many)
    assert.strictEqual(code, 0, JSON.stringify(said))
    assert.strictEqual(said.outcome, "arrives")
    assert.strictEqual(real.calls(), 0)
    const { customers, invoices, payments } = said.flows
    assert.deepInclude(customers!.summary, { read: 4, unchanged: 4, matched: 4 })
    assert.deepInclude(invoices!.summary, { read: 8, created: 8, drafts: 8 })
    assert.strictEqual(payments!.summary.money["EUR"]?.confirmed, "38.00")
    const proof = said.proof!
    assert.isAbove(proof.disturbed, 0)
    assert.deepInclude(proof, { duplicates: 0, again: 0 })
    assert.strictEqual(proof.tieOut.outcome, "ties")
    assert.deepStrictEqual(
      proof.tieOut.flows.map(({ lookedAt }) => lookedAt),
      ["listed", "listed", "listed"],
    )
  })

  it("forecasts calls as an undisturbed run makes them, and the time at the limits of the file", async () => {
    write()
    const [calm, disturbed] = [await rehearse(folder, "--faults", "0"), await rehearse(folder, ...many)]
    assert.strictEqual(calm.said.proof?.disturbed, 0)
    const { invoices, payments } = calm.said.flows
    assert.deepStrictEqual([invoices?.forecast.calls, payments?.forecast.calls], [8, 8])
    assert.deepStrictEqual(disturbed.said.flows["invoices"]?.forecast, invoices?.forecast)
    assert.strictEqual(calm.said.proof?.calls, calm.said.total.calls)
    assert.isAbove(disturbed.said.proof!.calls, calm.said.total.calls)
    // Four a second; twenty a day.
    assert.strictEqual(invoices?.forecast.seconds, 2)
    assert.strictEqual(calm.said.total.days, Math.ceil(calm.said.total.calls / 20))
    const slow = await rehearse(folder, "--faults", "0", "--latency", "2000")
    // Two under way at once, two seconds each.
    assert.strictEqual(slow.said.flows["invoices"]?.forecast.seconds, 8)
  })

  it("customers who are known by ids that only CRM.COM gives can't be rehearsed", async () => {
    writeSource(folder, 2)
    folder.write(
      "waybill.yaml",
      pipelineOf(`${crmcomAt(`${real.origin}/crmapi/rest/v2`)}\naccountsBy: id`, ["invoices"]),
    )
    const { code, said } = await rehearse(folder)
    assert.strictEqual(code, 2)
    assert.include(JSON.stringify(said), "WB-REHEARSE-NO-STAND-IN")
    assert.strictEqual(real.calls(), 0)
  })
})

describe("into ERPLY Books", () => {
  it("everything arrives in spite of faults, and ties: names, codes and days are those of the file", async () => {
    writeSource(folder, 6)
    const connection = `connector: erplybooks
baseUrl: ${real.origin}/api
token: \${REHEARSED_TOKEN}
usePartnerApi: true
article: Leistung
paymentAccount: "4711"
rateLimit: { perSecond: 2, inFlight: 2 }`
    folder.write("waybill.yaml", pipelineOf(connection, ["customers", "invoices", "payments"]))
    const { code, said } = await rehearse(folder, ...many)
    assert.strictEqual(code, 0, JSON.stringify(said))
    assert.strictEqual(said.proof?.tieOut.outcome, "ties")
    assert.deepInclude(said.flows["payments"]?.summary, { read: 6, created: 6 })
    assert.strictEqual(real.calls(), 0)
  })
})

describe("into PayorCRM", () => {
  const connection = () => `connector: payorcrm
baseUrl: ${real.origin}
apiKey: \${REHEARSED_KEY}
apiSecret: \${REHEARSED_SECRET}
amountUnit: decimal
batch: 2`

  it("everything is acknowledged in spite of faults, and what can't be read back is said so", async () => {
    writeSource(folder, 10)
    folder.write("waybill.yaml", pipelineOf(connection(), ["customers", "invoices"]))
    const { code, said } = await rehearse(folder, ...many)
    assert.strictEqual(code, 0, JSON.stringify(said))
    assert.deepStrictEqual(
      said.proof?.tieOut.flows.map(({ lookedAt }) => lookedAt),
      ["acknowledged", "acknowledged"],
    )
    assert.deepStrictEqual(said.flows["invoices"]?.forecast, { calls: 5, seconds: 5 })
    assert.strictEqual(real.calls(), 0)
  })

  it("rows that would not arrive are told by their codes: exit 4", async () => {
    writeSource(folder, 6)
    const invoices = readFileSync(join(folder.path, "invoices.csv"), "utf8")
    folder.write("invoices.csv", invoices.replace("I03,C3,2026-10-04,4.25", "I03,C3,04/10/2026,4.25"))
    folder.write("waybill.yaml", pipelineOf(connection(), ["customers", "invoices"]))
    const { code, said } = await rehearse(folder, "--faults", "0")
    assert.strictEqual(code, 4)
    assert.strictEqual(said.outcome, "attention")
    assert.deepStrictEqual(
      said.rejects.map(({ flow, records, firstRow }) => ({ flow, records, firstRow })),
      [{ flow: "invoices", records: 1, firstRow: 5 }],
    )
    assert.match(said.rejects[0]!.code, /^WB-MAP-/)
    assert.deepStrictEqual(said.proof?.tieOut.flows[1]?.differing, { invalid: 1 })
  })
})

describe("into files", () => {
  it("writes them into a folder of its own: those of the pipeline are not made, and an earlier rehearsal is gone", async () => {
    writeSource(folder, 5)
    const yaml = pipelineOf(
      "connector: csv\ndirectory: .",
      ["invoices"],
      { invoices: "entity: invoice" },
      () => "out.csv",
    )
    folder.write("waybill.yaml", yaml)
    for (const seed of ["1", "2"]) {
      const { code, said } = await rehearse(folder, "--seed", seed, "--report", join(folder.path, "reports"))
      assert.strictEqual(code, 0, JSON.stringify(said))
      assert.deepInclude(said.flows["invoices"]?.summary, { read: 5, created: 5 })
      assert.strictEqual(said.total.calls, 0)
    }
    assert.isFalse(existsSync(join(folder.path, "out.csv")))
    // Nobody may take them for reports of the real run.
    const reports = readdirSync(join(folder.path, "reports"))
    assert.lengthOf(reports, 2)
    for (const report of reports) assert.match(report, /^rehearsed-rehearsal-tie-out-[-\d]+\.(html|xlsx)$/)
    assert.isFalse(existsSync(join(folder.path, ".waybill/ledger.db")))
    assert.sameMembers(readdirSync(join(folder.path, ".waybill")), ["rehearsal"])
    const kept: unknown = JSON.parse(readFileSync(join(folder.path, ".waybill/rehearsal/rehearsal.json"), "utf8"))
    assert.deepInclude(kept, { format: 1, pipeline: "rehearsed", outcome: "arrives" })
  })
})

describe("options", () => {
  it("that make no sense are refused before anything is read", async () => {
    writeSource(folder, 1)
    folder.write(
      "waybill.yaml",
      pipelineOf("connector: csv", ["invoices"], {}, () => "out.csv"),
    )
    for (const args of [
      ["--faults", "0.9"],
      ["--latency", "-1"],
      ["--differences", "-1"],
    ]) {
      const { code, said } = await rehearse(folder, ...args)
      assert.strictEqual(code, 2)
      assert.include(JSON.stringify(said), "WB-REHEARSE-OPTION")
    }
  })
})
