/**
 * CRM.COM `credit_notes`.
 */
import { answered, CallAssumed, needed, optional } from "@waybill/connector-http"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

import { answer } from "./envelope.ts"
import * as Id from "./identifiers.ts"
import { Amount, answeredUserFields, FieldsSet, Timestamp, Token } from "./values.ts"

const text = answered(Schema.String)
const number = answered(Amount)
const fields_set = optional(FieldsSet)
const token = Token

export const CreditNote = Schema.Struct({
  id: text,
  number: text,
  reference_number: text,
  life_cycle_state: text,
  net_amount: number,
  discount_amount: number,
  vat_amount: answered(Amount, { deprecated: "R17.0.0" }),
  tax_amount: answered(Amount, { since: "R12.0.0" }),
  total_amount: number,
  issued_on: text,
  posted_on: text,
  notes: text,
  back_office_code: answered(Schema.String, { since: "R9.1.0" }),
  issue_reason: text,
  ...answeredUserFields,
}).annotate({ identifier: "CreditNote" })
export type CreditNote = typeof CreditNote.Type

/** `credit_notes/create`, without the token. */
export const createCreditNote = {
  accounts_receivable_identifier: Id.AccountIdentifier.body,
  type_identifier: Id.TypeIdentifier.body,
  life_cycle_state: Schema.Literals(["DRAFT", "POSTED"]),
  category_identifier: optional(Id.CategoryIdentifier.body),
  member_accounts_receivable_identifier: optional(Id.AccountIdentifier.body),
  notes: optional(Schema.String),
  back_office_code: optional(Schema.String, { since: "R9.1.0", description: "unique where it is given" }),
  issue_reason: optional(Schema.String),
  intended_currency_identifier: optional(Id.CurrencyIdentifier.body, { since: "R11.0.0" }),
  issue_on: optional(Timestamp, { description: "not in the future, not in a closed period; now where it is left out" }),
}
export const showCreditNote = { credit_note_identifier: needed(Id.CreditNoteIdentifier.query), fields_set }

export const creditNotes = HttpApiGroup.make("creditNotes").add(
  HttpApiEndpoint.get("show", "/credit_notes/show", {
    query: { token, ...showCreditNote },
    success: answer(CreditNote),
  }).annotate(CallAssumed, "the parameters are named like those of invoices and payments"),
  HttpApiEndpoint.post("create", "/credit_notes/create", {
    payload: Schema.Struct({ token, ...createCreditNote }),
    success: answer(CreditNote),
  }).annotate(CallAssumed, "what is answered is the credit note"),
)
