/** The real connector changes, posts and takes back what it wrote. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { idOf, invoiceOf, parse, paymentOf, posted, said, withTargets } from "./crmcomTarget.ts"

describe("changing, posting, taking back", () => {
  it.live("changes drafts: items replaced, a note once", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices } = yield* open()
        yield* invoices.deliver(invoiceOf("1"))
        const targetId = (yield* idOf(invoices, invoiceOf("1")))!
        const update = { change: "update", targetId } as const
        const changed = { ...invoiceOf("1", "99.99"), note: "changed" }
        assert.strictEqual(yield* invoices.deliver(changed, update), "Confirmed draft")
        assert.strictEqual(yield* invoices.deliver(changed, update), "Confirmed draft")
        const [record] = parse(sandbox.invoiceTexts(1))
        assert.deepInclude(record, { total_amount: 99.99, back_office_code: "WBI-1" })
        assert.strictEqual(record.invoice_item_set.length, 1)
        assert.strictEqual(record.notes.split("changed").length, 2)
        assert.strictEqual(said(yield* invoices.destination.post!([{ targetId }])), "Confirmed")
        assert.strictEqual(yield* invoices.deliver(changed, update), "Refused WB-CRMCOM-NOT-DRAFT")
      }),
    ),
  )

  it.live("posts once, whatever is asked twice", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices, payments } = yield* open()
        yield* invoices.deliver(invoiceOf("1"))
        yield* payments.deliver(paymentOf("1", "57"))
        for (const [target, model] of [
          [invoices, invoiceOf("1")],
          [payments, paymentOf("1", "57")],
        ] as const) {
          const batch = [{ targetId: (yield* idOf(target, model))! }]
          assert.strictEqual(said(yield* target.destination.post!(batch)), "Confirmed")
          assert.strictEqual(said(yield* target.destination.post!(batch)), "Confirmed")
        }
        const { invoices: held, payments: paid } = sandbox.state()
        assert.deepStrictEqual([held.POSTED.count, paid.POSTED.count], [1, 1])
      }),
    ),
  )

  it.live("takes back drafts and posted records of each kind, once", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const drafts = yield* open({ rejectionReason: { name: "Reject Due to Error" } })
        const all = yield* open({
          ...posted,
          cancellationType: { name: "Invoice Cancellation" },
          paymentCancellationType: { name: "Payment Cancellation" },
        })
        yield* drafts.invoices.deliver(invoiceOf("1"))
        yield* drafts.payments.deliver(paymentOf("1", "5"))
        yield* all.invoices.deliver(invoiceOf("2"))
        yield* all.payments.deliver(paymentOf("2", "5"))
        const none = yield* idOf(drafts.invoices, invoiceOf("2"))
        assert.strictEqual(
          said(yield* drafts.invoices.destination.undo!.run([{ targetId: none! }])),
          "Refused WB-CRMCOM-UNDO",
        )
        for (const [target, modelOf] of [
          [all.invoices, invoiceOf],
          [all.payments, (number: string) => paymentOf(number, "5")],
        ] as const) {
          const ids = yield* Effect.forEach(["1", "2"], (number) => idOf(target, modelOf(number)))
          const batch = ids.map((targetId) => ({ targetId: targetId! }))
          assert.strictEqual(said(yield* target.destination.undo!.run(batch)), "Confirmed, Confirmed")
          assert.strictEqual(said(yield* target.destination.undo!.run(batch)), "Confirmed, Confirmed")
        }
        const { invoices: held, payments: paid, balance, invoiceCancellations, paymentCancellations } = sandbox.state()
        assert.deepStrictEqual([held.REJECTED.count, held.CANCELLED.count], [1, 1])
        assert.deepStrictEqual([paid.REJECTED.count, paid.CANCELLED.count], [1, 1])
        assert.deepStrictEqual([invoiceCancellations, paymentCancellations, balance], [1, 1, "0"])
        // Taken back, it may be loaded again.
        assert.strictEqual(yield* all.invoices.deliver(invoiceOf("2")), "Confirmed")
        assert.strictEqual(sandbox.state().invoices.POSTED.count, 1)
      }),
    ),
  )

  it.live("does not believe that a closed invoice is taken back, nor that it counts", () =>
    withTargets({ stateAfterCancel: "POSTED" }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        for (const [number, extra] of [
          ["1", { cancellationType: { name: "Invoice Cancellation" } }],
          ["2", { writeOffType: { name: "Write Off" } }],
        ] as const) {
          const { invoices } = yield* open({ ...posted, ...extra })
          yield* invoices.deliver(invoiceOf(number))
          const batch = [{ targetId: (yield* idOf(invoices, invoiceOf(number)))! }]
          assert.strictEqual(said(yield* invoices.destination.undo!.run(batch)), "Confirmed")
          assert.strictEqual(said(yield* invoices.destination.undo!.run(batch)), "Refused WB-CRMCOM-CLOSED")
          assert.strictEqual(yield* invoices.deliver(invoiceOf(number)), "Refused WB-CRMCOM-CLOSED")
        }
        const { invoiceCancellations, writeOffs, created } = sandbox.state()
        assert.deepStrictEqual([invoiceCancellations, writeOffs, created.invoices], [1, 1, 2])
      }),
    ),
  )
})
