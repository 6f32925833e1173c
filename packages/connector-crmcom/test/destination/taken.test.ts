import { assert, describe, it } from "@effect/vitest"
import { CalendarDate } from "@waybill/model"
import { Effect, Result } from "effect"

import { invoices } from "../../src/destination.ts"
import { deliver, invoice, money, opened, posted, shown, states, word } from "./deliver.ts"
import { makeMemory } from "./memory.ts"

describe("a code that is taken", () => {
  it.effect("is ours where an earlier answer was lost: found, and never made twice", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory, posted)
      memory.strike("invoices.create", "lost", { after: true })
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Unknown WB-HTTP-LOST")
      const found = yield* destination.find!(["WBI-A7", "WBI-A8"])
      assert.deepStrictEqual([...found.keys()], ["WBI-A7"])
      assert.deepInclude(found.get("WBI-A7"), { targetId: "I1", draft: true })
      assert.strictEqual(String(found.get("WBI-A7")!.money), "57.00 EUR")
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Confirmed")
      assert.deepStrictEqual(states(memory), ["WBI-A7 POSTED"])
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Confirmed")
      assert.deepStrictEqual(states(memory), ["WBI-A7 POSTED"])
    }),
  )

  it.effect("is ours, too, where CRM.COM refuses it with other words", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory)
      yield* deliver(destination, invoice)
      memory.strike("invoices.create", "refused")
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Confirmed draft")
    }),
  )

  it.effect("is another record where account, total or due date differ", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory)
      yield* deliver(destination, invoice)
      for (const part of [
        { total: money("58") },
        { customerNumber: "193" },
        { dueDate: new CalendarDate(2026, 3, 2) },
      ]) {
        assert.strictEqual(shown(yield* deliver(destination, { ...invoice, ...part })), "Refused WB-CRMCOM-TAKEN")
      }
      assert.deepStrictEqual(states(memory), ["WBI-A7 DRAFT"])
    }),
  )

  it.effect("is left by a rejected or cancelled record for the next attempt's, nine times", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory)
      for (let attempt = 1; attempt <= 9; attempt++) {
        assert.strictEqual(shown(yield* deliver(destination, invoice)), "Confirmed draft")
        const found = yield* destination.find!(["WBI-A7"])
        assert.strictEqual(found.get("WBI-A7")?.targetId, `I${attempt}`)
        memory.stored[attempt - 1]!.state = attempt % 2 === 0 ? "CANCELLED" : "REJECTED"
        assert.strictEqual((yield* destination.find!(["WBI-A7"])).size, 0)
      }
      assert.deepStrictEqual(
        memory.stored.map(({ code }) => code),
        ["WBI-A7", ...Array.from({ length: 8 }, (_, index) => `WBI-A7-${index + 2}`)],
      )
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Refused WB-CRMCOM-ATTEMPTS")
    }),
  )

  it.effect("counts as free only where CRM.COM says that nothing is there", () =>
    Effect.gen(function* () {
      for (const failure of ["lost", "refused", "signIn", "throttled"] as const) {
        const memory = makeMemory()
        const destination = yield* opened(invoices, memory)
        memory.strike("invoices.show", failure)
        const asked = yield* Effect.result(destination.find!(["WBI-A7"]))
        assert.isTrue(Result.isFailure(asked), failure)
        yield* deliver(destination, invoice)
        memory.strike("invoices.show", failure)
        const ends = failure === "lost" || failure === "refused" ? "" : " stop"
        assert.match(shown(yield* deliver(destination, invoice)), new RegExp(`^Unknown WB-[A-Z-]+${ends}$`))
        assert.deepStrictEqual(states(memory), ["WBI-A7 DRAFT"])
      }
    }),
  )

  it.effect(
    "is not tried again, and not called refused, where it is taken and nothing is shown yet (invariant 2)",
    () =>
      Effect.gen(function* () {
        const memory = makeMemory()
        memory.strike("invoices.create", "duplicate")
        assert.strictEqual(shown(yield* deliver(yield* opened(invoices, memory), invoice)), "Unknown WB-CRMCOM-UNSEEN")
        assert.strictEqual(word(memory), "invoices.create invoices.show")
      }),
  )

  it.effect("is a question for a person where the invoice is paid or cancelled, and shown alike", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      memory.shownPosted = true
      const destination = yield* opened(invoices, memory, posted)
      yield* deliver(destination, invoice)
      memory.stored[0]!.state = "CANCELLED"
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Refused WB-CRMCOM-CLOSED")
    }),
  )

  it.effect("shows a closed invoice as cancelled where a later attempt was made", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory, posted)
      yield* deliver(destination, invoice)
      memory.stored[0]!.state = "CANCELLED"
      yield* deliver(destination, invoice)
      memory.shownPosted = true
      const found = yield* destination.find!(["WBI-A7"])
      assert.strictEqual(found.get("WBI-A7")?.targetId, "I2")
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Confirmed")
      assert.strictEqual(memory.stored.length, 2)
    }),
  )
})
