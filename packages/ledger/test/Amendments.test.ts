import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"

import { type AmendedReject, type FlowBook, Ledger } from "../src/index.ts"
import {
  amend,
  compared,
  confirm,
  dismissed,
  edited,
  folder,
  hashOf,
  inLedger,
  inRun,
  invoices,
  platform,
  reject,
  rejects,
  rejectsIn,
  reopened,
  start,
} from "./support.ts"

const versions = Effect.flatMap(Ledger, (ledger) => ledger.versions(start.pipeline, {}))

/** What stands for an origin: row, version, content, whether it is dismissed. */
const standing = (origin: string) =>
  inRun((book) =>
    Effect.map(book.amended([origin, hashOf("nobody's")]), (all) => {
      assert.isAtMost(all.size, 1)
      return (all.get(origin) ?? []).map(({ row, version, dismissed, source }) => ({ row, version, dismissed, source }))
    }),
  )

/** Runs one after the other; each keeps these rejects, and has read the source to its end. */
const readings = (...runs: ReadonlyArray<ReadonlyArray<Parameters<FlowBook["reject"]>[0][number]>>) =>
  Effect.forEach(runs, (kept) => inRun((book) => Effect.andThen(book.reject(kept), book.complete)), { discard: true })

const kept = reject(3, "I-1", "refused")

/** Two rows of one content. */
const twins = [3, 5].map((row) => ({ ...reject(row, undefined, "invalid"), origin: hashOf("twin") }))

layer(platform)("an amendment", (it) => {
  it.effect("is a version of its record: the source's own and each edit are kept, and the reject shows the last", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 0, 31, 22, 59, 59, 7))
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* readings([kept])
          assert.isFalse(yield* inRun((book) => book.hasAmendments))
          yield* amend(yield* rejectsIn(3), edited("I-10"))
          yield* amend(yield* rejectsIn(3), edited("I-11"))
          assert.isTrue(yield* inRun((book) => book.hasAmendments))
          assert.deepStrictEqual(yield* rejects(), [
            { ...kept, ...invoices, id: 1, run: 1, version: 2, source: { Number: "I-11" } },
          ])
          const same = { ...invoices, origin: kept.origin, row: 3, at: "2026-01-31T22:59:59.007Z" }
          const note = "mended.xlsx"
          assert.deepStrictEqual(yield* versions, [
            { ...same, version: 0, decision: "read", source: kept.source, run: 3 },
            { ...same, version: 1, decision: "edited", source: { Number: "I-10" }, note, run: 3 },
            { ...same, version: 2, decision: "edited", source: { Number: "I-11" }, note, run: 4 },
          ])
          const last = { row: 3, version: 2, dismissed: false, source: { Number: "I-11" } }
          assert.deepStrictEqual(yield* standing(kept.origin), [last])
        }),
      )
    }),
  )

  it.effect("outlives its reject, and the next run's entry is the next version", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* readings([kept])
          yield* amend(yield* rejectsIn(3), edited("I-10"))
          yield* readings([])
          assert.deepStrictEqual(yield* rejects(), [])
          assert.deepStrictEqual((yield* standing(kept.origin))[0]?.source, { Number: "I-10" })
          yield* readings([{ ...kept, version: 1, source: { Number: "I-10" } }])
          yield* amend(yield* rejectsIn(3), edited("I-11"))
          assert.deepStrictEqual(
            (yield* versions).map(({ version, source }) => [version, source?.["Number"]]),
            [
              [0, "I-1"],
              [1, "I-10"],
              [2, "I-11"],
            ],
          )
        }),
      )
    }),
  )

  it.effect("dismisses a reject, which keeps why it had failed for whoever reopens it", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* readings([kept])
          const before = yield* rejects()
          yield* amend(before, dismissed)
          yield* amend(yield* rejects(), { ...dismissed, note: "asked again" })
          const gone = before.map((reject) => ({ ...reject, state: "dismissed" as const, issues: [] }))
          assert.deepStrictEqual(yield* rejects(), gone)
          assert.deepStrictEqual(yield* rejects({ code: "WB-TEST" }), [])
          assert.deepStrictEqual(yield* standing(kept.origin), [
            { row: 3, version: 0, dismissed: true, source: undefined },
          ])
          yield* amend(yield* rejects(), reopened)
          assert.deepStrictEqual(yield* rejects(), before)
          assert.isFalse((yield* standing(kept.origin))[0]?.dismissed)
          assert.deepStrictEqual(
            (yield* versions).map(({ decision, version, note }) => [decision, version, note]),
            [
              ["read", 0, undefined],
              ["dismissed", 0, "paid in cash"],
              ["dismissed", 0, "asked again"],
              ["reopened", 0, "after all"],
            ],
          )
        }),
      )
    }),
  )

  it.effect("of a dismissed reject that another run kept makes it invalid, and an edit reopens it, too", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          const rows = [kept, reject(4, "I-2", "held"), reject(5, "I-3", "held")]
          yield* readings(rows)
          yield* amend(yield* rejects(), dismissed)
          yield* readings([{ ...kept, state: "dismissed", issues: [] }, reject(4, "I-2", "held")])
          yield* amend(yield* rejectsIn(3), reopened)
          yield* amend(yield* rejectsIn(4), dismissed)
          yield* amend(yield* rejectsIn(4), edited("I-20"))
          const states = (yield* rejects()).map(({ row, state, version }) => [row, state, version])
          assert.deepStrictEqual(states, [
            [3, "invalid", 0],
            [4, "held", 1],
          ])
          assert.isFalse((yield* standing(rows[1]!.origin))[0]?.dismissed)
        }),
      )
    }),
  )

  it.effect("makes a record of what the source could not read", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          const unread = [3, 4].map((row) => ({ ...reject(row, undefined, "invalid"), unread: true }))
          yield* readings(unread)
          assert.deepStrictEqual(
            (yield* rejects()).map(({ unread }) => unread),
            [true, true],
          )
          yield* amend(yield* rejectsIn(3), edited("I-1"))
          yield* amend(yield* rejectsIn(4), dismissed)
          assert.deepStrictEqual(
            (yield* rejects()).map(({ unread }) => unread),
            [undefined, true],
          )
        }),
      )
    }),
  )
})

