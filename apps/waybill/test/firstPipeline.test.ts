import { readFileSync } from "node:fs"
import { join } from "node:path"

import { Ajv2020 } from "ajv/dist/2020.js"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { parse } from "yaml"

import { bin, Folder, waybillIn } from "./support/cli.ts"
import { type RunningSandbox, startSandbox } from "./support/sandbox.ts"

describe("the first pipeline, as the README has it", () => {
  let sandbox: RunningSandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  // From its sources, as in a clone, it starts slowly: once is enough.
  for (const [from, command] of [
    ["csv", bin],
    ["excel", undefined],
  ] as const) {
    it(`init, check, preview, plan, run and run again: ${from} to payorcrm`, async () => {
      const folder = new Folder()
      const waybill = waybillIn(folder.path, {}, command)
      const ok = async (...args: ReadonlyArray<string>): Promise<string> => {
        const { code, stdout, stderr } = await waybill(...args)
        assert.strictEqual(code, 0, `${args.join(" ")}: ${stderr}${stdout}`)
        return stdout
      }
      await ok("init", "--from", from, "--to", "payorcrm")
      const variables = readFileSync(join(folder.path, ".env.example"), "utf8")
      folder.write(".env", variables.replace("http://127.0.0.1:4010", sandbox.env["PAYORCRM_URL"]!))

      const validate = new Ajv2020({ strict: false }).compile(
        JSON.parse(readFileSync(join(folder.path, "waybill.schema.json"), "utf8")),
      )
      assert.isTrue(
        validate(parse(readFileSync(join(folder.path, "waybill.yaml"), "utf8"))),
        JSON.stringify(validate.errors),
      )

      assert.include(await ok("check"), "No mistakes in 2 flows")
      assert.include(await ok("check", "--online"), "not verified")
      assert.include(await ok("preview", "invoices", "-n", "1"), "dueDate: 2026-12-02")
      const plan = JSON.parse(await ok("plan", "--json"))
      assert.deepInclude(plan.flows.customers, { read: 4, create: 3, skipped: 1 })
      assert.deepInclude(plan.flows.invoices, { read: 5, create: 5, calls: 1 })
      assert.match(plan.id, /^[0-9a-f]{8}$/)
      const first = JSON.parse(await ok("run", "--json"))
      assert.deepInclude(first.flows.invoices, { read: 5, confirmed: 5, created: 5 })
      assert.strictEqual(first.flows.invoices.money.EUR.confirmed, "17027.15")
      const second = JSON.parse(await ok("run", "--json"))
      assert.deepInclude(second.flows.invoices, { read: 5, unchanged: 5, confirmed: 0 })
      assert.include(await ok("status"), "confirmed")
      assert.include(await ok("runs"), "complete")
      assert.include(await ok("show", "1"), "17,027.15")
      assert.include(await ok("rejects", "list"), "No rejects.")
      folder.remove()
    })
  }

  for (const to of ["csv", "excel"] as const) {
    it(`csv to ${to}: what is written can be read again, and a second run writes nothing`, async () => {
      const folder = new Folder()
      const waybill = waybillIn(folder.path)
      const init = await waybill("init", "--template", `csv-to-${to}`)
      assert.strictEqual(init.code, 0, init.stderr)
      const first = await waybill("run", "--json")
      assert.strictEqual(first.code, 0, first.stderr + first.stdout)
      assert.deepInclude(JSON.parse(first.stdout).flows.invoices, { read: 5, confirmed: 5 })
      const second = await waybill("run", "--json")
      assert.deepInclude(JSON.parse(second.stdout).flows.invoices, { read: 5, unchanged: 5 })
      const stream = to === "csv" ? "invoices.csv" : "receivables.xlsx#Invoices"
      folder.write(
        "back.yaml",
        `version: 1
name: back
connections:
  out: { connector: ${to}, directory: ./out }
  again: { connector: csv, directory: ./again }
flows:
  invoices:
    from: { connection: out, stream: ${JSON.stringify(stream)} }
    to: { connection: again, stream: invoices.csv }
    entity: invoice
    map:
      number: record.number
      customerNumber: record.customerNumber
      total: money(record.total, record.currency)
      dueDate: date(record.dueDate, "yyyy-MM-dd")
`,
      )
      folder.write("again/.keep", "")
      const back = await waybill("--file", "back.yaml", "run", "--json")
      assert.strictEqual(back.code, 0, back.stderr + back.stdout)
      assert.strictEqual(JSON.parse(back.stdout).flows.invoices.money.EUR.confirmed, "17027.15")
      folder.remove()
    })
  }
})

