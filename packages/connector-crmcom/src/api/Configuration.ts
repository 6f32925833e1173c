/**
 * The lists that an installation is configured with.
 */
import { answered, CallAssumed, needed } from "@waybill/connector-http"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

import { CallSince } from "./CallSince.ts"
import { answer } from "./envelope.ts"
import * as Id from "./identifiers.ts"
import { Named } from "./related.ts"
import { Token } from "./values.ts"

const token = Token

export const RejectionReasonChoice = Schema.Struct({
  default: answered(Schema.Boolean),
  rejection_reason: answered(Named),
})
export const PaymentMethodChoice = Schema.Struct({
  id: answered(Schema.String),
  default: answered(Schema.Boolean),
  payment_method: answered(Named),
})
const reasons = { query: { token }, success: answer(Schema.Array(RejectionReasonChoice)) }

/** `payments/configuration/payment_methods/list`: the methods of one type of payment. */
export const listPaymentMethods = { payment_type_identifier: needed(Id.TypeIdentifier.query) }

export const configuration = HttpApiGroup.make("configuration").add(
  HttpApiEndpoint.get(
    "creditNoteRejectionReasons",
    "/credit_notes/configuration/rejection_reasons/list",
    reasons,
  ).annotate(CallSince, "R9.0.0"),
  HttpApiEndpoint.get("invoiceRejectionReasons", "/invoices/configuration/rejection_reasons/list", reasons)
    .annotate(CallSince, "R9.0.0")
    .annotate(CallAssumed, "by analogy with credit notes"),
  HttpApiEndpoint.get("paymentRejectionReasons", "/payments/configuration/rejection_reasons/list", reasons)
    .annotate(CallSince, "R9.0.0")
    .annotate(CallAssumed, "by analogy with credit notes"),
  HttpApiEndpoint.get("paymentMethods", "/payments/configuration/payment_methods/list", {
    query: { token, ...listPaymentMethods },
    success: answer(Schema.Array(PaymentMethodChoice)),
  }).annotate(CallSince, "R9.0.0"),
  HttpApiEndpoint.get("paymentPreferences", "/accounts_receivable/configuration/payment_preferences/list", {
    query: { token },
    success: answer(Schema.Array(Schema.Unknown)),
  }).annotate(CallSince, "R9.0.0"),
)
