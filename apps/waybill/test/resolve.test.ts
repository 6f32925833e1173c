/** `waybill resolve`: PayorCRM can't be asked, so a person looks, decides, and says why. */
import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { type Ended, Folder } from "./support/cli.ts"
import { waybillHere } from "./support/here.ts"
import { type RunningSandbox, sandboxConnection, startSandbox } from "./support/sandbox.ts"

const file = `version: 1
name: resolve
connections:
  files: { connector: csv, directory: . }
  payor:
    ${sandboxConnection}
    onDuplicate: duplicate
    batch: 1
    amountUnit: decimal
    rateLimit: { perSecond: 1000 }
flows:
  invoices:
    from: { connection: files, stream: invoices.csv }
    to: { connection: payor, stream: invoices }
    map: { number: record.No, customerNumber: '"C1"', total: 'money(record.Amount, "EUR")' }
`

describe("waybill resolve", () => {
  let folder: Folder
  let sandbox: RunningSandbox
  beforeEach(async () => {
    folder = new Folder()
    sandbox = await startSandbox({ unknownCustomer: "store", onDuplicate: "duplicate" })
    folder.write("waybill.yaml", file)
    folder.write("invoices.csv", "No,Amount\nI-1,10.00\nI-2,20.00\nI-3,30.00\n")
  })
  afterEach(async () => {
    await sandbox.stop()
    folder.remove()
  })

  const waybill = (...args: ReadonlyArray<string>): Promise<Ended> => waybillHere(folder.path, sandbox.env)(...args)
  const json = async (...args: ReadonlyArray<string>) => {
    const { code, stdout, stderr } = await waybill(...args, "--json")
    assert.strictEqual(code, 0, `${args.join(" ")}: ${stderr}${stdout}`)
    return JSON.parse(stdout)
  }
  const invoices = (run: Ended) => JSON.parse(run.stdout).flows.invoices

  it("what arrived counts as confirmed, what did not goes out with the next run, and the reasons are kept", async () => {
    sandbox.setFaults({
      faults: [
        { fault: "cut-after", next: 1 },
        { fault: "cut-before", next: 1 },
      ],
    })
    const first = await waybill("run", "--json")
    assert.strictEqual(first.code, 4, first.stderr)
    assert.deepInclude(invoices(first), { read: 3, unknown: 2, confirmed: 1 })
    assert.deepInclude(sandbox.state(), { invoices: 2 })
    const again = await waybill("run", "--json")
    assert.strictEqual(again.code, 4)
    assert.deepInclude(invoices(again), { unknown: 2, unchanged: 1 })
    assert.deepInclude(sandbox.state(), { invoices: 2 })

    const shown = await waybill("resolve", "list")
    assert.include(shown.stdout, "I-1")
    assert.include(shown.stdout, "I-2")
    assert.notInclude(shown.stdout, "I-3")
    const held = [...sandbox.copies().keys()].map((key) => key.split("/").at(-1))
    assert.includeMembers(held, ["I-3"])
    const there = held.includes("I-1") ? "I-1" : "I-2"
    const absent = there === "I-1" ? "I-2" : "I-1"

    await json("resolve", "delivered", there, "--id", "4711", "--reason", "seen in PayorCRM")
    await json("resolve", "send", absent, "--reason", "not in PayorCRM")
    const last = await json("run")
    assert.deepInclude(last.flows.invoices, { unchanged: 2, confirmed: 1, unknown: 0 })
    assert.deepInclude(sandbox.state(), { invoices: 3, duplicates: 0, amounts: { EUR: "60" } })
    assert.include((await waybill("resolve", "list")).stdout, "Nothing to resolve")
    const { decisions } = await json("resolve", "log")
    assert.deepStrictEqual(
      decisions.map(({ key, decision, targetId, reason }: any) => [key, decision, targetId, reason]),
      [
        [absent, "send", undefined, "not in PayorCRM"],
        [there, "delivered", "4711", "seen in PayorCRM"],
      ],
    )
    assert.include((await waybill("runs")).stdout, "resolve")
  })

  it("decides about all of the numbers or about none, and takes no decision without a reason", async () => {
    sandbox.setFaults({ faults: [{ fault: "cut-before", next: 2 }] })
    await waybill("run", "--json")
    for (const [args, code] of [
      [["delivered", "I-1", "I-9", "--reason", "seen"], "WB-RESOLVE-KEY"],
      [["delivered", "I-1", "I-2", "--id", "1", "--reason", "seen"], "WB-CLI-ID"],
      [["send", "I-1", "--reason", "  "], "WB-CLI-REASON"],
      [["send", "I-3", "--reason", "it is confirmed"], "WB-RESOLVE-KEY"],
    ] as const) {
      const ended = await waybill("resolve", ...args)
      assert.strictEqual(ended.code, 2, ended.stdout)
      assert.include(ended.stderr, code)
    }
    assert.lengthOf((await json("resolve", "list")).unknown, 2)
    assert.lengthOf((await json("resolve", "log")).decisions, 0)
  })
})
