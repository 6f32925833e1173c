/**
 * The Partner API: an invoice is made, or replaced, by the integrator's own id; a customer sent along is found the same way.
 */
import { Result, Struct } from "effect"

import type { Books } from "./Books.ts"
import { bankAccount } from "./Catalogue.ts"
import type { Invoice } from "./Entities.ts"
import { createInvoice, updateInvoice } from "./invoices.ts"
import { addPayment, paying } from "./payments.ts"
import { refuse, type Refusal } from "./Refusal.ts"
import type { Body, InvoiceInfo } from "./Served.ts"
import { zero } from "./Sums.ts"

type PartnerInvoice = Body<"invoices", "savePartner">

/** What a plain invoice does not have: it is taken and not kept. */
const partnerOnly = [
  "payments",
  "payer",
  "payerName",
  "payerCustomerId",
  "documentConnections",
  "username",
  "projects",
  "projectNames",
  "attributes",
] as const

const toInvoice = (body: PartnerInvoice): InvoiceInfo => {
  const { customer, ...info } = Struct.omit(body, partnerOnly)
  return customer === undefined || customer === null ? info : { ...info, customer: { id: 0, ...customer } }
}

/** `{ "sum": 122.00, "paymentTypeName": "Stripe" }`, as a public adapter sends them. */
const addPayments = (books: Books, invoice: Invoice, { payments }: PartnerInvoice, at: string): void => {
  for (const { sum, sumPaid, paymentTypeName } of payments ?? []) {
    const info = {
      ...paying(invoice, sum ?? sumPaid ?? zero),
      opDate: invoice.info.date ?? null,
      accountId: bankAccount.id,
      note: paymentTypeName ?? null,
    }
    addPayment(books, { info, undeclared: {} }, invoice, at)
  }
}

export const savePartnerInvoice = (books: Books, body: PartnerInvoice, at: string): Result.Result<Invoice, Refusal> =>
  Result.gen(function* () {
    if (books.settings.partnerApi === "off") return yield* refuse("PARTNERAPIOFF")
    const { partnerDocumentId } = body
    if (!partnerDocumentId) return yield* refuse("NEEDED", "partnerDocumentId")
    const known = books.invoices.first(({ info }) => info.partnerDocumentId === partnerDocumentId)
    const written = { info: toInvoice(body), undeclared: known?.undeclared ?? {} }
    if (known !== undefined) return yield* updateInvoice(books, known.id, written, at)
    const invoice = yield* createInvoice(books, written, at)
    addPayments(books, invoice, body, at)
    return invoice
  })
