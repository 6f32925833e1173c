/**
 * CRM.COM's Web API, version 2: every call of accounts, contacts, invoices, payments, credit notes and bills whose
 * parameters are published, below `…/crmapi/rest/v2`.
 *
 * Source: the vendor's pages of invoices and payments, and its public developer wiki. What they leave open is noted where
 * it stands (`assumed`), with the release that brought a call, a parameter or a field (`since`).
 */
import { HttpApi } from "effect/http-api"

import { accounts, contacts } from "./api/Account.ts"
import { authentication } from "./api/Authentication.ts"
import { bills } from "./api/Bill.ts"
import { configuration } from "./api/Configuration.ts"
import { creditNotes } from "./api/CreditNote.ts"
import { invoices } from "./api/Invoice.ts"
import { payments } from "./api/Payment.ts"

export const CrmComApi = HttpApi.make("crmcom")
  .add(authentication, accounts, contacts, invoices, payments, creditNotes, bills, configuration)
  // Strict on both sides: a misspelt field is found by whoever sends it.
  .annotate(HttpApi.PayloadParseOptions, { onExcessProperty: "error", errors: "all" })
  .annotate(HttpApi.QueryParseOptions, { onExcessProperty: "error", errors: "all" })
