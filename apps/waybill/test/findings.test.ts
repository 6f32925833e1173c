import { join } from "node:path"

import { NodeServices } from "@effect/platform-node"
import { writeWorkbook } from "@waybill/connector-excel"
import { CalendarDate } from "@waybill/model"
import { BigDecimal, Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"

import { Folder, waybillIn } from "./support/cli.ts"

const pipeline = `version: 1
name: findings
connections:
  book: { connector: excel, directory: . }
  out: { connector: csv, directory: . }
flows:
  invoices:
    from: { connection: book, stream: book.xlsx }
    to: { connection: out, stream: out.csv }
    entity: invoice
    map:
      number: record.Invoice
      customerNumber: record.Customer
      dueDate: date(record.Due, "MM/dd/yyyy")
      total: money(record.Amount, "EUR")
`

const amount = (cents: bigint) => BigDecimal.make(cents, 2)
const whole = (value: bigint) => BigDecimal.make(value, 0)

/** Made on a machine with month/day settings and opened under day/month settings: Excel swapped what it could read. */
const rows = [
  ["I1", "00107", new CalendarDate(2026, 5, 11), amount(1050n)],
  ["I2", whole(4567n), "11/25/2026", amount(2000n)],
  ["I3", "00231", new CalendarDate(2026, 1, 12), "30.00"],
  ["I4", whole(890n), "12/31/2026", amount(4000n)],
]

describe("what a workbook gives away about itself is said before anything is sent", () => {
  const folder = new Folder()
  const waybill = waybillIn(folder.path)
  beforeAll(async () => {
    folder.write("waybill.yaml", pipeline)
    const sheet = { name: "Invoices", header: ["Invoice", "Customer", "Due", "Amount"], rows }
    const write = writeWorkbook(join(folder.path, "book.xlsx"), [sheet])
    await Effect.runPromise(write.pipe(Effect.provide(NodeServices.layer)))
  })
  afterAll(() => folder.remove())

  for (const command of ["check", "preview", "plan"]) {
    it(`${command} warns of mixed dates, numbers kept as text and lost leading zeros, with counts and rows`, async () => {
      const { stdout } = await waybill(command, "--json")
      const warnings: ReadonlyArray<{ code: string; message: string; hint: string; severity: string }> =
        JSON.parse(stdout).warnings
      const of = (code: string) => warnings.find((warning) => warning.code === code)
      const dates = of("WB-EXCEL-MIXED-DATES")
      assert.match(dates?.message ?? "", /column 'Due'/)
      assert.match(dates?.message ?? "", /2 .*2 /)
      assert.isAbove(dates?.hint.length ?? 0, 20)
      assert.match(of("WB-EXCEL-TEXT-NUMBERS")?.message ?? "", /column 'Amount'/)
      assert.match(of("WB-EXCEL-LOST-ZEROS")?.message ?? "", /column 'Customer'/)
      for (const warning of warnings) assert.strictEqual(warning.severity, "warning")
    })
  }
})
