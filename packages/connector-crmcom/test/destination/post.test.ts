import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { invoices } from "../../src/destination.ts"
import { deliver, invoice, opened, shown, states } from "./deliver.ts"
import { makeMemory } from "./memory.ts"

describe("posting", () => {
  it.effect("turns drafts into records that count, and confirms what is posted already", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory)
      yield* deliver(destination, invoice)
      const { post } = destination
      assert.strictEqual(shown(yield* post!([{ targetId: "I1" }])), "Confirmed")
      assert.deepStrictEqual(states(memory), ["WBI-A7 POSTED"])
      assert.strictEqual(
        shown(yield* post!([{ targetId: "I1" }, { targetId: "I9" }])),
        "Confirmed, Unknown WB-CRMCOM-REFUSED",
      )
      memory.stored[0]!.state = "REJECTED"
      assert.strictEqual(shown(yield* post!([{ targetId: "I1" }])), "Refused WB-CRMCOM-REFUSED")
    }),
  )

  it.effect("reads what a lost answer leaves open", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(invoices, memory)
      yield* deliver(destination, invoice)
      memory.strike("invoices.post", "lost")
      assert.strictEqual(shown(yield* destination.post!([{ targetId: "I1" }])), "Unknown WB-HTTP-LOST")
      memory.strike("invoices.post", "lost", { after: true })
      assert.strictEqual(shown(yield* destination.post!([{ targetId: "I1" }])), "Confirmed")
      memory.strike("invoices.post", "throttled")
      assert.strictEqual(shown(yield* destination.post!([{ targetId: "I1" }])), "NotSent WB-HTTP-THROTTLED stop")
    }),
  )
})
