import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path, Stream } from "effect"

import { openTieOutBook } from "../src/index.ts"
import { folder, platform } from "./support.ts"
import { bookOf, held, money, read, short, sideBySide, there, withoutId } from "./tieOutSupport.ts"

setFlagsFromString("--expose-gc")
const collectGarbage: () => void = runInNewContext("gc")

/** What is held on to, in bytes. */
const heapInUse = (): number => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

layer(platform)("source, ledger and target side by side", (it) => {
  it.effect("are given back as they were put in, amounts to the last digit (invariant 4)", () =>
    Effect.gen(function* () {
      const exact = { amount: "-1000000000000000000.010", currency: "KWD" }
      const source = read(2, "A", { file: "a.csv", money: exact, customer: "C", status: "open", day: "2026-02-29" })
      const ledger = held("A", { waiting: { hash: "bb", money: exact }, code: "WB-X", message: "no", fields: "00ff" })
      const target = there("A", { standing: "draft", likeness: "C 10", fields: "00ff", money: exact })
      const copy = there("A", { id: "t-2", money: { amount: "0.1000", currency: "EUR" } })
      assert.deepStrictEqual(yield* sideBySide({ source: [source], ledger: [ledger], target: [target, copy] }), [
        { source, ledger, target, copies: [copy] },
      ])
      assert.deepStrictEqual(yield* sideBySide({}), [])
    }),
  )

  it.effect("come in the source's order, then what only the ledger knows, then what only the target has", () =>
    Effect.gen(function* () {
      const lines = yield* short({
        source: [read(2, "C"), read(3, "A"), read(4, "new")],
        ledger: ["gone-b", "C", "A", "gone-a"].map((key) => held(key)),
        target: ["strange-b", "A", "strange-a", "gone-b", "C"].map((number) => there(number)),
      })
      assert.deepStrictEqual(lines, [
        "2 C t-C",
        "3 A t-A",
        "4 - -",
        "- gone-a -",
        "- gone-b t-gone-b",
        "- - t-strange-a",
        "- - t-strange-b",
      ])
    }),
  )

  it.effect(
    "go by the target's id, whatever number it has there, and by nothing else where the ledger knows the id",
    () =>
      Effect.gen(function* () {
        const lines = yield* short({
          source: [read(2, "A"), read(3, "B")],
          ledger: [held("A", { targetKey: "A" }), held("B", { targetKey: "B" })],
          target: [there("X", { id: "t-A" }), there("B", { id: "another" })],
        })
        assert.deepStrictEqual(lines, ["2 A t-A", "3 B -", "- - another"])
      }),
  )

  it.effect("show a record of the target once where two of the ledger name it", () =>
    Effect.gen(function* () {
      const lines = yield* short({
        source: [read(2, "A"), read(3, "B")],
        ledger: [held("A", { targetId: "one" }), held("B", { targetId: "one" })],
        target: [there("one", { id: "one" })],
      })
      assert.deepStrictEqual(lines, ["2 A one", "3 B -"])
    }),
  )

  it.effect(
    "go by number, else by key, where the ledger knows no id; what counts comes before drafts and void ones",
    () =>
      Effect.gen(function* () {
        const lines = yield* short({
          source: [read(2, "A"), read(3, "B"), read(4, "C")],
          ledger: [withoutId("A"), withoutId("B", { state: "unknown", targetKey: "k" }), withoutId("C")],
          target: [
            there("A", { id: "1", standing: "void" }),
            there("A", { id: "2", standing: "draft" }),
            there("A", { id: "3" }),
            there("other", { id: "4", key: "k" }),
            { id: "5" },
          ],
        })
        assert.deepStrictEqual(lines, ["2 A 3 +2", "3 B 4", "4 C -", "- - 1", "- - 5"])
      }),
  )

  it.effect("share out records of one key among those that were sent under it", () =>
    Effect.gen(function* () {
      const ledger = ["A", "B", "C"].map((key) => withoutId(key, { targetKey: "k" }))
      const target = ["1", "2"].map((id) => ({ id, key: "k" }))
      assert.deepStrictEqual(yield* short({ ledger, target }), ["- A 1", "- B 2", "- C -"])
    }),
  )

  it.effect("show what the target has of a record that only the source knows, after what the ledger knows", () =>
    Effect.gen(function* () {
      const lines = yield* short({
        source: [read(2, "A"), read(3, "B")],
        ledger: [withoutId("Z", { targetKey: "k" })],
        target: [there("A"), there("B", { key: "k" })],
      })
      assert.deepStrictEqual(lines, ["2 - t-A", "3 - -", "- Z t-B"])
    }),
  )

  it.effect("put only the first ready row of a key beside the others", () =>
    Effect.gen(function* () {
      const { key: _, ...keyless } = read(7, "A", { fate: "invalid" })
      const lines = yield* short({
        source: [
          read(2, "A", { fate: "dismissed" }),
          read(3, "A"),
          read(4, "A"),
          read(5, "A", { fate: "repeated" }),
          read(6, "B", { fate: "skipped" }),
          keyless,
        ],
        ledger: [held("A"), held("B")],
        target: [there("A"), there("B")],
      })
      assert.deepStrictEqual(lines, ["2 - -", "3 A t-A", "4 - -", "5 - -", "6 - -", "7 - -", "- B t-B"])
    }),
  )

  it.effect("take the last of what is listed twice under one id", () =>
    Effect.gen(function* () {
      const late = there("A", { money: { amount: "11.00", currency: "EUR" } })
      const lines = yield* sideBySide({ ledger: [held("A")], target: [there("A"), there("B"), late, there("B")] })
      assert.deepStrictEqual(
        lines.map(({ target }) => [target?.id, target?.money?.amount]),
        [
          ["t-A", "11.00"],
          ["t-B", money.amount],
        ],
      )
    }),
  )

  it.effect("hold for keys of any characters", () =>
    Effect.gen(function* () {
      const keys = [
        "",
        " ",
        "'",
        '"',
        "\\",
        "%",
        "_",
        "a",
        "A",
        "é",
        "e\u0301",
        "😀",
        "\u0000",
        "\ud800",
        "1",
        "01",
        "null",
      ]
      const target = keys.map((key, index) => ({ id: `${key}!`, number: key, likeness: `${index}` }))
      for (const ledger of [keys.map((key) => held(key, { targetId: `${key}!` })), keys.map((key) => withoutId(key))]) {
        const lines = yield* sideBySide({ source: keys.map((key, index) => read(index, key)), ledger, target })
        assert.deepStrictEqual(
          lines.map(({ source, ledger, target, copies }) => [source?.key, ledger?.key, target?.id, copies]),
          keys.map((key) => [key, key, `${key}!`, []]),
        )
      }
    }),
  )
})

