/** Undoing against a model of it in memory: whatever was landed and taken back in whatever order, both say the same. */
import { assert, layer } from "@effect/vitest"
import { Effect, Schema } from "effect"

import { layerCopy, Ledger, type TakenBack } from "../src/index.ts"
import { compared, digestsOf, folder, hashOf, inRun, platform } from "./support.ts"

const keys = ["A", "B", "C"] as const
const Content = Schema.Literals(["a", "b", "c"])
type Content = typeof Content.Type

const Sent = Schema.Struct({
  key: Schema.Literals(keys),
  content: Content,
  state: Schema.Literals(["confirmed", "confirmed", "refused", "held"]),
})

const Step = Schema.Union([
  Schema.TaggedStruct("Run", { sent: Schema.Array(Sent).check(Schema.isMinLength(1), Schema.isMaxLength(4)) }),
  Schema.TaggedStruct("Adopt", { key: Schema.Literals(keys) }),
  // Of the runs so far, counted from the last one.
  Schema.TaggedStruct("Undo", { back: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3 })) }),
])
type Step = typeof Step.Type

/** What the target holds of a key, and what it held before: the last one counts. No run: it was taken over. */
interface Version {
  readonly run: number | undefined
  readonly content: Content
}
type Book = Map<string, ReadonlyArray<Version>>

const amounts: Readonly<Record<Content, string>> = { a: "0.10", b: "1000000000000000000.01", c: "30" }

const send = Effect.fnUntraced(function* (book: Book, sent: ReadonlyArray<typeof Sent.Type>) {
  yield* inRun((flow, { run }) =>
    Effect.forEach(sent, ({ key, content, state }) =>
      Effect.gen(function* () {
        const versions = book.get(key) ?? []
        if (versions.at(-1)?.content === content) return
        const one = { ...compared(key, "pending", { content, amount: amounts[content] }), fields: digestsOf(content) }
        yield* flow.compared([one])
        yield* flow.intend([key])
        const why = { code: "WB-TEST", message: "no" }
        yield* flow.settle([state === "confirmed" ? { key, state, targetId: `t-${key}` } : { key, state, ...why }])
        if (state !== "confirmed") return
        const earlier = versions.filter((version) => version.run !== run)
        book.set(key, [...earlier, { run, content }])
      }),
    ),
  )
})

const adopt = Effect.fnUntraced(function* (book: Book, key: string) {
  if (book.has(key)) return
  const link = { targetId: `t-${key}`, how: "rule", note: "number" } as const
  yield* inRun((flow) =>
    Effect.gen(function* () {
      const known = (yield* flow.lookup([key])).get(key)
      const money = { amount: amounts.a, currency: "EUR" }
      yield* flow.adopt([{ key, row: known?.row ?? 2, hash: hashOf("a"), fields: digestsOf("a"), link, money }])
    }),
  )
  book.set(key, [{ run: undefined, content: "a" }])
})

/** All that a run landed last is taken back. */
const undo = Effect.fnUntraced(function* (book: Book, of: number) {
  const expected = [...book].filter(([, versions]) => versions.at(-1)?.run === of).sort(([a], [b]) => (a < b ? -1 : 1))
  yield* inRun(
    (flow, run) =>
      Effect.gen(function* () {
        const landed = yield* flow.landed({ run: of, limit: 10 })
        assert.deepStrictEqual(
          landed.map(({ key, change, money, fields }) => [key, change, money?.amount, fields]),
          expected.map(([key, versions]) => {
            const { content } = versions.at(-1)!
            return [key, versions.length === 1 ? "created" : "updated", amounts[content], digestsOf(content)]
          }),
        )
        yield* flow.takeBack(
          of,
          landed.map(({ key }) => key),
        )
        yield* flow.takenBack(
          of,
          landed.map(({ key, change }): TakenBack =>
            change === "created" ? { key, state: "gone", verb: "delete" } : { key, state: "restored", verb: "restore" },
          ),
        )
        yield* run.end("complete", {})
      }),
    "undo",
    { of },
  )
  for (const [key, versions] of expected) {
    if (versions.length === 1) book.delete(key)
    else book.set(key, versions.slice(0, -1))
  }
})

/** What the target holds, by the book; what only waits is nobody's to undo. */
const agrees = Effect.fnUntraced(function* (book: Book) {
  const known = yield* inRun((flow) => flow.lookup(keys))
  const told = [...known].flatMap(([key, { confirmedHash, fields }]) =>
    confirmedHash === undefined ? [] : [[key, confirmedHash, fields] as const],
  )
  const expected = [...book].map(([key, versions]) => {
    const { content } = versions.at(-1)!
    return [key, hashOf(content), digestsOf(content)] as const
  })
  assert.sameDeepMembers(told, expected)
})

const play = Effect.fnUntraced(function* (steps: ReadonlyArray<Step>) {
  const book: Book = new Map()
  const ledger = yield* Ledger
  for (const step of steps) {
    if (step._tag === "Run") yield* send(book, step.sent)
    else if (step._tag === "Adopt") yield* adopt(book, step.key)
    else {
      const runs = (yield* ledger.runs("nightly", 100)).filter(({ command }) => command === "run")
      const of = runs.filter(({ run }) => [...book.values()].some((all) => all.at(-1)?.run === run))[step.back]?.run
      if (of !== undefined) yield* undo(book, of)
    }
    yield* agrees(book)
  }
  assert.deepStrictEqual((yield* ledger.check).faults, [])
})

layer(platform)("undoing", (it) => {
  it.effect.prop(
    "gives back what the book said before, run by run, and agrees with a model of it",
    [Schema.Array(Step).check(Schema.isMinLength(8), Schema.isMaxLength(14))],
    ([steps]) =>
      Effect.flatMap(folder, (directory) => Effect.provide(play(steps), layerCopy({ directory }))).pipe(Effect.scoped),
    { arbitrary: { runs: 40 } },
  )
})
