/** Tokens: how they are got, where they are sent, and how they die. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"

import { CrmComSandbox } from "../src/index.ts"
import { empty, frontOf, keyHeader, say, signIn, withCrmCom } from "./crmcomHttp.ts"

const show = { accounts_receivable_identifier: "number=ACR0000000001" }
const user = { username: "sandbox", password: "sandbox-password", organisation: "SANDBOX" }

describe("signing in", () => {
  it.live("by key: the key is the user name, the password is empty, the body may be left out", () =>
    withCrmCom(empty, ({ sandbox }) =>
      Effect.gen(function* () {
        const url = `${sandbox.url}/authentication/web_api_key/token`
        for (const body of ["", "{}", '{"unit":"1"}']) {
          const { code, data } = yield* say(url, body, keyHeader("sandbox-key"))
          assert.strictEqual(code, "OK")
          assert.strictEqual((yield* frontOf(sandbox, data.token).get("accounts_receivable/show", show)).code, "OK")
        }
        const wrong = [keyHeader("other"), { authorization: `Basic ${btoa("sandbox-key")}` }, {}]
        for (const headers of wrong) assert.strictEqual((yield* say(url, "{}", headers)).code, "AUTHENTICATIONFAILED")
      }),
    ),
  )

  it.live("the header is the vendor's", () =>
    Effect.gen(function* () {
      const sandbox = yield* CrmComSandbox.start({ ...empty, webApiKey: "0123456789ABCDEF0123456789ABCDEF" })
      const authorization = "Basic MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY6"
      const { code } = yield* say(`${sandbox.url}/authentication/web_api_key/token`, "{}", { authorization })
      assert.strictEqual(code, "OK")
    }).pipe(Effect.scoped),
  )

  it.live("by user, password and organisation", () =>
    withCrmCom(empty, ({ sandbox }) =>
      Effect.gen(function* () {
        const url = `${sandbox.url}/authentication/token`
        const { data } = yield* say(url, JSON.stringify(user))
        assert.strictEqual((yield* frontOf(sandbox, data.token).get("accounts_receivable/show", show)).code, "OK")
        for (const wrong of [
          { ...user, password: "x" },
          { ...user, organisation: "x" },
          { ...user, username: "x" },
        ]) {
          assert.strictEqual((yield* say(url, JSON.stringify(wrong))).code, "AUTHENTICATIONFAILED")
        }
        const { password: _, ...without } = user
        assert.strictEqual((yield* say(url, JSON.stringify(without))).code, "MANDATORYFIELDMISSING")
      }),
    ),
  )

  it.live("a token is 32 hex characters before R12.0.0, and a longer web token from it on", () =>
    Effect.gen(function* () {
      const old = yield* withCrmCom({ ...empty, release: "R11.9.9" }, ({ token }) => Effect.succeed(token))
      assert.match(old, /^[0-9A-F]{32}$/)
      const jwt = yield* withCrmCom({ ...empty, release: "R12.0.0" }, ({ token }) => Effect.succeed(token))
      const [, claims = ""] = jwt.split(".")
      const { jti, usr, org, oun, exp, iat } = JSON.parse(atob(claims))
      assert.deepStrictEqual([usr, org, oun, exp - iat], ["sandbox", "SANDBOX", "1", 7200])
      assert.isString(jti)
    }),
  )

  it.live("keys came with R10.0.0", () =>
    Effect.gen(function* () {
      const sandbox = yield* CrmComSandbox.start({ ...empty, release: "R9.1.0" })
      assert.strictEqual((yield* signIn(sandbox)).code, "UNKNOWNCALL")
      assert.strictEqual((yield* say(`${sandbox.url}/authentication/token`, JSON.stringify(user))).code, "OK")
    }).pipe(Effect.scoped),
  )
})

describe("tokens", () => {
  const asks = ["accounts_receivable/show", "invoices/create"] as const

  it.live("go into the query of a GET and into the body of a POST; without a good one nothing is looked at", () =>
    withCrmCom(empty, ({ sandbox, token }) =>
      Effect.gen(function* () {
        const [get, post] = asks.map((call) => `${sandbox.url}/${call}`)
        for (const said of [
          yield* say(`${get}?accounts_receivable_identifier=nonsense`),
          yield* say(`${get}?token=x&accounts_receivable_identifier=nonsense`),
          yield* say(`${get}?token=`),
          yield* say(`${post}?token=${token}`, "{}"),
          yield* say(`${post}`, '{"token":"x","nonsense":1}'),
          yield* say(`${post}`, '{"token":1}'),
          yield* say(`${post}`, "null"),
        ]) {
          assert.deepStrictEqual([said.http, said.code], [200, "INVALIDTOKEN"])
        }
        assert.strictEqual(sandbox.state().refusals.INVALIDTOKEN, 7)
      }),
    ),
  )

  it.live("are dead once they are given back; several are good at once", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const { sandbox } = front
        const other = frontOf(sandbox, (yield* signIn(sandbox)).data.token)
        assert.deepInclude(sandbox.state(), { signIns: 2, tokensAlive: 2, released: 0 })
        assert.strictEqual((yield* other.post("authentication/token/release", {})).code, "OK")
        assert.strictEqual((yield* other.get(asks[0], show)).code, "INVALIDTOKEN")
        assert.strictEqual((yield* other.post("authentication/token/release", {})).code, "INVALIDTOKEN")
        assert.strictEqual((yield* front.get(asks[0], show)).code, "OK")
        assert.deepInclude(sandbox.state(), { signIns: 2, tokensAlive: 1, released: 1 })
      }),
    ),
  )

  it.live("are dead after so many calls, and all at once where a test says so", () =>
    withCrmCom({ ...empty, tokenCalls: 2 }, (front) =>
      Effect.gen(function* () {
        const codes: Array<string> = []
        for (let call = 0; call < 3; call++) codes.push((yield* front.get(asks[0], show)).code)
        assert.deepStrictEqual(codes, ["OK", "OK", "INVALIDTOKEN"])
        const { data } = yield* signIn(front.sandbox)
        front.sandbox.expireTokens()
        assert.strictEqual((yield* frontOf(front.sandbox, data.token).get(asks[0], show)).code, "INVALIDTOKEN")
        assert.strictEqual(front.sandbox.state().tokensAlive, 0)
      }),
    ),
  )

  /** How many seconds a token lives that is used, or left alone, for a while. */
  const lives = Effect.fnUntraced(function* (release: `R${number}.0.0`, by: "key" | "user", used: boolean) {
    const sandbox = yield* CrmComSandbox.start({ ...empty, release, tokenLife: 100 })
    const { data } =
      by === "key" ? yield* signIn(sandbox) : yield* say(`${sandbox.url}/authentication/token`, JSON.stringify(user))
    const front = frontOf(sandbox, data.token)
    yield* TestClock.adjust("60 seconds")
    if (used) assert.strictEqual((yield* front.get(asks[0], show)).code, "OK")
    yield* TestClock.adjust("60 seconds")
    return (yield* front.get(asks[0], show)).code
  }, Effect.scoped)

  it.effect("die a while after issue, used or not; a user's before R12.0.0 after a while without use", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* lives("R12.0.0", "key", true), "INVALIDTOKEN")
      assert.strictEqual(yield* lives("R12.0.0", "user", true), "INVALIDTOKEN")
      assert.strictEqual(yield* lives("R11.0.0", "key", true), "INVALIDTOKEN")
      assert.strictEqual(yield* lives("R11.0.0", "user", true), "OK")
      assert.strictEqual(yield* lives("R11.0.0", "user", false), "INVALIDTOKEN")
    }),
  )
})
