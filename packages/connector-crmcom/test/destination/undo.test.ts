import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { invoices, payments } from "../../src/destination.ts"
import { deliver, invoice, opened, payment, posted, shown, states } from "./deliver.ts"
import { makeMemory } from "./memory.ts"

describe("taking back", () => {
  const cancels = { cancellationType: { name: "Invoice Cancellation" } }
  const one = [{ targetId: "I1" }]

  it.effect("rejects drafts and cancels what is posted, once", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory, { ...cancels, ...posted })
      yield* deliver(yield* opened(invoices, memory), invoice)
      yield* deliver(destination, { ...invoice, number: "A8" })
      const { run } = destination.undo!
      assert.strictEqual(shown(yield* run([...one, { targetId: "I2" }])), "Confirmed, Confirmed")
      assert.deepStrictEqual(states(memory), ["WBI-A7 REJECTED", "WBI-A8 CANCELLED"])
      assert.strictEqual(shown(yield* run([...one, { targetId: "I2" }])), "Confirmed, Confirmed")
      assert.strictEqual(shown(yield* run([{ targetId: "I9" }])), "Refused WB-CRMCOM-GONE")
    }),
  )

  it.effect("is not done twice where its answer was lost, whatever CRM.COM shows", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      memory.shownPosted = true
      const destination = yield* opened(invoices, memory, { ...cancels, ...posted })
      yield* deliver(destination, invoice)
      memory.strike("invoices.cancel", "lost", { after: true })
      const { run } = destination.undo!
      assert.strictEqual(shown(yield* run(one)), "Unknown WB-HTTP-LOST")
      // The record is back to posted for the sake of the argument: only the code of the cancellation tells.
      memory.stored[0]!.state = "POSTED"
      assert.strictEqual(shown(yield* run(one)), "Confirmed")
      assert.deepStrictEqual(states(memory), ["WBI-A7 POSTED"])
    }),
  )

  it.effect("is refused where the connection has no type for it, and says CRM.COM's words where it says no", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      yield* deliver(yield* opened(invoices, memory, posted), invoice)
      assert.strictEqual(shown(yield* (yield* opened(invoices, memory)).undo!.run(one)), "Refused WB-CRMCOM-UNDO")
      memory.strike("invoices.cancel", "refused")
      const { run } = (yield* opened(invoices, memory, cancels)).undo!
      assert.strictEqual(shown(yield* run(one)), "Refused WB-CRMCOM-REFUSED")
      memory.strike("invoices.show", "lost")
      assert.strictEqual(shown(yield* run(one)), "NotSent WB-HTTP-LOST")
    }),
  )

  it.effect("cancels payments", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(payments, memory, {
        ...posted,
        paymentCancellationType: { name: "Payment Cancellation" },
      })
      yield* deliver(destination, payment)
      assert.strictEqual(shown(yield* destination.undo!.run([{ targetId: "P1" }])), "Confirmed")
      assert.deepStrictEqual(states(memory), ["WBP-P7 CANCELLED"])
    }),
  )
})
