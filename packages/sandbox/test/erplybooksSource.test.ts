/** The real connector reads the stand-in: what comes out must be what the stand-in holds, once. */
import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { erplybooks, ErplyBooksSettings } from "@waybill/connector-erplybooks"
import { Decimals, type Invoice, type Model, type Payment } from "@waybill/model"
import { BigDecimal, Effect, Layer, Option, Random, Result, Schema, Stream } from "effect"

import { ErplyBooksSandbox } from "../src/index.ts"

type Options = Parameters<typeof ErplyBooksSandbox.start>[0]

/** Parsed JSON, or a record, of which a test says itself what it expects. */
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any

/** Without jitter a throttled call waits exactly as long as it was told: not at all. */
const withoutJitter = Layer.succeed(Random.Random, { nextIntUnsafe: () => 0, nextDoubleUnsafe: () => 0 })
const platform = Layer.mergeAll(NodeHttpClient.layerUndici, NodeServices.layer, withoutJitter)

const token = "sandboxtokensandboxtokensandboxtoken0001"

const decodeSettings = Schema.decodeUnknownSync(ErplyBooksSettings)

/** A stand-in, and what opens a stream of it for reading. */
const start = Effect.fnUntraced(function* (options: Options = {}) {
  const sandbox = yield* ErplyBooksSandbox.start({ token, ...options })
  const open = Effect.fnUntraced(function* (stream: string, more: object = {}) {
    const settings = decodeSettings({
      baseUrl: sandbox.url,
      token,
      since: "2026-01-01",
      until: "2026-12-31",
      pageSize: 1000,
      rateLimit: { perSecond: 1000, inFlight: 1 },
      ...more,
    })
    const connection = yield* erplybooks.open(settings, { connection: "test", baseDirectory: "/" })
    return yield* connection.source!(stream)
  })
  return { sandbox, open }
})

type Opened = Effect.Success<ReturnType<Effect.Success<ReturnType<typeof start>>["open"]>>

const read = (source: Opened, from = Option.none<string>()) => Stream.runCollect(source.read(from))

type Pages = Effect.Success<ReturnType<typeof read>>

const rowsOf = (pages: Pages) => pages.flatMap(({ rows }) => rows)
const recordsOf = (pages: Pages): ReadonlyArray<Json> =>
  rowsOf(pages).map((row) => ("record" in row ? row.record : assert.fail(JSON.stringify(row))))
const idsOf = (pages: Pages): ReadonlyArray<string> => recordsOf(pages).map(({ id }) => id)
const parse = (texts: Iterable<string>): ReadonlyArray<Json> => Array.from(texts, (text) => JSON.parse(text))
const heldIds = (texts: Iterable<string>) => parse(texts).map(({ id }) => String(id))

const modelsOf = <M extends Model>(source: Opened, records: ReadonlyArray<Json>) =>
  // Each stream has one kind.
  records.map((record) => Result.getOrThrow(source.toModel!(record)) as M)

const sums = (amounts: ReadonlyArray<{ readonly amount: BigDecimal.BigDecimal; readonly currency: string }>) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(amounts, ({ currency }) => `CURRENCY_${currency}`)).map(([currency, some = []]) => [
      currency,
      Decimals.toText(BigDecimal.sumAll(some.map(({ amount }) => amount))),
    ]),
  )

const isLate = ({ archivingId = "" }: Json): boolean => archivingId.startsWith("LATE")

/** Ten thousand payments of 100 customers over two years, in pages of 200: several a month. */
const twoYears = {
  customers: 100,
  invoicesPerCustomer: 5,
  paymentsPerInvoice: 30,
  from: "2024-11-01",
  days: 730,
}

