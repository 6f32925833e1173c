/** The tie-out as a workbook: figures that Excel can add up, days that are dates, keys that stay as they are. */
import { join } from "node:path"

import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { type Cell, CellDateTime } from "@waybill/connector"
import { readWorkbook } from "@waybill/connector-excel"
import { Dates } from "@waybill/model"
import { type TieOut, tieOutFingerprint } from "@waybill/pipeline"
import { BigDecimal, Effect, FileSystem } from "effect"

// @boundaries-ignore the sample is that of the report
import { hostileName, sample } from "../../../packages/pipeline/test/support/tieOut.ts"
import { toTable } from "../src/report/cells.ts"
import { stepSheet } from "../src/report/figureSheets.ts"
import { writeTieOutWorkbook } from "../src/report/tieOutWorkbook.ts"

type Row = Readonly<Record<string, Cell | undefined>>

/** What comes back of the workbook: of each sheet its rows by the header; and the file's permissions. */
const written = (tieOut: TieOut) =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const path = join(yield* files.makeTempDirectoryScoped(), "tie-out.xlsx")
    yield* writeTieOutWorkbook(path, tieOut)
    const sheets = new Map<string, ReadonlyArray<Row>>()
    for (const { name, rows } of yield* readWorkbook(path)) {
      const [header, ...others] = rows
      const records = others.map(({ cells }) =>
        Object.fromEntries(header!.cells.map((heading, column) => [String(heading), cells[column]])),
      )
      sheets.set(name, records)
    }
    return { sheets, mode: (yield* files.stat(path)).mode & 0o777 }
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

const rowsOf = (sheets: ReadonlyMap<string, ReadonlyArray<Row>>, name: string): ReadonlyArray<Row> =>
  sheets.get(name) ?? assert.fail(`no sheet '${name}'`)

const sum = (rows: ReadonlyArray<Row>, column: string): BigDecimal.BigDecimal =>
  BigDecimal.sumAll(rows.map((row) => row[column]).filter(BigDecimal.isBigDecimal))

const isNumber = (cell: Cell | undefined, text: string): void =>
  assert.isTrue(
    BigDecimal.isBigDecimal(cell) && BigDecimal.equals(cell, BigDecimal.fromStringUnsafe(text)),
    `${String(cell)} is ${text}`,
  )

const invoices = sample.flows[1]!

describe("the workbook of a tie-out", () => {
  it.effect("has its sheets, for nobody else's eyes", () =>
    Effect.gen(function* () {
      const { sheets, mode } = yield* written(sample)
      assert.deepStrictEqual(
        [...sheets.keys()],
        ["Summary", "Steps", "Totals", "Customers", "Differences", "Rejects", "Decisions", "Runs", "Sign-off"],
      )
      assert.strictEqual(mode, 0o600)
    }),
  )

  it.effect("adds up as the tie-out does: no record and no amount stands twice in a column (invariants 3 and 4)", () =>
    Effect.gen(function* () {
      const { sheets } = yield* written(sample)
      const of = (step: string) =>
        rowsOf(sheets, "Steps").filter((row) => row["Flow"] === "invoices" && row["Step"] === step)
      for (const [step, { records, money }] of Object.entries(invoices.steps)) {
        isNumber(sum(of(step), "Records"), String(records))
        for (const [currency, amount] of Object.entries(money))
          isNumber(
            sum(
              of(step).filter((row) => row["Currency"] === currency),
              "Amount",
            ),
            amount,
          )
      }
      isNumber(sum(of("target"), "Records"), String(invoices.target!.records))
      const ages = rowsOf(sheets, "Totals").filter((row) => row["By"] === "age" && row["Currency"] === "EUR")
      isNumber(sum(ages, "Source amount"), "4797607.35")
      isNumber(sum(ages, "Difference"), "-48.76")
    }),
  )

  it.effect("holds every customer and difference, numbers as numbers and text as text", () =>
    Effect.gen(function* () {
      const { sheets } = yield* written(sample)
      const customers = rowsOf(sheets, "Customers").filter((row) => row["Flow"] === "invoices")
      assert.strictEqual(customers.length, invoices.groups.customer.length)
      assert.isTrue(customers.some((row) => row["Customer"] === hostileName))
      const [missing, cent] = rowsOf(sheets, "Differences").slice(1)
      assert.strictEqual(missing!["Record"], "INV-10021")
      assert.strictEqual(missing!["Target"], undefined)
      isNumber(cent!["Ledger"], "18250.50")
      isNumber(cent!["Target"], "18250.49")
    }),
  )

  it.effect("holds days and moments as they are written, in no other zone (invariant 5)", () =>
    Effect.gen(function* () {
      const { sheets } = yield* written(sample)
      const summary = new Map(rowsOf(sheets, "Summary").map((row) => [row["What"], row["Value"]]))
      assert.strictEqual(String(summary.get("As of")), "2026-11-20")
      assert.isTrue(Dates.isCalendarDate(summary.get("As of")))
      const [first, , last] = rowsOf(sheets, "Runs")
      assert.instanceOf(first!["Started (UTC)"], CellDateTime)
      assert.strictEqual(String(first!["Started (UTC)"]), "2026-11-17T20:00:01")
      assert.strictEqual(last!["Ended (UTC)"], undefined)
      const signed = rowsOf(sheets, "Sign-off").map((row) => row["Prepared by"])
      assert.include(signed, tieOutFingerprint(sample))
    }),
  )

  it.effect("an amount that Excel can't hold stays exact, as text; a key that looks like a number stays a key", () =>
    Effect.gen(function* () {
      const amount = "123456789012345678.91"
      const differences = [{ ...invoices.differences[0]!, key: "000123", source: amount }]
      const { sheets } = yield* written({ ...sample, flows: [{ ...invoices, differences }] })
      const [row] = rowsOf(sheets, "Differences")
      assert.strictEqual(row!["Source"], amount)
      assert.strictEqual(row!["Record"], "000123")
    }),
  )

  it("shows each amount with the digits of its currency", () => {
    const table = toTable(stepSheet(sample))
    const at = (currency: string) => table.rows.findIndex((row) => row[4] === currency)
    assert.strictEqual(table.format?.(at("EUR"), 5), "#,##0.00")
    assert.strictEqual(table.format?.(at("JPY"), 5), "#,##0")
    assert.strictEqual(table.format?.(at("EUR"), 3), undefined)
    assert.isTrue(table.filter)
  })
})
