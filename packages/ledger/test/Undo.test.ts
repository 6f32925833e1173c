import { assert, layer } from "@effect/vitest"
import { Effect, Stream } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { TestClock } from "effect/testing"

import { type FlowBook, type LandedRecord, Ledger, type Settlement, type TakenBack } from "../src/index.ts"
import * as NodeSqlite from "../src/internal/nodeSqlite.ts"
import { child } from "./child.ts"
import {
  beforeProof,
  compared,
  confirm,
  digestsOf,
  folder,
  hashOf,
  inLedger,
  inRun,
  invoices,
  platform,
  reject,
  rejects,
  start,
  ten,
} from "./support.ts"

const amounts: Readonly<Record<string, string>> = { a: "10.00", b: "90071992547409930.01", c: "30.00" }
const moneyOf = (content: "a" | "b") => ({ amount: amounts[content]!, currency: "EUR" })

/** Sends a content of each key and settles it. */
const send = Effect.fnUntraced(function* (book: FlowBook, content: string, settlements: ReadonlyArray<Settlement>) {
  yield* book.compared(
    settlements.map(({ key }) => ({
      ...compared(key, "pending", { content, amount: amounts[content]! }),
      fields: digestsOf(content),
    })),
  )
  yield* book.intend(settlements.map(({ key }) => key))
  yield* book.settle(settlements)
})

const arrived = (key: string, more: { readonly draft?: boolean; readonly before?: string } = {}): Settlement => ({
  key,
  state: "confirmed",
  targetId: `t-${key}`,
  ...more,
})

const why = { code: "WB-TEST", message: "no" }
const lost = (key: string): Settlement => ({ key, state: "unknown", ...why })

const adopted = (key: string) => ({
  key,
  row: 2,
  hash: hashOf("a"),
  fields: digestsOf("a"),
  link: { targetId: `t-${key}`, how: "rule" as const, note: "number" },
  money: { amount: "10.00", currency: "EUR" },
})

const landedBy = (book: FlowBook, run: number) => book.landed({ run, limit: 100 })

const inUndo = <A, E>(of: number, use: (book: FlowBook) => Effect.Effect<A, E>) =>
  inRun((book, run) => Effect.tap(use(book), () => run.end("complete", {})), "undo", { of })

/** An undo from beginning to end, all of which ends so. */
const undo = (of: number, ends: ReadonlyArray<TakenBack>) =>
  inUndo(of, (book) =>
    Effect.andThen(
      book.takeBack(
        of,
        ends.map(({ key }) => key),
      ),
      book.takenBack(of, ends),
    ),
  )

const gone = (key: string): TakenBack => ({ key, state: "gone", verb: "delete" })
const restored = (key: string): TakenBack => ({ key, state: "restored", verb: "restore" })

const rows = Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.rows(start.pipeline, "records")))
const faults = Effect.flatMap(Ledger, (ledger) => Effect.map(ledger.check, ({ faults }) => faults))
const codeOf = (error: { readonly code: string }) => error.code

const undone = (filter: { readonly run?: number; readonly of?: number } = {}) =>
  Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.undone(start.pipeline, filter))).pipe(
    Effect.map((pages) => pages.flat()),
  )

const inFresh = <A, E>(use: Effect.Effect<A, E, Ledger>) =>
  Effect.flatMap(folder, (directory) => inLedger(directory, use))

