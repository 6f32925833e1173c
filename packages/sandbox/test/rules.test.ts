/** The stand-in is strict where the documents are, and every open question is a switch. */
import { assert, describe, it } from "@effect/vitest"
import { Decimals } from "@waybill/model"
import { BigDecimal, Effect, Exit, Schema, type Scope } from "effect"

import { PayorCrmSandbox } from "../src/index.ts"
import { get, invoice, post, putCustomers, putInvoices } from "./http.ts"

type Options = Parameters<typeof PayorCrmSandbox.start>[0]

const withSandbox = <A, E>(options: Options, use: (sandbox: PayorCrmSandbox) => Effect.Effect<A, E, Scope.Scope>) =>
  Effect.scoped(Effect.flatMap(PayorCrmSandbox.start(options), use))

describe("strictness", () => {
  it.live("takes what is documented and stores it", () =>
    withSandbox({}, (sandbox) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* putCustomers(sandbox, "C1", "C2")).status, 200)
        assert.strictEqual((yield* putInvoices(sandbox, `[${invoice("1")},${invoice("2")}]`)).status, 200)
        assert.deepStrictEqual(sandbox.state(), {
          requests: 2,
          calls: { "upload/customers": 1, "upload/invoices": 1 },
          struck: {},
          received: 4,
          rejected: 0,
          customers: 2,
          invoices: 2,
          updated: 0,
          duplicates: 0,
          amounts: { EUR: "25" },
        })
        assert.strictEqual((yield* putInvoices(sandbox, "[]")).status, 200)
      }),
    ),
  )

  it.live("refuses a body that is not the documented one, whole, with a message", () =>
    withSandbox({}, (sandbox) =>
      Effect.gen(function* () {
        yield* putCustomers(sandbox, "C1")
        const bad = [
          `[${invoice("1")},${invoice("2", '"invoiceAmount":1,"colour":"red"')}]`,
          `[${invoice("1", '"invoiceAmount":"12.50"')}]`,
          `[${invoice("1", '"invoiceAmount":1,"balanceAmount":1')}]`,
          `[${invoice("1", '"invoiceAmount":1,"status":null')}]`,
          `[${invoice("1", '"invoiceAmount":1234567890123456')}]`,
          `[${invoice("", '"invoiceAmount":1')}]`,
          '[{"customerNumber":"C1","invoiceNumber":"1"}]',
          '[{"customerNumber":"C1","invoiceAmount":1}]',
          invoice("1"),
          "",
          "nonsense",
        ]
        for (const body of bad) {
          const answer = yield* putInvoices(sandbox, body)
          assert.strictEqual(answer.status, 400, body)
          assert.isString(JSON.parse(answer.body).message)
        }
        assert.strictEqual(sandbox.state().invoices, 0)
      }),
    ),
  )

  it.live("asks for both credentials before it looks at anything", () =>
    withSandbox({ apiKey: "k", apiSecret: "s" }, (sandbox) =>
      Effect.gen(function* () {
        const upload = `${sandbox.url}/jsonApi/upload/customers`
        const wrong = [{}, { api_key: "k" }, { api_secret: "s" }, { api_key: "s", api_secret: "k" }]
        for (const headers of wrong) {
          const answer = yield* post(upload, "nonsense", headers)
          assert.strictEqual(answer.status, 401)
          assert.isString(JSON.parse(answer.body).message)
        }
        assert.strictEqual((yield* post(upload, "[]", { api_key: "k", api_secret: "s" })).status, 200)
        assert.strictEqual((yield* get(upload)).status, 404)
      }),
    ),
  )

  it.live("refuses settings that are not its own", () =>
    Effect.gen(function* () {
      for (const text of ['{"onDuplicat":"upsert"}', '{"faults":[{"fault":"fire"}]}', '{"port":-1}']) {
        const options: Options = JSON.parse(text)
        const exit = yield* Effect.exit(Effect.scoped(PayorCrmSandbox.start(options)))
        assert.isTrue(Exit.isFailure(exit))
      }
    }),
  )
})

