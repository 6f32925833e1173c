import { assert, layer } from "@effect/vitest"
import { Effect, Stream } from "effect"

import { type FlowRef, type HeldRecord, Ledger } from "../src/index.ts"
import { compared, confirm, digestsOf, folder, hashOf, inLedger, inRun, invoices, platform, start } from "./support.ts"

const held = (flow: FlowRef = invoices) =>
  Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.held(start.pipeline, flow))).pipe(
    Effect.map((pages): ReadonlyArray<HeldRecord> => pages.flat()),
  )

const why = { code: "WB-TEST", message: "no" }
const eur = (amount: string) => ({ amount, currency: "EUR" })

layer(platform)("what the book holds", (it) => {
  it.effect("is told with what was confirmed, and with what waits", () =>
    Effect.gen(function* () {
      const told = yield* inLedger(
        yield* folder,
        inRun((book) =>
          Effect.gen(function* () {
            const fields = digestsOf("a")
            yield* book.compared([
              { ...compared("confirmed", "pending"), fields, targetKey: "k-1" },
              { ...compared("refused", "pending"), fields },
              compared("draft", "pending"),
              { key: "no money", row: 2, hash: hashOf("a"), verdict: "held" },
              compared("unknown", "pending"),
            ])
            yield* book.intend(["confirmed", "refused", "draft", "unknown"])
            yield* book.settle([
              { key: "confirmed", state: "confirmed", targetId: "t-1" },
              { key: "refused", state: "confirmed" },
              { key: "draft", state: "confirmed", draft: true },
              { key: "unknown", state: "unknown", ...why },
            ])
            yield* book.adopt([
              { key: "adopted", row: 2, hash: hashOf("a"), link: { targetId: "t-9", how: "rule", note: "number" } },
            ])
            yield* book.compared([
              { ...compared("refused", "pending", { content: "b", amount: "99.00" }), fields: digestsOf("b") },
            ])
            yield* book.intend(["refused"])
            yield* book.settle([{ key: "refused", state: "refused", ...why }])
            return yield* held()
          }),
        ),
      )
      const confirmed = { state: "confirmed" as const, draft: false, hash: hashOf("a") }
      assert.deepStrictEqual(told, [
        { ...confirmed, key: "adopted", targetId: "t-9" },
        {
          ...confirmed,
          key: "confirmed",
          targetId: "t-1",
          targetKey: "k-1",
          landed: 1,
          fields: digestsOf("a"),
          money: eur("10.00"),
        },
        { ...confirmed, key: "draft", draft: true, landed: 1, money: eur("10.00") },
        { key: "no money", state: "held", draft: false, waiting: { hash: hashOf("a") } },
        {
          ...confirmed,
          key: "refused",
          state: "refused",
          landed: 1,
          fields: digestsOf("a"),
          money: eur("10.00"),
          waiting: { hash: hashOf("b"), money: eur("99.00") },
          ...why,
        },
        {
          key: "unknown",
          state: "unknown",
          draft: false,
          waiting: { hash: hashOf("a"), money: eur("10.00") },
          ...why,
        },
      ])
    }),
  )

  it.effect("comes in the order of keys, a flow and target at a time, as it was when it began", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        inRun((book, run) =>
          Effect.gen(function* () {
            const keys = Array.from({ length: 2_500 }, (_, index) => `I-${String(index).padStart(4, "0")}`)
            yield* confirm(book, keys)
            const elsewhere = { ...invoices, target: "elsewhere" }
            yield* confirm(yield* run.flow(elsewhere), ["I-1"])
            const seen: Array<string> = []
            const sizes: Array<number> = []
            yield* (yield* Ledger).held(start.pipeline, invoices).pipe(
              Stream.runForEach((page) => {
                seen.push(...page.map(({ key }) => key))
                sizes.push(page.length)
                return confirm(book, [`J-${sizes.length}`])
              }),
            )
            assert.deepStrictEqual(seen, keys)
            assert.deepStrictEqual(sizes, [1_000, 1_000, 500])
            assert.deepStrictEqual(
              (yield* held(elsewhere)).map(({ key }) => key),
              ["I-1"],
            )
            assert.deepStrictEqual(yield* held({ ...invoices, flow: "payments" }), [])
          }),
        ),
      )
    }),
  )
})
