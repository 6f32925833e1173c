/**
 * The words every Waybill package shares: customers, invoices, payments, exact money, calendar dates.
 * Pure: no I/O, nothing of any vendor.
 */
export { Address } from "./Address.ts"
export * as Dates from "./CalendarDate.ts"
export { CalendarDate, CalendarDateSchema } from "./CalendarDate.ts"
export * as Columns from "./Columns.ts"
export * as Currencies from "./Currency.ts"
export { Currency } from "./Currency.ts"
export { Customer } from "./Customer.ts"
export * as Decimals from "./Decimal.ts"
export { type Entity, entities, type Model, type ModelOf, moneyField, moneyOf, schemas } from "./Entity.ts"
export { Invoice, InvoiceLine, InvoiceType } from "./Invoice.ts"
export {
  type About,
  type Aftermath,
  aftermaths,
  type Catalogue,
  type ErrorCode,
  type Example,
  type Issue,
  issueFrom,
  type Owner,
  owners,
  toErrorCodes,
} from "./Issue.ts"
export * as Monies from "./Money.ts"
export { AmountSchema, Money, MoneySchema } from "./Money.ts"
export { Allocation, Payment } from "./Payment.ts"
export { Identifier, Text } from "./Text.ts"
