/** Tying out from the command line, against the stand-ins of the targets over HTTP, and against a file. */
import { hash } from "node:crypto"
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { type DifferenceKind, type FlowTieOut, type TieOut } from "@waybill/pipeline"
import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { type Ended, Folder } from "./support/cli.ts"
import { type RunningCrmCom, startCrmCom } from "./support/crmcom.ts"
import { type RunningErplyBooks, startErplyBooks } from "./support/erplybooks.ts"
import { waybillHere } from "./support/here.ts"
import { type RunningSandbox, startSandbox } from "./support/sandbox.ts"

const examples = join(import.meta.dirname, "../../../examples")

const accounts = ["1", "2", "3", "4", "5"].map((digit) => `ACR000000000${digit}`)

describe("reconcile", () => {
  let folder: Folder
  let env: Record<string, string>
  beforeEach(() => {
    folder = new Folder()
    env = {}
  })
  afterEach(() => folder.remove())

  const waybill = (...args: ReadonlyArray<string>): Promise<Ended> => waybillHere(folder.path, env)(...args)
  const ran = async (...args: ReadonlyArray<string>): Promise<void> => {
    const { code, stdout, stderr } = await waybill(...args)
    assert.strictEqual(code, 0, `${args.join(" ")}: ${stderr}${stdout}`)
  }
  const tieOut = async (exit: number, ...args: ReadonlyArray<string>): Promise<TieOut> => {
    const { code, stdout, stderr } = await waybill("reconcile", ...args, "--json")
    assert.strictEqual(code, exit, stderr + stdout)
    return JSON.parse(stdout)
  }
  const open = (example: string): void => cpSync(join(examples, example), folder.path, { recursive: true })
  const edit = (name: string, from: string, to: string): void => {
    const path = join(folder.path, name)
    const text = readFileSync(path, "utf8")
    assert.include(text, from)
    writeFileSync(path, text.replace(from, to))
  }
  /** What is lost is believed to be so at once. */
  const atOnce = (of: string): void => edit("waybill.yaml", of, `visibleAfter: 0\n    ${of}`)
  /** `missing B1`: what differs, briefly. */
  const briefly = ({ differences }: FlowTieOut): ReadonlyArray<string> =>
    differences.map(({ kind, key }) => `${kind} ${key}`)
  const named = (flow: FlowTieOut, kind: DifferenceKind) => flow.differences.find((one) => one.kind === kind)!

  describe("with CRM.COM", () => {
    let crm: RunningCrmCom
    beforeEach(async () => {
      crm = await startCrmCom()
      env = crm.env
    })
    afterEach(() => crm.stop())

    const idOf = (number: string): string => {
      const found = [...crm.sandbox.paymentTexts(10_000)]
        .map((text) => JSON.parse(text))
        .find((payment) => payment.back_office_code?.includes(number))
      return found.id
    }

    it("posted payments tie; one lost, one cent and one doubled are each named", async () => {
      open("csv-to-crmcom")
      atOnce("timeZone: Asia/Nicosia")
      edit("waybill.yaml", "timeZone: Asia/Nicosia", `timeZone: Asia/Nicosia\n    accounts: [${accounts.join(", ")}]`)
      await ran("run")
      const tied = await tieOut(0)
      const [payments] = tied.flows
      assert.deepInclude(payments, { lookedAt: "listed", ties: true, differing: {} })
      assert.deepStrictEqual(payments!.target, { records: 6, money: { EUR: "4203.06" } })
      assert.isAbove(payments!.others!.records, 0)

      const [lost, changed, doubled] = ["B26110201", "B26110301", "B26110601"].map(idOf) as [string, string, string]
      crm.sandbox.tamper({ do: "lose", kind: "payments", id: lost })
      crm.sandbox.tamper({ do: "change", kind: "payments", id: changed, by: "0.01" })
      crm.sandbox.tamper({ do: "double", kind: "payments", id: doubled })
      const [flow] = (await tieOut(4)).flows
      assert.deepStrictEqual(briefly(flow!), ["missing B26110201", "amount B26110301", "doubled B26110601"])
      assert.deepInclude(named(flow!, "amount"), { ledger: "1250.00", target: "1250.01", customer: "ACR0000000002" })
      assert.deepInclude(named(flow!, "doubled"), { ledger: "0.10", target: "0.20" })
      const { stdout, code } = await waybill("reconcile")
      assert.strictEqual(code, 4)
      assert.include(stdout, "3 differences: missing 1, amount 1, doubled 1")
    })

    it("drafts tie as drafts, posted ones as posted; without `accounts` each is asked for by its id", async () => {
      open("excel-to-crmcom")
      await ran("run")
      const drafts = await tieOut(0)
      assert.deepInclude(drafts.flows[0], { lookedAt: "shown", ties: true })
      assert.deepStrictEqual(drafts.flows[0]!.drafts, { records: 10, money: { EUR: "26787.79" } })
      await ran("post", "1")
      const posted = await tieOut(0)
      assert.notProperty(posted.flows[0], "drafts")
      assert.deepStrictEqual(
        posted.runs.map(({ run, command }) => [run, command]),
        [
          [1, "run"],
          [2, "post"],
        ],
      )
    })

    it("a target that does not answer is stopped with exit code 3, and nothing of it is called missing", async () => {
      open("csv-to-crmcom")
      await ran("run")
      await crm.stop()
      const stopped = await tieOut(3)
      assert.strictEqual(stopped.outcome, "stopped")
      assert.deepInclude(stopped.flows[0], { lookedAt: "unreachable", differences: [] })
      crm = await startCrmCom()
    })
  })

  describe("with ERPLY Books", () => {
    let books: RunningErplyBooks
    beforeEach(async () => {
      books = await startErplyBooks()
      env = books.env
    })
    afterEach(() => books.stop())

    it("payments tie; one lost, one cent and one doubled are each named", async () => {
      open("csv-to-erplybooks")
      edit("waybill.yaml", "token: ", 'since: "2026-01-01"\n    token: ')
      atOnce("token: ")
      await ran("run")
      const [tied] = (await tieOut(0)).flows
      assert.deepInclude(tied, { lookedAt: "listed", ties: true })
      const ids = [...books.sandbox.paymentTexts(1000)]
        .map((text) => JSON.parse(text))
        .filter(({ archivingId }) => String(archivingId).startsWith("WB"))
        .map(({ id }) => String(id))
      const [lost, changed, doubled] = ids as [string, string, string]
      books.sandbox.tamper({ do: "lose", kind: "payments", id: lost })
      books.sandbox.tamper({ do: "change", kind: "payments", id: changed, by: "-0.01" })
      books.sandbox.tamper({ do: "double", kind: "payments", id: doubled })
      const [flow] = (await tieOut(4)).flows
      assert.deepStrictEqual(flow!.differing, { missing: 1, amount: 1, doubled: 1 })
      assert.deepStrictEqual(
        flow!.differences.map(({ targetId }) => targetId),
        ids.slice(0, 3),
      )
    })
  })

  describe("with PayorCRM", () => {
    let payor: RunningSandbox
    beforeEach(async () => {
      payor = await startSandbox()
      env = payor.env
    })
    afterEach(() => payor.stop())

    it("says in so many words that the target acknowledged and was not read back; decisions and reports", async () => {
      open("csv-to-payorcrm")
      edit("data/invoices.csv", ",EUR", ",XXX")
      await waybill("run")
      const differs = await tieOut(4)
      assert.deepStrictEqual(differs.flows[1]!.differing, { invalid: 1 })
      assert.strictEqual(differs.rejects.length, 1)
      await ran("rejects", "dismiss", "--all", "--reason", "paid in cash")

      const { code, stdout, stderr } = await waybill("reconcile", "--as-of", "2026-11-21", "--report", "reports")
      assert.strictEqual(code, 0, stderr + stdout)
      assert.include(stdout, "acknowledged, not read back")
      const named = (kind: string) => join(folder.path, "reports", `csv-to-payorcrm-tie-out-2026-11-21.${kind}`)
      for (const path of [named("html"), named("xlsx")]) {
        assert.isTrue(existsSync(path))
        assert.strictEqual(statSync(path).mode & 0o777, 0o600)
      }
      const json = await waybill("reconcile", "--as-of", "2026-11-21", "--report", "reports", "--json")
      const tied: TieOut = JSON.parse(json.stdout)
      // Whoever has the text can tell that the page was made of it.
      assert.include(readFileSync(named("html"), "utf8"), hash("sha256", json.stdout, "hex"))
      assert.deepInclude(tied.flows[1]!.steps.dismissed, { records: 1 })
      assert.deepInclude(tied.decisions[0], { decision: "dismissed", reason: "paid in cash", run: 2 })
      assert.isString(tied.by)
    })

    it("a week later, without the source's files: ledger and target are still compared, exit code 1", async () => {
      open("csv-to-payorcrm")
      await ran("run")
      rmSync(join(folder.path, "data/invoices.csv"))
      const stopped = await tieOut(1)
      const [customers, invoices] = stopped.flows
      assert.deepInclude(customers, { ties: true })
      assert.deepInclude(invoices, { ties: false, differences: [] })
      assert.match(invoices!.why!, /^acknowledged, not read back; the source was not read: /)
      assert.strictEqual(invoices!.steps.confirmed!.records, 150)
      assert.match(stopped.stopped[0]!.code, /^WB-CSV-/)
    })

    it("refuses a day that is none and a flow that is not there, exit code 2", async () => {
      open("csv-to-payorcrm")
      for (const [args, code] of [
        [["--as-of", "2026-02-30"], "WB-TIE-AS-OF"],
        [["--differences", "-1"], "WB-TIE-MOST"],
        [["--flow", "nothing"], "WB-CLI-FLOW"],
      ] as const) {
        const { code: exit, stdout } = await waybill("reconcile", ...args, "--json")
        assert.strictEqual(exit, 2, stdout)
        assert.strictEqual(JSON.parse(stdout).error.code, code)
      }
      folder.write("reports", "a file, and no folder")
      const { code, stderr } = await waybill("reconcile", "--report", "reports")
      assert.strictEqual(code, 2)
      assert.match(stderr, /WB-TIE-REPORT: the report can't be written to .+: \S/)
    })
  })

  describe("with a file", () => {
    const file = `version: 1
name: copies
connections:
  here: { connector: csv, directory: . }
  there: { connector: csv, directory: ./out }
flows:
  invoices:
    entity: invoice
    from: { connection: here, stream: in.csv }
    to: { connection: there, stream: out.csv }
    map:
      number: record.No
      customerNumber: record.Customer
      total: money(record.Amount, record.Currency)
      dueDate: date(record.Due, "yyyy-MM-dd")
`
    const source = `No,Customer,Amount,Currency,Due
I1,C1,100.00,EUR,2026-10-01
I2,C1,1234,JPY,2026-11-01
I3,C2,0.005,KWD,2026-12-01
I4,C2,123456789012345678901234567890.12,EUR,2026-11-21
`

    it("ties; what somebody edits, takes out or adds in the file is named", async () => {
      folder.write("waybill.yaml", file)
      folder.write("in.csv", source)
      folder.write("out/.keep", "")
      await ran("run")
      const [tied] = (await tieOut(0, "--as-of", "2026-11-21")).flows
      const money = { EUR: "123456789012345678901234567990.12", JPY: "1234", KWD: "0.005" }
      assert.deepStrictEqual([tied!.lookedAt, tied!.target], ["listed", { records: 4, money }])

      edit("out/out.csv", "567890.12", "567890.13")
      edit("out/out.csv", "2026-12-01", "2026-12-02")
      const lines = readFileSync(join(folder.path, "out/out.csv"), "utf8").split("\n")
      const kept = lines.filter((line) => !line.startsWith("I2,"))
      folder.write("out/out.csv", kept.join("\n") + kept[1]!.replace("I1", "I9") + "\n")
      const [flow] = (await tieOut(4)).flows
      assert.deepStrictEqual(briefly(flow!), ["missing I2", "amount I4", "doubled I1", "field I3"])
    })
  })
})
