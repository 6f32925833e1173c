/** A JSON API that is described in the pipeline file: the example as its README says, a lost answer, and mistakes in the description. */
import { type ChildProcess, spawn } from "node:child_process"
import { cpSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { Decimals } from "@waybill/model"
import { openPipeline, type OpenPipeline } from "@waybill/pipeline"
import { Effect } from "effect"
import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { composition } from "../src/composition.ts"
import { platform } from "../src/program.ts"
import { Folder, waybillIn } from "./support/cli.ts"

const example = join(import.meta.dirname, "../../../examples/rest-and-csv")
const token = "example-token"

describe("rest-and-csv", () => {
  let folder: Folder
  let api: ChildProcess | undefined
  beforeEach(() => {
    folder = new Folder()
    cpSync(example, folder.path, { recursive: true, filter: (path) => !path.includes(".waybill") })
  })
  afterEach(() => {
    api?.kill()
    folder.remove()
  })

  /** Starts the example's server; it says where it listens. */
  const startApi = (...args: ReadonlyArray<string>): Promise<string> =>
    new Promise((resolve) => {
      api = spawn(process.execPath, [join(example, "api.ts"), "0", ...args], { stdio: ["ignore", "pipe", "inherit"] })
      api.stdout!.setEncoding("utf8").once("data", (line: string) => resolve(line.trim()))
    })

  const run = async (url: string, ...args: ReadonlyArray<string>) => {
    const waybill = waybillIn(folder.path, { BILLING_URL: url, BILLING_TOKEN: token })
    const { code, stdout, stderr } = await waybill(...args, "--json")
    assert.strictEqual(code, 0, stderr + stdout)
    return JSON.parse(stdout)
  }

  const booked = async (url: string): Promise<ReadonlyArray<string>> => {
    const answer = await fetch(`${url}/payments`, { headers: { authorization: `Bearer ${token}` } })
    const { payments } = (await answer.json()) as { payments: ReadonlyArray<{ reference: string; amount: string }> }
    return payments.map(({ reference, amount }) => `${reference} ${amount}`)
  }
  const all = ["B-1001 100.10", "B-1002 101.11", "B-1003 50.00", "B-1004 54.14"]

  it("reads invoices page by page and books payments, once; the tie-out agrees", async () => {
    const url = await startApi()
    const first = await run(url, "run")
    assert.deepInclude(first.flows["open-invoices"], { read: 21, confirmed: 21 })
    assert.deepInclude(first.flows.payments, { read: 4, confirmed: 4, created: 4 })
    assert.deepStrictEqual(await booked(url), all)
    const lines = readFileSync(join(folder.path, "out/open-invoices.csv"), "utf8").trimEnd().split("\n")
    assert.lengthOf(lines, 22)
    assert.include(lines[1], "2026-0001,K-1,100.10,EUR,2026-10-01,2026-11-01")
    const second = await run(url, "run")
    assert.deepInclude(second.flows["open-invoices"], { unchanged: 21, confirmed: 0 })
    assert.deepInclude(second.flows.payments, { unchanged: 4, confirmed: 0 })
    const tieOut = await run(url, "reconcile")
    assert.strictEqual(tieOut.outcome, "ties")
  })

  it("shows a record as a person reads it, before anything is sent", async () => {
    const waybill = waybillIn(folder.path, { BILLING_URL: await startApi(), BILLING_TOKEN: token })
    const { stdout } = await waybill("preview", "open-invoices")
    assert.match(stdout, /^ {6}dueOn: \d{4}-\d\d-\d\d$/m)
    assert.notInclude(stdout, "$date")
  })

  it("a payment whose answer was lost is looked for, and booked once (invariant 2)", async () => {
    const url = await startApi("--lose-an-answer")
    const { flows } = await run(url, "run")
    assert.deepInclude(flows.payments, { read: 4, confirmed: 4, unknown: 0 })
    assert.deepStrictEqual(await booked(url), all)
  })
})

/** Opens a pipeline file in an empty folder; gives its mistakes, or what `use` makes of it. */
const opened = async <A>(text: string, use: (open: OpenPipeline) => A) => {
  const folder = new Folder()
  for (const name of ["data/bank.csv", "out/.keep"])
    folder.write(name, "Bank Reference,Invoice,Customer,Booked,Amount,Currency\n")
  const world = { ...composition, environment: { BILLING_URL: "http://127.0.0.1:9/v1", BILLING_TOKEN: token } }
  return openPipeline(folder.write("waybill.yaml", text), world).pipe(
    Effect.match({ onSuccess: use, onFailure: (fault) => fault.diagnostics }),
    Effect.scoped,
    Effect.provide(platform),
    Effect.runPromise,
    (running) => running.finally(() => folder.remove()),
  )
}

describe("expressions", () => {
  const file = readFileSync(join(example, "waybill.yaml"), "utf8")

  it("read nested fields; where one is absent, the record says so", async () => {
    const made = await opened(file, ({ flows }) => {
      const record = { number: "1", totals: { gross: Decimals.parse("1.10")!, currency: "EUR" } }
      const whole = flows[0]!.mapping.toModel({ ...record, customer: { number: "K-1" } })
      const bare = flows[0]!.mapping.toModel(record)
      return [whole._tag, bare._tag === "Invalid" ? bare.issues.map(({ field }) => field) : bare._tag]
    })
    assert.deepStrictEqual(made, ["Mapped", ["customerNumber"]])
  })

  it("write with `set` what the stream's `set` names, and never what only the model says", async () => {
    const described = file.replace(
      "        repeat: duplicates",
      "        set: { meta.project: text, due: date }\n        repeat: duplicates",
    )
    const writing = async (...lines: ReadonlyArray<string>) => {
      const diagnostics = await opened(`${described}    set:\n      ${lines.join("\n      ")}\n`, () => [])
      return diagnostics.map(({ code }) => code)
    }
    const project = `meta: { project: '"P1"' }`
    assert.deepStrictEqual(await writing(project, 'due: date(record.Booked, "dd/MM/yyyy")'), [])
    assert.deepStrictEqual(await writing(`due: '"2026-11-20"'`), ["WB-MAP-RESULT"])
    assert.deepStrictEqual(await writing(`amount: '"5"'`), ["WB-MAP-SHAPE"])
    assert.deepStrictEqual(await writing(`reference: '"R"'`), ["WB-MAP-SHAPE"])
    assert.deepStrictEqual(await writing(`projct: '"P1"'`), ["WB-MAP-FIELD"])
  })
})

describe("a mistake in the description is told at its line", () => {
  const file = readFileSync(join(example, "waybill.yaml"), "utf8")
  const cases: ReadonlyArray<readonly [string, string, string, RegExp]> = [
    [
      "invoice: invoiceNumber",
      "invoice: invoiceNumbr",
      "invoice: invoiceNumbr",
      /'invoice': expected a field of the payment.*did you mean 'invoiceNumber'/,
    ],
    ["path: /invoices", "path: invoices", "path: invoices", /'path': expected a path that begins with \//],
    ["parameter: page, ", "", "paging: { by: page", /expected `parameter` beside `by: page`/],
    ["dueOn: date\n", "dueOn: dat\n", "dueOn: dat", /did you mean 'date'/],
    ["query: { status: open }", "query: { api_key: open }", "api_key", /not the name of a parameter without a secret/],
    ["token: ${BILLING_TOKEN}", "token: in-the-open", "token: in-the-open", /secret never stands in the file/],
    [
      "records: invoices\n",
      "record: invoices\n",
      "record: invoices",
      /there is no key 'record'.*did you mean 'records'/,
    ],
  ]
  it.each(cases)("%j as %j", async (right, wrong, at, words) => {
    const text = file.replace(right, wrong)
    const diagnostics = await opened(text, () => [])
    assert.isNotEmpty(diagnostics)
    const { message, hint = "", place } = diagnostics[0]!
    assert.match(`${message} ${hint}`, words)
    assert.include(text.split("\n")[place!.line - 1], at)
  })
})
