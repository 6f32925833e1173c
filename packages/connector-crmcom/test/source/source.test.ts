import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Option, Schema, Stream } from "effect"

import { openSource } from "../../src/source.ts"
import { brief, folderOf, invoices, lost, office, open, options, pagesOf, settingsOf } from "./office.ts"

const platform = Effect.provide(NodeServices.layer)

const small = new Map([
  ["A1", { invoices: invoices("a", 3) }],
  ["A2", { invoices: [] }],
  ["A3", { invoices: invoices("c", 1) }],
])

describe("the streams", () => {
  it.effect("are customers, invoices and payments", () =>
    Effect.gen(function* () {
      const books = { account: { id: "1", number: "A1", name: "One" }, payments: [{ id: "9", number: "P9" }] }
      const { calls } = office(new Map([["A1", books]]))
      const customers = yield* open(calls, { accounts: ["A1"] }, "customers")
      assert.strictEqual(customers.entity, "customer")
      assert.deepStrictEqual(
        (yield* pagesOf(customers)).flatMap(({ rows }) => rows),
        [{ row: 1, record: books.account }],
      )
      const payments = yield* open(calls, { accounts: ["A1"] }, "payments")
      assert.strictEqual(payments.entity, "payment")
      assert.deepStrictEqual(brief(yield* pagesOf(payments)), ["P9"])
      const { code } = yield* Effect.flip(open(calls, { accounts: ["A1"] }, "bills"))
      assert.strictEqual(code, "WB-CRMCOM-STREAM")
    }).pipe(platform),
  )

  it.effect("need accounts", () =>
    Effect.gen(function* () {
      const { code } = yield* Effect.flip(open(office(small).calls, {}))
      assert.strictEqual(code, "WB-CRMCOM-ACCOUNTS")
    }).pipe(platform),
  )

  it.effect("take them from a file beside the pipeline file", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({ "accounts.csv": "account\nA3\nA1\n" })
      const settings = settingsOf({ accounts: "accounts.csv" })
      const source = yield* openSource(settings, office(small).calls, options(folder))("invoices")
      assert.deepStrictEqual(brief(yield* pagesOf(source)), ["c1", "a1", "a2", "a3"])
    }).pipe(Effect.scoped, platform),
  )

  it.effect("name accounts as accountsBy says, and know whose a record is", () =>
    Effect.gen(function* () {
      const own = { id: "1", number: "7", name: "B" }
      const books = {
        invoices: [{ id: "1" }, { id: "2", accounts_receivable: own }, { id: "3", accounts_receivable: null }],
      }
      const { calls, log } = office(new Map([["A", books]]))
      const source = yield* open(calls, { accounts: ["A"], accountsBy: "name" })
      const rows = (yield* pagesOf(source)).flatMap((page) => page.rows)
      const accounts = rows.map((row) => "record" in row && row.record.accounts_receivable)
      assert.deepStrictEqual(accounts, [{ name: "A" }, own, { name: "A" }])
      assert.deepStrictEqual(
        log.map(({ by }) => by),
        ["name", "name"],
      )
    }).pipe(platform),
  )
})

