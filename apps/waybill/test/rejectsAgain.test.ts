/** The session of examples/rejected-invoices, and what becomes of it when its process dies. */
import { cpSync } from "node:fs"
import { join } from "node:path"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

// @boundaries-ignore the session is that of an example
import { total, writeData } from "../../../examples/rejected-invoices/data.ts"
// @boundaries-ignore the session is that of an example
import { editWorkbook } from "../../../examples/rejected-invoices/edit.ts"
import { type Ended, Folder, start } from "./support/cli.ts"
import { waybillHere } from "./support/here.ts"
import { type RunningSandbox, startSandbox } from "./support/sandbox.ts"

const example = join(import.meta.dirname, "../../../examples/rejected-invoices")

const json = ({ stdout }: Ended) => JSON.parse(stdout)

describe("5,000 invoices, 300 of them rejected for six reasons", () => {
  let folder: Folder
  let sandbox: RunningSandbox
  let waybill: (...args: ReadonlyArray<string>) => Promise<Ended>
  beforeEach(async () => {
    folder = new Folder()
    sandbox = await startSandbox()
    cpSync(join(example, "waybill.yaml"), join(folder.path, "waybill.yaml"))
    writeData(folder.path)
    waybill = waybillHere(folder.path, sandbox.env)
    assert.strictEqual((await waybill("run", "--json")).code, 4)
  })
  afterEach(async () => {
    await sandbox.stop()
    folder.remove()
  })

  const everythingIsThere = () =>
    assert.deepInclude(sandbox.state(), {
      invoices: 5000,
      duplicates: 0,
      amounts: { EUR: total().replace(/\.?0+$/, "") },
    })

  it("are exported, edited as a person would, imported, and all in: the sums tie, and both versions are kept", async () => {
    const { groups, rejects } = json(await waybill("rejects", "list", "--json"))
    assert.sameDeepMembers(
      groups.map(({ code, at, records }: Record<string, unknown>) => [code, at, records]),
      [
        ["WB-CSV-RAGGED-ROW", undefined, 50],
        ["WB-MAP-CURRENCY-CODE", "Currency", 50],
        ["WB-MAP-DATE-DAY", "Issued", 50],
        ["WB-MAP-NUMBER-FORMAT", "Amount", 50],
        ["WB-MAP-REQUIRED", "Invoice No", 50],
        ["WB-RUN-REPEATED", undefined, 50],
      ],
    )
    assert.strictEqual(rejects.length, 300)
    assert.notProperty(rejects[0], "source")

    assert.strictEqual((await waybill("rejects", "export", "--to", "rejects.xlsx")).code, 0)
    assert.strictEqual(await editWorkbook(join(folder.path, "rejects.xlsx")), 300)
    const dry = await waybill("rejects", "import", "rejects.xlsx", "--dry-run", "--json")
    assert.deepInclude(json(dry).flows.invoices, { create: 300, invalid: 0 })
    assert.strictEqual(json(dry).import.notes.length, 300)
    assert.strictEqual(sandbox.state().invoices, 4700)

    const imported = await waybill("rejects", "import", "rejects.xlsx", "--json")
    assert.strictEqual(imported.code, 0, imported.stdout + imported.stderr)
    assert.deepInclude(json(imported).flows.invoices, { read: 300, confirmed: 300, invalid: 0 })
    everythingIsThere()

    const again = await waybill("run", "--json")
    assert.strictEqual(again.code, 0)
    assert.deepInclude(json(again).flows.invoices, { read: 5000, unchanged: 5000 })
    assert.strictEqual(json(again).flows.invoices.money.EUR.unchanged, total())
    const { standing, invalid } = json(await waybill("status", "--json"))
    assert.deepStrictEqual(invalid, [])
    assert.deepInclude(standing[1], { state: "confirmed", records: 5000, money: { EUR: total() } })

    const [first] = rejects.filter(({ issues }: any) => issues[0].column === "Issued")
    const { versions } = json(await waybill("rejects", "history", first.lineage, "--json"))
    assert.deepStrictEqual(
      versions.map(({ version, decision, source }: any) => [version, decision, source.Issued]),
      [
        [0, "read", "31/09/2026"],
        [1, "edited", "30/09/2026"],
      ],
    )
    assert.deepStrictEqual(versions[1].changes, [{ column: "Issued", was: "31/09/2026", is: "30/09/2026" }])
    const twice = await waybill("rejects", "import", "rejects.xlsx", "--json")
    assert.strictEqual(twice.code, 2)
    assert.include(
      json(twice).import.faults.map(({ code }: { code: string }) => code),
      "WB-REJECTS-ID",
    )
    assert.strictEqual(json(await waybill("ledger", "check", "--json")).faults.length, 0)
  })

  it("goes on where an import was killed: every edit is kept, and each invoice is there once", async () => {
    await waybill("rejects", "export", "--to", "rejects.xlsx")
    await editWorkbook(join(folder.path, "rejects.xlsx"))
    folder.write(
      "waybill.yaml",
      (await import("node:fs")).readFileSync(join(example, "waybill.yaml"), "utf8").replace("batch: 500", "batch: 10"),
    )
    sandbox.setFaults({ faults: [{ fault: "delay", millis: 30 }] })
    const { child, ended } = start(["rejects", "import", "rejects.xlsx"], { cwd: folder.path, env: sandbox.env })
    for (let step = 0; step < 4000 && sandbox.state().invoices < 4800; step++) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    child.kill("SIGKILL")
    assert.strictEqual((await ended).code, null)
    const held = sandbox.state().invoices
    assert.isBelow(held, 5000)
    sandbox.setFaults({ faults: [] })
    // Without reading the source: what was under way stands in the list of rejects until its fate is known.
    const retried = await waybill("rejects", "retry", "--json")
    assert.oneOf(retried.code, [0, 2], retried.stdout + retried.stderr)
    const last = await waybill("run", "--json")
    assert.strictEqual(last.code, 0, last.stdout + last.stderr)
    everythingIsThere()
    const { rejects } = json(await waybill("rejects", "list", "--json"))
    assert.deepStrictEqual(rejects, [])
    assert.strictEqual(json(await waybill("ledger", "check", "--json")).faults.length, 0)
  })

  it("are dismissed with a reason: the run is complete without them, and says how many and how much", async () => {
    const dismissed = await waybill(
      "rejects",
      "dismiss",
      "--code",
      "WB-MAP-DATE-DAY",
      "--reason",
      "written off",
      "--json",
    )
    assert.strictEqual(dismissed.code, 0, dismissed.stderr)
    assert.strictEqual(json(dismissed).records.length, 50)
    assert.strictEqual((await waybill("rejects", "dismiss", "--reason", "all of it")).code, 2)
    await waybill("rejects", "dismiss", "--all", "--reason", "the old books")
    const run = await waybill("run", "--json")
    assert.strictEqual(run.code, 0, run.stdout)
    assert.deepInclude(json(run).flows.invoices, { read: 5000, skipped: 300, dismissed: 300, unchanged: 4700 })
    const { dismissed: kept } = json(await waybill("status", "--json"))
    assert.deepInclude(kept[0], { flow: "invoices", state: "dismissed", records: 300 })
  })
})
