import { assert, describe, it } from "@effect/vitest"
import { CalendarDate } from "@waybill/model"
import { DateTime, Effect, Option, Stream } from "effect"
import { TestClock } from "effect/testing"

import type { InvoiceInfo } from "../../src/api/Invoice.ts"
import { booksOf, customer, idsOf, open, payment, read, refused, sortedIdsOf, winter, winterIds } from "./books.ts"

describe("the streams", () => {
  it.effect("are customers, invoices and payments", () =>
    Effect.gen(function* () {
      const invoice: InvoiceInfo = { id: 7, number: "2026-0007", date: "2026-02-03", typeCode: "DOCUMENT_SELL" }
      const offer = { ...invoice, id: 8, typeCode: "DOCUMENT_BID" }
      const { calls } = booksOf({ customers: [customer], invoices: [invoice, offer], payments: [payment(9, "02-03")] })
      for (const [stream, entity, expected] of [
        ["customers", "customer", [1]],
        ["invoices", "invoice", [7]],
        ["payments", "payment", [9]],
      ] as const) {
        const source = yield* open(calls, stream)
        assert.strictEqual(source.entity, entity)
        assert.deepStrictEqual(idsOf(yield* read(source)), expected)
      }
      assert.strictEqual((yield* Effect.flip(open(calls, "articles"))).code, "WB-ERPLYBOOKS-STREAM")
    }),
  )

  it.effect("need to know since when, but for customers", () =>
    Effect.gen(function* () {
      const { calls } = booksOf({})
      for (const stream of ["payments", "invoices"]) {
        assert.strictEqual((yield* Effect.flip(open(calls, stream, { since: undefined }))).code, "WB-ERPLYBOOKS-SINCE")
        const source = yield* open(calls, stream, { since: "2026-01-01", until: undefined })
        assert.strictEqual((yield* Effect.flip(read(source))).code, "WB-ERPLYBOOKS-SINCE", "today is in 1970")
      }
      assert.deepStrictEqual(idsOf(yield* read(yield* open(calls, "customers", { since: undefined }))), [])
    }),
  )

  it.effect("end today, as the organisation has it", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(DateTime.toEpochMillis(DateTime.makeUnsafe("2026-01-20T23:30:00Z")))
      for (const [timeZone, last] of [
        ["Europe/Tallinn", "2026-01-21T23:59:59"],
        ["America/New_York", "2026-01-20T23:59:59"],
      ] as const) {
        const { calls, log } = booksOf({ payments: winter })
        yield* read(yield* open(calls, "payments", { until: undefined, timeZone }))
        assert.strictEqual(log.findLast(({ name }) => name === "payments")?.dateTo, last)
      }
    }),
  )
})

describe("reading", () => {
  it.effect("goes through windows of days, page by page", () =>
    Effect.gen(function* () {
      const { calls, log } = booksOf({ payments: winter, customers: [customer] })
      const pages = yield* read(yield* open(calls, "payments", { windowDays: 40, pageSize: 50 }))
      assert.deepStrictEqual(sortedIdsOf(pages), winterIds)
      assert.deepStrictEqual(
        pages.flatMap(({ rows }) => rows.map(({ row }) => row)),
        winter.map((_, index) => index + 1),
      )
      const asked = log
        .filter(({ name }) => name === "payments")
        .map(({ dateFrom, dateTo, limit }) => [dateFrom, dateTo, limit])
      assert.deepStrictEqual(asked, [
        ["2026-01-01T00:00:00", "2026-03-31T23:59:59", 1],
        ["2026-01-01T00:00:00", "2026-02-09T23:59:59", 50],
        ["2026-02-10T00:00:00", "2026-03-21T23:59:59", 50],
        ["2026-03-22T00:00:00", "2026-03-31T23:59:59", 50],
      ])
    }),
  )

  it.effect("goes on where a list gives fewer than asked for, and where pages are of one", () =>
    Effect.gen(function* () {
      for (const [most, pageSize] of [
        [7, 100],
        [2, 1],
      ]) {
        const { calls } = booksOf({ payments: winter }, { most: most! })
        assert.deepStrictEqual(sortedIdsOf(yield* read(yield* open(calls, "payments", { pageSize }))), winterIds)
      }
    }),
  )

  it.effect("takes payments of the direction and the type that the settings say", () =>
    Effect.gen(function* () {
      const { calls, log } = booksOf({ payments: [payment(1, "01-02"), payment(2, "01-02", { note: "out" })] })
      for (const [direction, expected] of [
        ["incoming", [1]],
        ["outgoing", [2]],
        ["both", [1, 2]],
      ] as const) {
        assert.deepStrictEqual(idsOf(yield* read(yield* open(calls, "payments", { direction }))), expected)
      }
      assert.isFalse(log.some((call) => "paymentType" in call))
      yield* read(yield* open(calls, "payments", { readPaymentType: "INVOICE_PAYMENT" }))
      assert.isTrue(log.some(({ paymentType }) => paymentType === "INVOICE_PAYMENT"))
    }),
  )

  it.effect("asks for everything where there would be nothing otherwise (invariant 9)", () =>
    Effect.gen(function* () {
      const { calls } = booksOf({ payments: winter }, { needsEverything: true })
      assert.deepStrictEqual(sortedIdsOf(yield* read(yield* open(calls, "payments"))), winterIds)
      const usual = booksOf({ payments: winter })
      yield* read(yield* open(usual.calls, "payments"))
      assert.isFalse(usual.log.some((call) => "getEverything" in call))
    }),
  )

  it.effect("fails at any failure of a call", () =>
    Effect.gen(function* () {
      for (const [stream, name] of [
        ["payments", "payments"],
        ["payments", "customers"],
        ["payments", "accounts"],
        ["invoices", "invoices"],
        ["customers", "customers"],
      ] as const) {
        const books = booksOf(
          { payments: [payment(1, "01-02", { accountId: 5 })], customers: [customer] },
          { before: () => (books.log.at(-1)?.name === name ? Effect.fail(refused) : Effect.void) },
        )
        const failure = yield* Effect.flip(read(yield* open(books.calls, stream)))
        assert.strictEqual(failure.code, "WB-ERPLYBOOKS-REFUSED", `${stream}: ${name}`)
      }
    }),
  )

  it.effect("keeps a record with a date that can't be read as a bad row", () =>
    Effect.gen(function* () {
      const odd = payment(2, "01-03", { statusChangeDatetime: "2026-02-30T12:00:00" })
      const { calls } = booksOf({ payments: [payment(1, "01-02"), odd, payment(3, "01-04")] })
      const rows = (yield* read(yield* open(calls, "payments"))).flatMap((page) => page.rows)
      assert.deepStrictEqual(
        rows.map((row) => ("record" in row ? row.record.opDate : row.issues.map(({ code, column }) => [code, column]))),
        [new CalendarDate(2026, 1, 2), [["WB-ERPLYBOOKS-DAY", "statusChangeDatetime"]], new CalendarDate(2026, 1, 4)],
      )
      assert(rows[1] !== undefined && "raw" in rows[1])
      assert.strictEqual(rows[1].raw["statusChangeDatetime"], "2026-02-30T12:00:00")
    }),
  )

  it.effect("holds back no page until the window ends", () =>
    Effect.gen(function* () {
      const { calls, log } = booksOf({ payments: winter })
      const source = yield* open(calls, "payments", { windowDays: 366, pageSize: 10, customersBy: "id" })
      yield* Stream.runDrain(Stream.take(source.read(Option.none()), 2))
      assert.strictEqual(log.length, 3)
    }),
  )
})