describe("switches", () => {
  const twice = (onDuplicate: "upsert" | "refuse" | "duplicate") =>
    withSandbox({ onDuplicate }, (sandbox) =>
      Effect.gen(function* () {
        yield* putCustomers(sandbox, "C1")
        yield* putInvoices(sandbox, `[${invoice("1", '"invoiceAmount":10,"currency":"EUR","status":"open"')}]`)
        const second = yield* putInvoices(sandbox, `[${invoice("1", '"invoiceAmount":7.25')}]`)
        const texts = [...sandbox.invoiceTexts(10)].map((text) => JSON.parse(text))
        return { status: second.status, texts, state: sandbox.state(), copies: sandbox.invoiceCopies().get("C1/1") }
      }),
    )

  it.live("onDuplicate: upsert changes what is there and keeps absent fields", () =>
    Effect.gen(function* () {
      const { status, texts, state, copies } = yield* twice("upsert")
      assert.deepStrictEqual([status, copies, state.updated, state.duplicates], [200, 1, 1, 0])
      assert.deepStrictEqual(texts, [
        { customerNumber: "C1", invoiceNumber: "1", invoiceAmount: 7.25, currency: "EUR", status: "open" },
      ])
      assert.deepStrictEqual(state.amounts, { EUR: "7.25" })
    }),
  )

  it.live("onDuplicate: refuse keeps the first; also twice in one array", () =>
    Effect.gen(function* () {
      const { status, state, copies } = yield* twice("refuse")
      assert.deepStrictEqual([status, copies, state.amounts["EUR"]], [400, 1, "10"])
      const { invoices } = yield* withSandbox({ onDuplicate: "refuse", unknownCustomer: "store" }, (sandbox) =>
        Effect.map(putInvoices(sandbox, `[${invoice("1")},${invoice("1")}]`), () => sandbox.state()),
      )
      assert.strictEqual(invoices, 0)
    }),
  )

  it.live("onDuplicate: duplicate keeps both and counts the copies", () =>
    Effect.gen(function* () {
      const { status, texts, state, copies } = yield* twice("duplicate")
      assert.deepStrictEqual([status, copies, state.invoices, state.duplicates], [200, 2, 2, 1])
      assert.deepStrictEqual(state.amounts, { EUR: "10", XXX: "7.25" })
      assert.strictEqual(texts.length, 2)
    }),
  )

  it.live("the same number of another customer is another invoice", () =>
    withSandbox({}, (sandbox) =>
      Effect.gen(function* () {
        yield* putCustomers(sandbox, "C1", "C2")
        yield* putInvoices(sandbox, `[${invoice("1")},${invoice("1").replace("C1", "C2")}]`)
        assert.deepStrictEqual(
          [...sandbox.invoiceCopies()],
          [
            ["C1/1", 1],
            ["C2/1", 1],
          ],
        )
      }),
    ),
  )

  it.live("unknownCustomer: refused by number, or stored", () =>
    Effect.gen(function* () {
      const upload = (options: Options) =>
        withSandbox(options, (sandbox) =>
          Effect.map(putInvoices(sandbox, `[${invoice("1")}]`), (answer) => ({ answer, state: sandbox.state() })),
        )
      const refused = yield* upload({})
      assert.deepStrictEqual([refused.answer.status, refused.state.invoices], [400, 0])
      assert.include(refused.answer.body, "C1")
      const stored = yield* upload({ unknownCustomer: "store" })
      assert.deepStrictEqual([stored.answer.status, stored.state.invoices], [200, 1])
    }),
  )

  it.live("allOrNothing: one bad record keeps the array out, or only itself", () =>
    Effect.gen(function* () {
      for (const [allOrNothing, stored] of [
        [true, 0],
        [false, 2],
      ] as const) {
        yield* withSandbox({ allOrNothing }, (sandbox) =>
          Effect.gen(function* () {
            yield* putCustomers(sandbox, "C1")
            const stranger = invoice("2").replace("C1", "C9")
            const answer = yield* putInvoices(sandbox, `[${invoice("1")},${stranger},${invoice("3")}]`)
            assert.strictEqual(answer.status, 400)
            assert.include(answer.body, "record 1")
            assert.deepStrictEqual([sandbox.state().invoices, sandbox.state().rejected], [stored, 1])
          }),
        )
      }
    }),
  )

  it.live("amounts, dateFormat and maxArray", () =>
    Effect.gen(function* () {
      const status = (options: Options, body: string) =>
        withSandbox({ unknownCustomer: "store", ...options }, (sandbox) =>
          Effect.map(putInvoices(sandbox, body), (answer) => answer.status),
        )
      const dated = (date: string) => `[${invoice("1", `"invoiceAmount":1,"dueDate":"${date}"`)}]`
      assert.strictEqual(yield* status({ amounts: "integer" }, `[${invoice("1")}]`), 400)
      assert.strictEqual(yield* status({ amounts: "integer" }, `[${invoice("1", '"invoiceAmount":12.00')}]`), 200)
      assert.strictEqual(yield* status({}, dated("2026-02-28")), 200)
      assert.strictEqual(yield* status({}, dated("2026-02-30")), 400)
      assert.strictEqual(yield* status({}, dated("28/02/2026")), 400)
      assert.strictEqual(yield* status({ dateFormat: "dd/MM/yyyy" }, dated("28/02/2026")), 200)
      assert.strictEqual(yield* status({ maxArray: 1 }, `[${invoice("1")},${invoice("2")}]`), 413)
    }),
  )
})

