/** CRM.COM: a typed client of the Web API, and the connector for Waybill. */
export { CrmComApi } from "./Api.ts"
export type { Calls } from "./Calls.ts"
export { CrmComClientSettings, CrmComSettings } from "./Settings.ts"
