/** What an answer means: only what surely says "no" is a refusal, and only one answer means "not there". */
import { assert, describe, it } from "@effect/vitest"
import type { ConnectorError } from "@waybill/connector"
import { Effect } from "effect"

import { type Calls, errors } from "../../src/index.ts"
import { type Answer, connect, http, listed, open, refusal } from "./server.ts"

const get = ({ payments }: Calls) => payments.get(1)
const list = ({ payments }: Calls) => payments.list({})
const create = ({ payments }: Calls) => payments.create({ note: "n" })
const update = ({ payments }: Calls) => payments.update(1, { note: "n" })
const restore = ({ invoices }: Calls) => invoices.restore(1, `{"id":1}`)
const remove = ({ payments }: Calls) => payments.remove(1)
const confirm = ({ invoices }: Calls) => invoices.confirm([1], "STATUS_CONFIRMED")
const savePartner = ({ invoices }: Calls) => invoices.savePartner({ id: 0 })
const dictionary = ({ ledger }: Calls) => ledger.dictionary("CURRENCY")
const organisation = ({ ledger }: Calls) => ledger.organisation

type Use = (calls: Calls) => Effect.Effect<unknown, ConnectorError>

const failing = (answer: Answer, use: Use, settings = {}) =>
  Effect.gen(function* () {
    const { calls, received } = yield* connect(() => answer, settings)
    const error = yield* Effect.flip(use(calls))
    return { error, tries: received.length }
  }).pipe(Effect.scoped, Effect.provide(http))

/** `code reason next sent`, and how often it was tried. */
const meaning = (answer: Answer, use: Use, settings = {}) =>
  Effect.map(failing(answer, use, settings), ({ error: { code, reason, next, sent }, tries }) =>
    [code, reason._tag, next, sent, tries].join(" "),
  )

const absent = "WB-ERPLYBOOKS-ABSENT Refused refuse no 1"
const refused = "WB-ERPLYBOOKS-REFUSED Refused refuse no 1"
const foreign = "WB-HTTP-REFUSED Refused refuse no 1"
const module = "WB-ERPLYBOOKS-MODULE Unreadable stopFlow no 1"
const unauthorized = "WB-HTTP-UNAUTHORIZED Unauthorized stopRun no 1"
const throttled = "WB-HTTP-THROTTLED Throttled retry no 3"
const lost = "WB-HTTP-LOST Lost stopFlow maybe 1"
const lostThrice = "WB-HTTP-LOST Lost stopFlow maybe 3"

const html = (text: string) => ({ headers: { "content-type": "text/html" }, body: `<!DOCTYPE html><p>${text}</p>` })
const modulePage = { status: 409, ...html("Palun aktiveerige MODULE_PAID_MONEY_REPORT.") }
const notFound = { status: 409, body: refusal("Item not Found") }

