import { assert, describe, it } from "@effect/vitest"
import type { Delivery, Destination, TargetOptions } from "@waybill/connector"
import { Customer, Dates, type Entity, Invoice, type Model, Money, Payment } from "@waybill/model"
import { BigDecimal, Effect, FileSystem, type Path, Result, Schema, type Scope } from "effect"

import { openDestinations } from "../src/destination.ts"
import type { TargetRecord } from "../src/internal/columns.ts"
import { openSource } from "../src/source.ts"
import { live, rowsOf, shown } from "./support/book.ts"

const eur = (amount: string, currency = "EUR"): Money => new Money(BigDecimal.fromStringUnsafe(amount), currency)
const day = (text: string) => Dates.parseIso(text)!

const invoice = (number: string, total = eur("1200.5"), more: Partial<Invoice> = {}): Invoice => ({
  number,
  customerNumber: "00042",
  total,
  ...more,
})

const folder = Effect.flatMap(FileSystem.FileSystem, (files) => files.makeTempDirectoryScoped())

/** Opens a stream as a new run would. */
const openIn = (directory: string, stream: string, entity: Entity | undefined, options: TargetOptions = {}) =>
  openDestinations(directory)(stream, { ...options, ...(entity === undefined ? {} : { entity }) })

const deliveries = (
  destination: Destination<TargetRecord>,
  models: ReadonlyArray<Model>,
): ReadonlyArray<Delivery<TargetRecord>> =>
  models.map((model) => {
    const record = Result.getOrThrow(destination.fromModel(model))
    return { key: destination.key(record), record, change: "create" }
  })

const deliver = (destination: Destination<TargetRecord>, ...models: ReadonlyArray<Model>) =>
  Effect.map(destination.deliver(deliveries(destination, models)), ({ outcomes }) => outcomes.map(({ _tag }) => _tag))

const rowsIn = (directory: string, stream: string) =>
  Effect.gen(function* () {
    const source = yield* openSource(stream, { directory, headerRow: 1 })
    return (yield* rowsOf(source)).map((row): Record<string, string> => {
      const cells = Object.entries("record" in row ? row.record : {})
      return Object.fromEntries(cells.flatMap(([name, cell]) => (cell === "" ? [] : [[name, shown(cell)]])))
    })
  })

const scoped = <A, E>(effect: Effect.Effect<A, E, FileSystem.FileSystem | Path.Path | Scope.Scope>) =>
  live(Effect.scoped(effect))

