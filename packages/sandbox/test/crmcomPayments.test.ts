/** The life of payments: what they pay, and what taking them back does. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { empty, type Front, invoice, type Json, payment, payWhole, withCrmCom } from "./crmcomHttp.ts"

const named = ({ id }: Json) => ({ invoice_identifier: { id } })
const byId = ({ id }: Json) => ({ payment_identifier: { id } })
const cancellation = { type_identifier: { name: "Payment Cancellation" } }

/** What is open of each of `invoices`. */
const open = Effect.fnUntraced(function* ({ read }: Front, invoices: ReadonlyArray<Json>) {
  const amounts: Array<number> = []
  for (const { id } of invoices) {
    const { unsettled_amount } = yield* read("invoices/show", { invoice_identifier: `id=${id}` })
    amounts.push(unsettled_amount)
  }
  return amounts
})

/** Three invoices of 30. */
const three = Effect.fnUntraced(function* ({ write }: Front) {
  const invoices: Array<Json> = []
  for (let made = 0; made < 3; made++) invoices.push(yield* write("invoices/create", invoice()))
  return invoices
})

describe("what a payment pays", () => {
  it.live("the invoices it names, in that order, as far as it goes; the rest is credit", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const invoices = yield* three(front)
        const [first, second] = invoices
        const invoices_to_pay_set = [named(second), named(first)]
        yield* front.write("payments/create", payment({ payment_amount: 40, invoices_to_pay_set }))
        assert.deepStrictEqual(yield* open(front, invoices), [20, 0, 30])
        yield* front.write("payments/create", payment({ payment_amount: 25.5, invoices_to_pay_set }))
        assert.deepStrictEqual(yield* open(front, invoices), [0, 0, 30])
        // One that names none pays none, though an invoice is open.
        yield* front.write("payments/create", payment({ payment_amount: 100 }))
        assert.deepStrictEqual(yield* open(front, invoices), [0, 0, 30])
        assert.deepInclude(front.sandbox.state(), { unsettled: "30", balance: "-75.5" })
      }),
    ),
  )

  it.live("overpayment: a payment of more than is open can be refused", () =>
    withCrmCom({ ...empty, overpayment: "refuse" }, (front) =>
      Effect.gen(function* () {
        const [first] = yield* three(front)
        const pay = (payment_amount: number) =>
          front.post("payments/create", payment({ payment_amount, invoices_to_pay_set: [named(first)] }))
        assert.strictEqual((yield* pay(30.01)).code, "OVERPAYMENT")
        assert.strictEqual((yield* pay(30)).code, "OK")
        assert.strictEqual((yield* front.post("payments/create", payment({ payment_amount: 100 }))).code, "OK")
      }),
    ),
  )

  it.live("pay_invoice: all that is open, posted at once; of nothing it is refused", () =>
    withCrmCom({ ...empty, paymentAnswer: "full" }, (front) =>
      Effect.gen(function* () {
        const [first] = yield* three(front)
        yield* front.write("payments/create", payment({ invoices_to_pay_set: [named(first)] }))
        const paid = yield* front.write("payments/pay_invoice", payWhole({ ...named(first), back_office_code: "P1" }))
        assert.deepInclude(paid, { life_cycle_state: "POSTED", payment_amount: 20, back_office_code: "P1" })
        assert.deepInclude(paid.invoices_to_pay_set[0], { id: first.id, total_amount: 30, unsettled_amount: 0 })
        assert.strictEqual((yield* front.post("payments/pay_invoice", payWhole(named(first)))).code, "NOTHINGTOPAY")
      }),
    ),
  )

  it.live("payInvoicePays: outstanding is what of it is past due", () =>
    withCrmCom({ ...empty, payInvoicePays: "outstanding" }, (front) =>
      Effect.gen(function* () {
        const due = yield* front.write("invoices/create", invoice({ due_on: "2020-01-01T00:00:00" }))
        const notYet = yield* front.write("invoices/create", invoice({ due_on: "2999-01-01T00:00:00" }))
        assert.strictEqual((yield* front.write("payments/pay_invoice", payWhole(named(due)))).payment_amount, 30)
        assert.strictEqual((yield* front.post("payments/pay_invoice", payWhole(named(notYet)))).code, "NOTHINGTOPAY")
      }),
    ),
  )

  it.live("a bill: the invoices on it, together", () =>
    withCrmCom({ ...empty, invoicesPerAccount: 3 }, (front) =>
      Effect.gen(function* () {
        const query = { accounts_receivable_identifier: "number=ACR0000000001" }
        const [bill] = yield* front.read("bills/list", query)
        assert.deepInclude(bill, { number: "1", bill_status: "UNSETTLED" })
        assert.strictEqual(String(bill.total_amount_to_be_paid), front.sandbox.state().unsettled)
        const bill_identifier = { number: "1" }
        yield* front.write("payments/create", payment({ bills_to_pay_set: [{ bill_identifier }] }))
        const half = yield* front.read("bills/show", { bill_identifier: "number=1" })
        assert.strictEqual(half.bill_status, "PARTIALLY_SETTLED")
        yield* front.write("payments/pay_bill", payWhole({ bill_identifier }))
        const [paid] = yield* front.read("bills/get_latest", { ...query, number: "1" })
        assert.deepInclude(paid, { bill_status: "SETTLED", total_amount_to_be_paid: 0 })
        assert.deepInclude(front.sandbox.state(), { unsettled: "0", balance: "0" })
      }),
    ),
  )

  it.live("from R14.28.0 on a payment says which bills it paid, until it is cancelled", () =>
    withCrmCom({ ...empty, invoicesPerAccount: 1, release: "R14.28.0", paymentAnswer: "full" }, ({ write, read }) =>
      Effect.gen(function* () {
        const paid = yield* write("payments/pay_bill", payWhole({ bill_identifier: { number: "1" } }))
        assert.strictEqual(paid.bills_paid[0].number, "1")
        yield* write("payments/cancel", { ...byId(paid), ...cancellation })
        const shown = yield* read("payments/show", { payment_identifier: `id=${paid.id}` })
        assert.deepStrictEqual(shown.bills_paid, [])
        assert.strictEqual(shown.bills_to_pay_set[0].number, "1")
      }),
    ),
  )

  it.live("neither a draft, nor another account's invoice", () =>
    withCrmCom({ ...empty, accounts: 2 }, ({ write, post, sandbox }) =>
      Effect.gen(function* () {
        const draft = yield* write("invoices/create", invoice({ life_cycle_state: "DRAFT" }))
        const other = invoice({ accounts_receivable_identifier: { number: "ACR0000000002" } })
        const others = yield* write("invoices/create", other)
        const pays = (one: Json) => post("payments/create", payment({ invoices_to_pay_set: [named(one)] }))
        assert.strictEqual((yield* pays(draft)).code, "INVALIDLIFECYCLESTATE")
        assert.strictEqual((yield* pays(others)).code, "INVOICEOFANOTHERACCOUNT")
        assert.strictEqual((yield* pays({ id: "x" })).code, "ENTITYNOTFOUND")
        assert.strictEqual((yield* post("payments/create", payment({ payment_amount: 0 }))).code, "AMOUNTNOTPOSITIVE")
        assert.strictEqual(sandbox.state().created.payments, 0)
      }),
    ),
  )
})