layer(platform)("what a run landed", (it) => {
  it.effect("is told as created or updated, with what is to be known to take it back", () =>
    inFresh(
      Effect.gen(function* () {
        yield* inRun((book) => send(book, "a", [arrived("updated"), arrived("earlier")]))
        yield* inRun((book) =>
          Effect.gen(function* () {
            yield* book.adopt([adopted("adopted"), adopted("untouched")])
            yield* send(book, "b", [
              arrived("adopted"),
              arrived("created"),
              arrived("draft", { draft: true }),
              arrived("updated", { before: "{}" }),
            ])
            // A second time in one run: what counts is what it was before the run.
            yield* send(book, "c", [arrived("created")])
          }),
        )
        const money = { amount: amounts["b"]!, currency: "EUR" }
        const one = { state: "confirmed" as const, draft: false, fields: digestsOf("b"), money, underWay: false }
        const expected: ReadonlyArray<LandedRecord> = [
          { ...one, key: "adopted", change: "updated", targetId: "t-adopted" },
          {
            ...one,
            key: "created",
            change: "created",
            targetId: "t-created",
            fields: digestsOf("c"),
            money: { amount: "30.00", currency: "EUR" },
          },
          { ...one, key: "draft", change: "created", targetId: "t-draft", draft: true },
          { ...one, key: "updated", change: "updated", targetId: "t-updated", before: "{}" },
        ]
        yield* inRun((book) =>
          Effect.gen(function* () {
            assert.deepStrictEqual(yield* landedBy(book, 2), expected)
            assert.deepStrictEqual(yield* book.landed({ run: 2, after: "created", limit: 1 }), [expected[2]!])
            assert.deepStrictEqual(
              (yield* landedBy(book, 1)).map(({ key, change }) => [key, change]),
              [["earlier", "created"]],
            )
            assert.deepStrictEqual(yield* landedBy(book, 3), [])
          }),
        )
        assert.deepStrictEqual(yield* faults, [])
      }),
    ),
  )

  it.effect("is told with what the target holds while newer content waits, or is lost", () =>
    inFresh(
      Effect.gen(function* () {
        yield* inRun((book) =>
          send(
            book,
            "a",
            ["held", "lost", "pending", "refused"].map((key) => arrived(key)),
          ),
        )
        const told = yield* inRun((book) =>
          Effect.gen(function* () {
            yield* send(book, "b", [lost("lost"), { key: "refused", state: "refused", ...why }])
            yield* book.compared([
              compared("held", "held", { content: "b", amount: "99.00" }),
              compared("pending", "pending", { content: "b", amount: "99.00" }),
            ])
            return yield* landedBy(book, 1)
          }),
        )
        assert.deepStrictEqual(
          told.map(({ key, state, money, fields }) => [key, state, money?.amount, fields]),
          ["held", "lost", "pending", "refused"].map((key) => [
            key,
            key === "lost" ? "unknown" : key,
            "10.00",
            digestsOf("a"),
          ]),
        )
      }),
    ),
  )
})

