/** What an answer means: the body first, then the status; never an empty result where something is wrong. */
import { assert, describe, it } from "@effect/vitest"
import type { ConnectorError } from "@waybill/connector"
import { Effect, Schema } from "effect"

import { kindOf } from "../../src/errors.ts"
import type { Calls } from "../../src/index.ts"
import { CrmComClientSettings } from "../../src/Settings.ts"
import { type Answer, exception, failed, http, ok, open, server } from "./server.ts"

const id = { by: "id", value: "1" } as const
const read = ({ invoices }: Calls) => invoices.show({ invoice_identifier: id })
const list = ({ invoices }: Calls) => invoices.list({ accounts_receivable_identifier: id })
const post = ({ invoices }: Calls) => invoices.post({ invoice_identifier: id })
const create = ({ invoices }: Calls) =>
  invoices.create({
    accounts_receivable_identifier: id,
    type_identifier: id,
    life_cycle_state: "DRAFT",
    invoice_item_set: [],
    back_office_code: "WB-1",
  })

type Use = (calls: Calls) => Effect.Effect<unknown, ConnectorError>

const failing = (answer: Answer, use: Use, settings = {}) =>
  Effect.gen(function* () {
    const { url, received } = yield* server(() => answer)
    const error = yield* Effect.flip(use(yield* open(url, settings)))
    assert.strictEqual(received.length, 1)
    return error
  }).pipe(Effect.scoped, Effect.provide(http))

const codeOf = (answer: Answer, use: Use, settings = {}) =>
  Effect.map(failing(answer, use, settings), ({ code, reason }) => `${code} ${reason._tag}`)

const refused = "WB-CRMCOM-REFUSED Refused"
const duplicate = "WB-CRMCOM-DUPLICATE Refused"
const absent = "WB-CRMCOM-ABSENT Refused"
const lost = "WB-HTTP-LOST Lost"

