/** What somebody does to CRM.COM's records behind the back of whoever delivered them. */
import { assert, describe, it } from "@effect/vitest"
import { Decimals } from "@waybill/model"
import { BigDecimal, Effect, Result, Schema } from "effect"

import { account, empty, type Front, invoice, item, type Json, payment, withCrmCom } from "./crmcomHttp.ts"
import { admin, refused, tamper } from "./tampering.ts"

const byCode = (value: string) => ({ invoice_identifier: `back_office_code=${value}` })
const listed = { accounts_receivable_identifier: `number=${account.number}` }
const allOf = (front: Front) => Effect.map(front.read("invoices/list", listed), (all: ReadonlyArray<Json>) => all)

/** Three posted invoices of 30, and one payment of 10 for the first. */
const three = (front: Front) =>
  Effect.gen(function* () {
    for (const back_office_code of ["A", "B", "C"]) yield* front.write("invoices/create", invoice({ back_office_code }))
    const toPay = [{ invoice_identifier: { back_office_code: "A" } }]
    yield* front.write("payments/create", payment({ back_office_code: "P", invoices_to_pay_set: toPay }))
  })

const withThree = <E>(use: (front: Front) => Effect.Effect<void, E>) =>
  withCrmCom(empty, (front) => Effect.andThen(three(front), use(front)))

const exact = (value: unknown) => Schema.decodeSync(Schema.BigDecimalFromString)(String(value))

describe("CRM.COM loses", () => {
  it.live("an invoice, from every list and sum, and what paid it is credit", () =>
    withThree((front) =>
      Effect.gen(function* () {
        const [lost] = yield* tamper(front.sandbox, { do: "lose", kind: "invoices", key: "A" })
        assert.deepInclude(lost, { back_office_code: "A", total_amount: 30 })
        assert.strictEqual((yield* front.get("invoices/show", byCode("A"))).code, "ENTITYNOTFOUND")
        assert.deepStrictEqual(
          (yield* allOf(front)).map(({ back_office_code }) => back_office_code),
          ["B", "C"],
        )
        const { invoices, balance, unsettled, created } = front.sandbox.state()
        assert.deepStrictEqual([invoices.POSTED, balance, unsettled], [{ count: 2, sum: "60" }, "50", "60"])
        assert.strictEqual(created.invoices, 3)
        const paid = yield* front.read("payments/show", { payment_identifier: "back_office_code=P" })
        assert.deepStrictEqual(paid.invoices_to_pay_set, [])
        // Its code is free again: nothing of it is known.
        yield* front.write("invoices/create", invoice({ back_office_code: "A" }))
      }),
    ),
  )

  it.live("a payment: what it paid is open again", () =>
    withThree((front) =>
      Effect.gen(function* () {
        yield* tamper(front.sandbox, { do: "lose", kind: "payments", number: "1" })
        const { payments, balance, unsettled } = front.sandbox.state()
        assert.deepStrictEqual([payments.POSTED.count, balance, unsettled], [0, "90", "90"])
        assert.deepStrictEqual(yield* front.read("payments/list", listed), [])
      }),
    ),
  )

  it.live("no account that has records, and one that has none", () =>
    withThree((front) =>
      Effect.gen(function* () {
        front.sandbox.seed({ accountNumbers: ["N-1"] })
        assert.strictEqual(
          yield* refused(front.sandbox, { do: "lose", kind: "customers", number: account.number }),
          400,
        )
        yield* tamper(front.sandbox, { do: "lose", kind: "customers", number: "N-1" })
        const show = yield* front.get("accounts_receivable/show", { accounts_receivable_identifier: "number=N-1" })
        assert.strictEqual(show.code, "ENTITYNOTFOUND")
        assert.deepInclude(front.sandbox.state(), { accounts: 1 })
      }),
    ),
  )
})