layer(platform)("taking back", (it) => {
  it.effect("invariant 1: is written down first, and only of what the target is known to hold by that run", () =>
    inFresh(
      Effect.gen(function* () {
        yield* inRun((book) =>
          Effect.gen(function* () {
            yield* send(
              book,
              "a",
              ["held", "lost", "posting", "fine", "sending", "newer"].map((key) =>
                arrived(key, { draft: key === "posting" }),
              ),
            )
            yield* book.moveTo({ cursor: "page 9", reading: "r" })
          }),
        )
        yield* inRun((book) =>
          Effect.gen(function* () {
            yield* send(book, "b", [lost("lost"), { key: "never", state: "refused", ...why }, arrived("newer")])
            yield* book.compared([
              compared("sending", "pending", { content: "b" }),
              compared("held", "held", { content: "b" }),
            ])
            yield* book.intend(["sending"])
            yield* book.posting(["posting"])
          }),
        )
        yield* inUndo(1, (book) =>
          Effect.gen(function* () {
            for (const key of ["lost", "never", "sending", "posting", "newer", "nobody"]) {
              assert.strictEqual(codeOf(yield* Effect.flip(book.takeBack(1, ["fine", key]))), "WB-LEDGER-CAS", key)
            }
            assert.strictEqual(codeOf(yield* Effect.flip(book.takeBack(1, ["fine", "fine"]))), "WB-LEDGER-CAS")
            assert.deepStrictEqual(yield* book.readTo, { cursor: "page 9", reading: "r" })
            const underWay = Effect.map(landedBy(book, 1), (all) =>
              all.filter((one) => one.underWay).map(({ key }) => key),
            )
            assert.deepStrictEqual(yield* underWay, [])
            yield* book.takeBack(1, ["fine", "held"])
            assert.deepStrictEqual(yield* underWay, ["fine", "held"])
            assert.isUndefined(yield* book.readTo)
            yield* book.takenBack(1, [gone("fine"), gone("held")])
          }),
        )
      }),
    ),
  )

  it.effect("invariant 1: nothing is said to be taken back that was not written down by this undo", () =>
    inFresh(
      Effect.gen(function* () {
        yield* inRun((book) => send(book, "a", [arrived("I-1"), arrived("I-2")]))
        yield* inUndo(1, (book) =>
          Effect.gen(function* () {
            yield* book.takeBack(1, ["I-1"])
            for (const end of [gone, restored, (key: string): TakenBack => ({ key, state: "unknown", ...why })]) {
              assert.strictEqual(
                codeOf(yield* Effect.flip(book.takenBack(1, [gone("I-1"), end("I-2")]))),
                "WB-LEDGER-CAS",
              )
            }
            assert.strictEqual(codeOf(yield* Effect.flip(book.takenBack(2, [gone("I-1")]))), "WB-LEDGER-CAS")
            assert.strictEqual((yield* book.lookup(["I-1", "I-2"])).size, 2)
            yield* book.takenBack(1, [gone("I-1")])
          }),
        )
        assert.deepStrictEqual(
          (yield* undone()).map(({ key, state }) => [key, state]),
          [["I-1", "gone"]],
        )
      }),
    ),
  )

  it.effect(
    "a created record: the book forgets it, with what waits of it and its rejects, and a later run makes it anew",
    () =>
      inFresh(
        Effect.gen(function* () {
          yield* inRun((book) => send(book, "a", [arrived("I-1"), arrived("I-2")]))
          yield* inRun((book) =>
            Effect.andThen(
              book.compared([compared("I-2", "held", { content: "b" })]),
              book.reject([reject(3, "I-2", "held"), reject(4, "I-3", "held")]),
            ),
          )
          yield* undo(1, [gone("I-1"), gone("I-2")])
          assert.deepStrictEqual(
            (yield* rejects()).map(({ key }) => key),
            ["I-3"],
          )
          yield* inRun((book) =>
            Effect.gen(function* () {
              assert.strictEqual((yield* book.lookup(["I-1", "I-2"])).size, 0)
              assert.deepStrictEqual(yield* landedBy(book, 1), [])
              yield* send(book, "a", [arrived("I-1")])
              assert.deepStrictEqual(
                (yield* landedBy(book, 4)).map(({ key, change }) => [key, change]),
                [["I-1", "created"]],
              )
            }),
          )
          assert.deepStrictEqual(yield* faults, [])
        }),
      ),
  )

  it.effect("an updated record: the book says of it what it said before that run, and before the run before that", () =>
    inFresh(
      Effect.gen(function* () {
        const keys = ["adopted", "first", "waiting"]
        yield* inRun((book) =>
          Effect.gen(function* () {
            yield* send(book, "a", [arrived("first", { draft: true }), arrived("waiting")])
            yield* book.adopt([adopted("adopted")])
          }),
        )
        const said = (all: ReadonlyArray<Readonly<Record<string, string>>>) =>
          all.map(({ run: _run, row: _row, ...row }) => row)
        const first = said(yield* rows)
        yield* inRun((book) =>
          send(
            book,
            "b",
            keys.map((key) => arrived(key, { before: `{"${key}":1}`, draft: key === "first" })),
          ),
        )
        const second = said(yield* rows)
        yield* inRun((book) =>
          send(
            book,
            "c",
            keys.map((key) => arrived(key, { before: `{"${key}":2}` })),
          ),
        )
        yield* inRun((book) => book.compared([compared("waiting", "held", { content: "b" })]))
        yield* undo(3, keys.map(restored))
        const draft = (all: typeof first, draft: string) =>
          all.map((row) => (row["key"] === "first" ? { ...row, draft } : row))
        // What was posted since stays posted.
        assert.deepStrictEqual(said(yield* rows), draft(second, ""))
        yield* undo(2, keys.map(restored))
        assert.deepStrictEqual(said(yield* rows), draft(first, ""))
        yield* inRun((book) =>
          Effect.gen(function* () {
            assert.deepStrictEqual(
              (yield* landedBy(book, 1)).map(({ key, change }) => [key, change]),
              [
                ["first", "created"],
                ["waiting", "created"],
              ],
            )
          }),
        )
        assert.deepStrictEqual(yield* faults, [])
      }),
    ),
  )

  it.effect(
    "of which nobody knows: is unknown with nothing confirmed, and is what it would be should it be found",
    () =>
      inFresh(
        Effect.gen(function* () {
          yield* inRun((book) => send(book, "a", [arrived("updated")]))
          yield* inRun((book) => send(book, "b", [arrived("created"), arrived("updated", { before: "{}" })]))
          yield* inRun((book) => book.compared([compared("created", "held", { content: "c" })]))
          yield* TestClock.adjust("1 minute")
          yield* undo(
            2,
            ["created", "updated"].map((key) => ({ key, state: "unknown", code: "WB-LOST", message: "no answer" })),
          )
          const unknown = { state: "unknown" as const, sentAt: 60_000, row: 2 }
          yield* inRun((book, { run }) =>
            Effect.gen(function* () {
              const known = yield* book.lookup(["created", "updated"])
              assert.deepStrictEqual(Object.fromEntries(known), {
                created: { ...unknown, hash: hashOf("b"), money: moneyOf("b"), targetId: "t-created", run: 3 },
                updated: { ...unknown, hash: hashOf("a"), money: ten, targetId: "t-updated", run: 2 },
              })
              yield* book.found(["created", "updated"].map((key) => ({ key, row: 2 })))
              const found = yield* landedBy(book, run)
              assert.deepStrictEqual(
                found.map(({ key, change, money, fields }) => [key, change, money?.amount, fields]),
                [
                  ["created", "created", amounts["b"], digestsOf("b")],
                  ["updated", "updated", "10.00", digestsOf("a")],
                ],
              )
            }),
          )
          assert.deepStrictEqual(yield* faults, [])
        }),
      ),
  )

  it.effect("that came to nothing: the record stands as it stood, also one that nothing was tried with", () =>
    inFresh(
      Effect.gen(function* () {
        yield* inRun((book) => send(book, "a", [arrived("I-1"), arrived("I-2"), arrived("I-3")]))
        yield* inRun((book) => send(book, "b", [lost("I-3")]))
        const before = yield* rows
        yield* inUndo(1, (book) =>
          Effect.andThen(
            book.takeBack(1, ["I-1"]),
            book.takenBack(1, [
              { key: "I-1", state: "left", ...why },
              { key: "I-2", state: "edited", ...why },
              { key: "I-3", state: "left", ...why },
            ]),
          ),
        )
        assert.deepStrictEqual(yield* rows, before)
        yield* inUndo(1, (book) =>
          Effect.gen(function* () {
            const error = yield* Effect.flip(book.takenBack(1, [{ key: "I-9", state: "left", ...why }]))
            assert.strictEqual(codeOf(error), "WB-LEDGER-CAS")
          }),
        )
      }),
    ),
  )
})

