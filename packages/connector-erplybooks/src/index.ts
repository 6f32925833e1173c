/** ERPLY Books: a typed client of the accounting API, and the connector for Waybill. */
export { ErplyBooksApi, Token } from "./Api.ts"
export type { Calls } from "./Calls.ts"
export { ErplyBooksClientSettings, ErplyBooksSettings } from "./Settings.ts"
