import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Schema } from "effect"

import {
  ConnectorError,
  Lost,
  type Next,
  type Reason,
  Refused,
  Superseded,
  type Sent,
  Throttled,
  Unauthorized,
  Unreachable,
  Unreadable,
} from "../src/index.ts"

/** Every reason, what the engine does next, and whether the request may have been carried out. */
const table: { readonly [Tag in Reason["_tag"]]: readonly [Extract<Reason, { _tag: Tag }>, Next, Sent] } = {
  Unreachable: [new Unreachable({}), "retry", "no"],
  Unauthorized: [new Unauthorized({}), "stopRun", "no"],
  Throttled: [new Throttled({ retryAfter: 1_500 }), "retry", "no"],
  Refused: [new Refused({ status: "400" }), "refuse", "no"],
  Lost: [new Lost({ how: "timeout" }), "stopFlow", "maybe"],
  Superseded: [new Superseded({}), "stopRun", "no"],
  Unreadable: [new Unreadable({}), "stopFlow", "no"],
}

const rows = Object.entries(table).map(([tag, [reason, next, sent]]) => ({ tag, reason, next, sent }))

const wrap = (reason: Reason): ConnectorError =>
  new ConnectorError({
    connector: "demo",
    operation: "uploadInvoices",
    code: "WB-DEMO-REFUSED",
    message: "the system refused the invoice",
    hint: "correct it and send it again",
    reason,
  })

describe("reasons", () => {
  it("are all in the table", () => {
    const tags = ConnectorError.fields.reason.members.map((member) => member.fields._tag.schema.literal)
    assert.sameMembers(tags, Object.keys(table))
  })

  it.each(rows)("$tag: next $next, sent $sent; the envelope says the same", ({ tag, reason, next, sent }) => {
    const error = wrap(reason)
    assert.strictEqual(error.reason._tag, tag)
    assert.deepStrictEqual([reason.next, reason.sent], [next, sent])
    assert.deepStrictEqual([error.next, error.sent], [next, sent])
  })

  it("what may have been carried out is never sent again by itself (invariant 2)", () => {
    const sentAgain = rows.filter((row) => row.sent === "maybe" && row.next === "retry")
    assert.deepStrictEqual(sentAgain, [])
  })

  it.effect.each(rows)("$tag keeps both through JSON", ({ reason, next, sent }) =>
    Effect.gen(function* () {
      const codec = Schema.toCodecJson(ConnectorError)
      const json = JSON.stringify(yield* Schema.encodeEffect(codec)(wrap(reason)))
      const back = yield* Schema.decodeUnknownEffect(codec)(JSON.parse(json))
      assert.instanceOf(back, ConnectorError)
      assert.deepStrictEqual([back.reason._tag, back.next, back.sent], [reason._tag, next, sent])
    }),
  )

  it.effect("a reason can be caught by its name", () =>
    Effect.gen(function* () {
      const answer = yield* Effect.fail(wrap(new Throttled({ retryAfter: 1_500 }))).pipe(
        Effect.catchReason("ConnectorError", "Throttled", (reason) => Effect.succeed(reason.retryAfter)),
      )
      assert.strictEqual(answer, 1_500)
    }),
  )
})

describe("what an operator sees (invariant 7)", () => {
  const secret = "sk-live-0123 anna@example.com"
  const error = wrap(new Refused({ status: "400", answer: secret, cause: new Error(secret) }))

  it("the message is the connector's own sentence", () =>
    assert.strictEqual(error.message, "the system refused the invoice"))

  it.each([
    ["message", error.message],
    ["text", String(error)],
    ["stack", error.stack],
    ["the reason's message", error.reason.message],
    ["the reason's text", String(error.reason)],
    ["a printed cause", Cause.pretty(Cause.fail(error))],
  ])("%s holds nothing of the cause or the answer", (_, shown) => {
    assert.isString(shown)
    assert.notInclude(shown, secret)
  })
})