describe("CRM.COM changes", () => {
  it.live.prop(
    "an invoice's amount by cents, and every sum of it still fits",
    [Schema.Int.check(Schema.isBetween({ minimum: -2999, maximum: 100_000 }))],
    ([cents]) =>
      withCrmCom(empty, (front) =>
        Effect.gen(function* () {
          const discounted = { ...item, discount_percentage: 5, vat_rate_identifier: { name: "VAT 19%" } }
          // Not due yet: what is past due would change from one second to the next.
          const due_on = "2999-01-01T00:00:00"
          const set = { invoice_item_set: [discounted, item], back_office_code: "A", due_on }
          yield* front.write("invoices/create", invoice(set))
          const before = yield* front.read("invoices/show", byCode("A"))
          const by = Decimals.toText(BigDecimal.make(BigInt(cents), 2))
          const [after] = yield* tamper(front.sandbox, { do: "change", kind: "invoices", key: "A", by })
          const shown = yield* front.read("invoices/show", byCode("A"))
          assert.deepStrictEqual(shown, after)
          const total = Decimals.toText(BigDecimal.sum(exact(before.total_amount), exact(by)))
          const { invoices, balance, unsettled } = front.sandbox.state()
          assert.deepStrictEqual([invoices.POSTED.sum, balance, unsettled], [total, total, total])
          assert.strictEqual(String(shown.total_amount), total)
          for (const one of shown.invoice_item_set) {
            const rest = BigDecimal.subtract(exact(one.net_amount), exact(one.discount_amount))
            const sum = BigDecimal.sum(rest, exact(one.vat_amount))
            assert.strictEqual(Decimals.toText(sum), String(one.sub_total))
          }
        }),
      ),
    { arbitrary: { runs: 25 } },
  )

  it.live("due dates and notes of many records in one call, and all of them or none", () =>
    withThree((front) =>
      Effect.gen(function* () {
        const to = { dueDate: "2027-02-28", note: "edited" }
        const many = { do: "change", kind: "invoices", to }
        assert.strictEqual(yield* refused(front.sandbox, { ...many, key: ["A", "Z"] }), 404)
        const untouched = yield* front.read("invoices/show", byCode("A"))
        assert.deepInclude(untouched, { notes: null })
        const changed = yield* tamper(front.sandbox, { ...many, key: ["A", "B"] })
        assert.deepStrictEqual(
          changed.map(({ back_office_code, notes, due_on }: Json) => [back_office_code, notes, due_on.slice(0, 10)]),
          [
            ["A", "edited", "2027-02-28"],
            ["B", "edited", "2027-02-28"],
          ],
        )
        assert.deepInclude((yield* allOf(front))[2], { notes: null })
      }),
    ),
  )

  it.live("a payment's amount, and what it pays", () =>
    withThree((front) =>
      Effect.gen(function* () {
        yield* tamper(front.sandbox, { do: "change", kind: "payments", key: "P", by: "25.50", to: { note: "more" } })
        const { payments, balance, unsettled } = front.sandbox.state()
        // Of 35.50 the invoice takes 30, the rest is credit.
        assert.deepStrictEqual([payments.POSTED.sum, balance, unsettled], ["35.5", "54.5", "60"])
        assert.strictEqual(
          yield* refused(front.sandbox, { do: "change", kind: "payments", key: "P", by: "-35.5" }),
          400,
        )
      }),
    ),
  )

  it.live("no invoice to less than what is paid of it, nor one that is cancelled", () =>
    withThree((front) =>
      Effect.gen(function* () {
        assert.strictEqual(
          yield* refused(front.sandbox, { do: "change", kind: "invoices", key: "A", by: "-20.01" }),
          400,
        )
        yield* tamper(front.sandbox, { do: "change", kind: "invoices", key: "A", by: "-20" })
        assert.deepInclude(front.sandbox.state(), { unsettled: "60" })
        const cancel = {
          invoice_identifier: { back_office_code: "B" },
          type_identifier: { name: "Invoice Cancellation" },
        }
        yield* front.write("invoices/cancel", cancel)
        assert.strictEqual(yield* refused(front.sandbox, { do: "lose", kind: "invoices", key: "B" }), 400)
      }),
    ),
  )
})

describe("CRM.COM doubles", () => {
  it.live("a payment and an invoice: ids and numbers of their own, no code", () =>
    withThree((front) =>
      Effect.gen(function* () {
        const [paid] = yield* tamper(front.sandbox, { do: "double", kind: "payments", key: "P" })
        assert.deepInclude(paid, { back_office_code: null, payment_amount: 10, number: "2" })
        const [copy] = yield* tamper(front.sandbox, { do: "double", kind: "invoices", key: "B" })
        const original = yield* front.read("invoices/show", byCode("B"))
        assert.deepInclude(copy, { back_office_code: null, total_amount: 30, number: "I00000004" })
        assert.notStrictEqual(copy.id, original.id)
        assert.strictEqual((yield* allOf(front)).length, 4)
        const { invoices, payments, balance, unsettled, created } = front.sandbox.state()
        assert.deepStrictEqual([invoices.POSTED.sum, payments.POSTED.sum], ["120", "20"])
        assert.deepStrictEqual([balance, unsettled, created.invoices, created.payments], ["100", "100", 3, 1])
      }),
    ),
  )
})

describe("tampering with CRM.COM", () => {
  it.live("is refused with a sentence where it makes no sense", () =>
    withThree(({ sandbox }) =>
      Effect.gen(function* () {
        const one = { do: "change", kind: "invoices", key: "A" }
        const bad = [
          one,
          { ...one, by: 1 },
          { ...one, by: "1e2" },
          { ...one, by: "1", id: "2" },
          { ...one, to: {} },
          { ...one, to: { colour: "red" } },
          { ...one, to: { dueDate: "2027-02-29" } },
          { ...one, to: { name: "Acme" } },
          { do: "lose", kind: "invoices", key: "A", by: "1" },
          { do: "lose", kind: "invoices" },
          { do: "lose", kind: "invoices", key: [] },
          { do: "lose", kind: "customers", key: "A" },
          { do: "steal", kind: "invoices", key: "A" },
        ]
        for (const body of bad) assert.strictEqual(yield* refused(sandbox, body), 400, JSON.stringify(body))
        assert.strictEqual(yield* refused(sandbox, { do: "lose", kind: "payments", key: "A" }), 404)
        assert.deepInclude(sandbox.state(), { balance: "80" })
      }),
    ),
  )

  it.live("is done in the process, too, counted as no call, and gone with a reset", () =>
    withThree(({ sandbox }) =>
      Effect.gen(function* () {
        const { requests } = sandbox.state()
        const texts = Result.getOrThrow(sandbox.tamper({ do: "change", kind: "invoices", key: "A", by: "0.01" }))
        assert.strictEqual(JSON.parse(texts[0]!).total_amount, 30.01)
        assert.deepStrictEqual(
          sandbox.tamper({ do: "lose", kind: "invoices", id: "nothing" }),
          Result.fail({
            status: 404,
            message: "there is no such record among the invoices: the id in place 1",
          } as const),
        )
        assert.strictEqual(sandbox.state().requests, requests)
        assert.deepInclude(sandbox.calls(), { "invoices/create": 3, "payments/create": 1 })
        yield* admin(sandbox, "reset")
        assert.deepInclude(sandbox.state(), { balance: "0", accounts: 1, calls: {} })
      }),
    ),
  )
})
