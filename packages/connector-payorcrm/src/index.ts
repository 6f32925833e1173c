/** PayorCRM: a typed client of the upload API, and a Waybill destination. */
export { Customer, Invoice, Keys, BadBody, PayorCrmApi } from "./Api.ts"
export { type Amount, type CustomerUpload, type InvoiceUpload, PayorCrm, type UploadStream } from "./Client.ts"
export { payorcrm } from "./connector.ts"
export { errors } from "./errors.ts"
export type { CustomerRecord, InvoiceRecord } from "./map/record.ts"
export { type AmountUnit, amountUnits, PayorCrmSettings } from "./Settings.ts"
