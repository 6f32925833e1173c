/**
 * What goes out with every request to say who asks; for `clientCredentials` a token that is asked for (RFC 6749, 4.4) and renewed
 * before it dies.
 */
import type { ConnectorError } from "@waybill/connector"
import { accepted, baseUrlText, classified, type HttpTransport } from "@waybill/connector-http"
import { Cache, Cause, Duration, Effect, Exit, Option, Redacted } from "effect"
import * as Base64 from "effect/encoding/Base64"
import { HttpClientRequest } from "effect/http"

import { noToken, unreadable } from "../errors.ts"
import type { RestSettings } from "../Settings.ts"
import { at, parseJson, textOf } from "./json.ts"

type Headers = Readonly<Record<string, string>>

export interface SignIn {
  /** The headers to send. */
  readonly headers: Effect.Effect<Headers, ConnectorError>
  /** Forgets the token of these headers, which was refused; `false`: there is nothing to renew. */
  readonly renew: (refused: Headers) => Effect.Effect<boolean>
  /** Every text that went out as a secret so far: answers that repeat one are shown without it (invariant 7). */
  readonly secrets: ReadonlySet<string>
}

const authorization = (value: string): Headers => ({ authorization: value })

const basic = (name: string, password: string): string => `Basic ${Base64.encode(`${name}:${password}`)}`

const valueOf = (secret: Redacted.Redacted | undefined): string => (secret === undefined ? "" : Redacted.value(secret))

/** What the settings alone say. */
const fixedHeaders = (settings: RestSettings): Headers => {
  const { auth, token, username = "", password, header = "", key } = settings
  if (auth === "bearer") return authorization(`Bearer ${valueOf(token)}`)
  if (auth === "basic") return authorization(basic(username, valueOf(password)))
  return auth === "header" ? { [header.toLowerCase()]: valueOf(key) } : {}
}

const operation = "sign in"

/** Assumed of a token whose answer does not say, in seconds. */
const usualLife = 300

/** A token is renewed when so much of its life is over. */
const share = 0.8

interface Token {
  readonly value: string
  /** Seconds. */
  readonly life: number
}

const tokenRequest = (settings: RestSettings) => {
  const { signInUrl, clientId = "", clientSecret, scope, credentialsIn } = settings
  const secret = valueOf(clientSecret)
  const own = credentialsIn === "body" ? { client_id: clientId, client_secret: secret } : {}
  const form = { grant_type: "client_credentials", ...own, ...(scope === undefined ? {} : { scope }) }
  const request = HttpClientRequest.make("POST")(signInUrl!).pipe(
    HttpClientRequest.acceptJson,
    HttpClientRequest.bodyUrlParams(form),
  )
  // Both are form-encoded first (RFC 6749, 2.3.1).
  const header = basic(encodeURIComponent(clientId), encodeURIComponent(secret))
  return credentialsIn === "header" ? HttpClientRequest.setHeaders(request, authorization(header)) : request
}

const askToken = Effect.fnUntraced(function* (
  settings: RestSettings,
  transport: HttpTransport,
): Effect.fn.Return<Token, ConnectorError> {
  const call = { connector: "rest", operation, address: baseUrlText({ baseUrl: settings.signInUrl! }) }
  const response = yield* accepted(call)(transport.execute(tokenRequest(settings)))
  const json = Option.getOrElse(parseJson(yield* classified(call)(response.text)), () => null)
  const value = textOf(at(json, "access_token"))
  if (value === undefined) return yield* unreadable(operation, "WB-REST-SIGN-IN", "the answer has no `access_token`")
  const life = Number(textOf(at(json, "expires_in")))
  return { value, life: life > 0 ? life : usualLife }
}, Effect.mapError(noToken))

const isRefused = (cause: Cause.Cause<ConnectorError>): boolean =>
  Option.exists(Cause.findErrorOption(cause), ({ reason }) => reason._tag === "Unauthorized")

/** Nothing is sent before the first call needs a token. */
const renewing = Effect.fnUntraced(function* (settings: RestSettings, transport: HttpTransport) {
  const secrets = new Set([valueOf(settings.clientSecret)])
  const ask = Effect.tap(askToken(settings, transport), ({ value }) => Effect.sync(() => secrets.add(value)))
  // Refused credentials stay refused: asking again could lock the client out.
  const held = yield* Cache.makeWith((_: "token") => ask, {
    capacity: 1,
    timeToLive: Exit.match({
      onSuccess: ({ life }) => Duration.seconds(life * share),
      onFailure: (cause) => (isRefused(cause) ? Duration.infinity : Duration.zero),
    }),
  })
  const headersOf = ({ value }: Token) => authorization(`Bearer ${value}`)
  const signIn: SignIn = {
    headers: Effect.map(Cache.get(held, "token"), headersOf),
    renew: (refused) =>
      Effect.as(
        Effect.ignore(
          Cache.invalidateWhen(
            held,
            "token",
            (token) => headersOf(token)["authorization"] === refused["authorization"],
          ),
        ),
        true,
      ),
    secrets,
  }
  return signIn
})

/** How a connection signs in; the token's calls go through its own transport, and count in its budget. */
export const makeSignIn = (settings: RestSettings, transport: HttpTransport): Effect.Effect<SignIn> => {
  if (settings.auth === "clientCredentials") return renewing(settings, transport)
  const headers = fixedHeaders(settings)
  const { token, password, key } = settings
  const secrets = new Set([valueOf(token), valueOf(password), valueOf(key), ...Object.values(headers)])
  secrets.delete("")
  return Effect.succeed({ headers: Effect.succeed(headers), renew: () => Effect.succeed(false), secrets })
}