describe("reading", () => {
  it.effect("keeps the order of the accounts and numbers the rows", () =>
    Effect.gen(function* () {
      const books = new Map(Array.from({ length: 50 }, (_, n) => [`A${n}`, { invoices: invoices(`${n}-`, n % 4) }]))
      const { calls, atOnce } = office(books, {
        // The later the account, the sooner its answer.
        before: (call) => Effect.forEach(Array.from({ length: 50 - call }), () => Effect.yieldNow, { discard: true }),
      })
      const source = yield* open(calls, { accounts: [...books.keys()], rateLimit: { inFlight: 4 } })
      const rows = (yield* pagesOf(source)).flatMap((page) => page.rows)
      assert.deepStrictEqual(
        rows.map((row) => "record" in row && row.record.number),
        [...books.values()].flatMap((b) => b.invoices.map(({ number }) => number)),
      )
      assert.deepStrictEqual(
        rows.map(({ row }) => row),
        rows.map((_, index) => index + 1),
      )
      assert.isAbove(atOnce(), 1)
      // The first pages of four accounts, and a further page of the one that is consumed.
      assert.isAtMost(atOnce(), 5)
    }).pipe(platform),
  )

  it.effect("runs only a few accounts ahead of what is consumed", () =>
    Effect.gen(function* () {
      const books = new Map(Array.from({ length: 100 }, (_, n) => [`A${n}`, { invoices: invoices(`${n}-`, 2) }]))
      const { calls, log } = office(books)
      const source = yield* open(calls, { accounts: [...books.keys()], rateLimit: { inFlight: 4 }, release: "R12.0.0" })
      yield* source.read(Option.none()).pipe(Stream.take(10), Stream.runDrain)
      assert.isAtMost(log.length, 16)
    }).pipe(platform),
  )

  it.effect("asks for everything at once before R13.0.0", () =>
    Effect.gen(function* () {
      const { calls, log } = office(new Map([["A1", { invoices: invoices("a", 250) }]]))
      const source = yield* open(calls, { accounts: ["A1"], release: "R12.5.0" })
      assert.strictEqual(brief(yield* pagesOf(source)).length, 250)
      assert.deepStrictEqual(log, [{ account: "A1", by: "number", offset: undefined, size: undefined }])
    }).pipe(platform),
  )

  it.effect("asks page by page from R13.0.0 on", () =>
    Effect.gen(function* () {
      const { calls, log } = office(new Map([["A1", { invoices: invoices("a", 25) }]]))
      const source = yield* open(calls, { accounts: ["A1"], pageSize: 10 })
      const pages = yield* pagesOf(source)
      assert.deepStrictEqual(
        pages.map(({ rows }) => rows.length),
        [10, 10, 5],
      )
      assert.deepStrictEqual(
        log.map(({ offset, size }) => [offset, size]),
        [
          [0, 10],
          [10, 10],
          [20, 10],
        ],
      )
    }).pipe(platform),
  )

  it.effect("reads on where a server gives less than was asked for", () =>
    Effect.gen(function* () {
      const books = new Map([
        ["A1", { invoices: invoices("a", 25) }],
        ["A2", { invoices: invoices("b", 3) }],
      ])
      const { calls, log } = office(books, { most: 10 })
      const source = yield* open(calls, { accounts: ["A1", "A2"], pageSize: 1000 })
      assert.strictEqual(brief(yield* pagesOf(source)).length, 28)
      // A2's three are fewer than a page that this server is known to give.
      assert.strictEqual(log.filter(({ account }) => account === "A2").length, 1)
    }).pipe(platform),
  )

  it.effect("ends where a server ignores the offset", () =>
    Effect.gen(function* () {
      const { calls, log } = office(new Map([["A1", { invoices: invoices("a", 25) }]]), { ignoresOffset: true })
      const source = yield* open(calls, { accounts: ["A1"], pageSize: 10 })
      assert.deepStrictEqual(
        brief(yield* pagesOf(source)),
        invoices("a", 10).map(({ number }) => number),
      )
      assert.strictEqual(log.length, 2)
      const nameless = office(new Map([["A1", { invoices: [{ number: "x" }] }]]), { ignoresOffset: true })
      assert.deepStrictEqual(brief(yield* pagesOf(yield* open(nameless.calls, { accounts: ["A1"], pageSize: 1 }))), [
        "x",
      ])
    }).pipe(platform),
  )

  it.effect("reads each record once where the list grows in front meanwhile", () =>
    Effect.gen(function* () {
      const books = new Map([["A1", { invoices: invoices("a", 25) }]])
      const before = (call: number) =>
        Effect.sync(() => {
          if (call === 2) books.set("A1", { invoices: [...invoices("new", 3), ...invoices("a", 25)] })
        })
      const source = yield* open(office(books, { before }).calls, { accounts: ["A1"], pageSize: 10 })
      assert.deepStrictEqual(
        brief(yield* pagesOf(source)),
        invoices("a", 25).map(({ number }) => number),
      )
    }).pipe(platform),
  )

  it.effect("keeps an absent account as a bad row and goes on", () =>
    Effect.gen(function* () {
      for (const stream of ["invoices", "customers", "payments"]) {
        const source = yield* open(office(small).calls, { accounts: ["A1", "A9", "A3"], release: "R12.0.0" }, stream)
        const rows = (yield* pagesOf(source)).flatMap((page) => page.rows)
        const bad = rows.filter((row) => "issues" in row)
        assert.deepStrictEqual(
          bad.map(({ raw, issues }) => [raw, issues.map(({ code }) => code)]),
          [[{ account: "A9" }, ["WB-CRMCOM-ACCOUNT-ABSENT"]]],
        )
        assert.deepStrictEqual(
          rows.map(({ row }) => row),
          rows.map((_, index) => index + 1),
        )
      }
    }).pipe(platform),
  )

  it.effect("fails at any other failure, and goes on behind what it gave", () =>
    Effect.gen(function* () {
      let down = true
      const before = (call: number) => (call === 3 && down ? Effect.fail(lost) : Effect.void)
      const source = yield* open(office(small, { before }).calls, {
        accounts: [...small.keys()],
        release: "R12.0.0",
        rateLimit: { inFlight: 1 },
      })
      const seen: Array<string> = []
      let cursor = Option.none<string>()
      const failure = yield* source.read(Option.none()).pipe(
        Stream.runForEach((page) =>
          Effect.sync(() => {
            seen.push(...brief([page]))
            cursor = Option.some(page.cursor)
          }),
        ),
        Effect.flip,
      )
      assert.strictEqual(failure.code, "WB-HTTP-LOST")
      assert.deepStrictEqual(seen, ["a1", "a2", "a3"])
      down = false
      assert.deepStrictEqual(brief(yield* pagesOf(source, cursor)), ["c1"])
    }).pipe(platform),
  )

  it.effect("keeps a record with an unreadable moment as a bad row", () =>
    Effect.gen(function* () {
      const odd = { id: "2", number: "N2", issued_on: "05/11/2014", log_information: { created_date: "yesterday" } }
      const books = new Map([["A1", { invoices: [{ id: "1", issued_on: "2014-11-05T23:30:00" }, odd] }]])
      const source = yield* open(office(books).calls, { accounts: ["A1"], timeZone: "Asia/Nicosia" })
      const [good, bad] = (yield* pagesOf(source)).flatMap((page) => page.rows)
      assert(good !== undefined && "record" in good && bad !== undefined && "issues" in bad)
      assert.strictEqual(String(good.record.issued_on), "2014-11-06")
      assert.deepStrictEqual(
        bad.issues.map(({ code, column }) => [code, column]),
        [
          ["WB-CRMCOM-MOMENT", "issued_on"],
          ["WB-CRMCOM-MOMENT", "log_information.created_date"],
        ],
      )
      assert.notInclude(JSON.stringify(bad.issues), "05/11")
      assert.strictEqual(bad.raw["number"], "N2")
    }).pipe(platform),
  )
})