describe("a failure", () => {
  const cases: ReadonlyArray<readonly [name: string, answer: Answer, use: Use, expected: string]> = [
    ["absent", notFound, get, absent],
    ["absent", notFound, update, absent],
    ["absent of a list", notFound, list, refused],
    ["absent of a create", notFound, create, refused],
    ["absent of a restore", notFound, restore, refused],
    ["absent of a delete", notFound, remove, refused],
    ["absent in words alone", { status: 409, body: refusal("X", { message: "Item not Found" }) }, get, refused],
    ["another code", { status: 409, body: refusal("Item not Found in stock") }, get, refused],
    ["Estonian", { status: 409, body: refusal("Palun lisage 'document ID'") }, list, refused],
    ["in a success", refusal("X"), create, refused],
    ["in a success", refusal("Item not Found"), get, absent],
    ["in a success, its status unknown", refusal("X", { statusCode: null }), create, lost],
    ["in a success, its status no failure", refusal("X", { statusCode: 200 }), create, lost],
    ["in a success, of the server", refusal("X", { statusCode: 500 }), list, lostThrice],
    ["in a success, of the token", refusal("X", { statusCode: 401 }), create, unauthorized],
    ["by its type alone", `{"exceptionType":"E","statusCode":409}`, create, refused],
    ["of another status", { status: 400, body: refusal("X", { statusCode: 400 }) }, create, refused],
    ["text with 409", { status: 409, body: "no" }, create, refused],
    ["a page with 409", { status: 409, ...html("no") }, create, refused],
    ["a page that names a module", modulePage, list, module],
    ["a page that names a module", modulePage, create, module],
    ["JSON that names a module", { status: 409, body: refusal("MODULE_PAID_MONEY_REPORT") }, create, module],
    ["JSON that says more of a module", { status: 409, body: refusal("MODULE_X is not in the plan") }, create, module],
    ["words with a module", { status: 409, body: refusal("see MODULE_X") }, create, refused],
    ["the token", { status: 401, body: "" }, create, unauthorized],
    ["the address", { status: 403, body: refusal("X") }, list, unauthorized],
    ["a wrong base URL", { status: 404, ...html("not found") }, get, foreign],
    ["no such method", { status: 405, body: "" }, create, foreign],
    ["a wrong Accept", { status: 406, body: "" }, create, foreign],
    ["a wrong content type", { status: 415, body: "" }, create, foreign],
    ["a redirect", { status: 302, headers: { location: "/" }, body: "" }, create, lost],
    ["too slow", { status: 408, body: "" }, create, lost],
    ["the server", { status: 500, body: refusal("X", { statusCode: 500 }) }, create, lost],
    ["the server", { status: 503, body: "" }, get, lostThrice],
    ["too many", { status: 429, headers: { "retry-after": "0" }, body: "" }, create, throttled],
    ["too many in a success", refusal("X", { statusCode: 429 }), create, throttled],
  ]
  for (const [name, answer, use, expected] of cases) {
    it.live(`${name} of ${use.name}: ${expected}`, () =>
      Effect.map(meaning(answer, use), (actual) => assert.strictEqual(actual, expected)),
    )
  }

  it("has a code of the catalogue, which names each once", () => {
    const codes = errors.map(({ code }) => code)
    assert.strictEqual(new Set(codes).size, codes.length)
    const expected = [
      ...cases.map(([, , , words]) => words.split(" ")[0]!),
      "WB-ERPLYBOOKS-RECORD",
      "WB-ERPLYBOOKS-SHIFTED",
    ]
    for (const code of expected) assert.include(codes, code)
  })

  it.live("nobody answers: not sent", () =>
    Effect.gen(function* () {
      const calls = yield* open("http://127.0.0.1:1/api")
      const { code, sent } = yield* Effect.flip(create(calls))
      assert.deepStrictEqual([code, sent], ["WB-HTTP-UNREACHABLE", "no"])
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("which codes mean absent is a setting", () =>
    Effect.gen(function* () {
      const settings = { absentCodes: ["Ei leidnud 'payment'"] }
      const gone = { status: 409, body: refusal("Ei leidnud 'payment'") }
      assert.strictEqual(yield* meaning(gone, get, settings), absent)
      assert.strictEqual(yield* meaning(notFound, get, settings), refused)
    }),
  )

  it.live("keeps the vendor's words beside the record, shortened, and out of the error's own message", () =>
    Effect.gen(function* () {
      const body = refusal("CODE", { message: `Jane's account ${"x".repeat(500)}`, exceptionType: "Jane's" })
      const { error } = yield* failing({ status: 409, body }, create)
      assert.ok(error.reason._tag === "Refused")
      assert.match(error.reason.answer!, /^Jane's account x{200,285}…$/)
      assert.strictEqual(error.reason.status, "409")
      assert.notInclude(`${error.message} ${error.hint}`, "Jane")
      assert.strictEqual(error.operation, "payments.create")
      const named = yield* failing(modulePage, list)
      assert.include(named.error.message, "MODULE_PAID_MONEY_REPORT")
      assert.notInclude(named.error.message, "Palun")
    }),
  )
})

describe("an answer that settles nothing", () => {
  const answers: ReadonlyArray<readonly [name: string, answer: Answer, uses: ReadonlyArray<Use>]> = [
    ["a page", html("maintenance"), [get, list, create, restore, remove, confirm, savePartner, dictionary]],
    ["text", "OK", [get, list, create, remove, confirm, savePartner, organisation]],
    ["nothing", "", [get, list, create, restore, savePartner, dictionary, organisation]],
    ["204", { status: 204, body: "" }, [get, list, create, restore]],
    ["half JSON", `{"items":[{"id":1}`, [list, create, remove]],
    ["another JSON", "[]", [get, list, create, restore]],
    ["null", "null", [get, list, create, dictionary]],
    ["a list without a total", `{"items":[]}`, [list]],
    ["a list without items", `{"totalCount":0}`, [list]],
    ["a record without an id", `{"sumPaid":1}`, [get, create, restore]],
    ["an id of 0", `{"id":0}`, [get, create, restore]],
    ["another id", `{"id":2}`, [get]],
    ["an amount in quotes", `{"id":1,"sumPaid":"1.00"}`, [get, create]],
    ["a number that would be rounded", `{"id":1,"sumPaid":1234567890123456.7}`, [get, create]],
    ["the same in a field that is not declared", `{"id":1,"other":0.12345678901234567}`, [get, create]],
  ]
  for (const [name, answer, uses] of answers) {
    for (const use of uses) {
      it.live(`${name}, for ${use.name}`, () =>
        Effect.map(meaning(answer, use), (actual) => assert.strictEqual(actual, lost)),
      )
    }
  }

  it.live("half a body: a write is sent once, a read is tried again", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* meaning("cut", create), lost)
      assert.strictEqual(yield* meaning("cut", remove), lost)
      assert.strictEqual(yield* meaning("cut", list), lostThrice)
    }),
  )

  it.live("names the field, not the value", () =>
    Effect.gen(function* () {
      const { error } = yield* failing(listed([{ id: 1, sumPaid: "Jane" }]), list)
      assert.include(error.message, `["items"][0]["sumPaid"]`)
      assert.notInclude(error.message, "Jane")
    }),
  )
})

describe("an answer that settles", () => {
  const answers: ReadonlyArray<readonly [name: string, answer: Answer, uses: ReadonlyArray<Use>]> = [
    ["201", { status: 201, body: `{"id":7,"more":1}` }, [create]],
    ["202", { status: 202, body: `{"id":1}` }, [restore, get]],
    ["204", { status: 204, body: "" }, [remove, confirm]],
    ["true", "true", [remove, confirm, savePartner]],
    ["an exception of null", `{"id":1,"exception":null,"exceptionType":null}`, [create, get]],
    ["an exception further in", `{"id":1,"note":"x","projects":[{"exception":"y"}]}`, [create, get]],
    ["another content type", { headers: { "content-type": "text/plain" }, body: `{"id":1}` }, [create, get]],
  ]
  for (const [name, answer, uses] of answers) {
    for (const use of uses) {
      it.live(`${name}, for ${use.name}`, () =>
        connect(() => answer).pipe(
          Effect.flatMap(({ calls }) => use(calls)),
          Effect.scoped,
          Effect.provide(http),
        ),
      )
    }
  }
})