layer(platform)("records of one origin", (it) => {
  it.effect("are amended each by itself, told apart by where they stand", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* readings(twins)
          const [first, second] = yield* rejectsIn(3, 5)
          yield* amend([first!], edited("I-3"))
          assert.strictEqual((yield* standing(hashOf("twin"))).length, 1)
          yield* amend([second!], dismissed)
          yield* amend(yield* rejectsIn(3), edited("I-33"))
          assert.deepStrictEqual(yield* standing(hashOf("twin")), [
            { row: 3, version: 2, dismissed: false, source: { Number: "I-33" } },
            { row: 5, version: 0, dismissed: true, source: undefined },
          ])
          assert.deepStrictEqual(
            (yield* versions).map(({ row, version, decision }) => [row, version, decision]),
            [
              [3, 0, "read"],
              [3, 1, "edited"],
              [3, 2, "edited"],
              [5, 0, "read"],
              [5, 0, "dismissed"],
            ],
          )
        }),
      )
    }),
  )

  it.effect("are not taken for one that has arrived meanwhile", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* readings(twins)
          yield* amend(yield* rejectsIn(3), edited("I-3"))
          yield* inRun((book) => book.past([twins[0]!]))
          yield* amend(yield* rejectsIn(5), edited("I-5"))
          assert.deepStrictEqual(
            (yield* standing(hashOf("twin"))).map(({ row, version }) => [row, version]),
            [
              [3, 1],
              [5, 1],
            ],
          )
        }),
      )
    }),
  )

  it.effect("keep their versions where their rows move, each its own", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* readings(twins)
          const [first, second] = yield* rejectsIn(3, 5)
          yield* amend([first!], edited("I-3"))
          yield* amend([second!], edited("I-5"))
          yield* readings([14, 16].map((row) => ({ ...twins[0]!, row, version: 1, source: { Number: "I-x" } })))
          yield* amend(yield* rejects(), edited("I-y"))
          assert.deepStrictEqual(
            (yield* standing(hashOf("twin"))).map(({ row, version }) => [row, version]),
            [
              [3, 2],
              [5, 2],
            ],
          )
        }),
      )
    }),
  )

  it.effect("amended alike count on, although a row in front of them was copied meanwhile", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* readings([twins[0]!])
          yield* amend(yield* rejectsIn(3), edited("I-3"))
          const again = { ...twins[0]!, version: 1 }
          yield* readings([{ ...again, row: 2 }, again])
          yield* amend(yield* rejectsIn(2), edited("I-2"))
          assert.deepStrictEqual(
            (yield* standing(hashOf("twin"))).map(({ row, version }) => [row, version]),
            [[3, 2]],
          )
          yield* amend(yield* rejects(), edited("I-4"))
          assert.deepStrictEqual(
            (yield* versions).map(({ version }) => version),
            [0, 1, 2, 3, 4],
          )
        }),
      )
    }),
  )
})