describe("the command line", () => {
  const folder = new Folder()
  const waybill = waybillIn(folder.path)
  afterAll(() => folder.remove())

  it("says how to use it, and ends with exit code 2 where it is used wrongly", async () => {
    const help = await waybill("--help")
    assert.strictEqual(help.code, 0)
    assert.include(help.stdout, "Exit codes")
    for (const args of [["runn"], ["run", "--limitt", "3"], ["show"], ["run", "--limit", "many"]]) {
      assert.strictEqual((await waybill(...args)).code, 2, args.join(" "))
    }
  })

  it("says what is missing where there is no pipeline file", async () => {
    const ended = await waybill("run")
    assert.strictEqual(ended.code, 2)
    assert.include(ended.stderr, "WB-FILE-MISSING")
    assert.strictEqual(ended.stdout, "")
  })

  it("never overwrites what is there, and asks only where somebody can answer", async () => {
    const asked = await waybill("init")
    assert.strictEqual(asked.code, 2)
    assert.include(asked.stderr, "--template")
    folder.write("waybill.yaml", "version: 1\n")
    const again = await waybill("init", "--template", "csv-to-csv")
    assert.strictEqual(again.code, 2)
    assert.strictEqual(readFileSync(join(folder.path, "waybill.yaml"), "utf8"), "version: 1\n")
  })

  it("ends with exit code 3 where nobody answers, and where the credentials are refused", async () => {
    const made = new Folder()
    const init = await waybillIn(made.path)("init", "--template", "csv-to-payorcrm")
    assert.strictEqual(init.code, 0)
    const nobody = { PAYORCRM_URL: "http://127.0.0.1:9", PAYORCRM_API_KEY: "key", PAYORCRM_API_SECRET: "secret" }
    const unreachable = await waybillIn(made.path, nobody)("run", "--json")
    assert.strictEqual(unreachable.code, 3, unreachable.stdout)
    assert.strictEqual(JSON.parse(unreachable.stdout).flows.customers.pending, 3)
    const sandbox = await startSandbox()
    const refused = await waybillIn(made.path, { ...sandbox.env, PAYORCRM_API_SECRET: "wrong" })("run", "--json")
    assert.strictEqual(refused.code, 3, refused.stdout)
    assert.strictEqual(sandbox.state().customers, 0)
    await sandbox.stop()
    made.remove()
  })

  it("lists connectors with their settings and streams, and error codes with their fix", async () => {
    const connectors = await waybill("connectors")
    for (const word of ["payorcrm", "amountUnit", "headerRow", "delimiter"]) assert.include(connectors.stdout, word)
    const codes = JSON.parse((await waybill("errors", "--json")).stdout)
    for (const { code, meaning, fix } of codes) {
      assert.match(code, /^WB-[A-Z0-9-]+$/)
      assert.isAbove(meaning.length, 10, code)
      assert.isAbove(fix.length, 5, code)
    }
    assert.include((await waybill("errors", "WB-RUN-HELD")).stdout, "parent")
    assert.include((await waybill("errors", "WB-RUN-HEDL")).stderr, "WB-RUN-HELD")
    for (const code of ["WB-FILE", "WB-FILE-MISSING", "WB-BUG"])
      assert.strictEqual((await waybill("errors", code)).code, 0)
  })

  it("tells machines the code, the message and the hint of what went wrong, and nothing else", async () => {
    const { code, stdout } = await waybill("errors", "WB-RUN-HEDL", "--json")
    assert.strictEqual(code, 2)
    assert.deepStrictEqual(JSON.parse(stdout), {
      error: { code: "WB-CLI-CODE", message: "there is no code WB-RUN-HEDL", hint: "did you mean WB-RUN-HELD?" },
    })
  })
})
