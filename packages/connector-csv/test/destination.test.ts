import { assert, describe, layer } from "@effect/vitest"
import { restoreCell, type TextRecord } from "@waybill/connector-csv"
import { CalendarDate, Decimals, type Payment } from "@waybill/model"
import { Effect, FileSystem, Result } from "effect"

import { brief, destinationOf, folderOf, pagesOf, platform } from "./folder.ts"
import { randomText } from "./randomText.ts"
import { confirmed, deliver, header, invoice, line, money, recordOf, textOf } from "./target.ts"

layer(platform)("csv destination", (it) => {
  describe("columns", () => {
    it.effect("are the model's fields in their order, and those of set", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({})
        const options = { entity: "invoice", extraFields: ["terms", "segment"] } as const
        const destination = yield* destinationOf(folder, "out.csv", options)
        const record = recordOf(
          destination,
          invoice("I1", {
            total: money("1234.5"),
            balance: money("-0.10"),
            issueDate: new CalendarDate(2026, 2, 3),
            lines: [{ description: 'A "b"', quantity: Decimals.parse("1.50")!, net: money("12345678901234567890.12") }],
          }),
        )
        const out = { ...record, segment: "big" }
        const { outcomes } = yield* destination.deliver([{ key: "I1", record: out, change: "create" }])
        assert.deepStrictEqual(outcomes, [confirmed])
        assert.strictEqual(
          yield* textOf(folder),
          `${header},segment\nI1,C1,1234.50,EUR,2026-02-03,,,-0.10,,,,,,,` +
            `"[{""description"":""A \\""b\\"""",""quantity"":""1.5"",""net"":""12345678901234567890.12 EUR""}]",big\n`,
        )
      }),
    )

    it.effect("lay addresses out field by field", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({})
        const destination = yield* destinationOf(folder, "out.csv", { entity: "customer" })
        yield* deliver(destination, {
          number: "C1",
          currency: "EUR",
          billingAddress: { line1: "Pikk 1", city: "Tallinn" },
        })
        const [row] = (yield* pagesOf(folder, "out.csv")).flatMap(({ rows }) => rows)
        assert(row !== undefined && "record" in row)
        const filled = Object.fromEntries(Object.entries(row.record).filter(([, value]) => value !== ""))
        assert.deepStrictEqual(filled, {
          number: "C1",
          currency: "EUR",
          "billingAddress.line1": "Pikk 1",
          "billingAddress.city": "Tallinn",
        })
        assert.include(Object.keys(row.record), "shippingAddress.country")
      }),
    )

    it.effect("hold amounts of one currency only (invariant 4)", () =>
      Effect.gen(function* () {
        const destination = yield* destinationOf(yield* folderOf({}), "out.csv")
        const result = destination.fromModel(invoice("I1", { balance: money("1", "USD") }))
        assert(Result.isFailure(result))
        assert.deepStrictEqual(
          result.failure.map(({ code, field }) => [code, field]),
          [["WB-CSV-CURRENCY", "balance"]],
        )
      }),
    )

    it.effect("of payments come back as they went out", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({})
        const destination = yield* destinationOf(folder, "out.csv", { entity: "payment" })
        const payment: Payment = {
          number: "P1",
          customerNumber: "C1",
          amount: money("5"),
          allocations: [{ invoiceNumber: "I1", amount: money("5") }],
        }
        yield* deliver(destination, payment)
        assert.include(yield* textOf(folder), 'P1,C1,5.00,EUR,,,,,,"[{""invoiceNumber"":""I1"",""amount"":""5 EUR""}]"')
      }),
    )
  })

  describe("upsert", () => {
    it.effect("adds new keys and replaces the lines of known ones, here and after opening again", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({})
        const destination = yield* destinationOf(folder, "out.csv")
        yield* deliver(destination, invoice("I1"), invoice("I2", { note: "a,\nb" }))
        yield* deliver(destination, invoice("I3"), invoice("I1", { note: "new" }))
        const expected = [header, line("I1", "new"), line("I2", '"a,\nb"'), line("I3"), ""].join("\n")
        assert.strictEqual(yield* textOf(folder), expected)
        const again = yield* destinationOf(folder, "out.csv")
        assert.deepStrictEqual([...(yield* again.find!(["I1", "I4", "I3"])).keys()], ["I1", "I3"])
        const { outcomes } = yield* deliver(again, invoice("I2"), invoice("I4"), invoice("I4", { note: "twice" }))
        assert.deepStrictEqual(outcomes, [confirmed, confirmed, confirmed])
        assert.strictEqual(
          yield* textOf(folder),
          [header, line("I1", "new"), line("I2"), line("I3"), line("I4", "twice"), ""].join("\n"),
        )
        const files = yield* FileSystem.FileSystem
        assert.deepStrictEqual(yield* files.readDirectory(folder), ["out.csv"])
      }),
    )

    it.effect("keeps delimiter, line ends, mark and mode of a file that is there", () =>
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const old = `\u{FEFF}${header.replaceAll(",", ";")}\r\n${line("I1", "x").replaceAll(",", ";")}\r\n`
        const folder = yield* folderOf({ "out.csv": old })
        yield* files.chmod(`${folder}/out.csv`, 0o640)
        const destination = yield* destinationOf(folder, "out.csv")
        yield* deliver(destination, invoice("I2"))
        const two = old + `${line("I2").replaceAll(",", ";")}\r\n`
        assert.strictEqual(yield* textOf(folder), two)
        yield* deliver(destination, invoice("I1", { note: "y" }))
        assert.strictEqual(yield* textOf(folder), two.replace(";x;", ";y;"))
        assert.strictEqual((yield* files.stat(`${folder}/out.csv`)).mode & 0o777, 0o640)
      }),
    )

    it.effect("makes a file that only its owner reads, and none before the first batch", () =>
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const folder = yield* folderOf({})
        const destination = yield* destinationOf(folder, "out.csv")
        assert.strictEqual((yield* destination.find!(["I1"])).size, 0)
        assert.isFalse(yield* files.exists(`${folder}/out.csv`))
        yield* deliver(destination, invoice("I1"))
        assert.strictEqual((yield* files.stat(`${folder}/out.csv`)).mode & 0o777, 0o600)
      }),
    )
  })

  describe("refuses", () => {
    const cases: ReadonlyArray<readonly [string, Record<string, string>, string, string]> = [
      ["another header", { "out.csv": "number,name\n1,x\n" }, "out.csv", "WB-CSV-HEADER-DIFFERS"],
      ["a pattern", {}, "out-*.csv", "WB-CSV-TARGET"],
      ["a folder", { "out/a.csv": "" }, "out", "WB-CSV-TARGET"],
      ["a way out of the folder", {}, "../out.csv", "WB-CSV-STREAM"],
      ["a folder that is not there", {}, "sub/out.csv", "WB-CSV-DIRECTORY"],
    ]
    for (const [name, contents, stream, code] of cases) {
      it.effect(name, () =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(destinationOf(yield* folderOf(contents), stream))
          assert(error._tag === "ConnectorError")
          assert.strictEqual(error.code, code)
        }),
      )
    }

    it.effect("to open without an entity, or in an encoding that can't be written", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({})
        const none = yield* Effect.flip(destinationOf(folder, "out.csv", {}))
        const foreign = yield* Effect.flip(
          destinationOf(folder, "out.csv", { entity: "invoice" }, { encoding: "utf-16le" }),
        )
        assert(none._tag === "ConnectorError" && foreign._tag === "ConnectorError")
        assert.deepStrictEqual([none.code, foreign.code], ["WB-CSV-ENTITY", "WB-CSV-TARGET"])
      }),
    )

    for (const [name, lines] of [
      ["a damaged line", [line("I1"), "I2,C1", line("I3")]],
      ["a key twice", [line("I1"), line("I2"), line("I1")]],
    ] as const) {
      it.effect(`to touch a file with ${name}`, () =>
        Effect.gen(function* () {
          const old = [header, ...lines, ""].join("\n")
          const folder = yield* folderOf({ "out.csv": old })
          const { outcomes, stop } = yield* deliver(yield* destinationOf(folder, "out.csv"), invoice("I4"))
          assert.deepStrictEqual(
            outcomes.map(({ _tag }) => _tag),
            ["NotSent"],
          )
          assert.strictEqual(stop?.code, "WB-CSV-TARGET-DAMAGED")
          assert.strictEqual(yield* textOf(folder), old)
        }),
      )
    }

    it.effect("a record that no file can keep, and takes the others", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({})
        const { outcomes } = yield* deliver(
          yield* destinationOf(folder, "out.csv"),
          invoice("I1", { note: "\0" }),
          invoice("I2"),
          invoice("I3", { note: "\ud83d" }),
          invoice("I4", { note: "x".repeat(600_000) }),
        )
        assert.deepStrictEqual(
          outcomes.map(({ _tag }) => _tag),
          ["Refused", "Confirmed", "Refused", "Refused"],
        )
        assert.strictEqual(yield* textOf(folder), [header, line("I2"), ""].join("\n"))
      }),
    )

    it.effect("to write where it may not, and says that nothing was sent", () =>
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const folder = yield* folderOf({})
        const destination = yield* destinationOf(folder, "out.csv")
        yield* files.remove(folder, { recursive: true })
        const { outcomes, stop } = yield* deliver(destination, invoice("I1"))
        assert.deepStrictEqual(
          outcomes.map(({ _tag }) => _tag),
          ["NotSent"],
        )
        assert.deepStrictEqual([stop?.code, stop?.next, stop?.sent], ["WB-CSV-WRITE", "retry", "no"])
      }),
    )
  })

  it.effect("reads back what it wrote, whatever the texts", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({})
      const destination = yield* destinationOf(folder, "out.csv", { entity: "customer", extraFields: ["a", "b"] })
      const texts = Array.from({ length: 400 }, (_, seed) => randomText(seed, "mixed").text)
      const records = texts.map((text, index): TextRecord => ({
        ...recordOf(destination, { number: `C${index}` }),
        a: text,
        b: text,
      }))
      for (const change of ["create", "update"] as const) {
        yield* destination.deliver(records.map((record) => ({ key: record["number"]!, record, change })))
        const rows = (yield* pagesOf(folder, "out.csv")).flatMap((page) => page.rows)
        const read = rows.map((row) =>
          "record" in row ? [row.record["a"]!, row.record["b"]!].map(restoreCell) : row.issues,
        )
        assert.deepStrictEqual(
          read,
          texts.map((text) => [text, text]),
        )
      }
    }),
  )

  it.effect("writes no formula, and knows its keys again", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({})
      const destination = yield* destinationOf(folder, "out.csv")
      const model = invoice("=I1", { total: money("-5"), note: "@SUM(A1)", reference: "'=x" })
      yield* deliver(destination, model)
      const [row] = brief((yield* pagesOf(folder, "out.csv")).flatMap(({ rows }) => rows))
      assert.deepStrictEqual(row, [
        2,
        ["'=I1", "C1", "-5.00", "EUR", "", "", "", "", "", "", "", "", "''=x", "'@SUM(A1)", ""],
      ])
      yield* deliver(yield* destinationOf(folder, "out.csv"), invoice("=I1"), invoice("I2"))
      assert.strictEqual(yield* textOf(folder), [header, line("'=I1"), line("I2"), ""].join("\n"))
    }),
  )
})
