/**
 * The declared calls, and what each of them does.
 */
import { CustomerInfo, InvoiceInfo, PaymentInfo } from "@waybill/connector-erplybooks"
import { Effect, Layer, Result } from "effect"
import { HttpRouter, HttpServerRequest } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"

import type { Books } from "../Books.ts"
import { organisation } from "../Catalogue.ts"
import { createCustomer, listCustomers, removeCustomer, updateCustomer } from "../customers.ts"
import type { Desk } from "../Desk.ts"
import type { Invoice, Written } from "../Entities.ts"
import { checkNumber, listInvoices, suggestNumber } from "../invoiceLists.ts"
import { confirmInvoices, createInvoice, removeInvoice, updateInvoice } from "../invoices.ts"
import { listAccounts, listArticles, listDictionary, listProjects } from "../ledger.ts"
import { savePartnerInvoice } from "../partner.ts"
import { createPayment, listPayments, removePayment, updatePayment } from "../payments.ts"
import type { Refusal } from "../Refusal.ts"
import { pathOf, ServedApi } from "../Served.ts"
import { customerView, invoiceView, paymentView } from "../views.ts"
import { failure, notFoundPage, respond, respondRemoved } from "./answers.ts"
import { answerBadRequest } from "./badRequest.ts"
import { checkToken, gate } from "./gate.ts"
import { readWritten } from "./replacing.ts"

interface Put {
  readonly params: { readonly id: number }
  readonly request: HttpServerRequest.HttpServerRequest
}

/** A PUT: its body is read as it stands, so that what is not declared is kept. */
const replacing =
  <Info, A>(
    desk: Desk,
    read: (text: string) => Result.Result<Written<Info>, Refusal>,
    update: (books: Books, id: number, written: Written<Info>, at: string) => Result.Result<A, Refusal>,
    view: (record: A) => unknown,
  ) =>
  ({ params, request }: Put) =>
    Effect.flatMap(Effect.orDie(request.text), (text) =>
      respond(
        desk,
        (books, at) => Result.flatMap(read(text), (written) => update(books, params.id, written, at)),
        view,
      ),
    )

/** A record that a call makes has an attribute from the start: a PUT that leaves it out loses it. */
const made = <Info>(info: Info): Written<Info> => ({
  info,
  undeclared: { attributes: [{ name: "origin", note: "api" }] },
})

const payments = (desk: Desk) =>
  HttpApiBuilder.group(ServedApi, "payments", (group) =>
    group.handleRaw("update", replacing(desk, readWritten(PaymentInfo), updatePayment, paymentView)).handleAll({
      list: ({ query }) =>
        Effect.tap(
          respond(desk, (books) => listPayments(books, query)),
          () => Effect.sync(() => desk.listedPayments(query)),
        ),
      get: ({ params }) => respond(desk, (books) => books.payments.findShown(params.id), paymentView),
      create: ({ payload }) =>
        respond(desk, (books, at) => createPayment(books, made(payload), at), paymentView, desk.settings.createStatus),
      remove: ({ params }) => respondRemoved(desk, (books) => removePayment(books, params.id)),
    }),
  )

const customers = (desk: Desk) =>
  HttpApiBuilder.group(ServedApi, "customers", (group) =>
    group.handleRaw("update", replacing(desk, readWritten(CustomerInfo), updateCustomer, customerView)).handleAll({
      list: ({ query }) => respond(desk, (books) => listCustomers(books, query)),
      create: ({ payload }) =>
        respond(
          desk,
          (books, at) => createCustomer(books, made(payload), at),
          customerView,
          desk.settings.createStatus,
        ),
      remove: ({ params }) => respondRemoved(desk, (books) => removeCustomer(books, params.id)),
    }),
  )

const invoices = (desk: Desk) => {
  const view = (invoice: Invoice) =>
    invoiceView(
      invoice,
      Result.getOrElse(desk.books.customers.findLinked(invoice.info.customerId), () => null),
    )
  const { createStatus, partnerAnswer } = desk.settings
  return HttpApiBuilder.group(ServedApi, "invoices", (group) =>
    group.handleRaw("update", replacing(desk, readWritten(InvoiceInfo), updateInvoice, view)).handleAll({
      list: ({ query }) => respond(desk, (books) => listInvoices(books, query)),
      get: ({ params }) => respond(desk, (books) => books.invoices.findShown(params.id), view),
      create: ({ payload }) =>
        respond(desk, (books, at) => createInvoice(books, made(payload), at), view, createStatus),
      remove: ({ params }) => respondRemoved(desk, (books) => removeInvoice(books, params.id)),
      savePartner: ({ payload }) =>
        respond(
          desk,
          (books, at) => savePartnerInvoice(books, payload, at),
          (invoice) => (partnerAnswer === "invoice" ? view(invoice) : { invoiceId: invoice.id }),
        ),
      confirm: ({ query }) =>
        respond(desk, (books, at) => confirmInvoices(books, query.ids, query.documentStatusTypeCode, at)),
      suggestNumber: ({ query }) => respond(desk, (books, at) => suggestNumber(books, query, at)),
      checkNumber: ({ payload }) => respond(desk, (books) => checkNumber(books, payload)),
    }),
  )
}

const ledger = (desk: Desk) =>
  HttpApiBuilder.group(ServedApi, "ledger", (group) =>
    group.handleAll({
      accounts: ({ query }) => respond(desk, (books) => listAccounts(books, query)),
      articles: ({ query }) => respond(desk, (books) => listArticles(books, query)),
      projects: ({ query }) => respond(desk, (books) => listProjects(books, query)),
      dictionary: ({ params }) => respond(desk, (books) => listDictionary(books, params.code)),
      organisation: () => respond(desk, () => Result.succeed(organisation)),
    }),
  )

/** The declared paths, `:id` for an id. */
const paths = new Set(
  Object.values(ServedApi.groups).flatMap(({ endpoints }) => Object.values(endpoints).map(({ path }) => path)),
)

/** What is not declared: a known path with another method is 405, any other is a page of HTML. */
const others = (desk: Desk) =>
  HttpRouter.add(
    "*",
    "/*",
    Effect.map(HttpServerRequest.HttpServerRequest, ({ url }) =>
      paths.has(pathOf(url)) ? failure(desk, { reason: "WRONGMETHOD", about: "" }) : notFoundPage,
    ),
  )

export const routes = (desk: Desk) => {
  const groups = Layer.mergeAll(payments(desk), customers(desk), invoices(desk), ledger(desk))
  const declared = HttpApiBuilder.layer(ServedApi).pipe(
    Layer.provide(Layer.provide(groups, [answerBadRequest(desk), gate(desk), checkToken(desk)])),
  )
  return Layer.merge(declared, others(desk))
}