describe("a workbook as a destination", () => {
  it.effect("lays every field of every entity out, typed", () =>
    scoped(
      Effect.gen(function* () {
        const directory = yield* folder
        const open = openDestinations(directory)
        const customer: Customer = {
          number: "00042",
          name: "Hafen & Söhne",
          currency: "EUR",
          billingAddress: { line1: "Kai 1", city: "Hamburg" },
        }
        const full = invoice("=INV-1", eur("1200.5"), {
          issueDate: day("2026-11-20"),
          dueDate: day("2026-12-20"),
          balance: eur("-0.1"),
          tax: eur("0"),
          type: "invoice",
          lines: [{ description: "Chain", quantity: BigDecimal.make(2n, 0), unitPrice: eur("600.25") }],
        })
        const payment: Payment = {
          number: "P1",
          customerNumber: "00042",
          amount: eur("5000", "JPY"),
          receivedDate: day("2026-12-01"),
          allocations: [{ invoiceNumber: "=INV-1", amount: eur("5000", "JPY") }],
        }
        for (const [entity, model] of [
          ["customer", customer],
          ["invoice", full],
          ["payment", payment],
        ] as const) {
          const destination = yield* open("book.xlsx", { entity, extraFields: ["extra"] })
          const [delivery] = deliveries(destination, [model])
          const json = yield* Schema.encodeEffect(destination.record)(delivery!.record)
          assert.deepStrictEqual(JSON.parse(JSON.stringify(json)), json)
          const record = { ...delivery!.record, extra: "0x" }
          assert.deepStrictEqual((yield* destination.deliver([{ ...delivery!, record }])).outcomes, [
            { _tag: "Confirmed" },
          ])
          yield* destination.finish!
        }
        assert.deepStrictEqual(yield* rowsIn(directory, "book.xlsx#Customers"), [
          {
            number: "00042",
            name: "Hafen & Söhne",
            currency: "EUR",
            "billingAddress.line1": "Kai 1",
            "billingAddress.city": "Hamburg",
            extra: "0x",
          },
        ])
        assert.deepStrictEqual(yield* rowsIn(directory, "book.xlsx#Invoices"), [
          {
            number: "=INV-1",
            customerNumber: "00042",
            total: "n 1200.5",
            currency: "EUR",
            issueDate: "d 2026-11-20",
            dueDate: "d 2026-12-20",
            balance: "n -0.1",
            tax: "n 0",
            type: "invoice",
            lines: '[{"description":"Chain","quantity":"2","unitPrice":"600.25 EUR"}]',
            extra: "0x",
          },
        ])
        assert.deepStrictEqual(yield* rowsIn(directory, "book.xlsx#Payments"), [
          {
            number: "P1",
            customerNumber: "00042",
            amount: "n 5000",
            currency: "JPY",
            receivedDate: "d 2026-12-01",
            allocations: '[{"invoiceNumber":"=INV-1","amount":"5000 JPY"}]',
            extra: "0x",
          },
        ])
      }),
    ),
  )

  it.effect("a later run replaces records by key; what a crash has torn is cut off", () =>
    scoped(
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const directory = yield* folder
        const spool = `${directory}/.book.xlsx.Invoices.rows`
        const first = yield* openIn(directory, "book.xlsx", "invoice")
        assert.deepStrictEqual(yield* deliver(first, invoice("1"), invoice("2")), ["Confirmed", "Confirmed"])
        // Confirmed before there is a workbook: the rows are on the disk.
        assert.isFalse(yield* files.exists(`${directory}/book.xlsx`))
        assert.strictEqual((yield* files.stat(spool)).mode & 0o777, 0o600)
        yield* files.writeFileString(spool, '{"key":"3","row":{"num', { flag: "a" })

        const second = yield* openIn(directory, "book.xlsx", "invoice")
        assert.deepStrictEqual([...(yield* second.find!(["1", "2", "3"])).keys()], ["1", "2"])
        yield* second.finish!
        assert.deepStrictEqual((yield* rowsIn(directory, "book.xlsx")).map(Object.entries).length, 2)
        assert.deepStrictEqual(yield* deliver(second, invoice("1", eur("7")), invoice("4")), ["Confirmed", "Confirmed"])
        assert.deepStrictEqual([...(yield* second.find!(["1", "3", "4"])).keys()], ["1", "4"])
        yield* second.finish!
        const numbers = yield* rowsIn(directory, "book.xlsx")
        assert.deepStrictEqual(
          numbers.map(({ number, total }) => [number, total]),
          [
            ["2", "n 1200.5"],
            ["1", "n 7"],
            ["4", "n 1200.5"],
          ],
        )
        assert.deepStrictEqual((yield* files.readDirectory(directory)).sort(), [
          ".book.xlsx.Invoices.rows",
          "book.xlsx",
        ])
      }),
    ),
  )

  it.effect("never writes over somebody's workbook", () =>
    scoped(
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const directory = yield* folder
        yield* files.writeFileString(`${directory}/book.xlsx`, "somebody's")
        assert.strictEqual(
          (yield* Effect.flip(openIn(directory, "book.xlsx", "invoice"))).code,
          "WB-EXCEL-FOREIGN-FILE",
        )
        // Nor one that comes between the opening and the first batch.
        const late = yield* openIn(directory, "late.xlsx", "invoice")
        yield* files.writeFileString(`${directory}/late.xlsx`, "somebody's")
        const { outcomes, stop } = yield* late.deliver(deliveries(late, [invoice("1")]))
        assert.deepStrictEqual(
          outcomes.map(({ _tag }) => _tag),
          ["NotSent"],
        )
        assert.strictEqual(stop?.code, "WB-EXCEL-FOREIGN-FILE")
        yield* late.finish!
        assert.strictEqual(yield* files.readFileString(`${directory}/late.xlsx`), "somebody's")
        assert.deepStrictEqual((yield* files.readDirectory(directory)).sort(), ["book.xlsx", "late.xlsx"])
      }),
    ),
  )

  it.effect("opening changes nothing", () =>
    scoped(
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const directory = yield* folder
        const destination = yield* openIn(directory, "book.xlsx", "invoice")
        yield* destination.finish!
        assert.isEmpty(yield* files.readDirectory(directory))
      }),
    ),
  )

  it.effect("two flows may write to one sheet, each with columns of its own", () =>
    scoped(
      Effect.gen(function* () {
        const directory = yield* folder
        const open = openDestinations(directory)
        const one = yield* open("book.xlsx#All", { entity: "invoice", extraFields: ["a"] })
        const other = yield* open("book.xlsx#All", { entity: "invoice", extraFields: ["b"] })
        yield* Effect.all([deliver(one, invoice("1")), deliver(other, invoice("2"))], { concurrency: 2 })
        yield* Effect.all([one.finish!, other.finish!], { concurrency: 2 })
        const source = yield* openSource("book.xlsx#All", { directory, headerRow: 1 })
        const rows = yield* rowsOf(source)
        assert.includeMembers(Object.keys("record" in rows[0]! ? rows[0].record : {}), ["a", "b"])
        assert.lengthOf(rows, 2)
      }),
    ),
  )

  it.effect("refuses what a workbook can't hold exactly (invariant 4)", () =>
    scoped(
      Effect.gen(function* () {
        const destination = yield* openIn(yield* folder, "book.xlsx", "invoice")
        const code = (model: Model) =>
          Result.match(destination.fromModel(model), { onFailure: ([issue]) => issue.code, onSuccess: () => "fine" })
        assert.strictEqual(code(invoice("1", eur("1234567890123.45"))), "fine")
        assert.strictEqual(code(invoice("1", eur("12345678901234.56"))), "WB-EXCEL-PRECISION")
        assert.strictEqual(code(invoice("1", eur("1"), { balance: eur("1", "USD") })), "WB-EXCEL-CURRENCY")
        assert.strictEqual(code(invoice("1", eur("1"), { dueDate: day("1899-12-31") })), "WB-EXCEL-DATE-RANGE")
        assert.strictEqual(code(invoice("1", eur("1"), { note: "a".repeat(32_768) })), "WB-EXCEL-TEXT")
        assert.strictEqual(code(invoice("1", eur("1"), { note: "\uD800" })), "WB-EXCEL-TEXT")
        const [good, bad] = deliveries(destination, [invoice("1"), invoice("2")])
        const record = { ...bad!.record, note: "a".repeat(32_768) }
        const { outcomes } = yield* destination.deliver([good!, { ...bad!, record }])
        assert.deepStrictEqual(
          outcomes.map(({ _tag }) => _tag),
          ["Confirmed", "Refused"],
        )
      }),
    ),
  )

  it.effect.each([
    { stream: "book.xlsx", entity: undefined, code: "WB-EXCEL-ENTITY" },
    { stream: "book.xlsm", entity: "invoice", code: "WB-EXCEL-STREAM" },
    { stream: "../book.xlsx", entity: "invoice", code: "WB-EXCEL-STREAM" },
    { stream: "book.xlsx#a/b", entity: "invoice", code: "WB-EXCEL-STREAM" },
    { stream: `book.xlsx#${"a".repeat(32)}`, entity: "invoice", code: "WB-EXCEL-STREAM" },
    { stream: "none/book.xlsx", entity: "invoice", code: "WB-EXCEL-FILE" },
  ] as const)("$stream for $entity is refused", ({ stream, entity, code }) =>
    scoped(
      Effect.gen(function* () {
        assert.strictEqual((yield* Effect.flip(openIn(yield* folder, stream, entity))).code, code)
      }),
    ),
  )

  it.effect("a sheet of invoices takes no payments; rows that can't be read are an error", () =>
    scoped(
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const directory = yield* folder
        yield* deliver(yield* openIn(directory, "book.xlsx#All", "invoice"), invoice("1"))
        assert.strictEqual((yield* Effect.flip(openIn(directory, "book.xlsx#All", "payment"))).code, "WB-EXCEL-ENTITY")
        yield* files.writeFileString(`${directory}/.book.xlsx.All.rows`, "broken\n", { flag: "a" })
        assert.strictEqual((yield* Effect.flip(openIn(directory, "book.xlsx#All", "invoice"))).code, "WB-EXCEL-SPOOL")
      }),
    ),
  )

  it.effect("a folder that can't be written to leaves the batch unsent", () =>
    scoped(
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const directory = yield* folder
        const destination = yield* openIn(directory, "book.xlsx", "invoice")
        yield* files.remove(directory, { recursive: true })
        const { outcomes, stop } = yield* destination.deliver(deliveries(destination, [invoice("1")]))
        assert.notInclude(["Confirmed", "Refused"], outcomes[0]!._tag)
        assert.isDefined(stop)
        assert.strictEqual((yield* destination.find!(["1"])).size, 0)
      }),
    ),
  )
})