describe("cursors", () => {
  const int = (maximum: number) => Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum })))
  const sizes = Arbitrary.schema(
    Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 9 }))).check(
      Schema.isMaxLength(8),
      Schema.isMinLength(1),
    ),
  )

  it.effect.prop(
    "give exactly the rest, from each of them (invariant 6)",
    [sizes, int(3), int(4)],
    ([counts, page, most]) =>
      Effect.gen(function* () {
        const books = new Map(counts.map((count, n) => [`A${n}`, { invoices: invoices(`${n}-`, count) }]))
        const accounts = [...books.keys(), "gone"]
        const { calls } = office(books, { most: most + 1 })
        const source = yield* open(calls, { accounts, pageSize: page + 1 })
        const all = yield* pagesOf(source)
        assert.deepStrictEqual(brief(all), [
          ...[...books.values()].flatMap((b) => b.invoices.map(({ number }) => number)),
          "!",
        ])
        for (const [index, { cursor }] of all.entries()) {
          const rest = yield* pagesOf(source, Option.some(cursor))
          const rows = all.slice(index + 1).flatMap((one) => one.rows)
          assert.deepStrictEqual(
            rest.flatMap((one) => one.rows),
            rows,
          )
        }
      }).pipe(platform),
    { arbitrary: { runs: 200 } },
  )

  it.effect("go on where accounts were added behind, and start over where the list before is another", () =>
    Effect.gen(function* () {
      const { calls } = office(small)
      const read = Effect.fnUntraced(function* (
        accounts: ReadonlyArray<string>,
        from: Option.Option<string>,
        more = {},
      ) {
        return yield* pagesOf(yield* open(calls, { accounts, ...more }), from)
      })
      const [first] = yield* read(["A1", "A2"], Option.none())
      const cursor = Option.some(first!.cursor)
      const everything = ["a1", "a2", "a3", "c1"]
      assert.deepStrictEqual(brief(yield* read(["A1", "A2", "A3"], cursor)), ["c1"])
      assert.deepStrictEqual(brief(yield* read(["A3", "A1", "A2"], cursor)), ["c1", "a1", "a2", "a3"])
      assert.deepStrictEqual(brief(yield* read(["A2", "A1", "A3"], cursor)), everything)
      for (const other of [{ accountsBy: "id" }, { unit: "2" }, { baseUrl: "https://other.example/rest/v2" }]) {
        assert.deepStrictEqual(brief(yield* read(["A1", "A3"], cursor, other)), everything)
      }
    }).pipe(platform),
  )

  it.effect("of others are refused", () =>
    Effect.gen(function* () {
      const source = yield* open(office(small).calls, { accounts: ["A1"] })
      for (const cursor of ["", "nonsense", "[0]", '[-1,0,0,"x"]', '["accounts.csv",1,1,"x"]']) {
        const { code } = yield* Effect.flip(pagesOf(source, Option.some(cursor)))
        assert.strictEqual(code, "WB-CRMCOM-CURSOR")
      }
    }).pipe(platform),
  )
})