layer(platform)("copies of a record", (it) => {
  it.effect("are what nobody owns under its key, in the target or as it was sent", () =>
    Effect.gen(function* () {
      const lines = yield* short({
        source: [read(2, "A"), read(3, "B")],
        ledger: [held("A"), held("B", { targetKey: "sent" })],
        target: [there("A"), there("B"), there("A", { id: "x" }), there("other", { id: "y", key: "sent" })],
      })
      assert.deepStrictEqual(lines, ["2 A t-A +x", "3 B t-B +y"])
    }),
  )

  it.effect("are what nobody owns and looks like it; what is another record's own looks alike, too, and is none", () =>
    Effect.gen(function* () {
      const likeness = "C-1 10.00 2026-10-01"
      const ledger = [held("A"), held("B")]
      const own = [there("A", { likeness }), there("B", { likeness })]
      assert.deepStrictEqual(yield* short({ ledger, target: own }), ["- A t-A", "- B t-B"])
      const target = [...own, there("C", { likeness }), there("D", { likeness: "other" })]
      assert.deepStrictEqual(yield* short({ ledger, target }), ["- A t-A +t-C", "- B t-B", "- - t-D"])
    }),
  )

  it.effect("belong to one record, by key rather than by looks", () =>
    Effect.gen(function* () {
      const lines = yield* short({
        ledger: [held("A"), held("B")],
        target: [there("A", { likeness: "l" }), there("B"), there("B", { id: "x", likeness: "l" })],
      })
      assert.deepStrictEqual(lines, ["- A t-A", "- B t-B +x"])
    }),
  )

  it.effect("are other rows of its number, where there are no ids", () =>
    Effect.gen(function* () {
      const lines = yield* short({
        source: [read(2, "A"), read(3, "B")],
        ledger: [withoutId("A")],
        target: ["A", "B", "A", "B", "A"].map((number, row) => ({ id: `row ${row}`, number })),
      })
      assert.deepStrictEqual(lines, ["2 A row 0 +row 2 +row 4", "3 - row 1 +row 3"])
    }),
  )

  it.effect("are none where they are void, and none of a record that is missing or void itself", () =>
    Effect.gen(function* () {
      const likeness = "l"
      const copy = there("A", { id: "x", likeness })
      const ledger = [held("A", { targetKey: "A" })]
      const own = there("A", { likeness })
      assert.deepStrictEqual(yield* short({ ledger, target: [own, { ...copy, standing: "void" }] }), [
        "- A t-A",
        "- - x",
      ])
      assert.deepStrictEqual(yield* short({ ledger, target: [copy] }), ["- A -", "- - x"])
      assert.deepStrictEqual(yield* short({ ledger, target: [{ ...own, standing: "void" }, copy] }), [
        "- A t-A",
        "- - x",
      ])
    }),
  )
})

