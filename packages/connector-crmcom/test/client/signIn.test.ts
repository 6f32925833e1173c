/** Signing in over HTTP: what is sent, what a refusal means, and which calls go out again with a new token. */
import { assert, describe, it } from "@effect/vitest"
import type { ConnectorError } from "@waybill/connector"
import { BigDecimal, Effect } from "effect"

import type { Calls } from "../../src/index.ts"
import { type Answer, byUser, exception, failed, http, ok, open, openByUser, type Received, server } from "./server.ts"

const id = { by: "id", value: "1" } as const
const show = ({ invoices }: Calls) => invoices.show({ invoice_identifier: id })

const tokenOf = ({ method, query, body }: Received): unknown =>
  method === "GET" ? query["token"] : JSON.parse(body).token

const refusedToken = failed(exception("INVALIDTOKEN"), "")

/** Refuses the first `count` tokens. */
const refusing =
  (count: number) =>
  (call: Received): Answer =>
    Number(String(tokenOf(call)).replace("TOKEN", "")) <= count ? refusedToken : ok({ id: "1" })

const run = <A, E, R>(effect: Effect.Effect<A, E, R>) => effect.pipe(Effect.scoped, Effect.provide(http))

describe("signing in", () => {
  it.live("by key: the published header, an empty body, and the unit where it is set", () =>
    Effect.gen(function* () {
      const { url, signIns, received } = yield* server(() => ok({}))
      yield* show(yield* open(url))
      yield* show(yield* open(url, { unit: "EE63A82C4FEBE02FF34E90DD1EBA5ABE" }))
      const [plain, withUnit] = signIns
      assert.strictEqual(plain!.path, "/crmapi/rest/v2/authentication/web_api_key/token")
      assert.strictEqual(plain!.headers["authorization"], "Basic MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY6")
      assert.strictEqual(plain!.headers["content-type"], "application/json")
      assert.strictEqual(plain!.body, "{}")
      assert.deepStrictEqual(JSON.parse(withUnit!.body), { unit: "EE63A82C4FEBE02FF34E90DD1EBA5ABE" })
      assert.deepStrictEqual(received.map(tokenOf), ["TOKEN1", "TOKEN2"])
    }).pipe(run),
  )

  it.live("by user name: the published body", () =>
    Effect.gen(function* () {
      const { url, signIns } = yield* server(() => ok({}))
      yield* show(yield* openByUser(url, { unit: "EE63A82C4FEBE02FF34E90DD1EBA5ABE" }))
      assert.strictEqual(signIns[0]!.path, "/crmapi/rest/v2/authentication/token")
      assert.deepStrictEqual(JSON.parse(signIns[0]!.body), { ...byUser, unit: "EE63A82C4FEBE02FF34E90DD1EBA5ABE" })
      assert.isUndefined(signIns[0]!.headers["authorization"])
    }).pipe(run),
  )

  it.live("gives its token back at the end, from R10.0.0 on", () =>
    Effect.gen(function* () {
      const { url, releases } = yield* server(() => ok({}))
      yield* Effect.scoped(Effect.flatMap(openByUser(url, { release: "R9.9.9" }), show))
      assert.deepStrictEqual(releases, [])
      yield* Effect.scoped(Effect.flatMap(openByUser(url, { release: "R10.0.0" }), show))
      assert.strictEqual(releases[0]!.path, "/crmapi/rest/v2/authentication/token/release")
      assert.deepStrictEqual(
        releases.map(({ body }) => JSON.parse(body)),
        [{ token: "TOKEN2" }],
      )
      yield* Effect.scoped(open(url))
      assert.strictEqual(releases.length, 1)
    }).pipe(run),
  )

  it.live("refused credentials: one try for all fibers, and none later", () =>
    Effect.gen(function* () {
      const answers: ReadonlyArray<Answer> = [
        failed(exception("INVALIDCREDENTIALS"), "no"),
        failed(exception("INVALIDTOKEN"), "no"),
        { status: 401, body: "<html>no</html>" },
        { status: 403, body: failed("X") },
      ]
      for (const answer of answers) {
        const { url, signIns, received } = yield* server(
          () => ok({}),
          () => answer,
        )
        const client = yield* open(url)
        const errors = yield* Effect.all(
          Array.from({ length: 20 }, () => Effect.flip(show(client))),
          { concurrency: "unbounded" },
        )
        errors.push(yield* Effect.flip(show(client)))
        for (const { code, reason, sent } of errors) {
          assert.deepStrictEqual([code, reason._tag, sent], ["WB-CRMCOM-SIGN-IN", "Unauthorized", "no"])
        }
        assert.deepStrictEqual([signIns.length, received.length], [1, 0])
      }
    }).pipe(run),
  )

  it.live("no token for any other reason: the call was not sent, and the next one asks again", () =>
    Effect.gen(function* () {
      const answers: ReadonlyArray<readonly [Answer, names: string]> = [
        ["<html>maintenance</html>", "HTML"],
        [{ status: 503, body: "" }, "503"],
        [{ status: 404, body: "not here" }, "404"],
        ["", "JSON"],
        ["cut", "unreadable"],
        [ok(null), "data"],
        [ok({}), "token"],
        [ok({ token: "" }), "token"],
        [failed("JAVA.LANG.NULLPOINTEREXCEPTION"), "failure"],
      ]
      for (const [answer, names] of answers) {
        const { url, received } = yield* server(
          () => ok({}),
          (_, count) => (count === 1 ? answer : ok({ token: "T" })),
        )
        const client = yield* open(url)
        const error = yield* Effect.flip(show(client))
        assert.deepStrictEqual(
          [error.code, error.reason._tag, error.sent],
          ["WB-CRMCOM-NO-TOKEN", "Unreachable", "no"],
          names,
        )
        assert.include(error.message, names)
        assert.deepStrictEqual(received, [])
        yield* show(client)
        assert.strictEqual(received.length, 1)
      }
    }).pipe(run),
  )
})

