/**
 * Acme's records, as its documentation writes them, and how each value in them is read and written.
 *
 * To change: everything. A field that is declared is what a pipeline file sees as `record.…` and what is sent; of an answer,
 * fields that are not declared are ignored. Say the system's limits here as well: whoever breaks one is told which field it is.
 */
import { CalendarDateSchema, Currency, Dates, Decimals, Identifier, Monies, Money, Text } from "@waybill/model"
import { type BigDecimal, Option, Schema, SchemaGetter, SchemaTransformation } from "effect"

/** What a record is known by: `C-1`. */
const RecordNumber = Identifier.check(
  Schema.isMaxLength(40),
  // It stands in addresses, which carry whole characters only.
  Schema.makeFilter((text: string) => text.isWellFormed() || "whole characters"),
)

/** `"2026-11-20"`: a day, without a time and a zone. */
const Day = Schema.String.check(
  Schema.makeFilter((text: string) => Dates.parseIso(text) !== undefined || "a day written yyyy-MM-dd"),
).pipe(
  Schema.decodeTo(
    CalendarDateSchema,
    SchemaTransformation.transform({ decode: (text) => Dates.parseIso(text)!, encode: Dates.toIso }),
  ),
)

/**
 * `"120.50"`: an exact decimal as text. Where your system writes amounts as JSON numbers, use `DecimalNumber` and
 * `exactAnswers` of @waybill/connector-http: an amount never passes through a JavaScript number.
 */
const Amount = Schema.String.check(
  Schema.isMaxLength(Decimals.maxLength),
  Schema.isPattern(/^-?\d+(\.\d+)?$/, { expected: "a decimal such as 120.50" }),
).pipe(
  Schema.decodeTo(
    Schema.BigDecimal,
    SchemaTransformation.transform({
      decode: (text: string): BigDecimal.BigDecimal => Decimals.parse(text)!,
      encode: (value: BigDecimal.BigDecimal) => Decimals.toText(value),
    }),
  ),
)

/** A field without a value is absent; in answers it may also be null or an empty text. */
const optional = <S extends Schema.Codec<any, string>>(schema: S) =>
  Schema.optionalKey(Schema.NullOr(Schema.String)).pipe(
    Schema.decodeTo(Schema.optionalKey(schema), {
      decode: SchemaGetter.transformOptional(Option.filter((text): text is string => text !== null && text !== "")),
      encode: SchemaGetter.passthrough(),
    }),
  )

/** Amounts that could be paid: no finer than the currency's smallest coin. */
const payable = <Field extends string>(field: Field) =>
  Schema.makeFilter((record: { readonly [F in Field]: BigDecimal.BigDecimal } & { readonly currency: string }) =>
    Monies.fitsMinorUnit(new Money(record[field], record.currency))
      ? undefined
      : { path: [field], issue: "no more decimals than the currency has" },
  )

/** What Acme adds to a record: its own id. */
const kept = { id: Schema.NonEmptyString }

const customer = {
  number: RecordNumber,
  name: Text,
  email: optional(Text),
  phone: optional(Text),
}
/** A customer as it is sent. */
export const Customer = Schema.Struct(customer).annotate({ identifier: "AcmeCustomer" })
export type Customer = typeof Customer.Type
/** A customer as it is answered. */
export const KeptCustomer = Schema.Struct({ ...kept, ...customer }).annotate({ identifier: "AcmeKeptCustomer" })
export type KeptCustomer = typeof KeptCustomer.Type

const invoice = {
  number: RecordNumber,
  customer_number: RecordNumber,
  currency: Currency,
  total: Amount,
  issue_date: optional(Day),
  due_date: optional(Day),
  reference: optional(Text),
  memo: optional(Text),
}
/** An invoice as it is sent; one with a negative total is a credit note. */
export const Invoice = Schema.Struct(invoice).check(payable("total")).annotate({ identifier: "AcmeInvoice" })
export type Invoice = typeof Invoice.Type
/** An invoice as it is answered: `open` is what is still to be paid. */
export const KeptInvoice = Schema.Struct({ ...kept, ...invoice, open: Amount })
  .check(payable("total"), payable("open"))
  .annotate({ identifier: "AcmeKeptInvoice" })
export type KeptInvoice = typeof KeptInvoice.Type

const payment = {
  number: RecordNumber,
  customer_number: RecordNumber,
  currency: Currency,
  amount: Amount,
  received_date: optional(Day),
  method: optional(Text),
  reference: optional(Text),
  memo: optional(Text),
  /** The one invoice that it is for. */
  invoice_number: optional(RecordNumber),
}
/** A payment as it is sent. */
export const Payment = Schema.Struct(payment).check(payable("amount")).annotate({ identifier: "AcmePayment" })
export type Payment = typeof Payment.Type
/** A payment as it is answered. */
export const KeptPayment = Schema.Struct({ ...kept, ...payment })
  .check(payable("amount"))
  .annotate({ identifier: "AcmeKeptPayment" })
export type KeptPayment = typeof KeptPayment.Type

/** One page of a list, its records as they came. `next`: where the page behind it begins; null behind the last one. */
export const Page = Schema.Struct({ items: Schema.Array(Schema.Unknown), next: Schema.NullOr(Schema.NonEmptyString) })
export type Page = typeof Page.Type

/** How Acme says no: `{"error": {"code": "number_taken", "message": "…"}}`. */
export const Refusal = Schema.Struct({ error: Schema.Struct({ code: Schema.String, message: Schema.String }) })