layer(platform)("what undoing did", (it) => {
  it.effect("is kept for ever, with id and money as they were, by undo and by the run that it took back", () =>
    inFresh(
      Effect.gen(function* () {
        yield* inRun((book) => send(book, "a", [arrived("I-1"), arrived("I-2")]))
        yield* inRun((book) => send(book, "b", [arrived("I-2"), arrived("I-3")]))
        yield* TestClock.setTime(Date.UTC(2026, 0, 31, 23, 59, 59, 7))
        yield* undo(2, [restored("I-2"), gone("I-3")])
        yield* undo(1, [{ key: "I-2", state: "edited", ...why }, gone("I-1")])
        const at = "2026-01-31T23:59:59.007Z"
        const [b, a] = ["b", "a"].map((content) => ({
          money: { amount: amounts[content]!, currency: "EUR" },
          at,
          ...invoices,
        }))
        const all = [
          { ...b, key: "I-2", run: 3, of: 2, state: "restored", verb: "restore", targetId: "t-I-2" },
          { ...b, key: "I-3", run: 3, of: 2, state: "gone", verb: "delete", targetId: "t-I-3" },
          { ...a, key: "I-2", run: 4, of: 1, state: "edited", targetId: "t-I-2", ...why },
          { ...a, key: "I-1", run: 4, of: 1, state: "gone", verb: "delete", targetId: "t-I-1" },
        ]
        assert.deepStrictEqual<unknown>(yield* undone(), all)
        assert.deepStrictEqual<unknown>(yield* undone({ run: 3 }), all.slice(0, 2))
        assert.deepStrictEqual<unknown>(yield* undone({ of: 1 }), all.slice(2))
        assert.deepStrictEqual(yield* undone({ run: 3, of: 1 }), [])
      }),
    ),
  )
})

