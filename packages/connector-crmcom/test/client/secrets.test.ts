/** A token, a key and a password are nowhere but in the requests (invariant 7). */
import { inspect } from "node:util"

import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Logger, References, Tracer } from "effect"

import type { Calls } from "../../src/index.ts"
import { type Answer, byUser, failed, http, ok, open, openByUser, type Received, server, webApiKey } from "./server.ts"

const token = "SECRET+0123456789/ABCDEF=="
const basic = "MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY6"
const secrets = [
  token,
  encodeURIComponent(token),
  webApiKey,
  basic,
  byUser.password,
  encodeURIComponent(byUser.password),
]

const id = { by: "id", value: "1" } as const
const uses: ReadonlyArray<(calls: Calls) => Effect.Effect<unknown, unknown>> = [
  ({ invoices }) => invoices.show({ invoice_identifier: id }),
  ({ invoices }) => invoices.post({ invoice_identifier: id }),
  ({ invoices }) => invoices.show({ invoice_identifier: { by: "id", value: "" } }),
  ({ invoices }) => invoices.cancel({ invoice_identifier: id, type_identifier: id }),
]

/** Says everything again that it was sent, in whatever it answers. */
const echoing: ReadonlyArray<(said: string) => Answer> = [
  (said) => failed(`X.${said}`, said),
  (said) => failed("X", said.replaceAll("token", "it")),
  (said) => failed("INVALIDTOKEN", said),
  (said) => failed("INTERNAL", said),
  (said) => `<html>${said}</html>`,
  (said) => said,
  (said) => ok({ id: [said] }),
  (said) => `{"status":{"code":"OK"},"data":{"${said.slice(0, 0)}n":12345678901234567}}`,
  (said) => ({ status: 400, body: said }),
  // As it stands in the address, alone.
  (said) => ({ status: 400, body: said.split(" ")[0]! }),
  (said) => ({ status: 404, body: `${"x".repeat(285)}${said}` }),
  (said) => ({ status: 503, body: said }),
  (said) => ({ status: 500, body: failed("X", said) }),
  (said) => ({ status: 302, headers: { location: `/?${encodeURI(said)}` }, body: "" }),
  () => "cut",
]

const saidOf = ({ search, headers, body }: Received): string =>
  [search, decodeURIComponent(search), headers["authorization"], body.replaceAll('"', "'")].join(" ")

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
  const text = `${shown(value)}\n${JSON.stringify(value, (_, part: unknown) => (part instanceof Map ? [...part] : part), 0)}`
  for (const secret of secrets) assert.notInclude(text, secret, what)
}

describe("secrets", () => {
  it.live("are in no span, no log and no error, whatever the system answers", () =>
    Effect.gen(function* () {
      let failures = 0
      for (const [index, answer] of echoing.entries()) {
        for (const use of uses) {
          const { url } = yield* server(
            (call) => answer(saidOf(call)),
            () => ok({ token }),
          )
          const { seen, exit } = yield* collecting(Effect.scoped(Effect.flatMap(open(url), use)))
          assert.isAbove(seen.length, 0)
          hidesSecrets(
            seen.map((part) => shown(part)),
            `${index}`,
          )
          if (Exit.isFailure(exit)) {
            failures++
            hidesSecrets(exit.cause, `${index}`)
            hidesSecrets(Cause.pretty(exit.cause), `${index}`)
            hidesSecrets(Cause.squash(exit.cause), `${index}`)
          }
        }
      }
      assert.isAtLeast(failures, echoing.length * 3)
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("are in no span, no log and no error of a sign-in", () =>
    Effect.gen(function* () {
      for (const [index, answer] of echoing.entries()) {
        for (const opened of [open, openByUser]) {
          const { url } = yield* server(
            () => ok({}),
            (call) => answer(saidOf(call)),
          )
          const { seen, exit } = yield* collecting(Effect.scoped(Effect.flatMap(opened(url), uses[0]!)))
          hidesSecrets(
            seen.map((part) => shown(part)),
            `${index}`,
          )
          assert.isTrue(Exit.isFailure(exit))
          hidesSecrets(exit, `${index}`)
          hidesSecrets(Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "", `${index}`)
        }
      }
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("the calls themselves are traced, by name alone", () =>
    Effect.gen(function* () {
      const { url } = yield* server(() => ok({}))
      const { seen } = yield* collecting(Effect.scoped(Effect.flatMap(open(url), uses[0]!)))
      const spans = seen.filter((part) => part instanceof Tracer.NativeSpan)
      assert.deepStrictEqual(
        spans.map(({ name }) => name),
        ["CrmCom.invoices.show"],
      )
      assert.deepStrictEqual([...spans[0]!.attributes.keys()], [])
    }).pipe(Effect.scoped, Effect.provide(http)),
  )
})