describe("the connector reads the stand-in", () => {
  it.live(
    "in full, each payment once, while others come in, calls are throttled and answers are cut (invariant 3)",
    () =>
      Effect.gen(function* () {
        const { sandbox, open } = yield* start({
          ...twoYears,
          listOrder: "newest",
          faults: [
            { fault: "throttle", rate: 0.05, retryAfter: 0 },
            { fault: "cut-before", rate: 0.01 },
          ],
        })
        const before = sandbox.state().payments
        const ids = heldIds(sandbox.paymentTexts(100_000))
        sandbox.setArrivals({ payments: 2, every: 5 })
        const source = yield* open("payments", { since: "2024-11-01", until: "2026-10-31", pageSize: 200 })
        const records = recordsOf(yield* read(source))
        const state = sandbox.state()
        assert.isAbove(state.arrived, 10)
        assert.isAbove(state.refusals["TOOMANYREQUESTS"] ?? 0, 3)
        const [late, early] = [records.filter(isLate), records.filter((record) => !isLate(record))]
        assert.strictEqual(early.length, before.count)
        assert.deepStrictEqual(new Set(early.map(({ id }) => id)), new Set(ids))
        assert.strictEqual(new Set(records.map(({ id }) => id)).size, records.length, "none twice")
        assert.isAbove(late.length, 0)
        const models = modelsOf<Payment>(source, early)
        assert.deepStrictEqual(sums(models.map(({ amount }) => amount)), before.sum)
        assert.isTrue(
          models.every(({ allocations, customerNumber }) => allocations?.length === 1 && /^C\d/.test(customerNumber)),
        )
        // Together, not one by one.
        assert.isUndefined(state.calls["GET invoices/:id"])
      }).pipe(Effect.scoped, Effect.provide(platform)),
    120_000,
  )

  it.live("invoices with their lines, and customers, too", () =>
    Effect.gen(function* () {
      const { sandbox, open } = yield* start({ customers: 40, invoicesPerCustomer: 10 })
      const source = yield* open("invoices", { pageSize: 50 })
      const pages = yield* read(source)
      assert.deepStrictEqual(idsOf(pages).toSorted(), heldIds(sandbox.invoiceTexts(1000)).toSorted())
      const models = modelsOf<Invoice>(source, recordsOf(pages))
      const { sumWithVat, sumLeftToPay } = sandbox.state().invoices
      assert.deepStrictEqual(sums(models.map(({ total }) => total)), sumWithVat)
      assert.deepStrictEqual(sums(models.map(({ balance }) => balance!)), sumLeftToPay)
      assert.isTrue(models.every(({ lines = [], dueDate }) => lines.length > 0 && dueDate !== undefined))
      const owners = yield* open("customers", { pageSize: 7 })
      const numbers = modelsOf(owners, recordsOf(yield* read(owners))).map(({ number }) => number)
      assert.strictEqual(new Set(numbers).size, 40)
      assert.isTrue(models.every(({ customerNumber }) => numbers.includes(customerNumber)))
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("where its pages are shorter than asked for, and where it needs `getEverything`", () =>
    Effect.gen(function* () {
      for (const options of [{ maxLimit: 7 }, { getEverythingRequired: true }]) {
        const { sandbox, open } = yield* start({ customers: 20, ...options })
        const ids = idsOf(yield* read(yield* open("payments")))
        assert.isAbove(ids.length, 30)
        assert.deepStrictEqual(ids.toSorted(), heldIds(sandbox.paymentTexts(1000)).toSorted())
      }
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("by whichever field numbers its customers", () =>
    Effect.gen(function* () {
      const { sandbox, open } = yield* start({ customers: 4 })
      for (const customersBy of ["id", "code", "registrationCode"] as const) {
        const numbers = parse(sandbox.customerTexts(4)).map((customer) => String(customer[customersBy]))
        const source = yield* open("payments", { customersBy })
        const named = modelsOf<Payment>(source, recordsOf(yield* read(source))).map((one) => one.customerNumber)
        assert.sameMembers([...new Set(named)], numbers)
      }
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )
})

describe("what changes", () => {
  it.live("while a window is read makes it read again, and all that was there comes once", () =>
    Effect.gen(function* () {
      for (const listOrder of ["newest", "oldest"] as const) {
        const { sandbox, open } = yield* start({ customers: 50, invoicesPerCustomer: 6, listOrder })
        const ids = heldIds(sandbox.paymentTexts(1000))
        sandbox.setArrivals({ payments: 3, every: 4, most: 9 })
        const found = idsOf(yield* read(yield* open("payments", { pageSize: 10, windowDays: 100 })))
        assert.isAbove(sandbox.state().arrived, 3)
        assert.strictEqual(new Set(found).size, found.length)
        assert.includeMembers([...found], [...ids])
      }
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("without end is an error", () =>
    Effect.gen(function* () {
      const { open } = yield* start({ customers: 50, listOrder: "newest", arrivals: { payments: 1 } })
      const { code } = yield* Effect.flip(Effect.flatMap(open("payments", { pageSize: 5 }), (source) => read(source)))
      assert.strictEqual(code, "WB-ERPLYBOOKS-SHIFTED")
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("after a read is found by the next one", () =>
    Effect.gen(function* () {
      const { sandbox, open } = yield* start({ customers: 20 })
      const source = yield* open("payments", { overlapDays: 7 })
      assert.isTrue(source.incremental)
      const pages = yield* read(source)
      sandbox.seed({ customers: 1, invoicesPerCustomer: 3, from: "2026-12-10", days: 21 })
      const held = heldIds(sandbox.paymentTexts(1000))
      const later = idsOf(yield* read(source, Option.fromUndefinedOr(pages.at(-1)?.cursor)))
      assert.isBelow(later.length, held.length)
      assert.deepStrictEqual(new Set([...idsOf(pages), ...later]), new Set(held))
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )
})

describe("what goes wrong", () => {
  it.live("in the middle stops the stream, and reading goes on behind the last page (invariant 6)", () =>
    Effect.gen(function* () {
      const { sandbox, open } = yield* start({ customers: 60 })
      const source = yield* open("payments", { pageSize: 10 })
      const seen: Array<string> = []
      let cursor = Option.none<string>()
      const failure = yield* source.read(cursor).pipe(
        Stream.runForEach((page) =>
          Effect.sync(() => {
            seen.push(...idsOf([page]))
            cursor = Option.some(page.cursor)
            if (seen.length > 50) sandbox.setFaults({ faults: [{ fault: "page-ok", calls: ["GET payments"] }] })
          }),
        ),
        Effect.flip,
      )
      assert.strictEqual(failure.connector, "erplybooks")
      assert.isAbove(seen.length, 50)
      sandbox.setFaults({})
      seen.push(...idsOf(yield* read(source, cursor)))
      assert.deepStrictEqual(seen.toSorted(), heldIds(sandbox.paymentTexts(1000)).toSorted())
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("with the credentials, the plan or a needed parameter is never an empty stream (invariant 9)", () =>
    Effect.gen(function* () {
      for (const [options, settings, expected] of [
        [{}, { token: "wrong" }, "WB-HTTP-UNAUTHORIZED"],
        [{ withoutModules: ["payments"] }, {}, "WB-ERPLYBOOKS-MODULE"],
        [{ paymentTypeRequired: true }, {}, "WB-ERPLYBOOKS-REFUSED"],
      ] as const) {
        const { open } = yield* start(options)
        const { code } = yield* Effect.flip(Effect.flatMap(open("payments", settings), (source) => read(source)))
        assert.strictEqual(code, expected)
      }
      const { open } = yield* start({ paymentTypeRequired: true })
      const source = yield* open("payments", { readPaymentType: "INVOICE_PAYMENT" })
      assert.isAbove(idsOf(yield* read(source)).length, 0)
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )
})
