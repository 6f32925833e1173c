/**
 * CRM.COM `bills`: reading only.
 */
import { answered, needed, optional } from "@waybill/connector-http"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

import { answer } from "./envelope.ts"
import * as Id from "./identifiers.ts"
import { Amount, FieldsSet, Token } from "./values.ts"

const text = answered(Schema.String)
const number = answered(Amount)
const fields_set = optional(FieldsSet, { assumed: "taken here as by the other calls that read" })
const token = Token

export const Bill = Schema.Struct({
  id: text,
  number: text,
  life_cycle_state: answered(Schema.String, {
    description: "POSTED, PRESENTED, PRESENTED_CONFIRMED or PRESENTED_REJECTED",
  }),
  bill_status: answered(Schema.String, { description: "SETTLED, UNSETTLED or PARTIALLY_SETTLED" }),
  from_date: text,
  to_date: text,
  due_date: answered(Schema.String, { since: "R12.4.0" }),
  total_billed_amount: number,
  total_amount_to_be_paid: number,
  previous_bill_total_due_amount: number,
  currency: answered(Schema.Unknown, { since: "R10.0.0" }),
}).annotate({ identifier: "Bill" })
export type Bill = typeof Bill.Type

export const showBill = { bill_identifier: needed(Id.BillIdentifier.query), fields_set }
export const listBills = { accounts_receivable_identifier: needed(Id.AccountIdentifier.query), fields_set }
export const latestBills = { ...listBills, number: needed(Schema.NumberFromString.check(Schema.isInt())) }

export const bills = HttpApiGroup.make("bills").add(
  HttpApiEndpoint.get("show", "/bills/show", { query: { token, ...showBill }, success: answer(Bill) }),
  HttpApiEndpoint.get("list", "/bills/list", { query: { token, ...listBills }, success: answer(Schema.Array(Bill)) }),
  HttpApiEndpoint.get("getLatest", "/bills/get_latest", {
    query: { token, ...latestBills },
    success: answer(Schema.Array(Bill)),
  }),
)