describe("states", () => {
  it.live("a call takes a payment in the state it is for, and in no other", () =>
    withCrmCom(empty, ({ post, write }) =>
      Effect.gen(function* () {
        const calls = {
          "payments/post": [{}, "DRAFT"],
          "payments/reject": [{ rejection_reason_identifier: { alternative_code: "RDTE" } }, "DRAFT"],
          "payments/update": [{ notes: "x" }, "DRAFT"],
          "payments/cancel": [cancellation, "POSTED"],
        } as const
        for (const [call, [rest, good]] of Object.entries(calls)) {
          const draft = payment({ life_cycle_state: "DRAFT" })
          const rejected = yield* write("payments/create", draft)
          yield* write("payments/reject", byId(rejected))
          const cancelled = yield* write("payments/create", payment())
          yield* write("payments/cancel", { ...byId(cancelled), ...cancellation })
          const states = {
            DRAFT: yield* write("payments/create", draft),
            POSTED: yield* write("payments/create", payment()),
            rejected,
            cancelled,
          }
          const taken: Array<string> = []
          for (const [state, record] of Object.entries(states)) {
            const { code } = yield* post(call, { ...byId(record), ...rest })
            if (code === "OK") taken.push(state)
            else assert.strictEqual(code, "INVALIDLIFECYCLESTATE", `${call} ${state}`)
          }
          assert.strictEqual(taken.join(), good, call)
        }
      }),
    ),
  )

  it.live("a draft pays nothing until it is posted; cancelling opens again what it paid", () =>
    withCrmCom({ ...empty, release: "R14.5.0" }, (front) =>
      Effect.gen(function* () {
        const invoices = yield* three(front)
        const draft = yield* front.write(
          "payments/create",
          payment({ life_cycle_state: "DRAFT", payment_amount: 30, invoices_to_pay_set: [named(invoices[0])] }),
        )
        assert.deepInclude(draft, { number: null, life_cycle_state: "DRAFT", posted_on: null })
        assert.deepStrictEqual(yield* open(front, invoices), [30, 30, 30])
        assert.deepInclude(yield* front.write("payments/post", byId(draft)), {
          number: "1",
          life_cycle_state: "POSTED",
        })
        assert.deepStrictEqual(yield* open(front, invoices), [0, 30, 30])
        assert.strictEqual(front.sandbox.state().balance, "60")
        const answer = yield* front.write("payments/cancel", { ...byId(draft), ...cancellation, back_office_code: "C" })
        assert.strictEqual(answer.payment.life_cycle_state, "CANCELLED")
        assert.deepInclude(answer.payment_cancellation, { life_cycle_state: "POSTED", payment_amount: 30 })
        const shown = yield* front.read("payments/show", { payment_identifier: `id=${draft.id}` })
        assert.strictEqual(shown.payment_cancellation.id, answer.payment_cancellation.id)
        assert.deepStrictEqual(yield* open(front, invoices), [30, 30, 30])
        assert.deepInclude(front.sandbox.state(), { balance: "90", unsettled: "90", paymentCancellations: 1 })
      }),
    ),
  )

  it.live("a draft is updated: its amount, and what it is to pay", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const [first, second] = yield* three(front)
        const draft = yield* front.write(
          "payments/create",
          payment({ life_cycle_state: "DRAFT", back_office_code: "P", invoices_to_pay_set: [named(first)] }),
        )
        const updated = yield* front.write("payments/update", {
          ...byId(draft),
          payment_amount: 12.34,
          payment_method_identifier: { name: "Bank Transfer" },
          back_office_code: "Q",
          notes: "checked",
          invoices_to_pay_set: [
            { action: "remove", ...named(first) },
            { action: "ADD", ...named(second) },
          ],
        })
        assert.deepInclude(updated, { payment_amount: 12.34, back_office_code: "Q", life_cycle_state: "DRAFT" })
        assert.deepStrictEqual(
          updated.invoices_to_pay_set.map(({ id }: Json) => id),
          [second.id],
        )
        assert.strictEqual(updated.payment_method.name, "Bank Transfer")
        assert.match(updated.notes, /\tchecked$/)
        const code = (value: string) => front.get("payments/show", { payment_identifier: `back_office_code=${value}` })
        assert.deepStrictEqual([(yield* code("P")).code, (yield* code("Q")).code], ["ENTITYNOTFOUND", "OK"])
      }),
    ),
  )
})

