/** The real connector against the stand-in: what it believes of each record must be what the stand-in holds. */
import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { payorcrm, PayorCrmSettings } from "@waybill/connector-payorcrm"
import { CalendarDate, type Invoice, Money } from "@waybill/model"
import { BigDecimal, Effect, Layer, Schema } from "effect"

import { type Fault, PayorCrmSandbox } from "../src/index.ts"
import { putCustomers } from "./http.ts"

const platform = Layer.mergeAll(NodeHttpClient.layerUndici, NodeServices.layer)

const invoices = (count: number, customerOf: (index: number) => string = () => "C1"): ReadonlyArray<Invoice> =>
  Array.from({ length: count }, (_, index) => ({
    number: `I${index}`,
    customerNumber: customerOf(index),
    total: new Money(BigDecimal.make(BigInt(1000 + index), 2), "EUR"),
    balance: new Money(BigDecimal.make(10n, 2), "EUR"),
    issueDate: new CalendarDate(2026, 1, 31),
    dueDate: new CalendarDate(2026, 3, 1),
  }))

/** Opens the invoices stream of a stand-in, and a function that delivers models in batches and gives tags by key. */
const connect = Effect.fnUntraced(function* (sandbox: PayorCrmSandbox, extra: object = {}) {
  const settings = yield* Schema.decodeEffect(PayorCrmSettings)({
    baseUrl: sandbox.url,
    apiKey: "sandbox-key",
    apiSecret: "sandbox-secret",
    rateLimit: { perSecond: 1000 },
    amountUnit: "decimal",
    ...extra,
  })
  const connection = yield* payorcrm.open(settings, { connection: "test", baseDirectory: "/" })
  const destination = yield* connection.destination!("invoices", {})
  const deliver = Effect.fnUntraced(function* (models: ReadonlyArray<Invoice>) {
    const fates = new Map<string, string>()
    const { records } = destination.batch
    for (let from = 0; from < models.length; from += records) {
      const batch = []
      for (const model of models.slice(from, from + records)) {
        const record = yield* Effect.fromResult(destination.fromModel(model))
        batch.push({ key: destination.key(record), record, change: "create" as const })
      }
      const { outcomes } = yield* destination.deliver(batch)
      assert.strictEqual(outcomes.length, batch.length)
      for (const [index, { key }] of batch.entries()) fates.set(key, outcomes[index]!._tag)
    }
    return fates
  })
  return { connection, destination, deliver }
})

const count = (fates: ReadonlyMap<string, string>, tag: string) => [...fates.values()].filter((is) => is === tag).length

