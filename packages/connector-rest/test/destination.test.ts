import { assert, describe, it } from "@effect/vitest"
import type { Destination } from "@waybill/connector"
import { CalendarDate, Decimals, type Invoice, Money, type Payment } from "@waybill/model"
import { Effect, Equal, Result, Stream } from "effect"

import { codeOf, connect, onPlatform, type StreamText, targetOf, written } from "./support/open.ts"
import { openShop, type Options, type Shop } from "./support/shop.ts"

const money = (amount: string, currency = "EUR") => new Money(Decimals.parse(amount)!, currency)

const invoice = (number: string, more: Partial<Invoice> = {}): Invoice => ({
  number,
  customerNumber: "C1",
  total: money("12.50"),
  dueDate: new CalendarDate(2026, 12, 31),
  ...more,
})

type Target = Destination<unknown>

const recordOf = (target: Target, model: Invoice | Payment) => Result.getOrThrow(target.fromModel(model))

const issuesOf = (target: Target, model: Invoice | Payment) => {
  const made = target.fromModel(model)
  return Result.isFailure(made) ? made.failure.map(({ code }) => code) : []
}

const send = (target: Target, model: Invoice, change: "create" | "update" = "create", targetId?: string) => {
  const record = recordOf(target, model)
  const id = targetId === undefined ? {} : { targetId }
  return Effect.map(target.deliver([{ key: target.key(record), record, change, ...id }]), ({ outcomes, stop }) => {
    const [outcome] = outcomes
    const code = outcome !== undefined && "issue" in outcome ? outcome.issue.code : ""
    return { outcome: outcome!, text: `${outcome!._tag} ${code}`.trim(), stop: stop?.code }
  })
}

const open = (stream: StreamText = written, options: Options = {}) =>
  Effect.gen(function* () {
    const shop = yield* openShop(options)
    return { shop, target: yield* targetOf(shop, stream) }
  })

/** What was sent last, as text. */
const sent = ({ asked }: Shop) => asked.at(-1)!.body

describe("what is sent", () => {
  it.live("is the body, with constants; amounts as numbers, dates in the connection's format", () =>
    onPlatform(
      Effect.gen(function* () {
        const { shop, target } = yield* open()
        const { outcome } = yield* send(target, invoice("I1", { total: money("1234567890123.45") }))
        assert.strictEqual(
          sent(shop),
          '{"invoice_no":"I1","customer":"C1","amount":1234567890123.45,"currency":"EUR","due_on":"2026-12-31","kind":"SALE"}',
        )
        assert.deepStrictEqual(outcome, { _tag: "Confirmed", targetId: "9007199254740991" })
        yield* send(target, invoice("I2"))
        assert.strictEqual((yield* target.find!(["I2"])).get("I2")?.targetId, "9007199254740992")
      }),
    ),
  )

  it.live("nested fields, amounts as text or minor units, other dates", () =>
    onPlatform(
      Effect.gen(function* () {
        const shop = yield* openShop()
        const body = {
          "doc.no": "number",
          "doc.due.day": "dueDate",
          "sum.value": "total",
          "sum.cur": "currency",
          n: 5,
          t: true,
        }
        const cases = [
          ["text", "1234567890123456789.50", '"1234567890123456789.50"'],
          ["minor", "12.50", "1250"],
          ["number", "12.50", "12.5"],
        ] as const
        for (const [amounts, total, expected] of cases) {
          const target = yield* targetOf(
            shop,
            { entity: "invoice", body, amounts, create: { path: "/x" } },
            { dateFormat: "dd.MM.yyyy" },
          )
          yield* send(target, invoice("I1", { total: money(total) }))
          assert.strictEqual(
            sent(shop),
            `{"doc":{"no":"I1","due":{"day":"31.12.2026"}},"sum":{"value":${expected},"cur":"EUR"},"n":5,"t":true}`,
          )
        }
      }),
    ),
  )

  it.live("never what it could not say exactly", () =>
    onPlatform(
      Effect.gen(function* () {
        const { target } = yield* open()
        assert.deepStrictEqual(issuesOf(target, invoice("I1", { total: money("12345678901234.56") })), [
          "WB-REST-AMOUNT",
        ])
        const { body, ...others } = written
        const { currency: _, ...bare } = body
        const shop = yield* openShop()
        const one = yield* targetOf(shop, { ...others, body: { ...bare, note: "tax" }, currency: "EUR" })
        assert.deepStrictEqual(issuesOf(one, invoice("I1")), [])
        assert.deepStrictEqual(issuesOf(one, invoice("I1", { total: money("5", "USD") })), ["WB-REST-CURRENCY"])
        assert.deepStrictEqual(issuesOf(one, invoice("I1", { tax: money("5", "USD") })), ["WB-REST-CURRENCY"])
      }),
    ),
  )

  it.live("a payment's one invoice", () =>
    onPlatform(
      Effect.gen(function* () {
        const shop = yield* openShop()
        const body = { no: "number", sum: "amount", cur: "currency", invoice: "invoiceNumber" }
        const target = yield* targetOf(shop, { entity: "payment", body, create: { path: "/invoices" } })
        const payment: Payment = { number: "P1", customerNumber: "C1", amount: money("5") }
        const [one, two] = [{ invoiceNumber: "I1" }, { invoiceNumber: "I2" }]
        assert.propertyVal(recordOf(target, { ...payment, allocations: [one] }), "invoice", "I1")
        assert.notProperty(recordOf(target, payment), "invoice")
        assert.deepStrictEqual(issuesOf(target, { ...payment, allocations: [one, two] }), ["WB-REST-ALLOCATIONS"])
        assert.deepStrictEqual(issuesOf(target, invoice("I1")), ["WB-REST-STREAM"])
      }),
    ),
  )
})

