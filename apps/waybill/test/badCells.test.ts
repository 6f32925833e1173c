import { afterAll, assert, beforeAll, describe, it } from "vitest"

import { bad, badLines, type Column, columns } from "./support/badCells.ts"
import { type Ended, Folder, waybillIn } from "./support/cli.ts"
import { type RunningSandbox, sandboxConnection, startSandbox } from "./support/sandbox.ts"

const pipeline = `version: 1
name: bad-cells
connections:
  files: { connector: csv, directory: . }
  collections:
    ${sandboxConnection}
    amountUnit: decimal
    rateLimit: { perSecond: 1000 }
flows:
  invoices:
    from: { connection: files, stream: invoices.csv }
    to: { connection: collections, stream: invoices }
    map:
      number: record["Invoice No"]
      customerNumber: record["Customer No"]
      issueDate: date(record.Issued, "dd/MM/yyyy")
      dueDate: date(record.Due, "dd/MM/yyyy")
      total: money(record.Amount, record.Currency)
      type: record.Type
      balance: money(record.Open, record.Currency)
`

interface Planted {
  readonly column?: Column
  readonly text: string
}

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const goodRow = (number: string): Readonly<Record<Column, string>> => ({
  "Invoice No": number,
  "Customer No": "C1",
  Issued: "01/10/2026",
  Due: "31/10/2026",
  Amount: "5.00",
  Currency: "EUR",
  Type: "invoice",
  Open: "5.00",
})

const lineOf = (row: Readonly<Record<Column, string>>): string => columns.map((column) => quoted(row[column])).join(",")

/** An optional field that is empty is absent, not wrong. */
const mayBeEmpty: ReadonlySet<Column> = new Set(["Issued", "Due"])

/** The file, and what is planted on which line. */
const make = () => {
  const lines = [columns.join(",")]
  const planted = new Map<number, Planted>()
  let good = 0
  let line = 2
  const add = (text: string, breaks = 0): number => {
    lines.push(text)
    const at = line
    line += 1 + breaks
    return at
  }
  const addGood = () => add(lineOf(goodRow(`GOOD-${++good}`)))
  for (const [column, texts] of Object.entries(bad) as ReadonlyArray<[Column, ReadonlyArray<string>]>) {
    for (const text of texts) {
      if (text.trim() === "" && mayBeEmpty.has(column)) continue
      addGood()
      const at = add(lineOf({ ...goodRow(`BAD-${line}`), [column]: text }), text.split("\n").length - 1)
      planted.set(at, { column, text })
    }
  }
  for (const text of badLines) {
    addGood()
    planted.set(add(text), { text })
  }
  addGood()
  return { text: `${lines.join("\n")}\n`, planted, good }
}

interface ListedReject {
  readonly row: number
  readonly state: string
  readonly issues: ReadonlyArray<{
    readonly code: string
    readonly column?: string
    readonly field?: string
    readonly message: string
    readonly hint?: string
  }>
}

describe("a file with two hundred kinds of bad cells", () => {
  const folder = new Folder()
  const { text, planted, good } = make()
  let sandbox: RunningSandbox
  let ran: Ended
  let listed: Ended
  let rejects: ReadonlyMap<number, ListedReject>
  beforeAll(async () => {
    sandbox = await startSandbox({ unknownCustomer: "store" })
    const waybill = waybillIn(folder.path, sandbox.env)
    folder.write("waybill.yaml", pipeline)
    folder.write("invoices.csv", text)
    ran = await waybill("run", "--json")
    listed = await waybill("rejects", "list", "--json")
    rejects = new Map(JSON.parse(listed.stdout).rejects.map((reject: ListedReject) => [reject.row, reject]))
  })
  afterAll(async () => {
    await sandbox.stop()
    folder.remove()
  })

  it("has more than two hundred of them", () => assert.isAbove(planted.size, 200))

  it("ends with exit code 4, and everything else arrived", () => {
    assert.strictEqual(ran.code, 4, ran.stderr)
    const { invoices } = JSON.parse(ran.stdout).flows
    assert.deepInclude(invoices, { read: good + planted.size, confirmed: good, invalid: planted.size, refused: 0 })
    assert.strictEqual(sandbox.state().invoices, good)
  })

  it("lists each with its row, column, code and hint", () => {
    const missing = [...planted].filter(([row]) => !rejects.has(row))
    assert.deepStrictEqual(missing, [])
    for (const [row, { column, text: cell }] of planted) {
      const { issues } = rejects.get(row)!
      const issue = issues.find((one) => one.column === column) ?? issues[0]!
      const at = `line ${row}, ${column ?? "the line"} ${JSON.stringify(cell)}: ${JSON.stringify(issues)}`
      if (column !== undefined) assert.strictEqual(issue.column, column, at)
      assert.match(issue.code, /^WB-(CSV|MAP|MODEL)-[A-Z-]+$/, at)
      assert.isAbove((issue.hint ?? "").length, 5, at)
    }
  })

  it("shows no value of a cell in any message (invariant 7)", () => {
    // Words that the fixed sentences use themselves, whatever stands in the cell.
    const ours = new Set(["0000-00-00", "credit", "invoice ", "unknown"])
    const said = [...rejects.values()]
      .flatMap(({ issues }) => issues.map(({ message, hint }) => `${message} ${hint}`))
      .join("\n")
    for (const { column, text: cell } of planted.values()) {
      const tells = column !== undefined && cell.trim().length > 5 && !ours.has(cell)
      assert.isFalse(tells && said.includes(cell), cell)
    }
  })

  it("knows every code that it shows", async () => {
    const known = new Set(
      JSON.parse((await waybillIn(folder.path)("errors", "--json")).stdout).map(({ code }: { code: string }) => code),
    )
    for (const { issues } of rejects.values()) for (const { code } of issues) assert.isTrue(known.has(code), code)
  })

  it("exports them with the source's own columns, and mended rows arrive with the next run", async () => {
    const waybill = waybillIn(folder.path, sandbox.env)
    const exported = await waybill("rejects", "export", "--to", "rejects.xlsx", "--json")
    assert.deepInclude(JSON.parse(exported.stdout), { records: planted.size })
    const mended = [columns.join(","), ...[...planted.keys()].map((row) => lineOf(goodRow(`MENDED-${row}`)))]
    folder.write("invoices.csv", `${mended.join("\n")}\n`)
    const again = await waybill("run", "--json")
    assert.strictEqual(again.code, 0, again.stdout)
    assert.deepStrictEqual(JSON.parse((await waybill("rejects", "list", "--json")).stdout), { groups: [], rejects: [] })
  })
})