describe("a token that dies under way", () => {
  it.live("50 fibers: one new token, and every read is answered", () =>
    Effect.gen(function* () {
      const { url, received, signIns } = yield* server(refusing(1))
      const client = yield* open(url)
      const answers = yield* Effect.all(
        Array.from({ length: 50 }, () => show(client)),
        { concurrency: "unbounded" },
      )
      assert.strictEqual(answers.length, 50)
      assert.strictEqual(signIns.length, 2)
      const tokens = received.map(tokenOf)
      assert.strictEqual(tokens.filter((token) => token === "TOKEN2").length, 50)
      assert.isAtMost(tokens.length, 100)
    }).pipe(run),
  )

  it.live("a second refusal ends it", () =>
    Effect.gen(function* () {
      const { url, received, signIns } = yield* server(refusing(100))
      const error = yield* Effect.flip(show(yield* open(url)))
      assert.deepStrictEqual([error.code, error.reason._tag], ["WB-CRMCOM-SIGN-IN", "Unauthorized"])
      assert.deepStrictEqual([received.length, signIns.length], [2, 2])
    }).pipe(run),
  )

  it.live("is told by the message as well as by the code, and by the status where no word tells", () =>
    Effect.gen(function* () {
      const answers: ReadonlyArray<Answer> = [
        failed("ERROR", "Your session has expired"),
        failed("COM.CRM.EXCEPTION.AUTHENTICATIONEXCEPTION"),
        { status: 401, body: failed("ERROR") },
      ]
      for (const answer of answers) {
        const { url, received } = yield* server((call) => (tokenOf(call) === "TOKEN1" ? answer : ok({})))
        yield* show(yield* open(url))
        assert.deepStrictEqual(received.map(tokenOf), ["TOKEN1", "TOKEN2"])
      }
    }).pipe(run),
  )

  const code = { back_office_code: "WB-1" }
  const invoice = {
    accounts_receivable_identifier: id,
    type_identifier: id,
    life_cycle_state: "DRAFT",
    invoice_item_set: [],
  } as const
  const payment = {
    accounts_receivable_identifier: id,
    type_identifier: id,
    life_cycle_state: "DRAFT",
    payment_method_identifier: id,
    payment_amount: BigDecimal.fromBigInt(1n),
  } as const
  const cancel = { invoice_identifier: id, type_identifier: id }

  type Repeat = readonly [name: string, repeated: boolean, (calls: Calls) => Effect.Effect<unknown, ConnectorError>]
  const calls: ReadonlyArray<Repeat> = [
    ["a create with a code", true, ({ invoices }) => invoices.create({ ...invoice, ...code })],
    ["a create without one", false, ({ invoices }) => invoices.create(invoice)],
    ["a payment with a code", true, ({ payments }) => payments.create({ ...payment, ...code })],
    ["a payment without one", false, ({ payments }) => payments.create(payment)],
    ["a post", true, ({ invoices }) => invoices.post({ invoice_identifier: id })],
    ["a reject", true, ({ payments }) => payments.reject({ payment_identifier: id })],
    ["a cancel with a code", true, ({ invoices }) => invoices.cancel({ ...cancel, ...code })],
    ["a cancel without one", false, ({ invoices }) => invoices.cancel(cancel)],
    ["an update, whose code is the record's own", false, (c) => c.invoices.update({ invoice_identifier: id, ...code })],
    ["an account", false, ({ accountsReceivable }) => accountsReceivable.create({ name: "x" })],
  ]
  for (const [name, repeated, call] of calls) {
    it.live(`${name} is ${repeated ? "" : "not "}sent again`, () =>
      Effect.gen(function* () {
        const { url, received, signIns } = yield* server(refusing(1))
        const client = yield* open(url)
        const outcome = yield* Effect.result(call(client))
        assert.strictEqual(outcome._tag, repeated ? "Success" : "Failure")
        assert.deepStrictEqual(received.map(tokenOf), repeated ? ["TOKEN1", "TOKEN2"] : ["TOKEN1"])
        // Either way the refused token is gone.
        yield* call(client)
        assert.strictEqual(tokenOf(received.at(-1)!), "TOKEN2")
        assert.strictEqual(signIns.length, 2)
      }).pipe(run),
    )
  }
})
