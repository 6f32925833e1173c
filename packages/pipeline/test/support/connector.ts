/** A connector with a setting of every kind; it is never opened. */
import { type Connector, makeConnector } from "@waybill/connector"
import { Effect, Schema } from "effect"

export const Settings = Schema.Struct({
  baseUrl: Schema.URLFromString.annotate({ description: "Where the system is" }),
  apiKey: Schema.RedactedFromValue(Schema.NonEmptyString.annotate({ description: "API key" })),
  password: Schema.optionalKey(Schema.RedactedFromValue(Schema.NonEmptyString.annotate({ description: "Password" }))),
  login: Schema.optionalKey(
    Schema.Struct({
      user: Schema.String.annotate({ description: "User" }),
      token: Schema.RedactedFromValue(
        Schema.String.check(Schema.makeFilter((text: string) => text.length > 3 || `not '${text}'`)).annotate({
          description: "Token",
        }),
      ),
    }).annotate({ description: "User and token" }),
  ),
  rateLimit: Schema.Struct({
    perSecond: Schema.Finite.check(Schema.isBetween({ minimum: 1, maximum: 100 }))
      .annotate({ description: "Requests a second", default: 5 })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(5))),
  })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed({})))
    .annotate({ description: "How much may be asked" }),
  insecure: Schema.Boolean.annotate({ description: "Accept http://", default: false }).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(false)),
  ),
  unit: Schema.optionalKey(
    Schema.Literals(["whole", "minor", "decimal"]).annotate({ description: "What amounts count" }),
  ),
  timeout: Schema.optionalKey(
    Schema.Union([Schema.Finite, Schema.NonEmptyString]).annotate({ description: "Seconds, or a duration" }),
  ),
  accounts: Schema.optionalKey(
    Schema.Union([Schema.NonEmptyString, Schema.Array(Schema.NonEmptyString)]).annotate({
      description: "Account numbers, or a file of them",
    }),
  ),
})
  .check(
    Schema.makeFilter(({ baseUrl, insecure }) =>
      insecure || baseUrl.protocol === "https:" ? undefined : { path: ["baseUrl"], issue: "an https:// address" },
    ),
  )
  .annotate({ identifier: "Settings" })

export const demo: Connector = makeConnector({
  name: "demo",
  title: "Demo",
  description: "A connector for tests",
  settings: Settings,
  streams: [],
  errors: [],
  open: () => Effect.die("never opened"),
})

export const folder: Connector = makeConnector({
  name: "folder",
  title: "Folder",
  description: "Files",
  settings: Schema.Struct({ directory: Schema.optionalKey(Schema.String.annotate({ description: "Where" })) }),
  streams: [],
  errors: [],
  open: () => Effect.die("never opened"),
})

export const connectors: ReadonlyMap<string, Connector> = new Map([
  ["demo", demo],
  ["folder", folder],
])
