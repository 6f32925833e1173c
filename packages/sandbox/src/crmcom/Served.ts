/**
 * The connector's declaration as the stand-in serves it, and the types that it says its calls take and give.
 */
import { CrmComApi } from "@waybill/connector-crmcom"
import { HttpApiMiddleware } from "effect/http-api"

export const basePath = "/crmapi/rest/v2"

/** How a body or a query that does not fit the declaration is answered. */
export class BadBody extends HttpApiMiddleware.Service<BadBody>()("@waybill/sandbox/crmcom/BadBody") {}

/** Stands before every call: whether the release has it, and whether its token is good. */
export class Gate extends HttpApiMiddleware.Service<Gate>()("@waybill/sandbox/crmcom/Gate") {}

export const ServedApi = CrmComApi.prefix(basePath).middleware(BadBody).middleware(Gate)

type Groups = (typeof CrmComApi)["groups"]
type Group = keyof Groups
type Call<G extends Group> = keyof Groups[G]["endpoints"]
interface Shapes {
  readonly "~Payload": { readonly Type: unknown }
  readonly "~Query": { readonly Type: unknown }
  readonly "~Success": { readonly Type: { readonly data?: unknown } }
}
type Endpoint<G extends Group, C extends Call<G>> = Groups[G]["endpoints"][C] & Shapes

/** The decoded body of a POST, without the token. */
export type Body<G extends Group, C extends Call<G>> = Omit<Endpoint<G, C>["~Payload"]["Type"], "token">
/** The decoded query of a GET, without the token. */
export type Query<G extends Group, C extends Call<G>> = Omit<Endpoint<G, C>["~Query"]["Type"], "token">
/** What is in the envelope. */
export type Data<G extends Group, C extends Call<G>> = NonNullable<Endpoint<G, C>["~Success"]["Type"]["data"]>

export type InvoiceData = Data<"invoices", "show">
export type PaymentData = Data<"payments", "show">
export type AccountData = Data<"accountsReceivable", "show">
export type ContactData = Data<"contactInformation", "show">
export type CreditNoteData = Data<"creditNotes", "show">
export type BillData = Data<"bills", "show">
