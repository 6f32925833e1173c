/** What a target holds, whoever made it: it is listed, taken over and updated by the real connector. */
import { assert, describe, it } from "@effect/vitest"
import type { Listed } from "@waybill/connector"
import type { Customer } from "@waybill/model"
import { Effect, Stream } from "effect"

import { type Json, say } from "./erplybooksHttp.ts"
import { invoiceOf, parse, paymentOf, said, type Target, withTargets } from "./erplybooksTarget.ts"

const everything = ({ destination }: Target) =>
  Effect.map(Stream.runCollect(destination.list!), (pages) => pages.flat())

const targetIdOf = (delivered: Effect.Success<ReturnType<Target["send"]>>): string | undefined => {
  const [outcome] = delivered.outcomes
  assert.strictEqual(outcome?._tag, "Confirmed", said(delivered))
  return outcome?._tag === "Confirmed" ? outcome.targetId : undefined
}

/** What other software made: some without a number, some twice. */
const strangers = Array.from({ length: 1400 }, (_, index) => ({
  name: `Company ${index % 1000} OÜ`,
  legalPostcode: String(10_000 + (index % 500)),
  ...(index % 7 === 0 ? {} : { code: `K-${index}` }),
  ...(index % 2 === 0 ? { email: `office${index}@example.test` } : {}),
}))

const none = { customers: 0 } as const

describe("customers that are there", () => {
  it.live("are all listed, by pages, also those without a number", () =>
    withTargets(none, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const seed = (given: object) =>
          say(`${sandbox.origin}/sandbox/seed`, {
            method: "POST",
            body: { customers: given, invoicesPerCustomer: 0 },
          })
        assert.strictEqual((yield* seed([{ code: "K-1" }])).http, 400)
        assert.strictEqual((yield* seed(strangers)).json.customers, 1400)
        const customers = yield* open("customers", { pageSize: 101 })
        const pages = yield* Stream.runCollect(customers.destination.list!)
        const listed = pages.flat()
        const held = parse(sandbox.customerTexts(2000))
        assert.deepStrictEqual(
          listed.map(({ targetId }) => targetId),
          held.map(({ id }) => String(id)),
        )
        const { number, model } = listed[0]!
        assert.isUndefined(number)
        assert.deepStrictEqual(model, {
          name: "Company 0 OÜ",
          email: "office0@example.test",
          billingAddress: { postalCode: "10000" },
        })
        assert.deepInclude(listed[1], { number: "K-1" })
        assert.lengthOf(
          listed.filter((one) => one.number === undefined),
          200,
        )
        // A page is one call, each begins with the last record of the one before, and nothing else is called.
        assert.lengthOf(pages, 14)
        assert.deepStrictEqual(sandbox.state().calls, { "GET customers": 14 })
      }),
    ),
  )

  it.live("are read no further than they are asked for, and anew each time", () =>
    withTargets({ customers: strangers, invoicesPerCustomer: 0 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const customers = yield* open("customers")
        const first = yield* Stream.runCollect(Stream.take(customers.destination.list!, 1))
        assert.deepStrictEqual([first[0]!.length, sandbox.state().calls["GET customers"]], [100, 1])
        sandbox.seed({ customers: [{ name: "One more", code: "NEW" }], invoicesPerCustomer: 0 })
        const again = yield* everything(customers)
        assert.deepStrictEqual([again.length, again.at(-1)!.number], [1401, "NEW"])
        sandbox.reset()
        assert.lengthOf(yield* everything(customers), 1400)
      }),
    ),
  )

  it.live("fail the list as they fail the source", () =>
    withTargets({ customers: strangers, invoicesPerCustomer: 0 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const customers = yield* open("customers", { token: "wrong" })
        assert.strictEqual((yield* Effect.flip(everything(customers))).code, "WB-HTTP-UNAUTHORIZED")
        for (const stream of ["invoices", "payments"]) {
          const dated = yield* open(stream)
          assert.strictEqual((yield* Effect.flip(everything(dated))).code, "WB-ERPLYBOOKS-SINCE")
        }
        assert.strictEqual(sandbox.state().calls["GET invoices"], undefined)
      }),
    ),
  )

  it.live("go by the id that delivering and finding give", () =>
    withTargets({}, ({ open }) =>
      Effect.gen(function* () {
        const since = { since: "2026-01-01", until: "2026-12-31" }
        const [customers, invoices, payments] = yield* Effect.forEach(["customers", "invoices", "payments"], (stream) =>
          open(stream, since),
        )
        const models = [
          [customers!, { number: "K-1", name: "Acme OÜ" }, "K-1"],
          [invoices!, { ...invoiceOf("A-1"), customerNumber: "K-1" }, "A-1"],
          [payments!, { ...paymentOf("P-1", "124", "A-1"), customerNumber: "K-1" }, undefined],
        ] as const
        for (const [target, model, number] of models) {
          const targetId = targetIdOf(yield* target.send(model))
          const key = yield* target.key(model)
          const listed = (yield* everything(target)).find((one) => one.targetId === targetId)
          assert.strictEqual((yield* target.destination.find!([key])).get(key)!.targetId, listed!.targetId)
          // A payment's number over there is its id.
          assert.strictEqual(listed!.number, number ?? targetId)
          assert.include(JSON.stringify(listed!.model), "number" in model && "name" in model ? "Acme" : "K-1")
        }
      }),
    ),
  )
})

