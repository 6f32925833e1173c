/** What is read back from CRM.COM, listed and by id: the tie-out and undo go by it. */
import { assert, describe, it } from "@effect/vitest"
import type { Invoice, Payment } from "@waybill/model"
import { Arbitrary, Effect } from "effect"

import { idOf, invoiceOf, parse, paymentOf, posted, said, type Target, withTargets } from "./crmcomTarget.ts"
import { amountOf, dayFrom, everything, sameAs, some, text, told } from "./readBack.ts"

const account = "ACR0000000001"
const accounts = [account]

/** Delivers them, then changes each into the one before it; every one must come back as it was sent last. */
const comesBack = (
  { destination, deliver }: Target,
  models: ReadonlyArray<Invoice | Payment>,
  land: "draft" | "posted",
) =>
  Effect.gen(function* () {
    const numbered = models.map((model, index) => ({ ...model, number: `N-${index}` }))
    for (const model of numbered) {
      assert.strictEqual(yield* deliver(model), land === "draft" ? "Confirmed draft" : "Confirmed")
    }
    const changed = numbered.map((model, index) => ({ ...numbered.at(index - 1)!, number: model.number }))
    const held = land === "posted" ? numbered : changed
    if (land === "draft") {
      for (const model of changed) assert.strictEqual(yield* deliver(model, { change: "update" }), "Confirmed draft")
    }
    const listed = yield* everything(destination)
    assert.lengthOf(listed, held.length)
    const shown = yield* destination.show!(listed.map(({ targetId }) => targetId))
    for (const model of held) {
      const key = destination.key(yield* Effect.fromResult(destination.fromModel(model)))
      const one = listed.find((record) => record.key === key)
      sameAs(destination, model, one)
      assert.strictEqual(one!.standing, land === "draft" ? "draft" : undefined)
      assert.strictEqual(one!.model["customerNumber"], account)
      assert.deepStrictEqual(told(shown.get(one!.targetId)), told(one))
    }
  })

/** As many digits as a JSON number carries. */
const amount = amountOf(15)

const models = <Model>(fields: Arbitrary.Arbitrary<Model>) => Arbitrary.array(fields, { minLength: 1, maxLength: 5 })

const invoice = Arbitrary.map(
  Arbitrary.all([amount, some({ dueDate: dayFrom(1900, 9998), note: text, reference: text })]),
  ([total, more]): Invoice => ({ number: "", customerNumber: account, total, ...more }),
)
const payment = Arbitrary.map(
  Arbitrary.all([amount, some({ receivedDate: dayFrom(1900, 9998), note: text })]),
  ([received, more]): Payment => ({ number: "", customerNumber: account, amount: received, ...more }),
)

describe("what is read back", () => {
  for (const land of ["draft", "posted"] as const) {
    for (const timeZone of ["Asia/Nicosia", "Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
      it.live.prop(
        `is what was delivered, ${land}, in ${timeZone} (invariants 4 and 5)`,
        [models(invoice), models(payment)],
        ([invoices, payments]) =>
          withTargets({}, ({ open }) =>
            Effect.gen(function* () {
              const target = yield* open({ accounts, timeZone, land })
              assert.deepStrictEqual(target.invoices.destination.readBack, ["total", "dueDate"])
              assert.deepStrictEqual(target.payments.destination.readBack, ["amount", "receivedDate"])
              yield* comesBack(target.invoices, invoices, land)
              yield* comesBack(target.payments, payments, land)
            }),
          ),
        { arbitrary: { runs: 3, size: 30 } },
      )
    }
  }

  it.live("by id also what is void, and nothing where CRM.COM says that there is none", () =>
    withTargets({}, ({ open }) =>
      Effect.gen(function* () {
        const { invoices, payments, customers } = yield* open({
          accounts,
          visibleAfter: 0,
          rateLimit: { perSecond: 1000, inFlight: 3 },
        })
        yield* invoices.deliver(invoiceOf("1"))
        yield* payments.deliver(paymentOf("1", "5"))
        for (const [target, model] of [
          [invoices, invoiceOf("1")],
          [payments, paymentOf("1", "5")],
        ] as const) {
          const targetId = (yield* idOf(target, model))!
          yield* target.destination.undo!.run([{ targetId }])
          const shown = yield* target.destination.show!([targetId, "0".repeat(32)])
          assert.deepStrictEqual([...shown.keys()], [targetId])
          assert.deepInclude(shown.get(targetId), { standing: "void", key: yield* target.key(model) })
          assert.deepStrictEqual(yield* everything(target.destination), [])
        }
        const [one] = yield* everything(customers.destination)
        assert.deepStrictEqual((yield* customers.destination.show!([one!.targetId])).get(one!.targetId), one)
        assert.strictEqual(one!.key, account)
      }),
    ),
  )

  it.live("is not told where CRM.COM can't be asked (invariant 9)", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices } = yield* open({ visibleAfter: 0 })
        yield* invoices.deliver(invoiceOf("1"))
        const targetId = (yield* idOf(invoices, invoiceOf("1")))!
        sandbox.setFaults({ faults: [{ fault: "page-ok", calls: ["invoices/show"] }] })
        assert.strictEqual((yield* Effect.flip(invoices.destination.show!([targetId]))).code, "WB-HTTP-LOST")
        const wrong = yield* open({ webApiKey: "wrong" })
        assert.strictEqual((yield* Effect.flip(wrong.invoices.destination.show!([targetId]))).code, "WB-CRMCOM-SIGN-IN")
      }),
    ),
  )

  it.live("has the key of the first attempt, also where a cancelled invoice is shown as posted", () =>
    withTargets({ stateAfterCancel: "POSTED" }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const extra = { accounts, pageSize: 1, cancellationType: { name: "Invoice Cancellation" } }
        const { invoices } = yield* open({ ...posted, ...extra })
        yield* invoices.deliver(invoiceOf("1"))
        const [first] = yield* everything(invoices.destination)
        assert.strictEqual(said(yield* invoices.destination.undo!.run([first!])), "Confirmed")
        // Nothing tells it from a paid one yet.
        assert.deepStrictEqual(
          (yield* everything(invoices.destination)).map(({ key }) => key),
          ["WBI-1"],
        )
        const drafts = yield* open({ ...extra, codePrefix: "WB" })
        const record = yield* Effect.fromResult(drafts.invoices.destination.fromModel(invoiceOf("1")))
        const { outcomes } = yield* drafts.invoices.destination.deliver([{ key: "WBI-1-2", record, change: "create" }])
        assert.strictEqual(outcomes[0]!._tag, "Confirmed")
        const listed = yield* everything(invoices.destination)
        assert.deepStrictEqual(
          listed.map(({ key, standing }) => [key, standing]),
          [["WBI-1", "draft"]],
        )
        assert.notStrictEqual(listed[0]!.targetId, first!.targetId)
        assert.lengthOf(parse(sandbox.invoiceTexts(9)), 2)
      }),
    ),
  )
})
