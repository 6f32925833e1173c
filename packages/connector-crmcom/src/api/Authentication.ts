/**
 * CRM.COM `authentication`: tokens come, live for two hours, and are given back.
 */
import { optional } from "@waybill/connector-http"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

import { CallSince } from "./CallSince.ts"
import { answer } from "./envelope.ts"
import { Token } from "./values.ts"

const Issued = Schema.Struct({ token: Token })
const unit = optional(Schema.String, { description: "the unit to act for, by id; the user's own where it is left out" })
const Secret = Schema.RedactedFromValue(Schema.NonEmptyString)

export const authentication = HttpApiGroup.make("authentication").add(
  /** `Authorization: Basic base64(key + ":")`: the Web API key is the user name, and the password is empty. */
  HttpApiEndpoint.post("tokenByKey", "/authentication/web_api_key/token", {
    headers: { authorization: Secret },
    payload: Schema.Struct({ unit }),
    success: answer(Issued),
  }).annotate(CallSince, "R10.0.0"),
  HttpApiEndpoint.post("tokenByUser", "/authentication/token", {
    payload: Schema.Struct({ username: Schema.String, password: Secret, organisation: Schema.String, unit }),
    success: answer(Issued),
  }),
  /** Makes the token unusable. */
  HttpApiEndpoint.post("release", "/authentication/token/release", {
    payload: Schema.Struct({ token: Token }),
    success: answer(Schema.Unknown),
  }).annotate(CallSince, "R10.0.0"),
)
