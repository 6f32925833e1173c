/** The life of invoices: their states, and what may be done in each. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { empty, type Front, invoice, item, type Json, payWhole, withCrmCom } from "./crmcomHttp.ts"

const draft = invoice({ life_cycle_state: "DRAFT" })
const byId = ({ id }: Json) => ({ invoice_identifier: { id } })
const show = ({ read }: Front, { id }: Json) => read("invoices/show", { invoice_identifier: `id=${id}` })

/** An invoice in each of the states that a call can find it in. */
const inEachState = Effect.fnUntraced(function* ({ write }: Front) {
  const make = (body: object) => write("invoices/create", body)
  const rejected = yield* make(draft)
  yield* write("invoices/reject", byId(rejected))
  const cancelled = yield* make(invoice())
  yield* write("invoices/cancel", { ...byId(cancelled), type_identifier: { name: "Invoice Cancellation" } })
  const writtenOff = yield* make(invoice())
  yield* write("invoices/write_off", { ...byId(writtenOff), type_identifier: { name: "Write Off" } })
  const paid = yield* make(invoice())
  yield* write("payments/pay_invoice", payWhole(byId(paid)))
  return { DRAFT: yield* make(draft), POSTED: yield* make(invoice()), paid, rejected, cancelled, writtenOff }
})

describe("states", () => {
  it.live("a call takes an invoice in the state it is for, and in no other", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const calls = {
          "invoices/post": [{}, "DRAFT"],
          "invoices/reject": [{}, "DRAFT"],
          "invoices/update": [{ notes: "x" }, "DRAFT"],
          "invoices/cancel": [{ type_identifier: { name: "Invoice Cancellation" } }, "POSTED,paid"],
          "invoices/write_off": [{ type_identifier: { name: "Write Off" } }, "POSTED"],
        } as const
        for (const [call, [rest, good]] of Object.entries(calls)) {
          const taken: Array<string> = []
          for (const [state, record] of Object.entries(yield* inEachState(front))) {
            const { code } = yield* front.post(call, { ...byId(record), ...rest })
            if (code === "OK") taken.push(state)
            else assert.strictEqual(code, "INVALIDLIFECYCLESTATE", `${call} ${state}`)
          }
          assert.strictEqual(taken.join(), good, call)
        }
      }),
    ),
  )

  it.live("a draft has no number and no open amounts; posting gives both, and posts what is owed", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const made = yield* front.write("invoices/create", draft)
        assert.deepInclude(made, { number: null, unsettled_amount: null, outstanding_amount: null, posted_on: null })
        assert.strictEqual(front.sandbox.state().balance, "0")
        const posted = yield* front.write("invoices/post", byId(made))
        assert.strictEqual(posted.due_on, posted.posted_on)
        const { balance } = yield* front.read("accounts_receivable/show", {
          accounts_receivable_identifier: "number=ACR0000000001",
        })
        assert.strictEqual(balance, 30)
        assert.deepInclude(front.sandbox.state(), { balance: "30", unsettled: "30" })
        assert.deepStrictEqual(front.sandbox.state().invoices.POSTED, { count: 1, sum: "30" })
      }),
    ),
  )

  it.live("what is past due is outstanding, on the invoice and on its account", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const past = yield* front.write("invoices/create", invoice({ due_on: "2020-01-01T00:00:00" }))
        assert.deepInclude(past, { outstanding_amount: 30, unsettled_amount: 30 })
        const future = yield* front.write("invoices/create", invoice({ due_on: "2999-01-01T00:00:00" }))
        assert.deepInclude(future, { outstanding_amount: 0, unsettled_amount: 30 })
        const { outstanding_amount } = yield* front.read("accounts_receivable/show", {
          accounts_receivable_identifier: "name=ACR0000000001 Owner No 1",
        })
        assert.strictEqual(outstanding_amount, 30)
      }),
    ),
  )

  it.live("stateAfterCancel: how a cancelled invoice is shown later", () =>
    Effect.gen(function* () {
      for (const stateAfterCancel of ["CANCELLED", "POSTED"] as const) {
        yield* withCrmCom({ ...empty, stateAfterCancel }, (front) =>
          Effect.gen(function* () {
            const made = yield* front.write("invoices/create", invoice())
            const type_identifier = { name: "Invoice Cancellation" }
            yield* front.write("invoices/cancel", { ...byId(made), type_identifier })
            const shown = yield* show(front, made)
            assert.deepInclude(shown, {
              life_cycle_state: stateAfterCancel,
              unsettled_amount: 0,
              outstanding_amount: 0,
            })
            assert.deepInclude(front.sandbox.state(), { balance: "0", invoiceCancellations: 1 })
            assert.strictEqual(front.sandbox.state().invoices.CANCELLED.count, 1)
          }),
        )
      }
    }),
  )

  it.live("signOfOpenAmounts: negative shows what is open with a minus", () =>
    withCrmCom({ ...empty, signOfOpenAmounts: "negative" }, ({ write }) =>
      Effect.gen(function* () {
        const made = yield* write("invoices/create", invoice({ due_on: "2020-01-01T00:00:00" }))
        assert.deepInclude(made, { total_amount: 30, outstanding_amount: -30, unsettled_amount: -30 })
      }),
    ),
  )
})

describe("drafts", () => {
  it.live("an item is changed by its id; actions go in capitals too; what is left out stays, null clears", () =>
    withCrmCom(empty, ({ write, post }) =>
      Effect.gen(function* () {
        const made = yield* write("invoices/create", {
          ...draft,
          category_identifier: { code: "IC" },
          due_on: "2026-01-01T00:00:00",
          udf_string_1: "a",
          fields_set: "id,invoice_item_set",
        })
        const [{ id }] = made.invoice_item_set
        const change = (action: string, invoice_item_identifier: object, rest: object = {}) => ({
          ...byId(made),
          invoice_item_set: [{ action, invoice_item_identifier, ...rest }],
        })
        const updated = yield* write("invoices/update", change("UPDATE", { id }, { quantity: 3 }))
        assert.deepInclude(updated, { total_amount: 45, due_on: "2026-01-01T00:00:00", udf_string_1: "a" })
        assert.deepInclude(updated.invoice_item_set[0], { id, quantity: 3, cost: 15 })
        assert.strictEqual(updated.category.code, "IC")
        const cleared = yield* write("invoices/update", {
          ...byId(made),
          category_identifier: null,
          due_on: null,
          udf_string_1: null,
        })
        assert.deepInclude(cleared, { category: null, due_on: null, udf_string_1: null, total_amount: 45 })
        assert.strictEqual((yield* post("invoices/update", change("remove", { id: "x" }))).code, "ENTITYNOTFOUND")
        assert.notStrictEqual((yield* post("invoices/update", change("drop", { id }))).code, "OK")
        const wrongType = { ...byId(made), type_identifier: { name: "Payment" } }
        assert.strictEqual((yield* post("invoices/update", wrongType)).code, "WRONGCLASSIFICATION")
      }),
    ),
  )

  it.live("an update that is refused changes nothing", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const made = yield* front.write("invoices/create", draft)
        const before = yield* show(front, made)
        const refused = yield* front.post("invoices/update", {
          ...byId(made),
          notes: "x",
          invoice_item_set: [
            { action: "add", ...item },
            { action: "remove", invoice_item_identifier: { id: "x" } },
          ],
        })
        assert.strictEqual(refused.code, "ENTITYNOTFOUND")
        assert.deepStrictEqual(yield* show(front, made), before)
      }),
    ),
  )
})