layer(platform)("amending is refused, and nothing written, where", (it) => {
  const refused = (
    name: string,
    prepare: (book: FlowBook) => Effect.Effect<unknown, unknown>,
    wrong: (right: AmendedReject) => ReadonlyArray<AmendedReject>,
  ) =>
    it.effect(name, () =>
      Effect.gen(function* () {
        yield* inLedger(
          yield* folder,
          Effect.gen(function* () {
            yield* inRun((book) => book.reject([kept, reject(9, "I-9", "refused")]))
            yield* inRun(prepare)
            const [first, other] = yield* rejectsIn(3, 9)
            const before = yield* rejects()
            const all = [
              { reject: other!, amendment: edited("I-90") },
              ...wrong({ reject: first ?? { ...kept, id: 1 }, amendment: edited("I-10") }),
            ]
            const error = yield* Effect.flip(inRun((book) => book.amend(all)))
            assert.strictEqual(error._tag === "LedgerError" ? error.code : "", "WB-LEDGER-CHANGED")
            assert.deepStrictEqual(yield* rejects(), before)
            assert.deepStrictEqual(yield* versions, [])
          }),
        )
      }),
    )
  const asItIs = (right: AmendedReject) => [right]
  const send = Effect.fnUntraced(function* (book: FlowBook) {
    yield* book.compared([compared("I-1", "pending", { row: 3 })])
    yield* book.reject([kept])
    yield* book.intend(["I-1"])
  })
  const lose = Effect.fnUntraced(function* (book: FlowBook) {
    yield* send(book)
    yield* book.settle([{ key: "I-1", state: "unknown", code: "WB-TEST", message: "no answer" }])
  })

  refused(
    "the reject is gone",
    (book) => book.past([kept]),
    (right) => [right],
  )
  refused(
    "it was edited meanwhile",
    () => Effect.void,
    ({ reject, amendment }) => [{ reject: { ...reject, version: 1 }, amendment }],
  )
  refused(
    "another record has its id",
    () => Effect.void,
    ({ reject, amendment }) => [{ reject: { ...reject, origin: hashOf("other") }, amendment }],
  )
  refused(
    "one is named twice",
    () => Effect.void,
    (right) => [right, right],
  )
  refused("its fate is unknown (invariant 2)", (book) => book.reject([{ ...kept, state: "unknown" }]), asItIs)
  refused("its record is on its way (invariant 2)", send, asItIs)
  refused("its record may have arrived (invariant 2)", lose, asItIs)
  refused("it was kept without an origin", (book) => book.reject([{ ...kept, origin: "" }]), asItIs)
  refused(
    "a version of it is missing",
    (book) => book.reject([{ ...kept, version: 7 }]),
    ({ reject, amendment }) => [{ reject, amendment }],
  )

  it.effect("the reject is another target's", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* readings([kept])
          const [first] = yield* rejects()
          const error = yield* Effect.flip(
            inRun((_, run) =>
              Effect.flatMap(run.flow({ ...invoices, target: "elsewhere" }), (book) =>
                book.amend([{ reject: first!, amendment: dismissed }]),
              ),
            ),
          )
          assert.strictEqual(error._tag === "LedgerError" ? error.code : "", "WB-LEDGER-CHANGED")
        }),
      )
    }),
  )
})

