/**
 * Payments, invoices and customers as `set` sees them: fields by the vendor's names, with days instead of times and
 * numbers instead of the ids that they are resolved to. The encoded side is plain JSON.
 *
 * Not sent as they stand: `customerNumber`, `invoiceNumber` and `accountNumber` become `customerId`, `invoiceId` and
 * `accountId`; an invoice's `sumWithVat` is compared with what ERPLY Books comes to.
 */
import { DecimalNumber } from "@waybill/connector-http"
import { CalendarDateSchema, Dates, Identifier } from "@waybill/model"
import { Effect, Schema, SchemaIssue, SchemaTransformation } from "effect"

import { Code, Id, LocalTime } from "../api/values.ts"
import { dayOf, noonOf } from "../map/noon.ts"

const text = Schema.optionalKey(Schema.NonEmptyString)
const code = Schema.optionalKey(Code)
const id = Schema.optionalKey(Id)

/** What the model alone says: to expressions a value of no type that they could yield, so that `set` can't write it. */
const fixed = <A, E>(schema: Schema.Codec<A, E>) =>
  schema.pipe(Schema.decodeTo(Schema.declare(Schema.is(schema)), SchemaTransformation.passthrough()))

/** A day that is noon of it on the wire. */
const Noon = LocalTime.pipe(
  Schema.decodeTo(
    CalendarDateSchema,
    SchemaTransformation.transformEffect({
      decode: (time: string) => {
        const day = dayOf(time)
        return day === undefined
          ? Effect.fail(new SchemaIssue.InvalidValue({ message: "a day of the calendar" }))
          : Effect.succeed(day)
      },
      encode: (day: Dates.CalendarDate) => Effect.succeed(noonOf(day)),
    }),
  ),
)

export const PaymentRecord = Schema.Struct({
  archivingId: fixed(Identifier),
  customerNumber: Schema.NonEmptyString,
  invoiceNumber: text,
  accountNumber: Schema.NonEmptyString,
  opDate: Noon,
  sumPaid: fixed(DecimalNumber),
  currencyCode: fixed(Code),
  typeCode: Code,
  documentStatusTypeCode: Code,
  number: text,
  referenceNumber: text,
  note: text,
  code: text,
  customerName: text,
  entityName: text,
  transactionIdentifier: text,
  currencyRate: Schema.optionalKey(DecimalNumber),
  badDebt: Schema.optionalKey(Schema.Boolean),
  projectId: id,
})
export type PaymentRecord = typeof PaymentRecord.Type

const RowRecord = Schema.Struct({
  articleName: Schema.NonEmptyString,
  code: text,
  unitCode: code,
  quantity: DecimalNumber,
  price: DecimalNumber,
  vatPercent: DecimalNumber,
  typeCode: Code,
})
export type RowRecord = typeof RowRecord.Type

export const InvoiceRecord = Schema.Struct({
  partnerDocumentId: fixed(Identifier),
  number: fixed(Identifier),
  sumWithVat: fixed(DecimalNumber),
  currencyCode: fixed(Code),
  customerNumber: Schema.NonEmptyString,
  typeCode: Code,
  documentStatusTypeCode: Code,
  date: Noon,
  transactionDate: Noon,
  deadlineDate: Schema.optionalKey(Noon),
  referenceNumber: text,
  note: text,
  printedInfo: text,
  languageCode: code,
  currencyRate: Schema.optionalKey(DecimalNumber),
  projectId: id,
  rows: Schema.Array(RowRecord).check(Schema.isMinLength(1)),
})
export type InvoiceRecord = typeof InvoiceRecord.Type

export const CustomerRecord = Schema.Struct({
  partnerCustomerId: fixed(Identifier),
  name: Schema.NonEmptyString,
  code: text,
  registrationCode: text,
  customer: Schema.Boolean,
  supplier: Schema.optionalKey(Schema.Boolean),
  entityTypeCode: code,
  email: text,
  phone1: text,
  phone2: text,
  website: text,
  vatNumber: text,
  referenceNumber: text,
  info: text,
  deadlineDays: id,
  discount: Schema.optionalKey(DecimalNumber),
  penalty: Schema.optionalKey(DecimalNumber),
  legalAddress: text,
  legalPostcode: text,
  legalCountryCode: text,
  actualAddress: text,
  actualPostcode: text,
  actualCountryCode: text,
  contactPersonName: text,
  contactPersonEmail: text,
  contactPersonPhone: text,
  bankName: text,
  bankAccountNumber: text,
  bankIban: text,
  bankSwift: text,
})
export type CustomerRecord = typeof CustomerRecord.Type
