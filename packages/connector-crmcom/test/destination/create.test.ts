import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Effect, Result } from "effect"

import { invoices } from "../../src/destination.ts"
import { deliver, invoice, opened, posted, shown, states, word } from "./deliver.ts"
import { type Failure, makeMemory } from "./memory.ts"

describe("creating invoices", () => {
  it.effect("makes a draft, and posts it where the connection says so", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      assert.strictEqual(shown(yield* deliver(yield* opened(invoices, memory), invoice)), "Confirmed draft")
      assert.deepStrictEqual(states(memory), ["WBI-A7 DRAFT"])
      assert.strictEqual(word(memory), "invoices.create")
      const other = { ...invoice, number: "A8" }
      assert.strictEqual(shown(yield* deliver(yield* opened(invoices, memory, posted), other)), "Confirmed")
      assert.deepStrictEqual(states(memory), ["WBI-A7 DRAFT", "WBI-A8 POSTED"])
      assert.strictEqual(word(memory), "invoices.create invoices.post")
    }),
  )

  it.effect("never leaves an invoice whose total is another one (invariant 4)", () =>
    Effect.gen(function* () {
      for (const land of ["draft", "posted"] as const) {
        const memory = makeMemory()
        memory.tax = BigDecimal.fromStringUnsafe("0.01")
        assert.strictEqual(
          shown(yield* deliver(yield* opened(invoices, memory, { land }), invoice)),
          "Refused WB-CRMCOM-TOTAL",
        )
        assert.deepStrictEqual(states(memory), ["WBI-A7 REJECTED"])
        assert.notInclude(word(memory), "post")
        // A draft that can't be rejected is left to a person.
        memory.strike("invoices.reject", "refused")
        const other = { ...invoice, number: "A8" }
        assert.strictEqual(
          shown(yield* deliver(yield* opened(invoices, memory, { land }), other)),
          "Unknown WB-CRMCOM-DRAFT-LEFT",
        )
        // One whose rejection's answer is lost is read.
        memory.strike("invoices.reject", "lost", { after: true })
        const third = { ...invoice, number: "A9" }
        assert.strictEqual(
          shown(yield* deliver(yield* opened(invoices, memory, { land }), third)),
          "Refused WB-CRMCOM-TOTAL",
        )
      }
    }),
  )

  it.effect("says of each failure whether it may have been carried out (invariant 2)", () =>
    Effect.gen(function* () {
      const expected: ReadonlyArray<readonly [Failure, string]> = [
        ["lost", "Unknown WB-HTTP-LOST"],
        ["refused", "Refused WB-CRMCOM-REFUSED"],
        ["release", "Refused WB-CRMCOM-RELEASE"],
        ["address", "NotSent WB-HTTP-REFUSED stop"],
        ["signIn", "NotSent WB-CRMCOM-SIGN-IN stop"],
        ["throttled", "NotSent WB-HTTP-THROTTLED stop"],
      ]
      for (const [failure, outcome] of expected) {
        const memory = makeMemory()
        memory.strike("invoices.create", failure)
        assert.strictEqual(shown(yield* deliver(yield* opened(invoices, memory, posted), invoice)), outcome)
        assert.deepStrictEqual(states(memory), [])
      }
    }),
  )

  it.effect("shows CRM.COM's own words beside a refused record", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      memory.strike("invoices.create", "refused")
      const { outcomes } = yield* deliver(yield* opened(invoices, memory), invoice)
      assert.ok(outcomes[0]?._tag === "Refused")
      assert.include(outcomes[0].issue.message, "the vendor's words")
    }),
  )

  it.effect("leaves no draft behind whose posting is refused, and none unmentioned", () =>
    Effect.gen(function* () {
      const expected: ReadonlyArray<readonly [Failure, boolean, string, string]> = [
        ["refused", false, "Refused WB-CRMCOM-REFUSED", "REJECTED"],
        ["lost", false, "Unknown WB-CRMCOM-NOT-POSTED", "DRAFT"],
        ["lost", true, "Confirmed", "POSTED"],
        ["refused", true, "Confirmed", "POSTED"],
        ["signIn", false, "Unknown WB-CRMCOM-NOT-POSTED stop", "DRAFT"],
        ["throttled", false, "Unknown WB-CRMCOM-NOT-POSTED stop", "DRAFT"],
      ]
      for (const [failure, after, outcome, state] of expected) {
        const memory = makeMemory()
        memory.strike("invoices.post", failure, { after })
        assert.strictEqual(shown(yield* deliver(yield* opened(invoices, memory, posted), invoice)), outcome)
        assert.deepStrictEqual(states(memory), [`WBI-A7 ${state}`])
      }
    }),
  )

  it.effect("sends nothing of the batch behind what ends the work", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const { fromModel, key, deliver: send } = yield* opened(invoices, memory)
      const batch = ["1", "2", "3"].map((number) => {
        const record = Result.getOrThrow(fromModel({ ...invoice, number }))
        return { key: key(record), record, change: "create" } as const
      })
      memory.strike("invoices.create", "signIn", { skip: 1 })
      const delivered = yield* send(batch)
      assert.strictEqual(shown(delivered), "Confirmed draft, NotSent WB-CRMCOM-SIGN-IN, NotSent WB-CRMCOM-SIGN-IN stop")
      assert.deepStrictEqual(states(memory), ["WBI-1 DRAFT"])
    }),
  )
})