layer(platform)("the records of an amended content", (it) => {
  const why = { code: "WB-TEST", message: "no" }

  /**
   * A refused record in row 3; refused as an update in row 4; another row's, with the same key, in row 5; found in row 6; an
   * update of one that has no id over there in row 8.
   */
  const book = Effect.fnUntraced(function* (book: FlowBook) {
    yield* confirm(book, ["I-4"])
    yield* book.compared([compared("I-8", "pending")])
    yield* book.intend(["I-8"])
    yield* book.settle([{ key: "I-8", state: "confirmed" }])
    yield* book.compared([
      compared("I-8", "held", { row: 8, content: "b" }),
      compared("I-3", "pending", { row: 3 }),
      compared("I-4", "pending", { row: 4, content: "b", amount: "20.00" }),
      compared("I-5", "pending", { row: 2 }),
      { ...compared("I-6", "pending", { row: 6 }), targetId: "t-6" },
      compared("I-7", "held", { row: 7 }),
    ])
    const keys = ["I-3", "I-4", "I-5", "I-6"]
    yield* book.intend(keys)
    yield* book.settle(keys.map((key) => ({ key, state: "refused", ...why })))
    yield* book.reject([
      reject(3, "I-3", "refused"),
      reject(4, "I-4", "refused"),
      reject(5, "I-5", "invalid"),
      reject(6, "I-6", "refused"),
      reject(7, "I-7", "held"),
      reject(8, "I-8", "held"),
    ])
  })

  const left = inRun((book) =>
    Effect.map(book.lookup(["I-3", "I-4", "I-5", "I-6", "I-7", "I-8"]), (all) => [...all.keys()]),
  )

  for (const amendment of [edited("I-x"), dismissed]) {
    it.effect(`go where it was ${amendment.decision} and the target never held them`, () =>
      Effect.gen(function* () {
        yield* inLedger(
          yield* folder,
          Effect.gen(function* () {
            yield* inRun(book)
            yield* amend(yield* rejects(), amendment)
            assert.deepStrictEqual(yield* left, ["I-4", "I-5", "I-6", "I-8"])
          }),
        )
      }),
    )
  }

  it.effect("stay where it was only reopened, and what was confirmed says so at its next comparison", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* inRun(book)
          yield* amend(yield* rejects(), reopened)
          assert.deepStrictEqual(yield* left, ["I-3", "I-4", "I-5", "I-6", "I-7", "I-8"])
          yield* amend(yield* rejectsIn(4), dismissed)
          const known = yield* inRun((book) =>
            Effect.andThen(book.compared([compared("I-4", "unchanged")]), book.lookup(["I-4"])),
          )
          assert.strictEqual(known.get("I-4")?.state, "confirmed")
          const standing = yield* Effect.flatMap(Ledger, (ledger) => ledger.standing(start.pipeline))
          const confirmed = standing.filter(({ state }) => state === "confirmed")
          assert.deepStrictEqual(
            confirmed.map(({ money }) => money),
            [{ EUR: "10.00" }],
          )
        }),
      )
    }),
  )
})

layer(platform)("versions", (it) => {
  it.effect("are found by flow and by the beginning of their origin, no more than asked for", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          const origins = ["a1", "a2", "b1"].map((origin) => origin.padEnd(32, "0"))
          yield* readings(origins.map((origin, index) => ({ ...reject(index, `I-${index}`, "refused"), origin })))
          yield* amend(yield* rejects(), dismissed)
          const ledger = yield* Ledger
          const found = (filter: Parameters<(typeof ledger)["versions"]>[1]) =>
            Effect.map(ledger.versions(start.pipeline, filter), (all) => [
              ...new Set(all.map(({ origin }) => origin.slice(0, 2))),
            ])
          assert.deepStrictEqual(yield* found({}), ["a1", "a2", "b1"])
          assert.deepStrictEqual(yield* found({ origins: ["a"] }), ["a1", "a2"])
          assert.deepStrictEqual(yield* found({ origins: ["b1", "a2", "c"] }), ["a2", "b1"])
          assert.deepStrictEqual(yield* found({ origins: [] }), [])
          assert.deepStrictEqual(yield* found({ flow: "customers" }), [])
          assert.deepStrictEqual(yield* found({ flow: "invoices", limit: 1 }), ["a1"])
          assert.deepStrictEqual(yield* ledger.versions("other", {}), [])
        }),
      )
    }),
  )
})
