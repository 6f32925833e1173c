/** Taking back what was there before: an updated draft is written back, and never rejected as if it had been created. */
import { assert, describe, it } from "@effect/vitest"
import type { Invoice, Model, Payment } from "@waybill/model"
import { BigDecimal, Effect } from "effect"

import { type Json } from "./crmcomHttp.ts"
import { idOf, invoiceOf, money, parse, paymentOf, posted, said, type Target, withTargets } from "./crmcomTarget.ts"

/** Updates a record, and gives what the answer says was there. */
const update = Effect.fnUntraced(function* ({ destination }: Target, model: Model, targetId: string) {
  const record = yield* Effect.orDie(Effect.mapError(Effect.fromResult(destination.fromModel(model)), String))
  const delivered = yield* destination.deliver([{ key: destination.key(record), record, change: "update", targetId }])
  const [outcome] = delivered.outcomes
  assert.ok(outcome?._tag === "Confirmed" && outcome.before !== undefined, said(delivered))
  return { targetId, before: outcome.before }
})

/** What a person sees of a draft, without ids and times that an update makes anew. */
const seen = ({ log_information: _log, notes: _notes, invoice_item_set, ...record }: Json): Json => ({
  ...record,
  items: invoice_item_set?.map(({ id: _id, ...item }: Json) => item),
})

const lines = [
  { productCode: "Smartcard", unitPrice: money("15"), quantity: BigDecimal.fromBigInt(2n), net: money("28.5") },
  { productCode: "SERVICE", net: money("10"), tax: money("1.9") },
]
const invoice: Invoice = { ...invoiceOf("1", "40.40"), lines, note: "first" }
const changedInvoice: Invoice = { ...invoiceOf("1", "99.99"), customerNumber: "ACR0000000002", note: "second" }

describe("taking an update back", () => {
  it.live("writes an invoice back to the cent and the day, as often as it is asked", () =>
    withTargets({ accounts: 2 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices } = yield* open()
        yield* invoices.deliver(invoice)
        const [was] = parse(sandbox.invoiceTexts(1))
        const landed = yield* update(
          invoices,
          { ...changedInvoice, dueDate: invoice.issueDate ?? invoice.dueDate! },
          was.id,
        )
        assert.notDeepEqual(seen(parse(sandbox.invoiceTexts(1))[0]), seen(was))
        for (const _ of [1, 2]) {
          assert.strictEqual(said(yield* invoices.destination.undo!.run([landed])), "Confirmed draft")
          assert.deepStrictEqual(seen(parse(sandbox.invoiceTexts(1))[0]), seen(was))
        }
        const { invoices: held, created } = sandbox.state()
        assert.deepStrictEqual([held.DRAFT.count, held.REJECTED.count, created.invoices], [1, 0, 1])
      }),
    ),
  )

  it.live("writes a payment back, with the invoices that it was for", () =>
    withTargets({ accounts: 2 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices, payments } = yield* open(posted)
        for (const number of ["1", "2"]) yield* invoices.deliver(invoiceOf(number))
        const drafts = yield* open()
        yield* drafts.payments.deliver(paymentOf("1", "20", "1"))
        const [was] = parse(sandbox.paymentTexts(1))
        const changed: Payment = { ...paymentOf("1", "30.01", "2"), method: "Bank Transfer", note: "second" }
        const landed = yield* update(drafts.payments, changed, was.id)
        assert.notDeepEqual(seen(parse(sandbox.paymentTexts(1))[0]), seen(was))
        assert.strictEqual(said(yield* payments.destination.undo!.run([landed])), "Confirmed draft")
        assert.deepStrictEqual(seen(parse(sandbox.paymentTexts(1))[0]), seen(was))
      }),
    ),
  )

  it.live("leaves alone what is no draft any more, or what CRM.COM did not show", () =>
    withTargets({}, ({ sandbox, front, open }) =>
      Effect.gen(function* () {
        const { invoices } = yield* open({ cancellationType: { name: "Invoice Cancellation" }, visibleAfter: 0 })
        const { run } = invoices.destination.undo!
        for (const [number, step] of [
          ["1", "invoices/post"],
          ["2", "invoices/reject"],
        ] as const) {
          yield* invoices.deliver(invoiceOf(number))
          const targetId = (yield* idOf(invoices, invoiceOf(number)))!
          const landed = yield* update(invoices, invoiceOf(number, "60"), targetId)
          assert.strictEqual(said(yield* run([{ targetId, before: "{}" }])), "Refused WB-CRMCOM-UNDO-UPDATED")
          yield* front.write(step, { invoice_identifier: { id: targetId } })
          assert.strictEqual(said(yield* run([landed])), "Refused WB-CRMCOM-UNDO-UPDATED")
        }
        const { invoices: held, invoiceCancellations } = sandbox.state()
        assert.deepStrictEqual([held.POSTED.sum, held.REJECTED.count, invoiceCancellations], ["60", 1, 0])
        assert.strictEqual(said(yield* run([{ targetId: "0".repeat(32), before: "{}" }])), "Refused WB-CRMCOM-GONE")
      }),
    ),
  )

  it.live("is unknown where the answer is lost, and settled when it is asked again", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices } = yield* open()
        yield* invoices.deliver(invoiceOf("1"))
        const landed = yield* update(invoices, invoiceOf("1", "60"), (yield* idOf(invoices, invoiceOf("1")))!)
        sandbox.setFaults({ faults: [{ fault: "cut-after", next: 1, calls: ["invoices/update"] }] })
        assert.strictEqual(said(yield* invoices.destination.undo!.run([landed])), "Unknown WB-HTTP-LOST")
        assert.strictEqual(said(yield* invoices.destination.undo!.run([landed])), "Confirmed draft")
        assert.deepStrictEqual(sandbox.state().invoices.DRAFT, { count: 1, sum: "57" })
      }),
    ),
  )
})
