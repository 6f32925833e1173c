/** The session of examples/signed-off-migration, from the rehearsal to the undo, against what its data adds up to. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

// @boundaries-ignore the data are those of an example
import { accounts, totals, writeData } from "../../../examples/signed-off-migration/data.ts"
import { type Ended, Folder } from "./support/cli.ts"
import { type RunningCrmCom, startCrmCom } from "./support/crmcom.ts"
import { waybillHere } from "./support/here.ts"

const example = join(import.meta.dirname, "../../../examples/signed-off-migration")
const asOf = ["--as-of", "2026-11-21"]

interface Flow {
  readonly flow: string
  readonly ties: boolean
  readonly lookedAt: string
  readonly drafts?: { readonly records: number }
  readonly target: { readonly records: number; readonly money: Readonly<Record<string, string>> }
  readonly groups: { readonly age: ReadonlyArray<{ readonly name: string }> }
  readonly differences: ReadonlyArray<{ readonly kind: string; readonly key: string }>
}

describe("a migration that is signed off", () => {
  let folder: Folder
  let crm: RunningCrmCom
  let waybill: (...args: ReadonlyArray<string>) => Promise<Ended>
  beforeEach(async () => {
    folder = new Folder()
    crm = await startCrmCom({ accounts: 0, accountNumbers: accounts, invoicesPerAccount: 0, paymentsPerAccount: 0 })
    const file = readFileSync(join(example, "waybill.yaml"), "utf8")
    // The stand-in need not be spared.
    folder.write("waybill.yaml", file.replace("perSecond: 200", "perSecond: 1000"))
    writeData(folder.path)
    waybill = waybillHere(folder.path, crm.env)
  })
  afterEach(async () => {
    await crm.stop()
    folder.remove()
  })

  const done = async (code: number, ...args: ReadonlyArray<string>) => {
    const ended = await waybill(...args, "--json")
    assert.strictEqual(ended.code, code, `${args.join(" ")}: ${ended.stderr}${ended.stdout}`)
    return JSON.parse(ended.stdout)
  }
  const tiedOut = async (code: number, ...args: ReadonlyArray<string>): Promise<ReadonlyMap<string, Flow>> => {
    const { flows } = await done(code, "reconcile", ...asOf, ...args)
    return new Map(flows.map((flow: Flow) => [flow.flow, flow]))
  }
  const states = () => {
    const { invoices, payments } = crm.sandbox.state()
    return {
      drafts: invoices.DRAFT.count + payments.DRAFT.count,
      posted: invoices.POSTED.count + payments.POSTED.count,
      cancelled: invoices.CANCELLED.count + payments.CANCELLED.count,
    }
  }

  it("is rehearsed, planned, landed as drafts, tied out, posted and tied out; what the target spoils is named; and it is taken back", async () => {
    const rehearsed = await done(0, "rehearse", ...asOf)
    assert.strictEqual(rehearsed.proof.tieOut.outcome, "ties")
    assert.deepStrictEqual(states(), { drafts: 0, posted: 0, cancelled: 0 })

    const { id } = await done(0, "plan")
    const invoices = join(folder.path, "data/invoices.csv")
    const text = readFileSync(invoices, "utf8")
    writeFileSync(invoices, text.replace("R-20007,K1007", "R-20007,K1008"))
    const { error } = await done(2, "run", "--plan", id)
    assert.include(error.message, "invoices: row 9 (R-20007) holds something else")
    assert.deepStrictEqual(states(), { drafts: 0, posted: 0, cancelled: 0 })
    writeFileSync(invoices, text)
    await done(0, "run", "--plan", id)
    assert.deepStrictEqual(states(), { drafts: 325, posted: 0, cancelled: 0 })
    const landed = await tiedOut(0)
    assert.strictEqual(landed.get("invoices")!.drafts?.records, 250)
    assert.strictEqual(landed.get("payments")!.lookedAt, "listed")

    await done(0, "post", "1")
    const posted = await tiedOut(0, "--report", join(folder.path, "sign-off"))
    assert.deepStrictEqual(posted.get("invoices")!.target, { records: 250, money: { EUR: totals().invoices } })
    assert.deepStrictEqual(posted.get("payments")!.target, { records: 75, money: { EUR: totals().payments } })
    assert.deepStrictEqual(
      posted.get("invoices")!.groups.age.map(({ name }) => name),
      ["not due", "1–30", "31–60", "61–90", "over 90"],
    )
    assert.deepStrictEqual(readdirSync(join(folder.path, "sign-off")).sort(), [
      "signed-off-migration-tie-out-2026-11-21.html",
      "signed-off-migration-tie-out-2026-11-21.xlsx",
    ])
    await done(0, "rehearse", "--compare")

    crm.sandbox.tamper({ do: "lose", kind: "invoices", key: "WBI-R-20012" })
    crm.sandbox.tamper({ do: "change", kind: "invoices", key: "WBI-R-20031", by: "0.01" })
    crm.sandbox.tamper({ do: "double", kind: "payments", key: "WBP-Z-3044" })
    const spoilt = await tiedOut(4)
    const named = [...spoilt.values()].flatMap(({ differences }) =>
      differences.map(({ kind, key }) => `${kind} ${key}`),
    )
    assert.deepStrictEqual(named.sort(), ["amount R-20031", "doubled Z-3044", "missing R-20012"])

    const undone = await done(4, "undo", "1", "--yes")
    assert.deepInclude(undone.flows.payments, { landed: 75, gone: 75 })
    assert.deepInclude(undone.flows.invoices, { landed: 250, gone: 249, edited: 1 })
    // The changed invoice and the payment that nobody delivered are left.
    assert.deepStrictEqual(states(), { drafts: 0, posted: 2, cancelled: 323 })
  }, 120_000)
})