describe("the connector against the stand-in", () => {
  it.live("delivers invoices in batches, and every cent arrives", () =>
    Effect.gen(function* () {
      const sandbox = yield* PayorCrmSandbox.start()
      yield* putCustomers(sandbox, "C1")
      const { deliver, connection } = yield* connect(sandbox, { batch: 40 })
      assert.strictEqual((yield* connection.check).length, 1)
      const fates = yield* deliver(invoices(250))
      assert.strictEqual(count(fates, "Confirmed"), 250)
      const cents = 250n * 1000n + (249n * 250n) / 2n
      const { amounts, requests } = sandbox.state()
      assert.deepStrictEqual(amounts, { EUR: BigDecimal.format(BigDecimal.make(cents, 2)) })
      assert.strictEqual(requests, 1 + Math.ceil(250 / 40))
      assert.deepStrictEqual(JSON.parse([...sandbox.invoiceTexts(1)][0]!), {
        customerNumber: "C1",
        invoiceNumber: "I0",
        invoiceAmount: 10,
        currency: "EUR",
        balanceAmount: "0.10",
        invoiceDate: "2026-01-31",
        issueDate: "2026-01-31",
        dueDate: "2026-03-01",
      })
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("sends exactly the encoded record, for every unit and date format", () =>
    Effect.gen(function* () {
      for (const extra of [{}, { amountUnit: "minor", dateFormat: "dd/MM/yyyy" }, { balanceFormat: "amountUnit" }]) {
        const dateFormat = "dateFormat" in extra ? { dateFormat: "dd/MM/yyyy" as const } : {}
        const sandbox = yield* PayorCrmSandbox.start({ unknownCustomer: "store", ...dateFormat })
        const { deliver, destination } = yield* connect(sandbox, extra)
        const models = invoices(3)
        yield* deliver(models)
        const encoded = models.map((model) => {
          const record = destination.fromModel(model)
          return record._tag === "Success" ? Schema.encodeUnknownSync(destination.record)(record.success) : undefined
        })
        assert.deepStrictEqual(
          [...sandbox.invoiceTexts(3)].map((text) => JSON.parse(text)),
          encoded,
        )
      }
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("finds the records that are refused, and the others arrive exactly once", () =>
    Effect.gen(function* () {
      const sandbox = yield* PayorCrmSandbox.start({ onDuplicate: "duplicate" })
      yield* putCustomers(sandbox, "C1")
      const { deliver } = yield* connect(sandbox, { onDuplicate: "duplicate" })
      const bad = new Set([3, 50, 51, 149])
      const fates = yield* deliver(invoices(150, (index) => (bad.has(index) ? "C9" : "C1")))
      assert.strictEqual(count(fates, "Refused"), bad.size)
      assert.strictEqual(count(fates, "Confirmed"), 150 - bad.size)
      for (const index of bad) assert.strictEqual(fates.get(`C9/I${index}`), "Refused")
      assert.deepStrictEqual([...new Set(sandbox.invoiceCopies().values())], [1])
      assert.strictEqual(sandbox.invoiceCopies().size, 150 - bad.size)
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("wrong credentials end the work, nothing is sent twice", () =>
    Effect.gen(function* () {
      const sandbox = yield* PayorCrmSandbox.start({ unknownCustomer: "store" })
      const { destination } = yield* connect(sandbox, { apiSecret: "wrong" })
      const record = yield* Effect.fromResult(destination.fromModel(invoices(1)[0]!))
      const { outcomes, stop } = yield* destination.deliver([{ key: "k", record, change: "create" }])
      assert.strictEqual(outcomes[0]?._tag, "NotSent")
      assert.strictEqual(stop?.code, "WB-HTTP-UNAUTHORIZED")
      assert.strictEqual(sandbox.state().requests, 1)
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("an answer that comes too late leaves the records unknown, and they did arrive", () =>
    Effect.gen(function* () {
      const sandbox = yield* PayorCrmSandbox.start({
        unknownCustomer: "store",
        faults: [{ fault: "slow-body", millis: 60_000 }],
      })
      const { deliver } = yield* connect(sandbox, { timeout: 1 })
      const fates = yield* deliver(invoices(5))
      assert.strictEqual(count(fates, "Unknown"), 5)
      assert.strictEqual(sandbox.state().invoices, 5)
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it.live("a lost answer ends as unknown and is never sent again, whatever a second copy does", () =>
    Effect.gen(function* () {
      for (const onDuplicate of ["refuse", "duplicate", "upsert"] as const) {
        for (const fault of ["cut-after", "cut-before", "error-after", "late", "page-ok"] as const) {
          const sandbox = yield* PayorCrmSandbox.start({
            unknownCustomer: "store",
            onDuplicate,
            faults: [{ fault, next: 1, millis: 1 }],
          })
          const { deliver } = yield* connect(sandbox, { onDuplicate })
          const fates = yield* deliver(invoices(5))
          assert.strictEqual(count(fates, "Unknown"), 5, `${onDuplicate}, ${fault}`)
          assert.strictEqual(sandbox.state().requests, 1)
        }
      }
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  const everything: ReadonlyArray<typeof Fault.Encoded> = [
    { fault: "delay", rate: 0.1, millis: 1 },
    { fault: "error-before", rate: 0.06 },
    { fault: "error-after", rate: 0.06 },
    { fault: "cut-before", rate: 0.06 },
    { fault: "cut-after", rate: 0.06 },
    { fault: "late", rate: 0.06, millis: 1 },
    { fault: "page-ok", rate: 0.06 },
    { fault: "page-error", rate: 0.06 },
    { fault: "slow-body", rate: 0.06, millis: 1 },
    { fault: "partial", rate: 0.06 },
    { fault: "throttle", rate: 0.03, retryAfter: 0 },
  ]

  it.live("whatever goes wrong, what it says of a record is what became of it (invariants 2 and 9)", () =>
    Effect.gen(function* () {
      for (const seed of [1, 2, 3, 4]) {
        // A system that keeps every copy: sending anything twice would show.
        const sandbox = yield* PayorCrmSandbox.start({ onDuplicate: "duplicate" })
        yield* putCustomers(sandbox, "C1")
        sandbox.setFaults({ seed, faults: everything })
        const { deliver } = yield* connect(sandbox, {
          batch: 10,
          onDuplicate: "duplicate",
          partialSuccess: "possible",
        })
        const fates = yield* deliver(invoices(400))
        const copies = sandbox.invoiceCopies()
        assert.strictEqual(fates.size, 400)
        assert.isAbove(count(fates, "Confirmed"), 0)
        assert.isAbove(count(fates, "Unknown"), 0)
        for (const [key, fate] of fates) {
          const arrived = copies.get(key) ?? 0
          assert.isAtMost(arrived, 1, `${key} arrived ${arrived} times, seed ${seed}`)
          if (fate === "Confirmed") assert.strictEqual(arrived, 1, `${key} was confirmed, seed ${seed}`)
          if (fate === "Refused" || fate === "NotSent")
            assert.strictEqual(arrived, 0, `${key} was ${fate}, seed ${seed}`)
        }
      }
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )
})
