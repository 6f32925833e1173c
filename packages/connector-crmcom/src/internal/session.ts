/**
 * The token of a connection: one for all that call at once, renewed before it dies, and given back at the end.
 */
import type { ConnectorError } from "@waybill/connector"
import { Cache, Cause, Clock, Duration, Effect, Exit, Option, type Redacted, type Scope } from "effect"

export type Token = Redacted.Redacted

export interface Session {
  /** The token to send: the one at hand, or a new one that everybody who asks meanwhile gets, too. */
  readonly token: Effect.Effect<Token, ConnectorError>
  /** Forgets exactly this token; a newer one stays. */
  readonly forget: (token: Token) => Effect.Effect<void>
}

interface Options {
  readonly signIn: Effect.Effect<Token, ConnectorError>
  /** Gives a token back; absent: the installation can't take one back. */
  readonly release?: (token: Token) => Effect.Effect<unknown, unknown>
  /** Seconds that a token lives. */
  readonly tokenLife: number
}

const isUnauthorized = (cause: Cause.Cause<ConnectorError>): boolean =>
  Option.exists(Cause.findErrorOption(cause), ({ reason }) => reason._tag === "Unauthorized")

/** The end of a run does not wait longer for tokens to be taken back: they die by themselves. */
const patience = Duration.seconds(5)

export const makeSession = Effect.fnUntraced(function* ({
  signIn,
  release,
  tokenLife,
}: Options): Effect.fn.Return<Session, never, Scope.Scope> {
  const alive = new Map<Token, number>()

  const issue = Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const asked = yield* Clock.currentTimeMillis
      const token = yield* restore(signIn)
      for (const [old, death] of alive) if (death <= asked) alive.delete(old)
      alive.set(token, asked + tokenLife * 1000)
      return token
    }),
  )
  // Refused credentials stay refused: asking again would lock the user out. Any other failure is gone at the next call.
  const held = yield* Cache.makeWith((_: "token") => issue, {
    capacity: 1,
    timeToLive: Exit.match({
      onSuccess: () => Duration.seconds(tokenLife * 0.8),
      onFailure: (cause) => (isUnauthorized(cause) ? Duration.infinity : Duration.zero),
    }),
  })

  if (release !== undefined) {
    yield* Effect.addFinalizer(() =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const tokens = [...alive].flatMap(([token, death]) => (death > now ? [token] : []))
        yield* Effect.forEach(tokens, (token) => Effect.ignore(release(token)), { concurrency: "unbounded" })
      }).pipe(Effect.timeout(patience), Effect.ignore),
    )
  }

  return {
    token: Cache.get(held, "token"),
    forget: (token) =>
      Effect.suspend(() => {
        alive.delete(token)
        return Effect.ignore(Cache.invalidateWhen(held, "token", (current) => current === token))
      }),
  }
})
