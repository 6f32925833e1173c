/**
 * Acme for Waybill. A pipeline file takes the default export of the package that `connector:` names.
 *
 * To change: what others may use of your package, with explicit names.
 */
export { Customer, Invoice, KeptCustomer, KeptInvoice, KeptPayment, Payment } from "./Api.ts"
export { type Calls, makeClient } from "./Client.ts"
export { connector, connector as default } from "./connector.ts"
export { errors } from "./errors.ts"
export { AcmeSettings } from "./Settings.ts"