describe("a customer that was taken over", () => {
  /** Other software's, with its own id of it, a number, a type and fields that nobody sends. */
  const foreign = {
    name: "Acme",
    code: "4711",
    registrationCode: "10000001",
    partnerCustomerId: "SHOP-9",
    entityTypeCode: "ENTITY_TYPE_PRIVATE",
    email: "old@example.test",
    deadlineDays: 21,
    discount: 2.5,
    bankIban: "EE38",
  }
  const ours: Customer = { number: "C-1", name: "Acme OÜ", email: "new@example.test" }
  const first = (listed: ReadonlyArray<Listed>) => listed[0]!.targetId

  it.live("is updated in what is sent, and keeps its number, its other fields and the id that others gave it", () =>
    withTargets({ customers: [foreign], invoicesPerCustomer: 0 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const customers = yield* open("customers")
        const targetId = first(yield* everything(customers))
        const was: Json = parse(sandbox.customerTexts(1))[0]
        const delivered = yield* customers.send(ours, { change: "update", targetId })
        assert.strictEqual(targetIdOf(delivered), targetId)
        assert.deepStrictEqual(parse(sandbox.customerTexts(9)), [{ ...was, name: ours.name, email: ours.email }])
        // Sent again, as after a lost answer: it is the same customer.
        assert.strictEqual(yield* customers.deliver(ours, { change: "update", targetId }), "Confirmed")
        assert.strictEqual(sandbox.state().created.customers, 0)
        const [outcome] = delivered.outcomes
        assert.ok(outcome?._tag === "Confirmed" && outcome.before !== undefined)
        assert.strictEqual(
          said(yield* customers.destination.undo!.run([{ targetId, before: outcome.before }])),
          "Confirmed",
        )
        assert.deepStrictEqual(parse(sandbox.customerTexts(9)), [was])
      }),
    ),
  )

  it.live("gets our number and our id where it has none, and is found by that from then on", () =>
    withTargets({ customers: [{ name: "Acme", code: "" }], invoicesPerCustomer: 0 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const customers = yield* open("customers")
        const targetId = first(yield* everything(customers))
        assert.strictEqual(yield* customers.deliver(ours, { change: "update", targetId }), "Confirmed")
        const [held, ...others] = parse(sandbox.customerTexts(9))
        assert.deepInclude(held, { code: "C-1", partnerCustomerId: "WBC-C-1", entityTypeCode: "ENTITY_TYPE_LEGAL" })
        assert.deepStrictEqual(others, [])
        assert.strictEqual((yield* customers.destination.find!(["WBC-C-1"])).get("WBC-C-1")!.targetId, targetId)
      }),
    ),
  )

  it.live("is whose invoices and payments are, whatever its number there", () =>
    withTargets({ customers: [foreign, { name: "Other", code: "C-1" }], invoicesPerCustomer: 0 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const [customers, invoices, payments] = [
          yield* open("customers"),
          yield* open("invoices"),
          yield* open("payments"),
        ]
        const targetId = first(yield* everything(customers))
        const customer = { entity: "customer", key: "C-1", targetId } as const
        const invoice = { ...invoiceOf("A-1"), customerNumber: "C-1" }
        const invoiceId = targetIdOf(yield* invoices.send(invoice, { parents: [customer] }))!
        const parents = [customer, { entity: "invoice", key: "A-1", targetId: invoiceId }] as const
        const payment = { ...paymentOf("P-1", "124", "A-1"), customerNumber: "C-1" }
        assert.strictEqual(yield* payments.deliver(payment, { parents }), "Confirmed")
        const prepayment = { ...payment, number: "P-2", allocations: [] }
        assert.strictEqual(yield* payments.deliver(prepayment, { parents: [customer] }), "Confirmed")
        for (const held of [...parse(sandbox.invoiceTexts(9)), ...parse(sandbox.paymentTexts(9))]) {
          assert.strictEqual(String(held.customerId), targetId)
        }
        assert.deepInclude(sandbox.state().created, { customers: 0, invoices: 1, payments: 2 })
      }),
    ),
  )
})

describe("an invoice and a payment that were taken over", () => {
  it.live("keep their numbers and the ids that others gave them", () =>
    withTargets({ paymentsPerInvoice: 1 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const since = { since: "2026-01-01", until: "2026-12-31" }
        const invoices = yield* open("invoices", since)
        const payments = yield* open("payments", since)
        const [invoice] = yield* everything(invoices)
        const [payment] = yield* everything(payments)
        const [was, paid]: ReadonlyArray<Json> = [...parse(sandbox.invoiceTexts(1)), ...parse(sandbox.paymentTexts(1))]
        assert.isNotEmpty(paid.archivingId)
        const update = { change: "update", targetId: invoice!.targetId } as const
        assert.strictEqual(yield* invoices.deliver(invoiceOf("OTHER-1"), update), "Confirmed")
        const [held] = parse(sandbox.invoiceTexts(1))
        assert.deepInclude(held, { id: was.id, number: was.number, sumWithVat: 124, partnerDocumentId: "WBI-OTHER-1" })
        const again = { change: "update", targetId: payment!.targetId } as const
        assert.strictEqual(yield* payments.deliver(paymentOf("P-9", "10"), again), "Confirmed")
        assert.deepInclude(parse(sandbox.paymentTexts(1))[0], { archivingId: paid.archivingId, sumPaid: 10 })
        assert.deepInclude(sandbox.state().created, { invoices: 0, payments: 0 })
      }),
    ),
  )
})