describe("what becomes of a record", () => {
  const status = (code: number, body = "{}"): Options => ({ instead: () => ({ status: code, body }) })
  const cases: ReadonlyArray<readonly [string, Options, string, string | undefined]> = [
    ["422", status(422), "Refused WB-REST-REFUSED", undefined],
    ["409", status(409), "Refused WB-REST-DUPLICATE", undefined],
    ["401", status(401), "NotSent WB-HTTP-UNAUTHORIZED", "WB-HTTP-UNAUTHORIZED"],
    ["404", status(404), "NotSent WB-HTTP-REFUSED", "WB-HTTP-REFUSED"],
    ["500", status(500), "Unknown WB-HTTP-LOST", undefined],
    ["999", status(999), "Unknown WB-HTTP-LOST", undefined],
    ["302", status(302), "Unknown WB-HTTP-LOST", undefined],
    ["a page of HTML", status(200, "<!doctype html>"), "Unknown WB-HTTP-LOST", undefined],
    ["an answer without the id", status(200, '{"ok":false}'), "Unknown WB-REST-UNTOLD", undefined],
    ["an answer with an empty id", status(200, '{"data":{"id":""}}'), "Unknown WB-REST-UNTOLD", undefined],
    ["no JSON", status(200, "ok"), "Unknown WB-REST-UNTOLD", undefined],
    ["cut after the work", { instead: () => "cut" }, "Unknown WB-HTTP-LOST", undefined],
    ["cut before the work", { instead: () => "cutBefore" }, "Unknown WB-HTTP-LOST", undefined],
  ]
  for (const [name, options, expected, stop] of cases) {
    it.live(`${name}: ${expected}, after one call`, () =>
      onPlatform(
        Effect.gen(function* () {
          const { shop, target } = yield* open(written, options)
          const { text, stop: stopped } = yield* send(target, invoice("I1"))
          assert.strictEqual(text, expected)
          assert.strictEqual(stopped, stop)
          assert.lengthOf(shop.asked, 1)
        }),
      ),
    )
  }

  it.live("the API's own words stand in the message, without secrets", () =>
    onPlatform(
      Effect.gen(function* () {
        const { target } = yield* open(written, status(422, '{"message":"customer is closed"}'))
        const { outcome } = yield* send(target, invoice("I1"))
        assert.include("issue" in outcome ? outcome.issue.message : "", "customer is closed")
      }),
    ),
  )

  it.live("an update goes to the id that is known, or that the API tells", () =>
    onPlatform(
      Effect.gen(function* () {
        const { shop, target } = yield* open()
        yield* send(target, invoice("I1"))
        const id = "9007199254740991"
        const again = yield* send(target, invoice("I1", { total: money("7") }), "update", id)
        assert.deepStrictEqual(again.outcome, { _tag: "Confirmed", targetId: id })
        const asked = shop.asked.at(-1)!
        assert.deepStrictEqual([asked.method, asked.path], ["PUT", `/invoices/${id}`])
        const found = yield* send(target, invoice("I1", { total: money("8") }), "update")
        assert.deepStrictEqual(found.outcome, { _tag: "Confirmed", targetId: id })
        assert.strictEqual((yield* send(target, invoice("I9"), "update")).text, "Refused WB-REST-NO-ID")
        assert.strictEqual((yield* send(target, invoice("I1"), "update", "77")).text, "Refused WB-REST-GONE")
        assert.lengthOf(shop.invoices, 1)
      }),
    ),
  )

  it.live("a stream without `update` refuses one, unless creating is an upsert", () =>
    onPlatform(
      Effect.gen(function* () {
        const { update: _, ...others } = written
        const { target } = yield* open(others)
        assert.strictEqual((yield* send(target, invoice("I1"), "update")).text, "Refused WB-REST-NO-UPDATE")
        const upserts = yield* open({ ...others, repeat: "upsert" }, { onDuplicate: "upsert" })
        yield* send(upserts.target, invoice("I1"))
        assert.strictEqual((yield* send(upserts.target, invoice("I1"), "update")).text, "Confirmed")
        assert.lengthOf(upserts.shop.invoices, 1)
      }),
    ),
  )

  it.live("a key stays one segment of the path, whatever is in it", () =>
    onPlatform(
      Effect.gen(function* () {
        const stream: StreamText = { ...written, create: { method: "PUT", path: "/invoices/{key}/upsert" } }
        const { shop, target } = yield* open(stream, { instead: () => ({ status: 200, body: "{}" }) })
        for (const key of ["a/b", "../c", "a?b=c#d", "ä %2F", "{id}"]) {
          yield* send(target, invoice(key))
          assert.strictEqual(shop.asked.at(-1)!.path, `/invoices/${encodeURIComponent(key)}/upsert`)
        }
        const before = shop.asked.length
        for (const key of [".", "..", "\uD800"]) {
          assert.strictEqual((yield* send(target, invoice(key))).text, "Refused WB-REST-PATH", key)
        }
        assert.lengthOf(shop.asked, before)
      }),
    ),
  )
})

