/** `waybill ledger`: the book is verified and exported, and a book that can't be trusted is refused untouched. */
import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"

import { afterAll, assert, beforeAll, describe, it } from "vitest"

import { Folder } from "./support/cli.ts"
import { waybillHere } from "./support/here.ts"

const pipeline = `version: 1
name: book
connections:
  files: { connector: csv, directory: . }
flows:
  customers:
    entity: customer
    from: { connection: files, stream: in.csv }
    to: { connection: files, stream: out.csv }
    map: { number: record.No, name: record.Name }
`

describe("waybill ledger", () => {
  const folder = new Folder()
  const waybill = waybillHere(folder.path)
  const file = join(folder.path, ".waybill", "ledger.db")
  beforeAll(async () => {
    folder.write("waybill.yaml", pipeline)
    folder.write("in.csv", "No,Name\nC1,One\n=C2,Two\nC3,\n")
  })
  afterAll(() => folder.remove())

  it("says that there is nothing yet, and makes nothing", async () => {
    for (const command of ["check", "export"]) {
      const { code, stdout } = await waybill("ledger", command, "--json")
      assert.strictEqual(code, 2)
      assert.strictEqual(JSON.parse(stdout).error.code, "WB-CLI-NO-LEDGER")
    }
    assert.throws(() => statSync(file))
  })

  it("is sound after a run, and exports what stands in it, for its owner alone", async () => {
    assert.strictEqual((await waybill("run")).code, 0)
    const checked = await waybill("ledger", "check", "--json")
    assert.strictEqual(checked.code, 0, checked.stdout)
    assert.deepInclude(JSON.parse(checked.stdout), { runs: 1, records: 3, rejects: 0, leftSending: 0, faults: [] })
    assert.include((await waybill("ledger", "check")).stdout, "The ledger is sound.")

    folder.write("book/records.csv", "of an earlier export, for all to read\n")
    assert.strictEqual((await waybill("ledger", "export", "--to", "book")).code, 0)
    const records = readFileSync(join(folder.path, "book", "records.csv"), "utf8")
      .trim()
      .split("\n")
    assert.match(records[0]!, /^flow,target,key,state,/)
    assert.deepStrictEqual(
      records.slice(1).map((line) => line.split(",").slice(2, 4)),
      // A key that a spreadsheet would compute is written as text.
      [
        ["'=C2", "confirmed"],
        ["C1", "confirmed"],
        ["C3", "confirmed"],
      ],
    )
    assert.strictEqual(
      readFileSync(join(folder.path, "book", "runs.csv"), "utf8")
        .trim()
        .split("\n").length,
      2,
    )
    // Nothing was rejected: the names of the columns alone.
    assert.match(readFileSync(join(folder.path, "book", "rejects.csv"), "utf8"), /^id,flow,.*,source\n$/)
    assert.strictEqual(statSync(join(folder.path, "book", "records.csv")).mode & 0o777, 0o600)
    const nowhere = await waybill("ledger", "export", "--to", "in.csv", "--json")
    assert.strictEqual(nowhere.code, 2)
    assert.strictEqual(JSON.parse(nowhere.stdout).error.code, "WB-CLI-EXPORT")
  })

  it("names what does not fit together, and exits with 1", async () => {
    const database = new DatabaseSync(file)
    database.exec("UPDATE records SET amount = 'twelve', currency = 'EUR' WHERE key = 'C1'")
    database.close()
    const { code, stdout } = await waybill("ledger", "check", "--json")
    assert.strictEqual(code, 1)
    const [fault] = JSON.parse(stdout).faults
    assert.match(fault.code, /^WB-LEDGER-/)
    assert.notInclude(JSON.stringify(fault), "twelve")
  })

  it("refuses a damaged file untouched, with a way out", async () => {
    truncateSync(file, 3000)
    const before = readFileSync(file)
    for (const command of [["run"], ["status"], ["ledger", "export"]]) {
      const { code, stdout } = await waybill(...command, "--json")
      assert.strictEqual(code, 1, command.join(" "))
      const { error } = JSON.parse(stdout)
      assert.strictEqual(error.code, "WB-LEDGER-CORRUPT")
      assert.include(error.hint, "backup")
    }
    assert.deepStrictEqual(readFileSync(file), before)
    writeFileSync(file, "this is no ledger, and never was one: it is a text of some length".repeat(20))
    assert.strictEqual(JSON.parse((await waybill("run", "--json")).stdout).error.code, "WB-LEDGER-CORRUPT")
  })
})
