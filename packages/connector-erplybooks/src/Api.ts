/**
 * ERPLY Books' accounting API, below `https://api.erplybooks.com/api`: payments, customers and invoices whole, and what they
 * refer to. One token, in the header `X-API-TOKEN`, for one user and one organisation.
 */
import { HttpApi, HttpApiMiddleware, HttpApiSecurity } from "effect/http-api"

import { customers } from "./api/Customer.ts"
import { invoices } from "./api/Invoice.ts"
import { ledger } from "./api/Ledger.ts"
import { payments } from "./api/Payment.ts"

/** The token, as a header: as a parameter of the query it would stand in logs. */
export class Token extends HttpApiMiddleware.Service<Token>()("@waybill/connector-erplybooks/Token", {
  requiredForClient: true,
  security: { token: HttpApiSecurity.apiKey({ key: "x-api-token", in: "header" }) },
}) {}

export const ErplyBooksApi = HttpApi.make("erplybooks")
  .add(payments, customers, invoices, ledger)
  .middleware(Token)
  // Strict on both sides: a misspelt field is found by whoever sends it.
  .annotate(HttpApi.PayloadParseOptions, { onExcessProperty: "error", errors: "all" })
  .annotate(HttpApi.QueryParseOptions, { onExcessProperty: "error", errors: "all" })
