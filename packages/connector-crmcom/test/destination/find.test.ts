import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"

import { invoices, payments } from "../../src/destination.ts"
import { deliver, invoice, opened, payment, posted, shown, word } from "./deliver.ts"
import { makeMemory, type Memory } from "./memory.ts"

/** A memory whose `show` answers something of its own. */
const showing = (answer: object): Memory => {
  const memory = makeMemory()
  const show: any = () => Effect.succeed(answer)
  return { ...memory, calls: { ...memory.calls, invoices: { ...memory.calls.invoices, show } } }
}

describe("a look-up", () => {
  it.effect("is believed only where it shows the record that was asked for (invariant 9)", () =>
    Effect.gen(function* () {
      for (const answer of [{}, { back_office_code: "WBI-A7" }, { id: "I1", back_office_code: "WBI-A8" }]) {
        const destination = yield* opened(invoices, showing({ ...answer, life_cycle_state: "DRAFT" }))
        assert.strictEqual((yield* Effect.flip(destination.find!(["WBI-A7"]))).code, "WB-HTTP-LOST")
      }
      for (const code of [{}, { back_office_code: null }, { back_office_code: "wbi-a7" }]) {
        const destination = yield* opened(invoices, showing({ id: "I1", ...code, life_cycle_state: "DRAFT" }))
        assert.strictEqual((yield* destination.find!(["WBI-A7"])).get("WBI-A7")?.targetId, "I1")
      }
    }),
  )

  it.effect("says how long the engine must wait until it is believed", () =>
    Effect.gen(function* () {
      const late = { visibleAfter: 25 }
      for (const { visibleAfter } of [
        yield* opened(invoices, makeMemory(), late),
        yield* opened(payments, makeMemory(), late),
      ]) {
        assert.strictEqual(Duration.toSeconds(visibleAfter!), 25)
      }
      const limited = yield* opened(invoices, makeMemory(), { rateLimit: { perDay: 500 } })
      assert.strictEqual(limited.perDay, 500)
    }),
  )

  it.effect("before an update is made again when what was sent before shows: it is not called gone", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory, { visibleAfter: 10 })
      yield* deliver(destination, invoice)
      memory.strike("invoices.show", "absent")
      const fiber = yield* Effect.forkChild(deliver(destination, invoice, "I1"))
      yield* TestClock.adjust("9 seconds")
      assert.strictEqual(word(memory), "invoices.create invoices.show")
      yield* TestClock.adjust("1 second")
      assert.strictEqual(shown(yield* Fiber.join(fiber)), "Confirmed draft")
      memory.strike("invoices.show", "absent")
      assert.strictEqual(shown(yield* deliver(destination, invoice, "I1")), "Refused WB-CRMCOM-GONE")
    }),
  )
})

describe("an invoice that a payment is for", () => {
  const forInvoice = { ...payment, allocations: [{ invoiceNumber: "A7" }] }

  it.effect("is known by its id where a flow has just delivered it, whatever CRM.COM shows", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      yield* deliver(yield* opened(invoices, memory, posted), invoice)
      const destination = yield* opened(payments, memory, { ...posted, invoicesBy: "back_office_code" })
      memory.strike("invoices.show", "absent")
      word(memory)
      const parent = { entity: "invoice", key: "A7", targetId: "I1" } as const
      assert.strictEqual(shown(yield* deliver(destination, forInvoice, undefined, [parent])), "Confirmed")
      assert.strictEqual(word(memory), "payments.create")
      assert.deepStrictEqual(memory.stored.at(-1)!.fields["invoices_to_pay_set"], [{ by: "id", value: "I1" }])
      const another = { ...parent, key: "A8" }
      const second = { ...forInvoice, number: "P8" }
      assert.strictEqual(
        shown(yield* deliver(destination, second, undefined, [another])),
        "Held WB-CRMCOM-INVOICE-ABSENT",
      )
    }),
  )
})
