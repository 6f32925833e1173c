/** CRM.COM: a typed client of the Web API, and the connector for Waybill. */
export { CrmComApi } from "./Api.ts"
export { CallSince } from "./api/CallSince.ts"
export type {
  Calls,
  ChangedInvoiceItem,
  CreateInvoice,
  CreatePayment,
  LatestPayments,
  ListAccounts,
  NewInvoiceItem,
  PayBill,
  PayInvoice,
  UpdateInvoice,
  UpdatePayment,
} from "./Calls.ts"
export { type ClientOptions, CrmCom } from "./Client.ts"
export { crmcom } from "./connector.ts"
export type { InvoiceRecord, PaymentRecord } from "./deliver/record.ts"
export { errors } from "./errors.ts"
export { isFrom, isReleaseName, type ReleaseName } from "./Release.ts"
export { CrmComClientSettings, CrmComSettings } from "./Settings.ts"