describe("what it counts", () => {
  const Cents = Schema.Int.check(Schema.isBetween({ minimum: -99_999_999_999, maximum: 99_999_999_999 }))
  const Amounts = Schema.Array(Cents).check(Schema.isBetweenLength(1, 12))

  it.live("sums amounts exactly, from the text that was sent", () =>
    withSandbox({ unknownCustomer: "store" }, (sandbox) =>
      Effect.gen(function* () {
        const texts = ["0.1", "0.2", "-0.30", "1e2", "9999999999999.99", "0.0000001"]
        const invoices = texts.map((text, index) => invoice(String(index), `"invoiceAmount":${text},"currency":"USD"`))
        assert.strictEqual((yield* putInvoices(sandbox, `[${invoices.join(",")}]`)).status, 200)
        assert.strictEqual(sandbox.state().amounts["USD"], "10000000000099.9900001")
        const listed = yield* get(`${sandbox.url}/sandbox/invoices?limit=3`)
        assert.strictEqual(listed.body, `[${invoices.slice(0, 3).join(",")}]`)
      }),
    ),
  )

  it.live.prop("whatever the amounts are, and after an update too", [Amounts], ([amounts]) =>
    withSandbox({ unknownCustomer: "store" }, (sandbox) =>
      Effect.gen(function* () {
        const body = (sign: bigint) =>
          amounts.map((cents, index) => {
            const amount = Decimals.toText(BigDecimal.make(BigInt(cents) * sign, 2), 2)
            return invoice(String(index), `"invoiceAmount":${amount},"currency":"EUR"`)
          })
        const sum = amounts.reduce((total, cents) => total + BigInt(cents), 0n)
        yield* putInvoices(sandbox, `[${body(1n).join(",")}]`)
        assert.strictEqual(sandbox.state().amounts["EUR"], Decimals.toText(BigDecimal.make(sum, 2)))
        yield* putInvoices(sandbox, `[${body(-1n).join(",")}]`)
        assert.strictEqual(sandbox.state().amounts["EUR"], Decimals.toText(BigDecimal.make(-sum, 2)))
      }),
    ),
  )

  it.live("tells it over HTTP, and forgets it", () =>
    withSandbox({}, (sandbox) =>
      Effect.gen(function* () {
        yield* putCustomers(sandbox, "C1", "C2")
        assert.deepStrictEqual(JSON.parse((yield* get(`${sandbox.url}/sandbox/state`)).body), sandbox.state())
        const { body } = yield* get(`${sandbox.url}/sandbox/customers?limit=1`)
        assert.deepStrictEqual(JSON.parse(body), [{ customerno: "C1", emailaddress1: "a@example.test" }])
        assert.strictEqual((yield* get(`${sandbox.url}/sandbox/customers?limit=many`)).status, 400)
        assert.strictEqual((yield* post(`${sandbox.url}/sandbox/reset`, "", {})).status, 200)
        assert.deepStrictEqual([sandbox.state().customers, sandbox.state().requests], [0, 0])
      }),
    ),
  )
})
