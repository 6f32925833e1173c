/** What is read back from ERPLY Books, listed and by id: the tie-out and undo go by it. */
import { assert, describe, it } from "@effect/vitest"
import type { Customer, Invoice, Model, Payment } from "@waybill/model"
import { Arbitrary, Effect } from "effect"

import { invoiceOf, money, paymentOf, said, type Target, withTargets } from "./erplybooksTarget.ts"
import { amountOf, dayFrom, everything, sameAs, some, text, told } from "./readBack.ts"

const none = { customers: 0 } as const
const dates = { since: "2025-01-01", until: "2026-12-31", windowDays: 366 } as const

const sent = Effect.fnUntraced(function* (target: Target, model: Model, targetId?: string) {
  const delivered = yield* target.send(model, targetId === undefined ? {} : { change: "update", targetId })
  const [outcome] = delivered.outcomes
  assert.ok(outcome?._tag === "Confirmed" && outcome.targetId !== undefined, said(delivered))
  return outcome.targetId
})

/** Delivers them, then changes each into the one before it; every one must come back as it was sent last. */
const comesBack = (target: Target, models: ReadonlyArray<Model>) =>
  Effect.gen(function* () {
    const { destination } = target
    const numbered = models.map((model, index): Model => ({ ...model, number: `N-${index}` }))
    const check = Effect.fnUntraced(function* (held: ReadonlyArray<Model>, ids: ReadonlyArray<string>) {
      const listed = yield* everything(destination)
      assert.deepStrictEqual(listed.map(({ targetId }) => targetId).toSorted(), ids.toSorted())
      const shown = yield* destination.show!([...ids, "999999"])
      assert.strictEqual(shown.size, ids.length)
      for (const [index, model] of held.entries()) {
        const one = listed.find(({ targetId }) => targetId === ids[index])
        sameAs(destination, model, one)
        assert.strictEqual(one!.key, yield* target.key(model))
        assert.deepStrictEqual(told(shown.get(ids[index]!)), told(one))
      }
    })
    const ids = yield* Effect.forEach(numbered, (model) => sent(target, model))
    yield* check(numbered, ids)
    const changed = numbered.map((model, index): Model => ({ ...numbered.at(index - 1)!, number: model.number }))
    yield* Effect.forEach(changed, (model, index) => sent(target, model, ids[index]))
    yield* check(changed, ids)
  })

const models = <A>(fields: Arbitrary.Arbitrary<A>) => Arbitrary.array(fields, { minLength: 1, maxLength: 5 })
const day = dayFrom(2025, 2026)
/** ERPLY Books writes six decimals, and a JSON number carries fifteen digits. */
const amount = amountOf(11)

const customer = Arbitrary.map(Arbitrary.all([text, some({ email: text, phone: text })]), ([name, more]): Customer => ({
  number: "",
  name,
  ...more,
}))
const invoice = Arbitrary.map(
  Arbitrary.all([amount, day, some({ dueDate: day, postingDate: day, reference: text, note: text })]),
  ([total, issueDate, more]): Invoice => ({
    number: "",
    customerNumber: "N-0",
    total,
    tax: money("0"),
    issueDate,
    ...more,
  }),
)
const payment = Arbitrary.map(
  Arbitrary.all([amount, day, some({ reference: text, note: text })]),
  ([received, receivedDate, more]): Payment => ({
    number: "",
    customerNumber: "N-0",
    amount: received,
    receivedDate,
    ...more,
  }),
)

describe("what is read back", () => {
  it.live.prop(
    "is what was delivered (invariants 4 and 5)",
    [models(customer), models(invoice), models(payment)],
    ([customers, invoices, payments]) =>
      withTargets(none, ({ open }) =>
        Effect.gen(function* () {
          const readBack: Array<ReadonlyArray<string> | undefined> = []
          for (const [stream, records] of [
            ["customers", customers],
            ["invoices", invoices],
            ["payments", payments],
          ] as const) {
            const target = yield* open(stream, { ...dates, visibleAfter: 0 })
            readBack.push(target.destination.readBack)
            yield* comesBack(target, records)
          }
          assert.deepStrictEqual(readBack, [
            ["name", "email", "phone"],
            ["total", "issueDate", "dueDate", "postingDate", "reference", "note"],
            ["amount", "receivedDate", "reference", "note"],
          ])
        }),
      ),
    { arbitrary: { runs: 3, size: 30 } },
  )

  it.live("by id: nothing of what is deleted, or never was an id; also what is dated outside of the list", () =>
    withTargets(none, ({ open }) =>
      Effect.gen(function* () {
        const narrow = { since: "2026-06-01", until: "2026-06-30", visibleAfter: 0 } as const
        const [customers, invoices, payments] = yield* Effect.forEach(["customers", "invoices", "payments"], (stream) =>
          open(stream, narrow),
        )
        const ofAcme = { customerNumber: "K-1" }
        for (const [target, model] of [
          [customers!, { number: "K-1", name: "Acme" }],
          [invoices!, { ...invoiceOf("A-1"), ...ofAcme }],
          [payments!, { ...paymentOf("P-1", "1", "A-1"), ...ofAcme }],
        ] as const) {
          const targetId = yield* sent(target, model)
          const { show, undo } = target.destination
          const shown = (yield* show!([targetId, "nine", "0"])).get(targetId)
          sameAs(target.destination, model, shown)
          assert.strictEqual(shown!.key, yield* target.key(model))
          assert.lengthOf(yield* everything(target.destination), target === customers ? 1 : 0)
          if (target !== payments) continue
          assert.strictEqual(said(yield* undo!.run([{ targetId }])), "Confirmed")
          assert.deepStrictEqual(yield* show!([targetId]), new Map())
        }
      }),
    ),
  )

  it.live("asks for the customers of what it shows, not for all of them", () =>
    withTargets({ customers: 300, invoicesPerCustomer: 1 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const invoices = yield* open("invoices")
        const ids = ["2460001", "2460002"]
        const shown = yield* invoices.destination.show!(ids)
        assert.deepStrictEqual(
          ids.map((id) => shown.get(id)!.model["customerNumber"]),
          ["C0001", "C0002"],
        )
        assert.deepStrictEqual(sandbox.state().calls, { "GET invoices/:id": 2, "GET customers": 2 })
      }),
    ),
  )

  it.live("is not told where ERPLY Books can't be asked (invariant 9)", () =>
    withTargets({}, ({ open }) =>
      Effect.gen(function* () {
        for (const stream of ["customers", "invoices", "payments"]) {
          const { destination } = yield* open(stream, { token: "wrong" })
          assert.strictEqual((yield* Effect.flip(destination.show!(["1"]))).code, "WB-HTTP-UNAUTHORIZED")
        }
      }),
    ),
  )
})
