/** The real connector reads the stand-in: what comes out must be what the stand-in holds, once. */
import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { crmcom, CrmComSettings } from "@waybill/connector-crmcom"
import { Decimals } from "@waybill/model"
import { BigDecimal, Effect, Layer, Option, Random, Result, Schema, Stream } from "effect"

import { CrmComSandbox } from "../src/index.ts"
import type { Json, Options } from "./crmcomHttp.ts"

/** Without jitter a throttled call waits exactly as long as it was told: not at all. */
const withoutJitter = Layer.succeed(Random.Random, { nextIntUnsafe: () => 0, nextDoubleUnsafe: () => 0 })
const platform = Layer.mergeAll(NodeHttpClient.layerUndici, NodeServices.layer, withoutJitter)

const parse = (texts: Iterable<string>): ReadonlyArray<Json> => Array.from(texts, (text) => JSON.parse(text))

/** A stand-in, and what opens a stream of it for reading: all accounts, unless told otherwise. */
const start = Effect.fnUntraced(function* (options: Options = {}) {
  const sandbox = yield* CrmComSandbox.start(options)
  const accounts: ReadonlyArray<string> = parse(sandbox.accountTexts(100_000)).map(({ number }) => number)
  const open = Effect.fnUntraced(function* (stream: string, more: object = {}) {
    const settings = yield* Schema.decodeEffect(CrmComSettings)({
      baseUrl: sandbox.url,
      webApiKey: "sandbox-key",
      release: "R13.0.0",
      currency: "EUR",
      rateLimit: { perSecond: 1000, inFlight: 8 },
      accounts,
      ...more,
    })
    const connection = yield* crmcom.open(settings, { connection: "test", baseDirectory: "/" })
    const source = yield* connection.source!(stream)
    const read = (from: Option.Option<string>) => Stream.map(source.read(from), ({ rows }) => rows)
    return { source, rows: (from = Option.none<string>()) => Stream.runCollect(Stream.flattenIterable(read(from))) }
  })
  return { sandbox, accounts, open }
})

/** As far as these tests look at a row. */
type Rows = ReadonlyArray<{ readonly record: Json } | { readonly issues: ReadonlyArray<{ readonly code: string }> }>

const recordsOf = (rows: Rows) => rows.flatMap((row) => ("record" in row ? [row.record] : []))
const issuesOf = (rows: Rows) => rows.flatMap((row) => ("issues" in row ? row.issues.map(({ code }) => code) : []))
const sum = (amounts: ReadonlyArray<BigDecimal.BigDecimal>) => Decimals.toText(BigDecimal.sumAll(amounts))
const idsOf = (records: ReadonlyArray<{ readonly id: string }>) => records.map(({ id }) => id)

