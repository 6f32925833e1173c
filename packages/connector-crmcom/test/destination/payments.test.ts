import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { invoices, payments } from "../../src/destination.ts"
import { deliver, invoice, money, opened, payment, posted, shown, states, word } from "./deliver.ts"
import { makeMemory } from "./memory.ts"

describe("payments", () => {
  const forInvoice = { ...payment, allocations: [{ invoiceNumber: "A7" }] }
  const byCode = { invoicesBy: "back_office_code" } as const

  it.effect("are made in the state that the connection names, in one call", () =>
    Effect.gen(function* () {
      for (const [land, outcome, state] of [
        ["draft", "Confirmed draft", "DRAFT"],
        ["posted", "Confirmed", "POSTED"],
      ] as const) {
        const memory = makeMemory()
        assert.strictEqual(shown(yield* deliver(yield* opened(payments, memory, { land }), payment)), outcome)
        assert.deepStrictEqual(states(memory), [`WBP-P7 ${state}`])
        assert.strictEqual(word(memory), "payments.create")
      }
    }),
  )

  it.effect("are for the attempt of an invoice that counts", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      yield* deliver(yield* opened(invoices, memory), invoice)
      memory.stored[0]!.state = "REJECTED"
      const destination = yield* opened(payments, memory, byCode)
      assert.strictEqual(shown(yield* deliver(destination, forInvoice)), "Held WB-CRMCOM-INVOICE-ABSENT")
      yield* deliver(yield* opened(invoices, memory), invoice)
      assert.strictEqual(shown(yield* deliver(destination, forInvoice)), "Confirmed draft")
      assert.deepStrictEqual(memory.stored.at(-1)!.fields["invoices_to_pay_set"], [{ by: "id", value: "I2" }])
      memory.strike("invoices.show", "lost")
      const other = { ...forInvoice, number: "P8" }
      assert.strictEqual(shown(yield* deliver(destination, other)), "NotSent WB-HTTP-LOST")
    }),
  )

  it.effect("are for the account and the invoices that were matched under other numbers", () =>
    Effect.gen(function* () {
      const parents = [
        { entity: "customer", key: "192", targetId: "ACC-9" },
        { entity: "invoice", key: "A7", targetId: "INV-9" },
      ] as const
      for (const invoicesBy of ["number", "reference_number", "back_office_code"] as const) {
        const memory = makeMemory()
        const destination = yield* opened(payments, memory, { invoicesBy })
        assert.strictEqual(shown(yield* deliver(destination, forInvoice, undefined, parents)), "Confirmed draft")
        const { fields } = memory.stored[0]!
        assert.deepStrictEqual(fields["accounts_receivable"], { id: "ACC-9" })
        assert.deepStrictEqual(fields["invoices_to_pay_set"], [{ by: "id", value: "INV-9" }])
        // Asked again, it is still the same payment.
        assert.strictEqual(shown(yield* deliver(destination, forInvoice, undefined, parents)), "Confirmed draft")
        assert.strictEqual(memory.stored.length, 1)
      }
      const invoiced = makeMemory()
      const destination = yield* opened(invoices, invoiced)
      assert.strictEqual(shown(yield* deliver(destination, invoice, undefined, parents)), "Confirmed draft")
      assert.deepStrictEqual(invoiced.stored[0]!.fields["accounts_receivable"], { id: "ACC-9" })
    }),
  )

  it.effect("are found, confirmed and refused by the same rules as invoices", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(payments, memory, posted)
      memory.strike("payments.create", "lost", { after: true })
      assert.strictEqual(shown(yield* deliver(destination, payment)), "Unknown WB-HTTP-LOST")
      assert.deepInclude((yield* destination.find!(["WBP-P7"])).get("WBP-P7"), { targetId: "P1", draft: false })
      assert.strictEqual(shown(yield* deliver(destination, payment)), "Confirmed")
      assert.strictEqual(
        shown(yield* deliver(destination, { ...payment, amount: money("1") })),
        "Refused WB-CRMCOM-TAKEN",
      )
      memory.stored[0]!.state = "CANCELLED"
      assert.strictEqual(shown(yield* deliver(destination, payment)), "Confirmed")
      assert.deepStrictEqual(states(memory), ["WBP-P7 CANCELLED", "WBP-P7-2 POSTED"])
    }),
  )

  it.effect("pay the whole of an invoice, or are not sent", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const whole = { ...posted, ...byCode, payWith: "pay_invoice" } as const
      yield* deliver(yield* opened(invoices, memory, posted), invoice)
      const destination = yield* opened(payments, memory, whole)
      const less = { ...forInvoice, amount: money("56.99") }
      assert.strictEqual(shown(yield* deliver(destination, less)), "Refused WB-CRMCOM-PAY-AMOUNT")
      assert.notInclude(word(memory), "payInvoice")
      memory.strike("payments.payInvoice", "lost", { after: true })
      assert.strictEqual(shown(yield* deliver(destination, forInvoice)), "Unknown WB-HTTP-LOST")
      // Nothing of the invoice is open any more: by this very payment.
      assert.strictEqual(shown(yield* deliver(destination, forInvoice)), "Confirmed")
      const second = { ...forInvoice, number: "P8" }
      assert.strictEqual(shown(yield* deliver(destination, second)), "Refused WB-CRMCOM-PAY-AMOUNT")
      assert.strictEqual(memory.stored.length, 2)
    }),
  )

  it.effect("change their invoices by what is added and removed", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(payments, memory)
      yield* deliver(destination, forInvoice)
      const [record] = memory.stored
      record!.fields["invoices_to_pay_set"] = [
        { id: "I1", number: "A7" },
        { id: "I2", number: "A8" },
      ]
      const changed = { ...payment, allocations: [{ invoiceNumber: "A8" }, { invoiceNumber: "A9" }] }
      assert.strictEqual(shown(yield* deliver(destination, changed, "P1")), "Confirmed draft")
      assert.deepStrictEqual(record!.fields["invoices_to_pay_set"], [
        { by: "id", value: "I1" },
        { by: "number", value: "A9" },
      ])
    }),
  )
})
