/** `plan` keeps what it computed; `run --plan` does exactly that, or refuses and says what changed. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { type Ended, Folder, start, waybillIn } from "./support/cli.ts"
import { waybillHere } from "./support/here.ts"
import { customersCsv, invoicesCsv, pipelineFile } from "./support/invoices.ts"
import { type RunningSandbox, startSandbox } from "./support/sandbox.ts"

const invoices = 1000
const json = ({ stdout }: Ended) => JSON.parse(stdout)

describe("a plan that was reviewed", () => {
  let folder: Folder
  let sandbox: RunningSandbox
  let waybill: (...args: ReadonlyArray<string>) => Promise<Ended>
  const csv = () => join(folder.path, "data/invoices.csv")
  const edit = (from: string, to: string) => {
    const text = readFileSync(csv(), "utf8")
    assert.include(text, from)
    writeFileSync(csv(), text.replace(from, to))
  }
  beforeEach(async () => {
    folder = new Folder()
    sandbox = await startSandbox()
    folder.write("data/customers.csv", customersCsv())
    folder.write("data/invoices.csv", invoicesCsv(invoices))
    folder.write("waybill.yaml", pipelineFile("csv", "customers.csv", "invoices.csv"))
    waybill = waybillHere(folder.path, sandbox.env)
  })
  afterEach(async () => {
    await sandbox.stop()
    folder.remove()
  })

  const refusedFor = async (id: string, ...expected: ReadonlyArray<string>) => {
    const { code, stderr } = await waybill("run", "--plan", id)
    assert.strictEqual(code, 2, stderr)
    for (const text of expected) assert.include(stderr, text)
  }

  it("is carried out to the record, once; a plan made before a source row changed is refused, naming the row", async () => {
    // Who works is found out once, when the command starts.
    const clerk = waybillIn(folder.path, { ...sandbox.env, WAYBILL_OPERATOR: "clerk" })
    const planned = json(await clerk("plan", "--json"))
    assert.deepInclude(planned.flows.invoices, { create: invoices, update: 0 })
    edit("INV-0000007,C00007,08/10/2026,08/11/2026", "INV-0000007,C00007,08/10/2026,09/11/2026")
    await refusedFor(planned.id, "WB-PLAN-CHANGED", "invoices: row 9 (INV-0000007) holds something else")
    assert.strictEqual(sandbox.state().requests, 0)
    edit("09/11/2026", "08/11/2026")
    const done = await clerk("run", "--plan", planned.id.slice(0, 5), "--json")
    assert.strictEqual(done.code, 0, done.stderr)
    assert.strictEqual(json(done).flows.invoices.created, invoices)
    assert.strictEqual(sandbox.state().invoices, invoices)
    await refusedFor(planned.id, "WB-PLAN-DONE", "run 1 has carried plan")
    const [kept] = json(await waybill("plans", "--json"))
    assert.deepInclude(kept, { id: planned.id, state: "carried out", runs: [1], by: "clerk" })
    assert.deepInclude(json(await waybill("runs", "--json"))[0], { run: 1, plan: planned.id, by: "clerk" })
  })

  it("names a changed setting, another file, and what was done since", async () => {
    const { id } = json(await waybill("plan", "--json"))
    const file = join(folder.path, "waybill.yaml")
    const text = readFileSync(file, "utf8")
    writeFileSync(file, text.replace("batch: 500", "batch: 400"))
    await refusedFor(id, "the pipeline file is another", "connection collections")
    writeFileSync(file, text)
    assert.strictEqual((await waybill("run", "--flow", "customers")).code, 0)
    await refusedFor(id, "run 1 (run) was started since")
    assert.strictEqual(json(await waybill("plans", id, "--json")).state, "outdated")
    assert.strictEqual((await waybill("run", "--plan", id, "--flow", "customers")).code, 2)
    assert.strictEqual(sandbox.state().invoices, 0)
  })

  it("says of an update which fields it changes", async () => {
    assert.strictEqual((await waybill("run")).code, 0)
    edit("INV-0000003,C00003,04/10/2026,04/11/2026", "INV-0000003,C00003,04/10/2026,24/12/2026")
    const text = await waybill("plan")
    assert.include(text.stdout, "invoices: fields that the updates change: dueDate 1")
    assert.include(text.stdout, "INV-0000003 (dueDate)")
  })

  it("goes on where its run was killed", async () => {
    const { id } = json(await waybill("plan", "--json"))
    sandbox.setFaults({ faults: [{ fault: "delay", millis: 300 }] })
    const run = start(["run", "--plan", id], { cwd: folder.path, env: sandbox.env })
    while (sandbox.state().customers === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    run.child.kill("SIGKILL")
    await run.ended
    sandbox.setFaults({ faults: [] })
    const again = await waybill("run", "--plan", id)
    assert.strictEqual(again.code, 0, again.stderr)
    assert.strictEqual(sandbox.state().invoices, invoices)
    await refusedFor(id, "WB-PLAN-DONE")
  })
})
