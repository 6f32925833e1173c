/** Digests of a record's fields: of what the target holds, whatever else waits. */
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"

import type { Compared, FlowBook } from "../src/index.ts"
import * as NodeSqlite from "../src/internal/nodeSqlite.ts"
import {
  amend,
  beforeProof,
  compared,
  digestsOf,
  dismissed,
  folder,
  hashOf,
  inLedger,
  inRun,
  platform,
  reject,
  rejectsIn,
} from "./support.ts"

const of = (key: string, verdict: Compared["verdict"], content: string): Compared => ({
  ...compared(key, verdict, { content }),
  fields: digestsOf(content),
})

const fieldsIn = (book: FlowBook, key = "I-1") => Effect.map(book.lookup([key]), (known) => known.get(key)?.fields)

const send = Effect.fnUntraced(function* (book: FlowBook, content: string, state: "confirmed" | "refused" | "unknown") {
  yield* book.compared([of("I-1", "pending", content)])
  yield* book.intend(["I-1"])
  yield* book.settle([
    state === "confirmed" ? { key: "I-1", state } : { key: "I-1", state, code: "WB-TEST", message: "no" },
  ])
})

const inBook = <A, E>(use: (book: FlowBook) => Effect.Effect<A, E>) =>
  Effect.flatMap(folder, (directory) => inLedger(directory, inRun(use)))

layer(platform)("digests of fields", (it) => {
  it.effect("are those of what was confirmed, from when it was", () =>
    inBook((book) =>
      Effect.gen(function* () {
        yield* book.compared([of("I-1", "pending", "a")])
        assert.isUndefined(yield* fieldsIn(book))
        yield* book.intend(["I-1"])
        assert.isUndefined(yield* fieldsIn(book))
        yield* book.settle([{ key: "I-1", state: "confirmed" }])
        assert.strictEqual(yield* fieldsIn(book), digestsOf("a"))
        yield* book.compared([of("I-1", "held", "b")])
        assert.strictEqual(yield* fieldsIn(book), digestsOf("a"))
        yield* send(book, "c", "refused")
        assert.strictEqual(yield* fieldsIn(book), digestsOf("a"))
        yield* send(book, "b", "confirmed")
        assert.strictEqual(yield* fieldsIn(book), digestsOf("b"))
      }),
    ),
  )

  it.effect("come back with the content, and stay with it", () =>
    inBook((book) =>
      Effect.gen(function* () {
        yield* send(book, "a", "confirmed")
        yield* send(book, "b", "refused")
        yield* book.compared([compared("I-1", "unchanged", { content: "a" })])
        assert.strictEqual(yield* fieldsIn(book), digestsOf("a"))
        // What was put aside is not there any more to come back a second time.
        yield* send(book, "c", "confirmed")
        yield* send(book, "b", "refused")
        assert.strictEqual(yield* fieldsIn(book), digestsOf("c"))
      }),
    ),
  )

  it.effect("of a record that was lost are those of what was sent, once it is found or a person has seen it", () =>
    Effect.gen(function* () {
      const ways: ReadonlyArray<(book: FlowBook) => Effect.Effect<void, unknown>> = [
        (book) => book.found([{ key: "I-1", row: 2 }]),
        (book) => book.resolve([{ key: "I-1", decision: "delivered", reason: "seen there" }]),
      ]
      for (const way of ways) {
        const directory = yield* folder
        yield* inLedger(
          directory,
          Effect.gen(function* () {
            yield* inRun((book) => Effect.andThen(send(book, "a", "confirmed"), send(book, "b", "unknown")))
            yield* inRun((book) =>
              Effect.gen(function* () {
                assert.strictEqual(yield* fieldsIn(book), digestsOf("a"))
                yield* way(book)
                assert.strictEqual(yield* fieldsIn(book), digestsOf("b"))
                const [landed] = yield* book.landed({ run: 2, limit: 1 })
                assert.deepInclude(landed, { change: "updated", fields: digestsOf("b") })
                assert.notProperty(landed, "before")
              }),
            )
          }),
        )
      }
    }),
  )

  it.effect("are what the target holds again, once newer content is dismissed", () =>
    Effect.flatMap(folder, (directory) =>
      inLedger(
        directory,
        Effect.gen(function* () {
          yield* inRun((book) =>
            Effect.gen(function* () {
              yield* send(book, "a", "confirmed")
              yield* send(book, "b", "refused")
              yield* book.reject([reject(2, "I-1", "refused")])
            }),
          )
          yield* amend(yield* rejectsIn(2), dismissed)
          const known = yield* inRun((book) => book.lookup(["I-1"]))
          assert.deepInclude(known.get("I-1"), { state: "confirmed", hash: hashOf("a"), fields: digestsOf("a") })
        }),
      ),
    ),
  )

  it.effect("are learned by a record of an older version when it comes again as it was", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book) =>
          Effect.gen(function* () {
            yield* send(book, "a", "confirmed")
            yield* book.adopt([
              { key: "I-2", row: 3, hash: hashOf("a"), link: { targetId: "t-2", how: "rule", note: "n" } },
            ])
          }),
        ),
      )
      yield* Effect.flatMap(
        Effect.provide(NodeSqlite.make({ filename: `${directory}/ledger.db` }), Reactivity.layer),
        (sql) => Effect.forEach(beforeProof, (statement) => sql.unsafe(statement)),
      ).pipe(Effect.scoped)
      yield* inLedger(
        directory,
        inRun((book) =>
          Effect.gen(function* () {
            assert.isUndefined(yield* fieldsIn(book))
            // Of another content they say nothing.
            yield* book.compared([of("I-1", "unchanged", "b")])
            assert.isUndefined(yield* fieldsIn(book))
            yield* book.compared([of("I-1", "unchanged", "a"), of("I-2", "unchanged", "a")])
            assert.strictEqual(yield* fieldsIn(book), digestsOf("a"))
            assert.strictEqual(yield* fieldsIn(book, "I-2"), digestsOf("a"))
          }),
        ),
      )
    }),
  )
})