describe("finding payments", () => {
  const amounts = ({ read }: Front, call: string, query: Record<string, string>) =>
    Effect.map(
      read(call, { accounts_receivable_identifier: "number=ACR0000000001", fields_set: "payment_amount", ...query }),
      (list: Json) => list.map(({ payment_amount }: Json) => payment_amount),
    )

  it.live("lists are filtered; the latest come newest first, whatever the order of lists", () =>
    withCrmCom({ ...empty, listOrder: "shuffled" }, (front) =>
      Effect.gen(function* () {
        for (let amount = 1; amount <= 4; amount++) {
          const name = amount % 2 === 0 ? "Cash" : "Credit Card"
          yield* front.write(
            "payments/create",
            payment({ payment_amount: amount, payment_method_identifier: { name } }),
          )
        }
        assert.deepStrictEqual(yield* amounts(front, "payments/get_latest", { number: "2" }), [4, 3])
        const cash = { payment_method_identifier: "name=Cash" }
        assert.deepStrictEqual(yield* amounts(front, "payments/get_latest", { number: "9", ...cash }), [4, 2])
        assert.sameMembers(yield* amounts(front, "payments/list", cash), [2, 4])
        assert.lengthOf(yield* amounts(front, "payments/list", { number_of_results: "3" }), 3)
        assert.deepStrictEqual(yield* amounts(front, "payments/list", { category_identifier: "code=PC" }), [])
        assert.notStrictEqual((yield* front.get("payments/get_latest", { number: "1" })).code, "OK")
      }),
    ),
  )

  it.live("paymentAnswer: short names what the payment is, full all of it", () =>
    Effect.gen(function* () {
      const names = (paymentAnswer: "short" | "full") =>
        withCrmCom({ ...empty, paymentAnswer }, ({ write }) =>
          Effect.map(write("payments/create", payment()), (made: Json) => Object.keys(made)),
        )
      assert.deepStrictEqual(yield* names("short"), [
        "id",
        "number",
        "reference_number",
        "life_cycle_state",
        "payment_amount",
        "issued_on",
        "posted_on",
        "received_on",
      ])
      assert.includeMembers(yield* names("full"), ["payment_method", "invoices_to_pay_set", "log_information"])
    }),
  )
})
