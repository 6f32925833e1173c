import { readFileSync } from "node:fs"
import { join } from "node:path"

import { afterAll, assert, beforeAll, describe, it } from "vitest"

import { Folder, waybillIn } from "./support/cli.ts"

/** A sound file; every test breaks one line of it. */
const sound = `version: 1
name: mistakes
connections:
  exports: { connector: csv, directory: ./data }
  collections:
    connector: payorcrm
    baseUrl: \${PAYORCRM_URL}
    apiKey: \${PAYORCRM_API_KEY}
    apiSecret: \${PAYORCRM_API_SECRET}
flows:
  customers:
    from: { connection: exports, stream: customers.csv }
    to: { connection: collections, stream: customers }
    map:
      number: record["Customer No"]
      email: record.Email
  invoices:
    after: [customers]
    from: { connection: exports, stream: invoices.csv }
    to: { connection: collections, stream: invoices }
    map:
      number: record["Invoice No"]
      customerNumber: record["Customer No"]
      dueDate: date(record.Due, "dd/MM/yyyy")
      total: money(record.Amount, "EUR")
`

const env = { PAYORCRM_URL: "http://127.0.0.1:9", PAYORCRM_API_KEY: "key", PAYORCRM_API_SECRET: "s3cret-value" }

interface Mistake {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly place: string
  readonly code: string
  readonly says: RegExp
}

const mistakes: ReadonlyArray<Mistake> = [
  {
    name: "a misspelt field of the source",
    from: "record.Amount",
    to: "record.Amuont",
    place: "waybill.yaml:25:27",
    code: "WB-MAP-",
    says: /did you mean.*Amount/i,
  },
  {
    name: "a misspelt field of the model",
    from: "      dueDate:",
    to: "      dueDat:",
    place: "waybill.yaml:24:7",
    code: "WB-MAP-FIELD",
    says: /did you mean.*dueDate/i,
  },
  {
    name: "an unknown key",
    from: "    after: [customers]",
    to: "    afther: [customers]",
    place: "waybill.yaml:18:5",
    code: "WB-FILE-KEY",
    says: /did you mean.*after/i,
  },
  {
    name: "an absent variable",
    from: "${PAYORCRM_URL}",
    to: "${PAYORCRM_ULR}",
    place: "waybill.yaml:7:14",
    code: "WB-FILE-VARIABLE",
    says: /PAYORCRM_ULR/,
  },
  {
    name: "a literal secret",
    from: "${PAYORCRM_API_SECRET}",
    to: "abcdef0123456789",
    place: "waybill.yaml:9:16",
    code: "WB-FILE-LITERAL-SECRET",
    says: /\$\{/,
  },
  {
    name: "a cycle in after",
    from: "  customers:\n    from",
    to: "  customers:\n    after: [invoices]\n    from",
    place: "waybill.yaml:1",
    code: "WB-FILE-CYCLE",
    says: /customers.*invoices/,
  },
  {
    name: "two flows into one stream",
    from: "stream: invoices }",
    to: "stream: customers }",
    place: "waybill.yaml:20:",
    code: "WB-FILE-TWO-WRITERS",
    says: /customers/,
  },
]

describe("a mistake in the pipeline file is refused before anything is read, at its line", () => {
  const folder = new Folder()
  const waybill = waybillIn(folder.path, env)
  beforeAll(() => {
    folder.write("data/customers.csv", "Customer No,Email\nC1,a@example.com\n")
    folder.write("data/invoices.csv", "Invoice No,Customer No,Due,Amount\nI1,C1,01/12/2026,10.00\n")
  })
  afterAll(() => folder.remove())

  it("the file without a mistake is sound", async () => {
    folder.write("waybill.yaml", sound)
    const { code, stdout, stderr } = await waybill("check")
    assert.strictEqual(code, 0, stderr)
    assert.include(stdout, "No mistakes in 2 flows")
  })

  for (const { name, from, to, place, code, says } of mistakes) {
    it(name, async () => {
      assert.include(sound, from)
      folder.write("waybill.yaml", sound.replace(from, to))
      for (const command of ["check", "run"]) {
        const ended = await waybill(command)
        assert.strictEqual(ended.code, 2, ended.stderr)
        assert.strictEqual(ended.stdout, "")
        assert.include(ended.stderr, place)
        assert.include(ended.stderr, code)
        assert.match(ended.stderr, says)
        assert.notInclude(ended.stderr, "s3cret-value")
        assert.notInclude(ended.stderr, "abcdef0123456789")
      }
      assert.throws(() => readFileSync(join(folder.path, ".waybill/ledger.db")))
    })
  }

  it("tells machines the same as JSON", async () => {
    folder.write("waybill.yaml", sound.replace("record.Amount", "record.Amuont"))
    const ended = await waybill("check", "--json")
    assert.strictEqual(ended.code, 2)
    const { error } = JSON.parse(ended.stdout)
    assert.deepInclude(error.diagnostics[0].place, { line: 25, column: 27 })
  })
})
