/** Uniqueness: what makes it safe to send a create again. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { account, empty, type Front, invoice, payment, withCrmCom } from "./crmcomHttp.ts"

describe("back_office_code", () => {
  /** Makes one of every kind under the same code; the answers' codes. */
  const oneOfEach = Effect.fnUntraced(function* ({ post, write }: Front, back_office_code: string) {
    const code = { back_office_code }
    const made = yield* write("invoices/create", invoice())
    const other = yield* write("invoices/create", invoice())
    const paid = yield* write("payments/create", payment())
    const reversing = (name: string) => ({ type_identifier: { name }, ...code })
    const note = { accounts_receivable_identifier: account, life_cycle_state: "POSTED", ...reversing("Credit Note") }
    const calls: ReadonlyArray<readonly [string, object]> = [
      ["invoices/create", invoice(code)],
      ["payments/create", payment(code)],
      ["credit_notes/create", note],
      ["invoices/cancel", { invoice_identifier: { id: made.id }, ...reversing("Invoice Cancellation") }],
      ["invoices/write_off", { invoice_identifier: { id: other.id }, ...reversing("Write Off") }],
      ["payments/cancel", { payment_identifier: { id: paid.id }, ...reversing("Payment Cancellation") }],
    ]
    const codes: Array<string> = []
    for (const [call, body] of calls) codes.push((yield* post(call, body)).code)
    return codes
  })
  const ok = "OK"
  const taken = "BACKOFFICECODENOTUNIQUE"

  it.live("is unique within a kind: a second one is refused, and changes nothing", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* oneOfEach(front, "A"), [ok, ok, ok, ok, ok, ok])
        const before = front.sandbox.state()
        assert.deepStrictEqual(yield* oneOfEach(front, "A"), [taken, taken, taken, taken, taken, taken])
        const after = front.sandbox.state()
        assert.strictEqual(after.refusals.BACKOFFICECODENOTUNIQUE, 6)
        assert.deepInclude(after, { creditNotes: 1, invoiceCancellations: 1, writeOffs: 1, paymentCancellations: 1 })
        // The two invoices and the payment that were to be taken back are all that is new.
        assert.strictEqual(after.invoices.POSTED.count, before.invoices.POSTED.count + 2)
        assert.strictEqual(after.payments.POSTED.count, before.payments.POSTED.count + 1)
      }),
    ),
  )

  it.live("uniqueness: all makes it unique among all records", () =>
    withCrmCom({ ...empty, uniqueness: "all" }, (front) =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* oneOfEach(front, "A"), [ok, taken, taken, taken, taken, taken])
      }),
    ),
  )

  it.live("of a draft may be sent again with an update, but not another's", () =>
    withCrmCom(empty, ({ write, post }) =>
      Effect.gen(function* () {
        yield* write("invoices/create", invoice({ back_office_code: "A" }))
        const draft = invoice({ life_cycle_state: "DRAFT", back_office_code: "B" })
        const { id } = yield* write("invoices/create", draft)
        const update = (back_office_code: string) =>
          post("invoices/update", { invoice_identifier: { id }, back_office_code })
        assert.strictEqual((yield* update("B")).code, ok)
        assert.strictEqual((yield* update("A")).code, taken)
      }),
    ),
  )
})