describe("a failure in CRM.COM's words", () => {
  const words: ReadonlyArray<readonly [code: string, message: string, use: Use, expected: string]> = [
    [exception("ENTITYNOTFOUND"), "", read, absent],
    // A call that was not understood says nothing about what is there.
    [exception("INVALIDINVOICE"), "", list, refused],
    [exception("DOESNOTEXIST"), "", read, absent],
    ["X", "Not found, invalid, does not exist; NOTFOUND", read, refused],
    [exception("ENTITYNOTFOUND"), "", post, refused],
    [exception("INVALIDLIFECYCLESTATE"), "", post, refused],
    [exception("BACKOFFICECODENOTUNIQUE"), "", create, duplicate],
    [exception("ALREADYEXISTS"), "", create, duplicate],
    // Without a code of its own, nothing of it can be taken.
    [exception("ALREADYEXISTS"), "", post, refused],
    ["X", "the code 'DUPLICATE' is wrong", create, refused],
    [exception("BACKOFFICECODENOTUNIQUE"), "token or session", create, duplicate],
    [exception("MANDATORYFIELDMISSING"), "name", create, refused],
    ["JAVA.LANG.NULLPOINTEREXCEPTION", "", create, lost],
    [exception("INTERNAL"), "", read, lost],
    [exception("DATABASENOTFOUND"), "", read, lost],
    ["X", "International Timeout Database Ltd is suspended", create, refused],
    ["ok", "", create, refused],
    ["", "", create, refused],
  ]
  for (const [code, message, use, expected] of words) {
    it.live(`${code} '${message}' of ${use.name}: ${expected}`, () =>
      Effect.map(codeOf(failed(code, message), use), (actual) => assert.strictEqual(actual, expected)),
    )
  }

  it.live("keeps code and message beside the record, and out of the error's own message", () =>
    Effect.gen(function* () {
      const error = yield* failing(failed(exception("CURRENCYMISMATCH"), `Jane's account ${"x".repeat(500)}`), create)
      assert.ok(error.reason._tag === "Refused")
      assert.strictEqual(error.reason.status, exception("CURRENCYMISMATCH"))
      assert.match(error.reason.answer!, /^Jane's account x{200,285}…$/)
      assert.notInclude(`${error.message} ${error.hint}`, "Jane")
      assert.strictEqual(error.operation, "invoices.create")
    }),
  )

  it.live("counts with any status of HTTP; what no word tells is told by the status", () =>
    Effect.gen(function* () {
      const of = (status: number, reason: string, use: Use) => codeOf({ status, body: failed(exception(reason)) }, use)
      assert.strictEqual(yield* of(404, "ENTITYNOTFOUND", read), absent)
      assert.strictEqual(yield* of(400, "MANDATORYFIELDMISSING", create), refused)
      assert.strictEqual(yield* of(500, "BACKOFFICECODENOTUNIQUE", create), duplicate)
      assert.strictEqual(yield* of(500, "SOMETHING", create), lost)
      assert.strictEqual(yield* of(200, "SOMETHING", create), refused)
    }),
  )

  it("absent is never said by a system that failed, or that refused to look", () => {
    const { failures } = Schema.decodeSync(CrmComClientSettings)({ baseUrl: "https://a.example", webApiKey: "key" })
    const of = (status: number) =>
      kindOf({ code: "CLASSNOTFOUND" }, { operation: "show", reads: true, coded: false, status }, failures)
    assert.deepStrictEqual([200, 400, 404, 401, 403, 408, 500, 503].map(of), [
      "absent",
      "absent",
      "absent",
      "signIn",
      "signIn",
      "unknown",
      "unknown",
      "unknown",
    ])
  })

  it.live("the words are settings", () =>
    Effect.gen(function* () {
      const failures = { absent: ["gibt es nicht"], duplicate: ["VERGEBEN"] }
      assert.strictEqual(yield* codeOf(failed("HIER GIBT ES NICHTS: GIBT ES NICHT"), read, { failures }), absent)
      assert.strictEqual(yield* codeOf(failed("CODE.VERGEBEN"), create, { failures }), duplicate)
      assert.strictEqual(yield* codeOf(failed("NOTFOUND"), read, { failures }), refused)
    }),
  )
})

describe("an answer that settles nothing", () => {
  const answers: ReadonlyArray<readonly [name: string, answer: Answer, says: string]> = [
    ["a page of HTML", "<!DOCTYPE html><p>maintenance</p>", "HTML"],
    ["nothing", "", "JSON"],
    ["half a body", "cut", "unreadable"],
    ["text", "OK", "JSON"],
    ["another JSON", "[]", "JSON"],
    ["JSON without a code", `{"status":{},"data":{"id":"1"}}`, "JSON"],
    ["half JSON", `{"status":{"code":"OK"},"data":{"id"`, "JSON"],
    ["no data", `{"status":{"code":"OK"}}`, "data"],
    ["null for data", ok(null), "data"],
    ["a field of the wrong type", ok({ id: { of: "secret" } }), `["id"]`],
    ["an amount in quotes", ok({ total_amount: "1.00" }), "total_amount"],
    [
      "a number that would be rounded",
      `{"status":{"code":"OK"},"data":{"total_amount":1234567890123456.7}}`,
      "total_amount",
    ],
    ["the same in a field that is not read", `{"status":{"code":"OK"},"data":{"other":0.12345678901234567}}`, "other"],
    ["a success with status 404", { status: 404, body: ok({ id: "1" }) }, "404"],
    ["a success that redirects", { status: 302, body: ok({ id: "1" }), headers: { location: "/" } }, "302"],
  ]
  for (const [name, answer, says] of answers) {
    it.live(`${name}: lost, for a read as for a write`, () =>
      Effect.gen(function* () {
        // Half a body of a read may be asked for again, so reads of it are counted elsewhere.
        for (const use of answer === "cut" ? [create, post] : [create, post, read]) {
          const error = yield* failing(answer, use)
          assert.deepStrictEqual([error.code, error.reason._tag, error.sent], ["WB-HTTP-LOST", "Lost", "maybe"])
          assert.include(error.message, says)
          assert.notInclude(error.message, "1234567")
          assert.notInclude(error.message, "secret")
        }
      }),
    )
  }

  it.live("a list is never empty by mistake", () =>
    Effect.gen(function* () {
      for (const answer of [`{"status":{"code":"OK"}}`, ok(null), ok({}), ok([null]), ok([[]]), "[]", ""]) {
        assert.strictEqual(yield* codeOf(answer, list), lost, answer)
      }
    }),
  )

  it.live("errors of HTTP alone are the transport's", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* codeOf({ status: 503, body: "" }, create), lost)
      assert.strictEqual(yield* codeOf({ status: 404, body: "no such page" }, create), "WB-HTTP-REFUSED Refused")
      assert.strictEqual(yield* codeOf({ status: 404, body: "no such page" }, read), "WB-HTTP-REFUSED Refused")
      assert.strictEqual(yield* codeOf({ status: 403, body: "" }, create), "WB-HTTP-UNAUTHORIZED Unauthorized")
    }),
  )

  it.live("nobody there: nothing was sent, neither the call nor the sign-in", () =>
    Effect.gen(function* () {
      const { url } = yield* Effect.scoped(server(() => ok({})))
      const error = yield* Effect.flip(create(yield* open(url)))
      assert.deepStrictEqual([error.code, error.reason._tag], ["WB-HTTP-UNREACHABLE", "Unreachable"])
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("a read may be asked for again, a write never", () =>
    Effect.gen(function* () {
      for (const [use, times] of [
        [read, 3],
        [create, 1],
      ] as const) {
        const answers: ReadonlyArray<Answer> = ["cut", { status: 503, body: "" }]
        for (const answer of answers) {
          const { url, received } = yield* server(() => answer)
          const error = yield* Effect.flip((use as Use)(yield* open(url)))
          assert.deepStrictEqual([error.code, received.length], ["WB-HTTP-LOST", times])
        }
      }
    }).pipe(Effect.scoped, Effect.provide(http)),
  )
})

describe("too many requests", () => {
  const throttled = { headers: { "retry-after": "0" }, body: failed("COM.CRM.EXCEPTION.TOOMANYREQUESTSEXCEPTION") }

  it.live("said with status 200: the call is paced and sent again, a write as well", () =>
    Effect.gen(function* () {
      for (const use of [create, read]) {
        let turnedAway = 0
        const { url, received } = yield* server(() => (turnedAway++ === 0 ? throttled : ok({ id: "1" })))
        yield* use(yield* open(url))
        assert.strictEqual(received.length, 2)
        assert.strictEqual(received[0]!.body, received[1]!.body)
      }
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("longer than anybody waits: throttled, and surely not carried out", () =>
    Effect.gen(function* () {
      const error = yield* failing({ ...throttled, headers: { "retry-after": "3600" } }, create)
      assert.deepStrictEqual([error.code, error.reason._tag, error.sent], ["WB-HTTP-THROTTLED", "Throttled", "no"])
      assert.ok(error.reason._tag === "Throttled" && error.reason.retryAfter === 3_600_000)
    }),
  )

  it.live("a word in a message or in data is not asked", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* codeOf(failed("X", "TOOMANY items"), create), refused)
      const { url } = yield* server(() => ok({ notes: "TOOMANY" }))
      assert.deepStrictEqual(yield* read(yield* open(url)), { notes: "TOOMANY" })
    }).pipe(Effect.scoped, Effect.provide(http)),
  )
})
