import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Effect } from "effect"

import { invoices } from "../../src/destination.ts"
import { deliver, invoice, money, opened, posted, shown, states, word } from "./deliver.ts"
import { makeMemory } from "./memory.ts"

describe("changing invoices", () => {
  const changed = { ...invoice, total: money("60"), note: "changed" }

  it.effect("replaces a draft's items, and appends a note once", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory)
      yield* deliver(destination, invoice)
      assert.strictEqual(shown(yield* deliver(destination, changed, "I1")), "Confirmed draft")
      const [record] = memory.stored
      assert.strictEqual(String(record!.fields["total_amount"]), String(money("60").amount))
      assert.strictEqual(record!.fields["notes"], "changed")
      record!.fields["notes"] = "somebody\t1/3/2026 10:00:00\tchanged"
      assert.strictEqual(shown(yield* deliver(destination, changed, "I1")), "Confirmed draft")
      assert.isUndefined(record!.fields["notes"], "the call had no note")
      assert.strictEqual(memory.stored.length, 1)
    }),
  )

  it.effect("refuses what is no draft, or not there", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory)
      yield* deliver(destination, invoice)
      for (const state of ["POSTED", "REJECTED", "CANCELLED"] as const) {
        memory.stored[0]!.state = state
        assert.strictEqual(shown(yield* deliver(destination, changed, "I1")), "Refused WB-CRMCOM-NOT-DRAFT")
      }
      assert.strictEqual(shown(yield* deliver(destination, changed, "I9")), "Refused WB-CRMCOM-GONE")
      assert.notInclude(word(memory), "update")
    }),
  )

  it.effect("rejects a draft that comes to another total", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory)
      yield* deliver(destination, invoice)
      memory.tax = BigDecimal.fromStringUnsafe("0.01")
      assert.strictEqual(shown(yield* deliver(destination, changed, "I1")), "Refused WB-CRMCOM-TOTAL")
      assert.deepStrictEqual(states(memory), ["WBI-A7 REJECTED"])
    }),
  )

  it.effect("changes nothing where it can't read first, and is unknown where its own answer is lost", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory)
      yield* deliver(destination, invoice)
      memory.strike("invoices.show", "lost")
      assert.strictEqual(shown(yield* deliver(destination, changed, "I1")), "NotSent WB-HTTP-LOST")
      memory.strike("invoices.show", "signIn")
      assert.strictEqual(shown(yield* deliver(destination, changed, "I1")), "NotSent WB-CRMCOM-SIGN-IN stop")
      memory.strike("invoices.update", "lost", { after: true })
      assert.strictEqual(shown(yield* deliver(destination, changed, "I1")), "Unknown WB-HTTP-LOST")
      assert.strictEqual(shown(yield* deliver(destination, changed, "I1")), "Confirmed draft")
    }),
  )

  it.effect("posts a changed draft where the connection says so, and keeps one whose posting is refused", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      yield* deliver(yield* opened(invoices, memory), invoice)
      memory.strike("invoices.post", "refused")
      const destination = yield* opened(invoices, memory, posted)
      assert.strictEqual(shown(yield* deliver(destination, changed, "I1")), "Unknown WB-CRMCOM-NOT-POSTED")
      assert.deepStrictEqual(states(memory), ["WBI-A7 DRAFT"])
      assert.strictEqual(shown(yield* deliver(destination, changed, "I1")), "Confirmed")
    }),
  )
})
