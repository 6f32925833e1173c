/**
 * A connection to a plain JSON API: where it is, how to sign in, and its streams.
 */
import {
  baseUrlField,
  dateFormats,
  type HttpSettings,
  httpsOrLoopback,
  limitFields,
  midnightFormats,
  optionalField,
  visibleAfterField,
} from "@waybill/connector-http"
import { Schema } from "effect"

import { streamFaults } from "./internal/streamFaults.ts"
import { Stream } from "./StreamSettings.ts"

/** What goes into a header: visible ASCII, so that a line end copied along is found here. */
const HeaderText = Schema.String.check(
  Schema.isPattern(/^[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?$/, { expected: "visible ASCII on one line" }),
)
const HeaderName = Schema.String.check(Schema.isPattern(/^[\w!#$%&'*+.^`|~-]+$/, { expected: "the name of a header" }))

const secret = (description: string, text: typeof HeaderText = HeaderText) =>
  Schema.optionalKey(Schema.RedactedFromValue(text.annotate({ description })))

const maybe = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(schema.annotate({ description }))

/** A header that sounds like a secret would stand in the file (invariant 7). */
const FreeHeader = Schema.String.check(
  Schema.isPattern(/^(?!.*(?:authori[sz]ation|cookie|token|secret|passw|key))[\w!#$%&'*+.^`|~-]+$/i, {
    expected: "the name of a header without a secret: write `auth: header`, `header` and `key: ${NAME}`",
  }),
)

const SoundStream = Stream.check(Schema.makeFilter(streamFaults)).annotate({ identifier: "RestStream" })

const fields = {
  baseUrl: baseUrlField("Where the API is: what paths are appended to, such as https://api.example.com/v1"),
  auth: optionalField(
    Schema.Literals(["none", "bearer", "basic", "header", "clientCredentials"]),
    "How to sign in: a bearer token, a name and a password, a key in a header of its own, or a token that is asked for (OAuth 2)",
    "none",
  ),
  token: secret("For `bearer`: the token"),
  username: maybe(Schema.NonEmptyString, "For `basic`: the name"),
  password: secret("For `basic`: the password", Schema.NonEmptyString),
  header: maybe(HeaderName, "For `header`: the header's name, such as X-Api-Key"),
  key: secret("For `header`: what stands in it"),
  signInUrl: Schema.optionalKey(baseUrlField("For `clientCredentials`: where tokens are asked for")),
  clientId: maybe(Schema.NonEmptyString, "For `clientCredentials`: the client's id"),
  clientSecret: secret("For `clientCredentials`: its secret", Schema.NonEmptyString),
  scope: maybe(Schema.NonEmptyString, "For `clientCredentials`: the scope, where one is asked for"),
  credentialsIn: optionalField(
    Schema.Literals(["header", "body"]),
    "For `clientCredentials`: where the id and the secret go",
    "header",
  ),
  headers: optionalField(
    Schema.Record(FreeHeader, HeaderText),
    "Further headers of every call; no secret: that is `auth: header`",
    {},
  ),
  account: maybe(
    Schema.NonEmptyString,
    "A name for the account that the credentials select: accounts on one host keep books of their own",
  ),
  dateFormat: optionalField(
    Schema.Literals([...dateFormats, ...midnightFormats]),
    "How dates are written and read",
    "yyyy-MM-dd",
  ),
  ...limitFields({ rateLimit: { perSecond: 5, inFlight: 1 }, timeout: 60 }),
  visibleAfter: visibleAfterField("the API", 30),
  streams: Schema.Record(Schema.NonEmptyString, SoundStream)
    .check(Schema.makeFilter((streams) => Object.keys(streams).length > 0 || "at least one stream"))
    .annotate({ description: "The API's lists and records by a name of your own: what `stream:` says in a flow" }),
}

type Auth = "none" | "bearer" | "basic" | "header" | "clientCredentials"

/** What each way to sign in takes; all of it is needed but `scope`. */
const credentials: Readonly<Record<Auth, ReadonlyArray<string>>> = {
  none: [],
  bearer: ["token"],
  basic: ["username", "password"],
  header: ["header", "key"],
  clientCredentials: ["signInUrl", "clientId", "clientSecret"],
}

const allCredentials = Object.values(credentials).flat()

const signInFaults = Schema.makeFilter((settings: { readonly auth: Auth; readonly scope?: string }) => {
  const mine = credentials[settings.auth]
  const given = allCredentials.filter((name) => Object.hasOwn(settings, name))
  return [
    ...mine
      .filter((name) => !given.includes(name))
      .map((name) => ({ path: ["auth"], issue: `\`${name}\` beside \`auth: ${settings.auth}\`` })),
    ...given
      .filter((name) => !mine.includes(name))
      .map((name) => ({ path: [name], issue: `nothing here: \`auth: ${settings.auth}\` does not use it` })),
  ]
})

/** The secret goes where it may: over TLS, or to the host that every other call goes to. */
const signInUrlFault = Schema.makeFilter(
  ({
    baseUrl,
    signInUrl = baseUrl,
    insecure,
  }: Pick<HttpSettings, "baseUrl" | "insecure"> & { readonly signInUrl?: URL }) =>
    insecure || signInUrl.protocol === "https:" || signInUrl.host === baseUrl.host
      ? undefined
      : { path: ["signInUrl"], issue: "https:// (http:// only at the host of `baseUrl`, or with `insecure: true`)" },
)

export const RestSettings = Schema.Struct(fields)
  .check(httpsOrLoopback, signInFaults, signInUrlFault)
  .annotate({ identifier: "RestSettings" })
export type RestSettings = typeof RestSettings.Type
