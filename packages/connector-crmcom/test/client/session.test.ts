/** One token for all, renewed in time, repeated for once, and given back. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Redacted, Scope } from "effect"
import { TestClock } from "effect/testing"

import { lost, signInFailure, signInRefused } from "../../src/errors.ts"
import { makeSession, type Token } from "../../src/internal/session.ts"

/** A session whose tokens are numbered. */
const numbered = Effect.fnUntraced(function* (tokenLife = 7200) {
  const [issued, released]: [Array<Token>, Array<Token>] = [[], []]
  const scope = yield* Scope.make()
  const session = yield* makeSession({
    signIn: Effect.sync(() => issued[issued.push(Redacted.make(`T${issued.length + 1}`)) - 1]!),
    release: (token) => Effect.sync(() => released.push(token)),
    tokenLife,
  }).pipe(Scope.provide(scope))
  const names = (tokens: ReadonlyArray<Token>) => tokens.map(Redacted.value)
  return {
    session,
    issued: () => names(issued),
    released: () => names(released),
    close: Scope.close(scope, Exit.void),
  }
})

describe("a session", () => {
  it.effect("signs in at the first call, once for all that wait", () =>
    Effect.gen(function* () {
      const { session, issued } = yield* numbered()
      assert.deepStrictEqual(issued(), [])
      const all = Array.from({ length: 100 }, () => session.token)
      const tokens = yield* Effect.all(all, { concurrency: "unbounded" })
      assert.strictEqual(new Set(tokens).size, 1)
      assert.deepStrictEqual(issued(), ["T1"])
    }),
  )

  it.effect("renews a token after 80 % of its life", () =>
    Effect.gen(function* () {
      const { session, issued } = yield* numbered(7200)
      yield* session.token
      yield* TestClock.adjust("5759 seconds")
      yield* session.token
      assert.deepStrictEqual(issued(), ["T1"])
      yield* TestClock.adjust("1 second")
      assert.strictEqual(Redacted.value(yield* session.token), "T2")
      assert.deepStrictEqual(issued(), ["T1", "T2"])
    }),
  )

  it.effect("forgets the token that was refused, and no newer one", () =>
    Effect.gen(function* () {
      const { session, issued } = yield* numbered()
      const first = yield* session.token
      yield* session.forget(first)
      const second = yield* session.token
      // The slow call that still had the first token hears of its refusal only now.
      yield* session.forget(first)
      assert.strictEqual(yield* session.token, second)
      assert.deepStrictEqual(issued(), ["T1", "T2"])
    }),
  )

  it.effect("gives back every token that is still alive, and none that is dead or refused", () =>
    Effect.gen(function* () {
      const { session, released, close } = yield* numbered(7200)
      const refused = yield* session.token
      yield* session.forget(refused)
      yield* session.token
      yield* TestClock.adjust("6000 seconds")
      yield* session.token
      yield* TestClock.adjust("1000 seconds")
      yield* close
      assert.deepStrictEqual(released(), ["T2", "T3"])

      const later = yield* numbered(7200)
      yield* later.session.token
      yield* TestClock.adjust("6000 seconds")
      yield* later.session.token
      yield* TestClock.adjust("1200 seconds")
      yield* later.close
      assert.deepStrictEqual(later.released(), ["T2"])
    }),
  )

  it.effect("does not wait for ever for a token to be taken back", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const session = yield* makeSession({
        signIn: Effect.succeed(Redacted.make("T")),
        release: () => Effect.never,
        tokenLife: 7200,
      }).pipe(Scope.provide(scope))
      yield* session.token
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* TestClock.adjust("5 seconds")
      assert.isDefined(yield* Fiber.join(closing).pipe(Effect.as(true)))
    }),
  )

  it.effect("asks no second time with refused credentials, and again after any other failure", () =>
    Effect.gen(function* () {
      for (const [refusal, asks] of [
        [signInRefused("signIn"), 1],
        [signInFailure(lost("signIn", "timeout")), 2],
      ] as const) {
        let asked = 0
        const session = yield* makeSession({
          signIn: Effect.andThen(
            Effect.yieldNow,
            Effect.suspend(() => (asked++, Effect.fail(refusal))),
          ),
          tokenLife: 7200,
        })
        const together = Array.from({ length: 20 }, () => Effect.flip(session.token))
        yield* Effect.all(together, { concurrency: "unbounded" })
        assert.strictEqual(yield* Effect.flip(session.token), refusal)
        yield* TestClock.adjust("1 day")
        assert.strictEqual(asked, asks)
      }
    }).pipe(Effect.scoped),
  )

  it.effect("goes on signing in for the others when the first that asked is interrupted", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      let asked = 0
      const session = yield* makeSession({
        signIn: Effect.suspend(() => (asked++, Effect.as(Deferred.await(gate), Redacted.make("T")))),
        tokenLife: 7200,
      })
      const first = yield* Effect.forkChild(session.token, { startImmediately: true })
      const second = yield* Effect.forkChild(session.token, { startImmediately: true })
      yield* Fiber.interrupt(first)
      yield* Deferred.succeed(gate, undefined)
      assert.strictEqual(Redacted.value(yield* Fiber.join(second)), "T")
      assert.strictEqual(asked, 1)
    }).pipe(Effect.scoped),
  )
})
