import { assert, describe, it } from "@effect/vitest"
import type { Customer } from "@waybill/model"
import { Effect } from "effect"

import { customers, invoices } from "../../src/destination.ts"
import { deliver, opened, shown } from "./deliver.ts"
import { makeMemory } from "./memory.ts"

const customer: Customer = { number: "C1", name: "Acme" }

describe("writing customers", () => {
  it.effect("makes one of a number, whatever became of an earlier answer", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(customers, memory)
      memory.strike("customers.create", "lost", { after: true })
      assert.strictEqual(shown(yield* deliver(destination, customer)), "Unknown WB-HTTP-LOST")
      assert.deepStrictEqual([...(yield* destination.find!(["WBC-C1", "WBC-C2"]))], [["WBC-C1", { targetId: "101" }]])
      assert.strictEqual(shown(yield* deliver(destination, customer)), "Confirmed")
      assert.lengthOf(memory.stored.customers, 1)
      assert.deepInclude(memory.stored.customers[0], { code: "C1", partnerCustomerId: "WBC-C1", name: "Acme" })
    }),
  )

  it.effect("leaves alone who has the number already, and several of one id to a person", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(customers, memory)
      memory.stored.customers.push({ id: 1, code: "C10" }, { id: 2, code: "C1" })
      assert.strictEqual(shown(yield* deliver(destination, customer)), "Refused WB-ERPLYBOOKS-TAKEN")
      memory.stored.customers.push({ id: 3, partnerCustomerId: "WBC-C1" }, { id: 4, partnerCustomerId: "WBC-C1" })
      assert.strictEqual(shown(yield* deliver(destination, customer)), "Refused WB-ERPLYBOOKS-AMBIGUOUS")
      assert.strictEqual((yield* Effect.flip(destination.find!(["WBC-C1"]))).code, "WB-ERPLYBOOKS-AMBIGUOUS")
      assert.lengthOf(memory.stored.customers, 4)
    }),
  )

  it.effect("keeps what was there before an update, and takes both back", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(customers, memory)
      yield* deliver(destination, customer)
      const update = { change: "update", targetId: "101" } as const
      const delivered = yield* deliver(destination, { ...customer, name: "Acme OÜ" }, update)
      assert.strictEqual(memory.stored.customers[0]!["name"], "Acme OÜ")
      const { before } = delivered.outcomes[0] as { before: string }
      const { run } = destination.undo!
      assert.strictEqual(shown(yield* run([{ targetId: "101", before }])), "Confirmed")
      assert.strictEqual(memory.stored.customers[0]!["name"], "Acme")
      assert.strictEqual(shown(yield* run([{ targetId: "101" }, { targetId: "101" }])), "Confirmed, Confirmed")
      assert.lengthOf(memory.stored.customers, 0)
      assert.strictEqual(shown(yield* deliver(destination, customer, update)), "Refused WB-ERPLYBOOKS-GONE")
    }),
  )

  it.effect("does not count what can't be found again", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      memory.bend = (_, { partnerCustomerId: __, ...record }) => record
      const destination = yield* opened(customers, memory)
      assert.strictEqual(shown(yield* deliver(destination, customer)), "Unknown WB-ERPLYBOOKS-STATE")
    }),
  )

  it.effect("sends no type of customer that the dictionary lacks", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      memory.dictionaries["ENTITY_TYPE"] = ["ENTITY_TYPE_PERSON"]
      const destination = yield* opened(customers, memory)
      assert.strictEqual(shown(yield* deliver(destination, customer)), "Refused WB-ERPLYBOOKS-CODE")
    }),
  )
})

describe("opening", () => {
  it.effect("needs the Partner API for invoices and customers, and numbers of our own for customers", () =>
    Effect.gen(function* () {
      const off = { usePartnerApi: false }
      const memory = makeMemory()
      assert.strictEqual((yield* Effect.flip(opened(invoices, memory, off))).code, "WB-ERPLYBOOKS-PARTNER-API")
      assert.strictEqual((yield* Effect.flip(opened(customers, memory, off))).code, "WB-ERPLYBOOKS-PARTNER-API")
      const byId = { customersBy: "id" } as const
      assert.strictEqual((yield* Effect.flip(opened(customers, memory, byId))).code, "WB-ERPLYBOOKS-SETTING")
    }),
  )
})
