import { once } from "node:events"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { Folder, start } from "./support/cli.ts"
import { waybillHere } from "./support/here.ts"
import { customersCsv, customersOf, euros, invoicesCsv, pipelineFile, totalOf } from "./support/invoices.ts"
import { type RunningSandbox, startSandbox } from "./support/sandbox.ts"

const many = 6_000
const kills = [1, 2, 3]
/** Four batches of 25 at once. */
const onTheWay = 4 * 25

/** Waits until `done`, in steps of a few milliseconds; gives up after a bounded number of them. */
const until = async (done: () => boolean): Promise<void> => {
  for (let step = 0; step < 6000 && !done(); step++) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.isTrue(done())
}

describe("a run that does not come to its end", () => {
  let folder: Folder
  let sandbox: RunningSandbox
  beforeEach(async () => {
    folder = new Folder()
    sandbox = await startSandbox({ faults: [{ fault: "delay", millis: 20 }] })
    folder.write(
      "waybill.yaml",
      pipelineFile("csv", "customers.csv", "invoices.csv").replace("batch: 500", "batch: 25"),
    )
    folder.write("data/customers.csv", customersCsv())
    folder.write("data/invoices.csv", invoicesCsv(many))
  })
  afterEach(async () => {
    await sandbox.stop()
    folder.remove()
  })

  it("goes on where it stopped after SIGKILL: every invoice is there once, and only what was on its way is sent again", async () => {
    let held = 0
    for (const _kill of kills) {
      const { child, ended } = start(["run", "--json"], { cwd: folder.path, env: sandbox.env })
      const before = sandbox.state().invoices
      await until(() => sandbox.state().invoices >= before + 200)
      child.kill("SIGKILL")
      assert.strictEqual((await ended).code, null)
      held = sandbox.state().invoices
    }
    assert.isBelow(held, many)
    const waybill = waybillHere(folder.path, sandbox.env)
    const runs: ReadonlyArray<{ outcome: string }> = JSON.parse((await waybill("runs", "--json")).stdout)
    assert.deepStrictEqual(
      runs.map(({ outcome }) => outcome),
      kills.map(() => "interrupted"),
    )

    const last = await waybill("run", "--json")
    assert.strictEqual(last.code, 0, last.stdout + last.stderr)
    const { invoices } = JSON.parse(last.stdout).flows
    assert.strictEqual(invoices.read, many)
    assert.strictEqual(invoices.unchanged + invoices.confirmed, many)
    assert.isAtLeast(invoices.unchanged, held - onTheWay)
    const state = sandbox.state()
    assert.deepInclude(state, {
      customers: customersOf,
      invoices: many,
      duplicates: 0,
      amounts: { EUR: euros(totalOf(many)) },
    })
    assert.isAtMost(state.received, customersOf + many + kills.length * onTheWay)
    assert.deepStrictEqual([...new Set(sandbox.copies().values())], [1])
  })

  it("settles what is on its way at SIGTERM, and says what is left by its exit code", async () => {
    const { child, ended } = start(["run", "--json"], { cwd: folder.path, env: sandbox.env })
    await until(() => sandbox.state().invoices >= 300)
    child.kill("SIGTERM")
    const [code] = await once(child, "close")
    await ended
    assert.notStrictEqual(code, 0)
    const { stdout } = await waybillHere(folder.path, sandbox.env)("status", "--json")
    const { standing } = JSON.parse(stdout)
    const states = standing.filter((one: { flow: string }) => one.flow === "invoices")
    assert.notInclude(
      states.map((one: { state: string }) => one.state),
      "sending",
    )
    const confirmed = states.find((one: { state: string }) => one.state === "confirmed")
    assert.strictEqual(confirmed.records, sandbox.state().invoices)
  })

  it("invariant 8: a second run of the same pipeline is refused while the first one lives", async () => {
    const { child, ended } = start(["run", "--json"], { cwd: folder.path, env: sandbox.env })
    await until(() => sandbox.state().invoices >= 100)
    // From now on the stand-in holds its answers back: the first run lives until it is killed.
    sandbox.setFaults({ faults: [{ fault: "delay", millis: 10_000 }] })
    const second = await waybillHere(folder.path, sandbox.env)("run", "--json")
    assert.strictEqual(second.code, 1)
    assert.strictEqual(JSON.parse(second.stdout).error.code, "WB-LEDGER-RUNNING")
    child.kill("SIGKILL")
    await ended
    sandbox.setFaults({ faults: [] })
    const third = await waybillHere(folder.path, sandbox.env)("run", "--json")
    assert.strictEqual(third.code, 0, third.stdout + third.stderr)
    assert.strictEqual(sandbox.state().invoices, many)
  })
})

describe("a target that misbehaves", () => {
  it("invariant 2 and 3: 500 after the write, cut answers, throttling and refusals: the next runs settle all of it", async () => {
    const folder = new Folder()
    const sandbox = await startSandbox({
      seed: 7,
      faults: [
        { fault: "error-after", rate: 0.1 },
        { fault: "cut-after", rate: 0.1 },
        { fault: "cut-before", rate: 0.1 },
        { fault: "throttle", rate: 0.1 },
        { fault: "error-before", rate: 0.1 },
      ],
    })
    try {
      folder.write(
        "waybill.yaml",
        pipelineFile("csv", "customers.csv", "invoices.csv").replace("batch: 500", "batch: 50"),
      )
      folder.write("data/customers.csv", customersCsv())
      folder.write("data/invoices.csv", invoicesCsv(1000))
      const waybill = waybillHere(folder.path, sandbox.env)
      let last = await waybill("run", "--json")
      for (let round = 0; round < 20 && last.code !== 0; round++) {
        assert.include([1, 3, 4], last.code)
        for (const flow of Object.values<Record<string, number>>(JSON.parse(last.stdout).flows)) {
          const fates = ["skipped", "invalid", "unchanged", "held", "confirmed", "refused", "unknown", "pending"]
          assert.strictEqual(
            flow["read"],
            fates.reduce((sum, fate) => sum + flow[fate]!, 0),
          )
        }
        last = await waybill("run", "--json")
      }
      assert.strictEqual(last.code, 0, last.stdout)
      assert.deepInclude(sandbox.state(), { invoices: 1000, duplicates: 0, amounts: { EUR: euros(totalOf(1000)) } })
    } finally {
      await sandbox.stop()
      folder.remove()
    }
  })
})
