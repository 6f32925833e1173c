/** Every page of a list: nothing missed, nothing twice, or an error (invariant 9). */
import { assert, describe, it } from "@effect/vitest"
import { Array as Arr, Effect, Exit, Stream } from "effect"

import { connect, http, listed, type Received, refusal } from "./server.ts"

const records = (count: number) => Arr.makeBy(count, (index) => ({ id: index + 1 }))

/** A page of a list that the server keeps; a server may give fewer than are asked for. */
const page = (all: ReadonlyArray<{ readonly id: number }>, { query }: Received, most = 1000): string => {
  const start = Number(query["start"])
  const items = all.slice(start, start + Math.min(Number(query["limit"]), most))
  return listed(items.length === 0 ? null : items, all.length)
}

const readAll = (answer: (call: Received, count: number) => string, pageSize = 3) =>
  Effect.gen(function* () {
    const { calls, received } = yield* connect(answer, { pageSize })
    const exit = yield* Effect.exit(Stream.runCollect(calls.payments.listAll({ isIncome: true })))
    return { exit, received }
  }).pipe(Effect.scoped, Effect.provide(http))

const idsOf = (exit: Exit.Exit<ReadonlyArray<{ readonly id: number }>, unknown>) =>
  Exit.isSuccess(exit) ? exit.value.map(({ id }) => id) : []

describe("listAll", () => {
  for (const count of [0, 1, 2, 3, 4, 6, 7]) {
    it.live(`reads ${count} records in pages of three`, () =>
      Effect.gen(function* () {
        const all = records(count)
        const { exit, received } = yield* readAll((call) => page(all, call))
        assert.deepStrictEqual(
          idsOf(exit),
          all.map(({ id }) => id),
        )
        assert.strictEqual(received.length, Math.floor(count / 3) + 1)
        for (const [index, { query }] of received.entries()) {
          assert.deepStrictEqual(query, { isIncome: "true", start: String(index * 3), limit: "3" })
        }
      }),
    )
  }

  it.live("goes on where a server gives fewer than were asked for", () =>
    Effect.gen(function* () {
      const { exit, received } = yield* readAll((call) => page(records(7), call, 2), 100)
      assert.deepStrictEqual(idsOf(exit), [1, 2, 3, 4, 5, 6, 7])
      assert.strictEqual(received.length, 4)
    }),
  )

  const shifts: ReadonlyArray<readonly [name: string, answer: (call: Received, count: number) => string]> = [
    ["grows", (call, count) => page(records(6 + count), call)],
    ["shrinks", (call, count) => page(records(8 - count), call)],
    [
      "loses one and gains one",
      (call, count) => page(count === 1 ? records(7) : [{ id: 9 }, ...records(7).filter(({ id }) => id !== 7)], call),
    ],
    [
      "counts a page only",
      (call) =>
        listed(
          Arr.makeBy(3, (i) => ({ id: Number(call.query["start"]) + i + 1 })),
          3,
        ),
    ],
    ["ends early", (call, count) => (count === 1 ? page(records(7), call) : listed([], 7))],
    ["gives more than it counts", () => listed(records(2), 1)],
  ]
  for (const [name, answer] of shifts) {
    it.live(`fails where the list ${name}`, () =>
      Effect.gen(function* () {
        const { exit, received } = yield* readAll(answer)
        assert.include(JSON.stringify(exit), "WB-ERPLYBOOKS-SHIFTED")
        assert.isAtMost(received.length, 3)
      }),
    )
  }

  it.live("fails where a later page fails; what says that there are records and gives none is no empty list", () =>
    Effect.gen(function* () {
      const failing = yield* readAll((call, count) => (count === 1 ? page(records(7), call) : refusal("X")))
      assert.include(JSON.stringify(failing.exit), "WB-ERPLYBOOKS-REFUSED")
      const none = yield* readAll(() => listed(null, 7))
      assert.include(JSON.stringify(none.exit), "WB-HTTP-LOST")
    }),
  )

  it.live("starts anew each time it is run", () =>
    Effect.gen(function* () {
      const { calls } = yield* connect((call) => page(records(4), call), { pageSize: 3 })
      const all = calls.ledger.accounts({})
      const counts = yield* Effect.all([Stream.runCount(all), Stream.runCount(all)])
      assert.deepStrictEqual(counts, [4, 4])
    }).pipe(Effect.scoped, Effect.provide(http)),
  )
})
