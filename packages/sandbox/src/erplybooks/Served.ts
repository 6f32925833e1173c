/**
 * The connector's declaration as the stand-in serves it, and the types that it says its calls take.
 */
import { ErplyBooksApi } from "@waybill/connector-erplybooks"
import { HttpApiMiddleware } from "effect/http-api"

export const basePath = "/api"

/** `/api/payments/:id`: the path of an address, without ids and query. */
export const pathOf = (url: string): string => url.replace(/\/?(\?.*)?$/, "").replace(/\/\d+$/, "/:id")

/** How a query or a body that does not fit the declaration is answered. */
export class BadRequest extends HttpApiMiddleware.Service<BadRequest>()("@waybill/sandbox/erplybooks/BadRequest") {}

/** Stands before every call: whether the price plan has it, whether there is room for it. */
export class Gate extends HttpApiMiddleware.Service<Gate>()("@waybill/sandbox/erplybooks/Gate") {}

export const ServedApi = ErplyBooksApi.prefix(basePath).middleware(BadRequest).middleware(Gate)

type Groups = (typeof ErplyBooksApi)["groups"]
export type Group = keyof Groups
type Call<G extends Group> = keyof Groups[G]["endpoints"]
interface Shapes {
  readonly "~Payload": { readonly Type: unknown }
  readonly "~Query": { readonly Type: unknown }
}
type Endpoint<G extends Group, C extends Call<G>> = Groups[G]["endpoints"][C] & Shapes

/** The decoded body of a call. */
export type Body<G extends Group, C extends Call<G>> = Endpoint<G, C>["~Payload"]["Type"]
/** The decoded query of a call. */
export type Query<G extends Group, C extends Call<G>> = Endpoint<G, C>["~Query"]["Type"]

export type PaymentInfo = Body<"payments", "create">
export type CustomerInfo = Body<"customers", "create">
export type InvoiceInfo = Body<"invoices", "create">
export type InvoiceRow = NonNullable<InvoiceInfo["rows"]>[number]
