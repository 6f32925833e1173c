/**
 * The calls of `invoices`.
 */
import { Effect, Predicate, Schema } from "effect"

import { InvoiceInfo, NewNumber, type PartnerInvoice } from "../api/Invoice.ts"
import { list } from "../api/values.ts"
import type { Calls } from "../Calls.ts"
import type { Exchange } from "./exchange.ts"
import { makeLists } from "./lists.ts"
import { readOne } from "./readOne.ts"
import { makeRecords } from "./records.ts"

type Invoices = Calls["invoices"]

const responseMode = "response-only"

/** Where public clients found the id of what the Partner API saved. */
const savedId = (answer: unknown): { readonly id?: number } => {
  for (const name of ["id", "invoiceId"]) {
    const id = Predicate.hasProperty(answer, name) ? answer[name] : undefined
    if (typeof id === "number" && Number.isSafeInteger(id) && id > 0) return { id }
  }
  return {}
}

const makeSpecial = ({ client: { invoices }, json, done }: Exchange) => ({
  confirm: Effect.fn("ErplyBooks.invoices.confirm")((ids: ReadonlyArray<number>, documentStatusTypeCode: string) => {
    const query = { ids: ids.join(","), documentStatusTypeCode }
    return done({ operation: "invoices.confirm" }, invoices.confirm({ query, responseMode }))
  }),

  suggestNumber: Effect.fn("ErplyBooks.invoices.suggestNumber")((query: Parameters<Invoices["suggestNumber"]>[0]) =>
    json({ operation: "invoices.suggestNumber" }, invoices.suggestNumber({ query, responseMode }), NewNumber),
  ),

  checkNumber: Effect.fn("ErplyBooks.invoices.checkNumber")((number: string, typeCode?: string) => {
    const payload = { id: 0, number, ...(typeCode === undefined ? {} : { typeCode }) }
    return json({ operation: "invoices.checkNumber" }, invoices.checkNumber({ payload, responseMode }), NewNumber)
  }),

  savePartner: Effect.fn("ErplyBooks.invoices.savePartner")((payload: PartnerInvoice) => {
    const answer = json(
      { operation: "invoices.savePartner" },
      invoices.savePartner({ payload, responseMode }),
      Schema.Unknown,
    )
    return Effect.map(answer, savedId)
  }),
})

export const makeInvoices = (exchange: Exchange, pageSize: number): Invoices => {
  const { invoices } = exchange.client
  const sendGet = (id: number) => invoices.get({ params: { id }, query: {}, responseMode })
  return {
    ...makeLists(exchange, pageSize, {
      operation: "invoices.list",
      page: list(InvoiceInfo),
      send: (query: Parameters<Invoices["list"]>[0]) => invoices.list({ query, responseMode }),
    }),
    get: readOne(exchange, "invoices.get", InvoiceInfo, sendGet),
    ...makeRecords(exchange, {
      name: "invoices",
      record: InvoiceInfo,
      create: (invoice) => invoices.create({ query: {}, payload: { ...invoice, id: 0 }, responseMode }),
      remove: (id) => invoices.remove({ params: { id }, query: {}, responseMode }),
      whole: (operation, id) => exchange.raw({ operation, one: true }, sendGet(id)),
    }),
    ...makeSpecial(exchange),
  }
}