layer(platform)("an undo that was cut short", (it) => {
  const ends = { "is interrupted": undefined, "is stopped": "stopped" } as const
  for (const [name, outcome] of Object.entries(ends)) {
    it.effect(`${name}: only the same undo goes on, and knows what it had written down`, () =>
      Effect.gen(function* () {
        const directory = yield* folder
        yield* inLedger(
          directory,
          Effect.gen(function* () {
            yield* inRun((book) => send(book, "a", [arrived("I-1"), arrived("I-2"), arrived("I-3")]))
            yield* inRun((book) => send(book, "b", [arrived("I-9")]))
            yield* inRun(
              (book, run) =>
                Effect.gen(function* () {
                  yield* book.takeBack(1, ["I-1", "I-2"])
                  yield* book.takenBack(1, [gone("I-1")])
                  if (outcome !== undefined) yield* run.end(outcome, {})
                }),
              "undo",
              { of: 1 },
            )
          }),
        )
        yield* inLedger(
          directory,
          Effect.gen(function* () {
            const refused = [
              inRun(() => Effect.void),
              inRun(() => Effect.void, "dismiss"),
              inRun(() => Effect.void, "undo", { of: 2 }),
            ]
            for (const starting of refused) {
              const error = yield* Effect.flip(starting)
              assert.strictEqual(codeOf(error), "WB-LEDGER-UNDOING")
              assert.include(error.message, "Run 3, the undo of run 1,")
              assert.include(error.hint, "`waybill undo 1 --yes`")
            }
            yield* Effect.scoped(Effect.flatMap(Ledger, (ledger) => ledger.start({ ...start, pipeline: "other" })))
            assert.deepStrictEqual(yield* faults, [])
            yield* inUndo(1, (book) =>
              Effect.gen(function* () {
                assert.deepStrictEqual(
                  (yield* landedBy(book, 1)).map(({ key, underWay }) => [key, underWay]),
                  [
                    ["I-2", true],
                    ["I-3", false],
                  ],
                )
                yield* book.takeBack(1, ["I-2", "I-3"])
                yield* book.takenBack(1, [gone("I-2"), gone("I-3")])
              }),
            )
            yield* inRun(() => Effect.void)
          }),
        )
      }),
    )
  }

  it.effect("and came to nothing keeps nobody waiting, once no record of it is under way", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* inRun((book) => confirm(book, ["I-1", "I-2"]))
          yield* inRun((_, run) => run.end("stopped", {}), "undo", { of: 1 })
          yield* inRun(() => Effect.void)
          yield* inRun((book) => book.takeBack(1, ["I-1"]), "undo", { of: 1 })
          assert.strictEqual(codeOf(yield* Effect.flip(inRun(() => Effect.void))), "WB-LEDGER-UNDOING")
        }),
      )
    }),
  )

  it.effect("by a kill: its record is under way for the next undo, and for nobody else", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book) => confirm(book, ["I-1", "I-2"])),
      )
      const killed = yield* child(directory, "undo")
      assert.strictEqual(yield* killed.line, "taking back")
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          assert.strictEqual(codeOf(yield* Effect.flip(inRun(() => Effect.void))), "WB-LEDGER-RUNNING")
          yield* killed.kill
          assert.strictEqual(codeOf(yield* Effect.flip(inRun(() => Effect.void))), "WB-LEDGER-UNDOING")
          const underWay = yield* inUndo(1, (book) => landedBy(book, 1))
          assert.deepStrictEqual(
            underWay.map(({ key, underWay }) => [key, underWay]),
            [
              ["I-1", true],
              ["I-2", false],
            ],
          )
        }),
      )
    }),
  )
})

layer(platform)("a record that an older version updated", (it) => {
  const makeOlder = Effect.fnUntraced(function* (directory: string) {
    const sql = yield* Effect.provide(NodeSqlite.make({ filename: `${directory}/ledger.db` }), Reactivity.layer)
    yield* Effect.forEach(beforeProof, (statement) => sql.unsafe(statement))
  }, Effect.scoped)

  it.effect("is told from one that it created, and taken back to something that is compared anew", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book) => send(book, "b", [arrived("I-1", { before: `{"a":1}` }), arrived("I-2")])),
      )
      yield* makeOlder(directory)
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          yield* inUndo(1, (book) =>
            Effect.gen(function* () {
              const landed = yield* landedBy(book, 1)
              assert.deepStrictEqual(
                landed.map(({ key, change, fields }) => [key, change, fields]),
                [
                  ["I-1", "updated", undefined],
                  ["I-2", "created", undefined],
                ],
              )
              yield* book.takeBack(1, ["I-1"])
              yield* book.takenBack(1, [restored("I-1")])
              const known = (yield* book.lookup(["I-1"])).get("I-1")
              assert.deepStrictEqual(known, {
                state: "pending",
                hash: hashOf("b"),
                targetId: "t-I-1",
                money: moneyOf("b"),
                run: 1,
                row: 2,
              })
            }),
          )
          assert.deepStrictEqual(yield* faults, [])
        }),
      )
    }),
  )

  it.effect("of which nobody knows is not taken for what the source has, should it be found", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book) => send(book, "b", [arrived("I-1", { before: `{"a":1}` })])),
      )
      yield* makeOlder(directory)
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          yield* undo(1, [{ key: "I-1", state: "unknown", ...why }])
          const known = yield* inRun((book) =>
            Effect.andThen(book.found([{ key: "I-1", row: 2 }]), book.lookup(["I-1"])),
          )
          assert.notStrictEqual(known.get("I-1")?.confirmedHash, hashOf("b"))
          assert.deepStrictEqual(yield* faults, [])
        }),
      )
    }),
  )
})