describe("looking", () => {
  it.live("finds by number alone, with the id and the money", () =>
    onPlatform(
      Effect.gen(function* () {
        const { target } = yield* open()
        yield* send(target, invoice("I1"))
        yield* send(target, invoice("I&2=3"))
        const found = yield* target.find!(["I1", "I&2=3", "I9"])
        assert.sameMembers([...found.keys()], ["I1", "I&2=3"])
        assert.isTrue(Equal.equals(found.get("I1")?.money?.amount, money("12.50").amount))
      }),
    ),
  )

  it.live("an answer that does not speak of the number is an error, never `not there`", () =>
    onPlatform(
      Effect.gen(function* () {
        const answers: ReadonlyArray<readonly [string, string, number?]> = [
          ['{"data":[{"id":1,"invoice_no":"I2"}]}', "WB-REST-FIND"],
          ['{"data":[{"id":1,"invoice_no":"I1"},{"id":2,"invoice_no":"I1"}]}', "WB-REST-AMBIGUOUS"],
          ['{"items":[]}', "WB-REST-ANSWER"],
          ['{"data":null}', "WB-REST-ANSWER"],
          ["", "WB-REST-ANSWER"],
          ["{}", "WB-HTTP-REFUSED", 404],
        ]
        for (const [body, code, status = 200] of answers) {
          const { target } = yield* open(written, { instead: () => ({ status, body }) })
          assert.strictEqual(yield* codeOf(target.find!(["I1"])), code, body)
        }
        const { target } = yield* open(
          { ...written, find: { ...written.find, absent: [404] } },
          { instead: () => ({ status: 404, body: "{}" }) },
        )
        assert.strictEqual((yield* target.find!(["I1"])).size, 0)
      }),
    ),
  )

  it.live("lists and shows in the model's words, as it was delivered", () =>
    onPlatform(
      Effect.gen(function* () {
        const { target } = yield* open()
        const model = invoice("I1")
        yield* send(target, model)
        const [listed] = (yield* Stream.runCollect(target.list!)).flat()
        const id = "9007199254740991"
        assert.deepInclude(listed, { targetId: id, number: "I1", key: "I1" })
        assert.deepStrictEqual(listed!.model["dueDate"], model.dueDate)
        assert.deepStrictEqual(String(listed!.model["total"]), "12.50 EUR")
        const shown = yield* target.show!([id, "5"])
        assert.deepStrictEqual([...shown.keys()], [id])
        assert.sameMembers([...target.readBack!], ["customerNumber", "total", "dueDate"])
      }),
    ),
  )

  it.live("minor units are read back as they were written, and a part of one never", () =>
    onPlatform(
      Effect.gen(function* () {
        const answer = (amount: string) => `{"data":[{"id":1,"invoice_no":"I1","amount":${amount},"currency":"KWD"}]}`
        for (const [amount, expected] of [
          ["1250", "1.250 KWD"],
          ["12.5", "undefined"],
        ] as const) {
          const { target } = yield* open(
            { ...written, amounts: "minor" },
            { instead: () => ({ status: 200, body: answer(amount) }) },
          )
          const found = yield* target.find!(["I1"])
          assert.strictEqual(String(found.get("I1")?.money), expected)
        }
      }),
    ),
  )

  it.live("takes back what was created, once more too", () =>
    onPlatform(
      Effect.gen(function* () {
        const { shop, target } = yield* open()
        yield* send(target, invoice("I1"))
        const landed = [{ targetId: "9007199254740991" }]
        const first = yield* target.undo!.run(landed)
        assert.deepStrictEqual(first.outcomes, [{ _tag: "Confirmed", targetId: "9007199254740991" }])
        assert.lengthOf(shop.invoices, 0)
        assert.deepStrictEqual(yield* target.undo!.run(landed), first)
      }),
    ),
  )
})

describe("check", () => {
  it.live("asks for the first list, and says what it could not look at", () =>
    onPlatform(
      Effect.gen(function* () {
        const shop = yield* openShop()
        const { check } = yield* connect(shop, written)
        assert.deepStrictEqual(yield* check, ["what may be written shows at the first record"])
        assert.lengthOf(shop.asked, 1)
        const { list: _, ...blind } = written
        const other = yield* connect(shop, blind)
        assert.match((yield* other.check).join(), /no stream has a `list`/)
        assert.lengthOf(shop.asked, 1)
        const refusing = yield* openShop({ auth: "bearer" })
        assert.strictEqual(yield* codeOf((yield* connect(refusing, written)).check), "WB-HTTP-UNAUTHORIZED")
      }),
    ),
  )
})
