import { assert, describe, it } from "@effect/vitest"
import { Monies } from "@waybill/model"
import { Effect } from "effect"

import { invoices } from "../../src/destination.ts"
import { decimal, deliver, money, opened, shown, word } from "./deliver.ts"
import { type Failure, makeMemory, type Memory, type Stored } from "./memory.ts"
import { invoice } from "./models.ts"

/** What the tests' invoices come to over there. */
const totalled = (_: unknown, record: Stored) => ({ sumWithVat: decimal("124.000000"), ...record })

const withCustomer = (): Memory => {
  const memory = makeMemory()
  memory.stored.customers.push({ id: 1, code: "C1" })
  memory.bend = totalled
  return memory
}

describe("creating invoices", () => {
  it.effect("saves by our own id, and reads the total back (invariant 4)", () =>
    Effect.gen(function* () {
      const memory = withCustomer()
      const destination = yield* opened(invoices, memory)
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Confirmed")
      assert.match(word(memory), /customers\.list invoices\.checkNumber invoices\.savePartner invoices\.get$/)
      const { rows, sumWithVat: _, ...kept } = memory.stored.invoices[0]!
      assert.deepInclude(rows[0], { id: 0, articleName: "Services", typeCode: "ARTICLE_ROW_SELL" })
      assert.deepStrictEqual(kept, {
        id: 101,
        partnerDocumentId: "WBI-A-7",
        number: "A-7",
        customerId: 1,
        currencyCode: "CURRENCY_EUR",
        typeCode: "DOCUMENT_SELL",
        documentStatusTypeCode: "STATUS_CONFIRMED",
        date: "2026-03-01T12:00:00",
        transactionDate: "2026-03-01T12:00:00",
        deadlineDate: "2026-03-31T12:00:00",
      })
      const found = (yield* destination.find!(["WBI-A-7", "WBI-A"])).get("WBI-A-7")!
      assert.strictEqual(found.targetId, "101")
      assert.isTrue(Monies.equals(found.money!, money("124")))
    }),
  )

  it.effect("makes no second one where an answer was lost, and needs no id in the answer (invariant 2)", () =>
    Effect.gen(function* () {
      const memory = withCustomer()
      memory.partnerAnswers = false
      const destination = yield* opened(invoices, memory)
      memory.strike("invoices.savePartner", "lost", { after: true })
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Unknown WB-HTTP-LOST")
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Confirmed")
      assert.lengthOf(memory.stored.invoices, 1)
    }),
  )

  it.effect("is not refused as taken while an earlier save of ours is not shown yet (invariant 2)", () =>
    Effect.gen(function* () {
      const memory = withCustomer()
      const destination = yield* opened(invoices, memory)
      memory.strike("invoices.savePartner", "lost", { after: true })
      yield* deliver(destination, invoice)
      memory.strike("invoices.get", "absent")
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "NotSent WB-ERPLYBOOKS-UNSEEN")
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Confirmed")
      assert.lengthOf(memory.stored.invoices, 1)
    }),
  )

  it.effect("leaves no invoice that comes to another total or got another number", () =>
    Effect.gen(function* () {
      for (const bent of [{ sumWithVat: decimal("124.01") }, { number: "1" }]) {
        const memory = withCustomer()
        memory.bend = (kind, record) => ({ ...totalled(kind, record), ...bent })
        const destination = yield* opened(invoices, memory)
        assert.strictEqual(shown(yield* deliver(destination, invoice)), "Refused WB-ERPLYBOOKS-DIFFERS")
        assert.lengthOf(memory.stored.invoices, 0)
        memory.strike("invoices.remove", "refused")
        assert.strictEqual(shown(yield* deliver(destination, invoice)), "Unknown WB-ERPLYBOOKS-LEFT")
      }
    }),
  )

  it.effect("never takes a number that another invoice has", () =>
    Effect.gen(function* () {
      const memory = withCustomer()
      memory.stored.invoices.push({ id: 5, number: "A-7", typeCode: "DOCUMENT_SELL", partnerDocumentId: null })
      const destination = yield* opened(invoices, memory)
      assert.strictEqual(shown(yield* deliver(destination, invoice)), "Refused WB-ERPLYBOOKS-TAKEN")
      assert.notInclude(word(memory), "savePartner")
    }),
  )

  it.effect("waits for its customer, and says of each failure whether it may have been carried out", () =>
    Effect.gen(function* () {
      const alone = yield* opened(invoices, makeMemory())
      assert.strictEqual(shown(yield* deliver(alone, invoice)), "Held WB-ERPLYBOOKS-CUSTOMER-ABSENT")
      const expected: ReadonlyArray<readonly [string, Failure, string]> = [
        ["invoices.savePartner", "refused", "Refused WB-ERPLYBOOKS-REFUSED"],
        ["invoices.savePartner", "token", "NotSent WB-HTTP-UNAUTHORIZED stop"],
        ["invoices.checkNumber", "lost", "NotSent WB-HTTP-LOST"],
        ["invoices.get", "lost", "Unknown WB-ERPLYBOOKS-STATE"],
        ["invoices.get", "token", "Unknown WB-ERPLYBOOKS-STATE stop"],
        ["invoices.get", "absent", "Unknown WB-ERPLYBOOKS-STATE"],
      ]
      for (const [call, failure, outcome] of expected) {
        const memory = withCustomer()
        memory.strike(call, failure)
        assert.strictEqual(shown(yield* deliver(yield* opened(invoices, memory), invoice)), outcome)
      }
    }),
  )
})

describe("updating and taking back invoices", () => {
  it.effect("keeps what was there before, and puts it back", () =>
    Effect.gen(function* () {
      const memory = withCustomer()
      const destination = yield* opened(invoices, memory)
      yield* deliver(destination, invoice)
      Object.assign(memory.stored.invoices[0]!, { printedInfo: "theirs" })
      const changed = { ...invoice, note: "new" }
      const delivered = yield* deliver(destination, changed, { change: "update" })
      assert.strictEqual(shown(delivered), "Confirmed")
      assert.deepInclude(memory.stored.invoices[0], { note: "new", printedInfo: "theirs" })
      const { before } = delivered.outcomes[0] as { before: string }
      assert.strictEqual(shown(yield* destination.undo!.run([{ targetId: "101", before }])), "Confirmed")
      assert.isUndefined(memory.stored.invoices[0]!["note"])
      assert.strictEqual(shown(yield* destination.undo!.run([{ targetId: "101" }])), "Confirmed")
      assert.lengthOf(memory.stored.invoices, 0)
      const gone = { change: "update", targetId: "101" } as const
      assert.strictEqual(shown(yield* deliver(destination, invoice, gone)), "Refused WB-ERPLYBOOKS-GONE")
      assert.strictEqual(
        shown(yield* deliver(destination, invoice, { change: "update" })),
        "Refused WB-ERPLYBOOKS-GONE",
      )
    }),
  )

  it.effect("puts back what it wrote over where the total is another one", () =>
    Effect.gen(function* () {
      const memory = withCustomer()
      const destination = yield* opened(invoices, memory)
      yield* deliver(destination, invoice)
      const update = { change: "update", targetId: "101" } as const
      const dearer = { ...invoice, total: money("248"), tax: money("48") }
      assert.strictEqual(shown(yield* deliver(destination, dearer, update)), "Refused WB-ERPLYBOOKS-DIFFERS")
      assert.strictEqual(String(memory.stored.invoices[0]!["rows"][0].price), String(decimal("100")))
    }),
  )
})
