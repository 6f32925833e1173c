/** CRM.COM from the command line, against its stand-in: the examples, posting, and answers that never come. */
import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { Decimals } from "@waybill/model"
import { BigDecimal } from "effect"
import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { type Ended, Folder } from "./support/cli.ts"
import { type RunningCrmCom, startCrmCom } from "./support/crmcom.ts"
import { waybillHere } from "./support/here.ts"
import { type RunningSandbox, startSandbox } from "./support/sandbox.ts"

const examples = join(import.meta.dirname, "../../../examples")

interface Row {
  readonly number: string | null
  readonly life_cycle_state: string
  readonly total_amount: number
  readonly unsettled_amount: number | null
  readonly back_office_code: string | null
}

const sum = (amounts: ReadonlyArray<number>): string =>
  Decimals.toText(BigDecimal.sumAll(amounts.map((amount) => Decimals.parse(String(amount))!)), 2)

describe("CRM.COM from the command line", () => {
  let folder: Folder
  let crm: RunningCrmCom
  let payor: RunningSandbox
  beforeEach(async () => {
    folder = new Folder()
    crm = await startCrmCom()
    payor = await startSandbox()
  })
  afterEach(async () => {
    await crm.stop()
    await payor.stop()
    folder.remove()
  })

  const rows = (kind: "invoices" | "payments"): ReadonlyArray<Row> =>
    [...(kind === "invoices" ? crm.sandbox.invoiceTexts(10_000) : crm.sandbox.paymentTexts(10_000))].map((text) =>
      JSON.parse(text),
    )
  /** What Waybill wrote: its codes begin with the prefix. */
  const written = (kind: "invoices" | "payments") => rows(kind).filter((row) => row.back_office_code?.startsWith("WB"))
  const waybill = (...args: ReadonlyArray<string>): Promise<Ended> =>
    waybillHere(folder.path, { ...crm.env, ...payor.env })(...args)
  const json = async (...args: ReadonlyArray<string>) => {
    const { code, stdout, stderr } = await waybill(...args, "--json")
    assert.strictEqual(code, 0, `${args.join(" ")}: ${stderr}${stdout}`)
    return JSON.parse(stdout)
  }
  const open = (example: string): void => cpSync(join(examples, example), folder.path, { recursive: true })
  const edit = (from: string, to: string): void => {
    const path = join(folder.path, "waybill.yaml")
    const text = readFileSync(path, "utf8")
    assert.include(text, from)
    writeFileSync(path, text.replace(from, to))
  }

  it("crmcom-to-payorcrm: customers and open invoices arrive to the cent, and a second run sends nothing", async () => {
    open("crmcom-to-payorcrm")
    const expected = rows("invoices").filter(
      ({ life_cycle_state, unsettled_amount }) => life_cycle_state === "POSTED" && (unsettled_amount ?? 0) > 0,
    )
    assert.isAbove(expected.length, 5)
    assert.isBelow(expected.length, 15, "some are drafts, paid or cancelled")
    const { flows } = await json("run")
    assert.deepInclude(flows.customers, { read: 5, confirmed: 5 })
    assert.deepInclude(flows.invoices, { read: 15, confirmed: expected.length, skipped: 15 - expected.length })
    const total = sum(expected.map(({ total_amount }) => total_amount))
    assert.strictEqual(flows.invoices.money.EUR.confirmed, total)
    const { customers, invoices, amounts, requests } = payor.state()
    assert.deepStrictEqual([customers, invoices, sum([Number(amounts["EUR"])])], [5, expected.length, total])
    const second = await json("run")
    assert.deepInclude(second.flows.invoices, { unchanged: expected.length, confirmed: 0 })
    assert.strictEqual(payor.state().requests, requests)
  })

  it("csv-to-crmcom: each line of the statement is posted once", async () => {
    open("csv-to-crmcom")
    const before = rows("payments").length
    const { flows } = await json("run")
    assert.deepInclude(flows.payments, { read: 7, skipped: 1, confirmed: 6, created: 6, drafts: 0 })
    assert.strictEqual(flows.payments.money.EUR.confirmed, "4203.06")
    assert.deepStrictEqual(
      written("payments").map(({ life_cycle_state }) => life_cycle_state),
      Array.from({ length: 6 }, () => "POSTED"),
    )
    const paid = rows("invoices").filter(({ number }) => ["I00000003", "I00000005", "I00000011"].includes(number ?? ""))
    assert.deepStrictEqual(
      paid.map((row) => row.unsettled_amount),
      [0, 0, 0],
    )
    const second = await json("run")
    assert.deepInclude(second.flows.payments, { unchanged: 6, confirmed: 0 })
    assert.strictEqual(rows("payments").length, before + 6)
  })

  it("excel-to-crmcom: invoices land as drafts, are posted by their run, and are neither sent nor posted twice", async () => {
    open("excel-to-crmcom")
    const first = await waybill("run")
    assert.strictEqual(first.code, 0, first.stderr + first.stdout)
    assert.include(first.stdout, "10 records are drafts in the target. To make them count: `waybill post 1`")
    assert.deepStrictEqual(new Set(written("invoices").map((row) => row.life_cycle_state)), new Set(["DRAFT"]))
    assert.strictEqual(sum(written("invoices").map(({ total_amount }) => total_amount)), "26787.79")
    const second = await json("run")
    assert.deepInclude(second.flows.invoices, { unchanged: 10, confirmed: 0, drafts: 0 })
    assert.include((await waybill("status")).stdout, "drafts")

    const posted = await json("post", "1")
    assert.deepInclude(posted.flows.invoices, { drafts: 10, posted: 10, refused: 0, unknown: 0, left: 0 })
    assert.deepStrictEqual(posted.flows.invoices.money, { EUR: { drafts: "26787.79", posted: "26787.79" } })
    assert.deepStrictEqual(new Set(written("invoices").map((row) => row.life_cycle_state)), new Set(["POSTED"]))
    assert.include((await waybill("post", "1")).stdout, "Run 1 has no drafts")
    assert.include((await waybill("show", String(posted.run))).stdout, "posted the drafts of run 1")
    assert.include((await waybill("runs")).stdout, "post")
    const third = await json("run")
    assert.deepInclude(third.flows.invoices, { unchanged: 10, confirmed: 0 })
    assert.strictEqual(written("invoices").length, 10)
  })

  it("post: a run that does not exist is refused, exit code 2", async () => {
    open("excel-to-crmcom")
    const { code, stderr } = await waybill("post", "7")
    assert.strictEqual(code, 2)
    assert.include(stderr, "WB-CLI-RUN")
  })

  it("post: what CRM.COM refuses stays a draft, with its words and exit code 4; nobody there is exit code 3", async () => {
    open("excel-to-crmcom")
    await json("run")
    crm.sandbox.setFaults({ faults: [{ fault: "partial" }] })
    const refused = await waybill("post", "1", "--json")
    assert.strictEqual(refused.code, 4, refused.stderr + refused.stdout)
    const { invoices } = JSON.parse(refused.stdout).flows
    assert.strictEqual(invoices.posted + invoices.refused, 10)
    assert.isAbove(invoices.refused, 0)
    assert.strictEqual(invoices.problems[0].code, "WB-CRMCOM-REFUSED")
    await crm.stop()
    const away = await waybill("post", "1", "--json")
    assert.strictEqual(away.code, 3, away.stderr + away.stdout)
  })

  for (const fault of ["cut-after", "error-after", "slow-body"] as const) {
    it(`a create whose answer never came (${fault}) is found by its back_office_code, not made again`, async () => {
      open("csv-to-crmcom")
      edit("land: posted", "land: posted\n    timeout: 3")
      crm.sandbox.setFaults({ faults: [{ fault, rate: 0.5, millis: 6000, calls: ["payments/create"] }], seed: 3 })
      const first = await waybill("run", "--json")
      const { payments } = JSON.parse(first.stdout).flows
      assert.strictEqual(payments.refused, 0)
      assert.isAbove(crm.sandbox.state().calls["payments/show"] ?? 0, 0, "some answers were lost, and asked for")
      crm.sandbox.setFaults({ faults: [] })
      const second = await json("run")
      assert.strictEqual(second.flows.payments.confirmed + second.flows.payments.unchanged, 6)
      const codes = written("payments").map((row) => row.back_office_code)
      assert.strictEqual(codes.length, 6)
      assert.strictEqual(new Set(codes).size, 6)
      const third = await json("run")
      assert.deepInclude(third.flows.payments, { unchanged: 6, confirmed: 0 })
    })
  }
})
