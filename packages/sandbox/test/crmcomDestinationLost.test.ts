/** The real connector behind failing calls: nothing is made twice, and nothing is believed that is not there. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import type { Fault } from "../src/index.ts"
import { invoiceOf, paymentOf, posted, type Target, withTargets } from "./crmcomTarget.ts"

describe("lost answers", () => {
  const faults: ReadonlyArray<readonly [Fault["fault"], boolean]> = [
    ["cut-after", true],
    ["error-after", true],
    ["cut-before", false],
    ["error-before", false],
    ["page-ok", false],
    ["page-error", false],
  ]

  for (const [fault, arrives] of faults) {
    it.live(`${fault}: unknown, looked up, and never made twice (invariant 2)`, () =>
      withTargets({}, ({ sandbox, open }) =>
        Effect.gen(function* () {
          const { invoices } = yield* open(posted)
          sandbox.setFaults({ faults: [{ fault, next: 1, calls: ["invoices/create"] }] })
          assert.strictEqual(yield* invoices.deliver(invoiceOf("1")), "Unknown WB-HTTP-LOST")
          const found = yield* invoices.destination.find!(["WBI-1"])
          assert.strictEqual(found.has("WBI-1"), arrives)
          if (arrives) {
            assert.strictEqual(found.get("WBI-1")!.draft, true)
            assert.strictEqual(String(found.get("WBI-1")!.money), "57.00 EUR")
          }
          assert.strictEqual(yield* invoices.deliver(invoiceOf("1")), "Confirmed")
          const { created, invoices: held, refusals } = sandbox.state()
          assert.strictEqual(created.invoices, 1)
          assert.deepStrictEqual(held.POSTED, { count: 1, sum: "57" })
          assert.strictEqual(refusals.BACKOFFICECODENOTUNIQUE ?? 0, arrives ? 1 : 0)
        }),
      ),
    )
  }

  it.live("of posting: read, and settled where the answer says enough", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices } = yield* open(posted)
        sandbox.setFaults({ faults: [{ fault: "cut-after", next: 1, calls: ["invoices/post"] }] })
        assert.strictEqual(yield* invoices.deliver(invoiceOf("1")), "Confirmed")
        sandbox.setFaults({ faults: [{ fault: "cut-before", next: 1, calls: ["invoices/post"] }] })
        assert.strictEqual(yield* invoices.deliver(invoiceOf("2")), "Unknown WB-CRMCOM-NOT-POSTED")
        assert.strictEqual(yield* invoices.deliver(invoiceOf("2")), "Confirmed")
        assert.deepStrictEqual(sandbox.state().invoices.POSTED, { count: 2, sum: "114" })
      }),
    ),
  )

  it.live("and refusals at random leave each record there once, to the cent", () =>
    withTargets({ release: "R13.0.0" }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices, payments } = yield* open(posted)
        sandbox.setFaults({
          seed: 7,
          faults: [
            { fault: "cut-after", rate: 0.15, calls: ["/create", "/post"] },
            { fault: "error-before", rate: 0.15, calls: ["/create", "/post", "/reject"] },
            { fault: "page-ok", rate: 0.1, calls: ["/create", "/post"] },
            { fault: "partial", rate: 0.1, calls: ["/create", "/post"] },
          ],
        })
        const numbers = Array.from({ length: 60 }, (_, index) => `N${1000 + index}`)
        const words = new Set<string>()
        const settleAll = Effect.fnUntraced(function* (
          target: Target,
          modelOf: (number: string) => Parameters<Target["key"]>[0],
        ) {
          let open = numbers
          for (let round = 0; round < 30 && open.length > 0; round++) {
            const outcomes = yield* Effect.forEach(open, (number) => target.deliver(modelOf(number)), {
              concurrency: 8,
            })
            for (const outcome of outcomes) words.add(outcome)
            open = open.filter((_, index) => outcomes[index] !== "Confirmed")
          }
          assert.deepStrictEqual(open, [])
        })
        yield* settleAll(invoices, (number) => invoiceOf(number, "10.01"))
        assert.includeMembers(
          [...words],
          ["Unknown WB-HTTP-LOST", "Refused WB-CRMCOM-REFUSED", "Unknown WB-CRMCOM-NOT-POSTED"],
        )
        yield* settleAll(payments, (number) => paymentOf(number, "10.01", number))
        const { invoices: held, payments: paid, unsettled } = sandbox.state()
        assert.deepStrictEqual([held.POSTED, held.DRAFT.count], [{ count: 60, sum: "600.6" }, 0])
        assert.deepStrictEqual([paid.POSTED, paid.DRAFT.count], [{ count: 60, sum: "600.6" }, 0])
        assert.strictEqual(unsettled, "0")
      }),
    ),
  )
})