describe("the connector reads the stand-in", () => {
  it.live("in full, exactly once, with tokens that die and calls that are throttled (invariant 3)", () =>
    Effect.gen(function* () {
      const { sandbox, open } = yield* start({
        accounts: 150,
        invoicesPerAccount: 20,
        tokenCalls: 60,
        faults: [{ fault: "throttle", rate: 0.1, retryAfter: 0 }],
      })
      const { source, rows } = yield* open("invoices")
      const found = yield* rows()
      const state = sandbox.state()
      assert.isAtLeast(state.signIns, 4)
      assert.isAbove(state.refusals.TOOMANYREQUESTS ?? 0, 10)
      assert.deepStrictEqual(issuesOf(found), [])
      assert.deepStrictEqual(
        found.map(({ row }) => row),
        Array.from({ length: 3_000 }, (_, index) => index + 1),
      )
      const records = recordsOf(found)
      assert.deepStrictEqual(idsOf(records).toSorted(), idsOf(parse(sandbox.invoiceTexts(10_000))).toSorted())
      for (const shown of ["DRAFT", "POSTED", "CANCELLED"] as const) {
        const some = records.filter((record) => record.life_cycle_state === shown)
        const { count, sum: total } = state.invoices[shown]
        assert.deepStrictEqual([some.length, sum(some.map((one) => one.total_amount))], [count, total], shown)
      }
      const models = records.map((record) => source.toModel!(record))
      const refused = models.flatMap((model) => (Result.isFailure(model) ? model.failure.map(({ code }) => code) : []))
      assert.deepStrictEqual(
        refused,
        Array.from({ length: state.invoices.DRAFT.count }, () => "WB-CRMCOM-NUMBER"),
      )
      const invoices = models.flatMap((model) =>
        Result.isSuccess(model) && "balance" in model.success ? [model.success] : [],
      )
      assert.strictEqual(sum(invoices.map(({ balance }) => balance!.amount)), state.unsettled)
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("customers and payments, too", () =>
    Effect.gen(function* () {
      const { sandbox, accounts, open } = yield* start({ accounts: 20, paymentsPerAccount: 3 })
      const payments = yield* open("payments")
      const paid = (yield* payments.rows()).map((row) =>
        Result.getOrThrow(payments.source.toModel!("record" in row && row.record)),
      )
      const { count, sum: total } = sandbox.state().payments.POSTED
      assert.deepStrictEqual(
        [paid.length, sum(paid.map((one) => ("amount" in one ? one.amount.amount : BigDecimal.make(0n, 0))))],
        [count, total],
      )
      const customers = yield* open("customers")
      const owners = (yield* customers.rows()).map((row) =>
        Result.getOrThrow(customers.source.toModel!("record" in row && row.record)),
      )
      assert.deepStrictEqual(
        owners.map(({ number }) => number),
        accounts,
      )
      assert.isTrue(owners.every((one) => "name" in one && one.name !== undefined))
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("where its pages are shorter than asked for", () =>
    Effect.gen(function* () {
      const { open } = yield* start({ accounts: 3, invoicesPerAccount: 40, maxResults: 7, listOrder: "shuffled" })
      const records = recordsOf(yield* (yield* open("invoices", { pageSize: 1000 })).rows())
      assert.strictEqual(new Set(idsOf(records)).size, 120)
      assert.strictEqual(records.length, 120)
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("of releases without paging", () =>
    Effect.gen(function* () {
      const { open } = yield* start({ accounts: 2, invoicesPerAccount: 150, release: "R12.0.0" })
      const { rows } = yield* open("invoices", { release: "R12.0.0" })
      assert.strictEqual(new Set(idsOf(recordsOf(yield* rows()))).size, 300)
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("by whichever field names its accounts", () =>
    Effect.gen(function* () {
      const { sandbox, open } = yield* start({ accounts: 4 })
      for (const accountsBy of ["id", "name", "number"] as const) {
        const accounts = parse(sandbox.accountTexts(4)).map((account) => account[accountsBy])
        const { source, rows } = yield* open("invoices", { accounts, accountsBy })
        const models = recordsOf(yield* rows()).map((record) => source.toModel!(record))
        const named = models.flatMap((model) =>
          Result.isSuccess(model) && "total" in model.success ? [model.success.customerNumber] : [],
        )
        assert.sameMembers([...new Set(named)], accounts)
      }
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("days as the connection's zone has them (invariant 5)", () =>
    Effect.gen(function* () {
      const { open } = yield* start({ accounts: 1 })
      const daysIn = Effect.fnUntraced(function* (timeZone: string) {
        const { rows } = yield* open("invoices", { timeZone })
        return recordsOf(yield* rows()).map(({ due_on }) => due_on.day)
      })
      assert.deepStrictEqual(new Set(yield* daysIn("Asia/Nicosia")), new Set([15]))
      assert.deepStrictEqual(new Set(yield* daysIn("UTC")), new Set([15]))
      assert.deepStrictEqual(new Set(yield* daysIn("America/New_York")), new Set([14]))
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )
})

describe("what goes wrong", () => {
  it.live("in the middle stops the stream, and reading goes on behind the last page (invariant 6)", () =>
    Effect.gen(function* () {
      const { sandbox, open } = yield* start({ accounts: 30, invoicesPerAccount: 5, release: "R12.0.0" })
      const { source, rows } = yield* open("invoices", {
        release: "R12.0.0",
        rateLimit: { perSecond: 1000, inFlight: 2 },
      })
      const seen: Array<string> = []
      let cursor = Option.none<string>()
      const failure = yield* source.read(cursor).pipe(
        Stream.runForEach((page) =>
          Effect.sync(() => {
            seen.push(...idsOf(recordsOf(page.rows)))
            cursor = Option.some(page.cursor)
            if (seen.length === 50) sandbox.setFaults({ faults: [{ fault: "page-ok", calls: ["invoices/list"] }] })
          }),
        ),
        Effect.flip,
      )
      assert.strictEqual(failure.connector, "crmcom")
      assert.isAtLeast(seen.length, 50)
      assert.isBelow(seen.length, 150)
      sandbox.setFaults({})
      seen.push(...idsOf(recordsOf(yield* rows(cursor))))
      assert.deepStrictEqual(seen.toSorted(), idsOf(parse(sandbox.invoiceTexts(150))).toSorted())
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("with one account, because there is none, stays with it", () =>
    Effect.gen(function* () {
      for (const httpStatusOfFailures of [200, 400] as const) {
        const { accounts, open } = yield* start({ accounts: 2, httpStatusOfFailures })
        for (const stream of ["customers", "invoices", "payments"]) {
          const { rows } = yield* open(stream, { accounts: ["NOBODY", ...accounts] })
          const found = yield* rows()
          assert.deepStrictEqual(issuesOf(found), ["WB-CRMCOM-ACCOUNT-ABSENT"])
          assert.isAtLeast(recordsOf(found).length, 2)
        }
      }
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("with the credentials is no absent account", () =>
    Effect.gen(function* () {
      const { open } = yield* start({ accounts: 2 })
      const { rows } = yield* open("invoices", { webApiKey: "wrong" })
      const { code } = yield* Effect.flip(rows())
      assert.strictEqual(code, "WB-CRMCOM-SIGN-IN")
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )
})
