/** The token is in one header of each request, and nowhere else (invariant 7). */
import { inspect } from "node:util"

import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Logger, References, Tracer } from "effect"

import { type Calls, ErplyBooks } from "../../src/index.ts"
import { type Answer, http, open, type Received, refusal, server } from "./server.ts"

const token = "SECRET+0123456789/ABCDEF=="
const secrets = [token, encodeURIComponent(token), token.slice(0, 12)]

const uses: ReadonlyArray<(calls: Calls) => Effect.Effect<unknown, unknown>> = [
  ({ payments }) => payments.get(1),
  ({ payments }) => payments.list({ keyword: "Jane" }),
  ({ payments }) => payments.create({ note: "Jane" }),
  ({ payments }) => payments.restore(1, `{"id":1}`),
  ({ payments }) => payments.remove(0),
  ({ ledger }) => ledger.dictionary("CURRENCY"),
]

/** Says everything again that it was sent, in whatever it answers. */
const echoing: ReadonlyArray<(said: string) => Answer> = [
  (said) => ({ status: 409, body: refusal(said, { message: said, exceptionType: token }) }),
  (said) => refusal(said),
  (said) => refusal(said, { statusCode: 500 }),
  (said) => ({ status: 409, body: `<html>MODULE_X ${said}</html>` }),
  (said) => ({ status: 409, body: `<html>${"x".repeat(275)}${said}</html>` }),
  (said) => `<html>${said}</html>`,
  (said) => said,
  () => `{"id":1,"${token}":12345678901234567}`,
  () => `{"items":[{"id":"x","${token}":1}],"totalCount":1}`,
  ...[401, 403, 404, 408, 429, 503].map((status) => (said: string) => ({ status, body: said })),
  (said) => ({ status: 404, body: `${"x".repeat(285)}${said}` }),
  (said) => ({ status: 302, headers: { location: `/?${encodeURIComponent(said)}` }, body: said }),
  () => "cut",
]

const saidOf = ({ headers }: Received): string =>
  [headers["x-api-token"], encodeURIComponent(String(headers["x-api-token"]))].join(" ")

/** Everything that a program shows of itself: spans with their attributes, events and exits, logs, and errors. */
const collecting = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const seen: Array<unknown> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        seen.push(span)
        return span
      },
    })
    const exit = yield* Effect.exit(effect).pipe(
      Effect.provide(Logger.layer([Logger.make((entry) => void seen.push(entry.message, entry.cause))])),
      Effect.provideService(References.MinimumLogLevel, "All"),
      Effect.withTracer(tracer),
    )
    return { seen, exit }
  })

const shown = (value: unknown): string =>
  inspect(value, { depth: 12, showHidden: true, maxArrayLength: 200, maxStringLength: Infinity })

const hidesSecrets = (value: unknown, what: string): void => {
  for (const secret of secrets) assert.notInclude(shown(value), secret, what)
}

describe("the token", () => {
  it.live("is in no span, no log and no error, whatever the system answers", () =>
    Effect.gen(function* () {
      let failures = 0
      for (const [index, answer] of echoing.entries()) {
        const { url, received } = yield* server((call) => answer(saidOf(call)))
        for (const use of uses) {
          const { seen, exit } = yield* collecting(Effect.scoped(Effect.flatMap(open(url, { token }), use)))
          assert.isAbove(seen.length, 0)
          hidesSecrets(seen.map(shown), `${index}`)
          if (Exit.isSuccess(exit)) continue
          failures++
          hidesSecrets(exit.cause, `${index}`)
          hidesSecrets(Cause.pretty(exit.cause), `${index}`)
          hidesSecrets(JSON.stringify(Cause.squash(exit.cause)), `${index}`)
        }
        for (const { headers, path, search, body } of received) {
          assert.strictEqual(headers["x-api-token"], token)
          hidesSecrets([path, search, body, { ...headers, "x-api-token": "" }], `${index}`)
        }
      }
      assert.isAtLeast(failures, echoing.length * 4)
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("calls are traced by name alone: no header, no address", () =>
    Effect.gen(function* () {
      const { url } = yield* server(() => `{"items":null,"totalCount":0}`)
      const { seen } = yield* collecting(Effect.scoped(Effect.flatMap(open(url, { token }), uses[1]!)))
      const spans = seen.filter((part) => part instanceof Tracer.NativeSpan)
      assert.deepStrictEqual(
        spans.map(({ name, attributes }) => [name, [...attributes.keys()]]),
        [["ErplyBooks.payments.list", []]],
      )
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("is not shown where the settings that hold it are wrong", () =>
    Effect.gen(function* () {
      const wrong = { token: `${token}\n`, baseUrl: "https://api.erplybooks.com/api" }
      const exit = yield* Effect.exit(Effect.scoped(Effect.provide(ErplyBooks, ErplyBooks.layer(wrong))))
      assert.isTrue(Exit.isFailure(exit))
      hidesSecrets(exit, "exit")
      hidesSecrets(String(exit), "text")
    }).pipe(Effect.provide(http)),
  )
})
