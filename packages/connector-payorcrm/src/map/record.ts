/**
 * PayorCRM's records as `set` sees them: exact decimals, calendar dates, address fields. The encoded side is the JSON
 * that is sent.
 */
import { dateText, DecimalNumber } from "@waybill/connector-http"
import { Decimals } from "@waybill/model"
import { type BigDecimal, Schema } from "effect"

import * as Api from "../Api.ts"
import type { AmountUnit, PayorCrmSettings } from "../Settings.ts"

const WholeNumber = DecimalNumber.check(
  Schema.makeFilter((value: BigDecimal.BigDecimal) => Decimals.scaleOf(value) === 0 || "a whole number"),
)

const amountNumber = (unit: AmountUnit) => (unit === "decimal" ? DecimalNumber : WholeNumber)

/** The inner names are not published: these are the plainest. */
const Address = Schema.Struct({
  line1: Schema.optionalKey(Schema.String),
  line2: Schema.optionalKey(Schema.String),
  city: Schema.optionalKey(Schema.String),
  state: Schema.optionalKey(Schema.String),
  postalCode: Schema.optionalKey(Schema.String),
  country: Schema.optionalKey(Schema.String),
})

export const CustomerRecord = Api.Customer
export type CustomerRecord = typeof CustomerRecord.Type

type RecordSettings = Pick<PayorCrmSettings, "amountUnit" | "localAmountUnit" | "dateFormat" | "addresses">

const invoiceFields = ({ amountUnit, localAmountUnit, dateFormat }: RecordSettings) => {
  const date = Schema.optionalKey(dateText(dateFormat))
  const { billAddr: _billAddr, shipAddr: _shipAddr, ...fields } = Api.Invoice.fields
  return {
    ...fields,
    invoiceAmount: amountNumber(amountUnit),
    localAmount: Schema.optionalKey(amountNumber(localAmountUnit ?? amountUnit)),
    postDate: date,
    dueDate: date,
    invoiceDate: date,
    issueDate: date,
  }
}

const addressFields = { billAddr: Schema.optionalKey(Address), shipAddr: Schema.optionalKey(Address) }

/** The invoice record of a connection: its settings say how amounts and dates are written. */
export const invoiceRecord = (settings: RecordSettings): Schema.Codec<InvoiceRecord, unknown> =>
  settings.addresses
    ? Schema.Struct({ ...invoiceFields(settings), ...addressFields })
    : Schema.Struct(invoiceFields(settings))

const full = (settings: RecordSettings) => Schema.Struct({ ...invoiceFields(settings), ...addressFields })
export type InvoiceRecord = ReturnType<typeof full>["Type"]
