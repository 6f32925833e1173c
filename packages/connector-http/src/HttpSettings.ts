/**
 * The settings that every HTTP connection takes, as fields to spread into a connector's settings.
 */
import { Duration, Effect, Schema, SchemaTransformation } from "effect"

/** How much a connection may ask of a system. */
export interface RateLimit {
  /** Requests a second, evenly spaced; absent: no limit. */
  readonly perSecond?: number
  /** Requests a day (UTC); absent: no limit. */
  readonly perDay?: number
  /** Requests under way at once. */
  readonly inFlight: number
}

/** The part of a connector's settings that the transport uses, decoded. */
export interface HttpSettings {
  /** Without query, fragment and credentials. */
  readonly baseUrl: URL
  readonly insecure: boolean
  readonly rateLimit: RateLimit
  /** For one request with its whole answer. */
  readonly timeout: Duration.Duration
}

/** What a connector sets where the pipeline file says nothing. */
export interface HttpDefaults {
  readonly baseUrl: string
  readonly rateLimit: Omit<RateLimit, "perDay">
  /** Seconds. */
  readonly timeout: number
}

const isBare = (url: URL): boolean => url.username === "" && url.password === "" && url.search === "" && url.hash === ""

const BaseUrl = Schema.URLFromString.check(
  Schema.makeFilter((url: URL) => ["http:", "https:"].includes(url.protocol) || "an https:// address"),
  Schema.makeFilter((url: URL) => isBare(url) || "an address without credentials, query and fragment"),
)

const Seconds = Schema.Finite.pipe(
  Schema.decodeTo(
    Schema.Duration,
    SchemaTransformation.transform({
      decode: (seconds: number) => Duration.seconds(seconds),
      encode: Duration.toSeconds,
    }),
  ),
)

/** Seconds, or a duration such as "90 seconds". */
export const Time = Schema.Union([Seconds, Schema.DurationFromString])

const Timeout = Time.check(
  Schema.makeFilter(
    (duration: Duration.Duration) =>
      (Duration.isFinite(duration) && Duration.toMillis(duration) > 0) || "a time longer than nothing",
  ),
)

/** A field that may be left out: its description and its default stand in the JSON Schema of the settings. */
export const optionalField = <S extends Schema.Top>(field: S, description: string, otherwise: S["Encoded"]) => {
  // An annotated schema decodes as it did before; the types can't say so of every schema.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const described = Schema.annotateEncoded<S>({ description, default: otherwise })(field) as S
  return described.pipe(Schema.withDecodingDefaultKey<S>(Effect.succeed(otherwise)))
}

const rateLimitField = ({ perSecond, inFlight }: HttpDefaults["rateLimit"]) => {
  const spacing = "Requests a second, evenly spaced"
  const PerSecond = Schema.Finite.check(Schema.isBetween({ minimum: 0.001, maximum: 1000 }))
  const InFlight = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))
  const PerDay = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000_000 }))
  const fields = {
    perDay: Schema.optionalKey(PerDay.annotate({ description: "Requests a day (UTC); absent: no limit" })),
    inFlight: optionalField(InFlight, "Requests under way at once", inFlight),
  }
  const description = "How much may be asked of the system"
  return perSecond === undefined
    ? optionalField(
        Schema.Struct({ perSecond: Schema.optionalKey(PerSecond.annotate({ description: spacing })), ...fields }),
        description,
        { inFlight },
      )
    : optionalField(
        Schema.Struct({ perSecond: optionalField(PerSecond, spacing, perSecond), ...fields }),
        description,
        { perSecond, inFlight },
      )
}

/** `baseUrl` of a system that every customer installs for itself: the pipeline file must name it. */
export const baseUrlField = (description: string) => Schema.annotateEncoded<typeof BaseUrl>({ description })(BaseUrl)

/** `baseUrl`, `insecure`, `rateLimit`, `timeout`: fields for a connector's settings; add {@link httpsOrLoopback}. */
export const httpFields = ({ baseUrl, ...limits }: HttpDefaults) => ({
  baseUrl: optionalField(BaseUrl, "Where the system is; http:// is accepted for this machine only", baseUrl),
  ...limitFields(limits),
})

/** The same without `baseUrl`, beside {@link baseUrlField}. */
export const limitFields = ({ rateLimit, timeout }: Omit<HttpDefaults, "baseUrl">) => ({
  insecure: optionalField(
    Schema.Boolean,
    "Accept http:// to another machine: credentials and data travel readable",
    false,
  ),
  rateLimit: rateLimitField(rateLimit),
  timeout: optionalField(
    Timeout,
    'How long one request with its answer may take: seconds, or a duration such as "90 seconds"',
    timeout,
  ),
})

/** `batch`: records a call, for an API that takes several. */
export const batchField = ({ records, most }: { readonly records: number; readonly most: number }) =>
  optionalField(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: most })), "Records a call", records)

const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Refuses `http://` to another machine, unless the settings say `insecure`: a check for the connector's struct. */
export const httpsOrLoopback = Schema.makeFilter(({ baseUrl, insecure }: Pick<HttpSettings, "baseUrl" | "insecure">) =>
  insecure || baseUrl.protocol === "https:" || loopback.test(baseUrl.hostname)
    ? undefined
    : { path: ["baseUrl"], issue: "https:// (http:// only to this machine, or with `insecure: true`)" },
)

/** The base URL as text without a slash at the end: what a path is appended to, and what names the target. */
export const baseUrlText = ({ baseUrl }: Pick<HttpSettings, "baseUrl">): string => baseUrl.href.replace(/\/+$/, "")
