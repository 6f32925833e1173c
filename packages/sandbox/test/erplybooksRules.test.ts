/** What holds for every call: the token, strictness, what is not offered, settings. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit } from "effect"

import { ErplyBooksSandbox } from "../src/index.ts"
import { empty, type Json, payment, say, token, unpaid, withBooks } from "./erplybooksHttp.ts"

describe("the token", () => {
  it.live("is needed in the header, and refused in the query", () =>
    withBooks(empty, ({ sandbox }) =>
      Effect.gen(function* () {
        const headers = { "x-api-token": token }
        assert.strictEqual((yield* say(`${sandbox.url}/payments`, { headers })).http, 200)
        assert.strictEqual((yield* say(`${sandbox.url}/payments`)).http, 401)
        assert.strictEqual((yield* say(`${sandbox.url}/payments`, { headers: { "x-api-token": "wrong" } })).http, 401)
        assert.strictEqual((yield* say(`${sandbox.url}/payments?token=${token}`)).http, 401)
        assert.strictEqual((yield* say(`${sandbox.url}/payments?token=${token}`, { headers })).http, 401)
        assert.strictEqual(sandbox.state().refusals.UNAUTHORIZED, 4)
      }),
    ),
  )
})

describe("strictness", () => {
  it.live("bodies that are no JSON object, of another type, or answers of another type", () =>
    withBooks(unpaid, ({ sandbox, post, put }) =>
      Effect.gen(function* () {
        for (const body of ["{", "[]", "7", ""]) {
          assert.deepInclude(yield* post("payments", body), { http: 409, code: "The body can't be read" })
          assert.deepInclude(yield* put("invoices/2460001", body), { http: 409, code: "The body can't be read" })
        }
        const headers = { "x-api-token": token }
        const url = `${sandbox.url}/payments`
        const xml = { ...headers, "content-type": "application/xml" }
        assert.strictEqual((yield* say(url, { method: "POST", body: "<a/>", headers: xml })).http, 415)
        assert.strictEqual((yield* say(url, { headers: { ...headers, accept: "text/html" } })).http, 406)
        assert.strictEqual(sandbox.state().payments.count, 0)
      }),
    ),
  )

  it.live("what is not offered: another method 405, another address a page of HTML", () =>
    withBooks(empty, ({ sandbox, remove, get }) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* remove("payments")).http, 405)
        const wrong = yield* say(`${sandbox.origin}/payments`, { headers: { "x-api-token": token } })
        assert.deepStrictEqual([wrong.http, wrong.text.slice(0, 15)], [404, "<!DOCTYPE html>"])
        assert.strictEqual((yield* get("payment")).http, 404)
      }),
    ),
  )

  it.live("ids are whole numbers above 0", () =>
    withBooks(empty, ({ get }) =>
      Effect.gen(function* () {
        for (const id of ["0", "-1", "1.5", "x"]) assert.strictEqual((yield* get(`payments/${id}`)).http, 409, id)
      }),
    ),
  )
})

describe("switches", () => {
  it.live("withoutModules: 409, with a page that names the module", () =>
    withBooks({ ...unpaid, withoutModules: ["payments"] }, ({ get, post, read }) =>
      Effect.gen(function* () {
        for (const said of [yield* get("payments"), yield* post("payments", payment())]) {
          assert.strictEqual(said.http, 409)
          assert.match(said.headers.get("content-type") ?? "", /text\/html/)
          assert.match(said.text, /MODULE_PAID_MONEY_REPORT/)
        }
        assert.strictEqual((yield* read("customers")).totalCount, 1)
      }),
    ),
  )

  it.live("requestsPerSecond: one more in a second is 429, with Retry-After", () =>
    withBooks({ ...empty, requestsPerSecond: 1 }, ({ get, sandbox }) =>
      Effect.gen(function* () {
        // Whatever the second each falls in, of twenty at once one at least is too many.
        const all = yield* Effect.all(
          Array.from({ length: 20 }, () => get("organisation")),
          { concurrency: 20 },
        )
        const throttled = all.filter(({ http }) => http === 429)
        assert.isAbove(throttled.length, 0)
        assert.strictEqual(throttled[0]?.headers.get("retry-after"), "1")
        assert.strictEqual(sandbox.state().refusals.TOOMANYREQUESTS, throttled.length)
      }),
    ),
  )

  it.live("a setting that is misspelt or wrong stops the start", () =>
    Effect.gen(function* () {
      for (const wrong of [{ customer: 1 }, { token: "short" }, { from: "2026-02-30" }, { timeZone: "Nowhere" }]) {
        const options: Json = wrong
        const exit = yield* Effect.exit(Effect.scoped(ErplyBooksSandbox.start(options)))
        assert.isTrue(Exit.isFailure(exit), JSON.stringify(wrong))
      }
    }),
  )
})