layer(platform)("the book of a tie-out", (it) => {
  it.effect("can be looked at again, a look in a look and a look left early", () =>
    Effect.gen(function* () {
      const keys = Array.from({ length: 2_500 }, (_, index) => `I-${index}`)
      const book = yield* bookOf({ ledger: keys.map((key) => held(key)) })
      const sizes = yield* Stream.runCollect(
        Stream.mapEffect(book.sideBySide, (page) =>
          Effect.map(Stream.runCollect(Stream.take(book.sideBySide, 1)), ([first = []]) => [page.length, first.length]),
        ),
      )
      assert.deepStrictEqual(sizes, [
        [1_000, 1_000],
        [1_000, 1_000],
        [500, 1_000],
      ])
    }).pipe(Effect.scoped),
  )

  it.effect("refuses what comes after the first look: it would be shown nowhere", () =>
    Effect.gen(function* () {
      const book = yield* bookOf({ source: [read(2, "A")] })
      yield* Stream.runDrain(book.sideBySide)
      for (const late of [book.addSource([read(3, "B")]), book.addLedger([held("B")]), book.addTarget([there("B")])]) {
        assert.strictEqual((yield* Effect.flip(late))._tag, "LedgerError")
      }
    }).pipe(Effect.scoped),
  )

  it.effect("is in a file for its owner only, which is gone with the scope", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const temporary = yield* folder
      const before = process.env["TMPDIR"]
      yield* Effect.acquireRelease(
        Effect.sync(() => void (process.env["TMPDIR"] = temporary)),
        () =>
          Effect.sync(() => {
            if (before === undefined) delete process.env["TMPDIR"]
            else process.env["TMPDIR"] = before
          }),
      )
      const modeOf = (file: string) => Effect.map(fs.stat(file), ({ mode }) => (mode & 0o777).toString(8))
      yield* Effect.gen(function* () {
        yield* (yield* openTieOutBook).addSource([read(2, "A")])
        const [directory = ""] = yield* fs.readDirectory(temporary)
        assert.deepStrictEqual(yield* fs.readDirectory(path.join(temporary, directory)), ["book.db"])
        assert.strictEqual(yield* modeOf(path.join(temporary, directory)), "700")
        assert.strictEqual(yield* modeOf(path.join(temporary, directory, "book.db")), "600")
      }).pipe(Effect.scoped)
      assert.deepStrictEqual(yield* fs.readDirectory(temporary), [])
    }).pipe(Effect.scoped),
  )

  it.effect("holds 100,000 records without holding them in memory", () =>
    Effect.gen(function* () {
      const [pages, size] = [100, 1_000]
      const book = yield* openTieOutBook
      const start = heapInUse()
      let most = 0
      const measure = Effect.sync(() => void (most = Math.max(most, heapInUse() - start)))
      for (let page = 0; page < pages; page++) {
        const keys = Array.from({ length: size }, (_, index) => `I-${page * size + index}`)
        yield* book.addSource(keys.map((key, index) => read(page * size + index, key)))
        yield* book.addLedger(keys.map((key) => held(key)))
        yield* book.addTarget(keys.map((key) => there(key)))
        if (page % 25 === 24) yield* measure
      }
      let whole = 0
      yield* Stream.runForEach(book.sideBySide, (lines) => {
        whole += lines.filter(({ source, ledger, target }) => source && ledger && target).length
        return whole % (25 * size) === 0 ? measure : Effect.void
      })
      assert.strictEqual(whole, pages * size)
      // As objects they would take some 45 MiB.
      assert.isBelow(most / 2 ** 20, 25)
    }).pipe(Effect.scoped),
  )
})
