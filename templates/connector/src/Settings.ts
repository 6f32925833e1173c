/**
 * A connection to Acme: what the pipeline file says under `connections`.
 *
 * To change: the address, how fast the system may be asked, and how one signs in. Whatever the documentation leaves open is a
 * setting, too, with the safest reading as its default. A secret is a `Schema.RedactedFromValue`: it is never shown.
 */
import { httpFields, httpsOrLoopback, optionalField } from "@waybill/connector-http"
import { Schema } from "effect"

export const AcmeSettings = Schema.Struct({
  ...httpFields({
    baseUrl: "https://api.acme.example/v1",
    rateLimit: { perSecond: 5, inFlight: 2 },
    timeout: 30,
  }),
  token: Schema.RedactedFromValue(
    // It travels in a header: a line end that was copied along is found here.
    Schema.String.check(Schema.isPattern(/^[\x21-\x7E]+$/, { expected: "the token, without spaces" })).annotate({
      description: "API token, from Acme's page Settings, Developers",
    }),
  ),
  pageSize: optionalField(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 500 })),
    "Records a page of a list",
    100,
  ),
})
  .check(httpsOrLoopback)
  .annotate({ identifier: "AcmeSettings" })

export type AcmeSettings = typeof AcmeSettings.Type
