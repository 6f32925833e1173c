/**
 * Records that are lost, changed and doubled, as the system would show them: sums, and what is left to pay, follow.
 */
import { Decimals } from "@waybill/model"
import { BigDecimal, Result } from "effect"

import { writeExact } from "../internal/exactJson.ts"
import { type Tampered, tamperWith } from "../internal/tampering.ts"
import type { NotTampered, Tamper } from "../Tamper.ts"
import type { Books } from "./Books.ts"
import { addCustomer } from "./customers.ts"
import type { Desk } from "./Desk.ts"
import type { Customer, Invoice, Payment } from "./Entities.ts"
import { addInvoice, changeRows, takeOut } from "./invoices.ts"
import { addPayment, removePayment } from "./payments.ts"
import { zero } from "./Sums.ts"
import { customerView, invoiceView, paymentView } from "./views.ts"

const idOf = ({ id }: { readonly id: number }): string => String(id)
const textOf = (view: unknown): string => writeExact(view, 6)

/** What makes it up: a row of no tax, as a person would add one. */
const rowOf = (by: BigDecimal.BigDecimal) => ({
  id: 0,
  articleName: "Adjustment",
  quantity: BigDecimal.make(1n, 0),
  price: by,
  vatPercent: zero,
  typeCode: "ARTICLE_ROW_SELL",
})

const invoices = (books: Books, at: string): Tampered<Invoice> => ({
  all: books.invoices.all(),
  names: { number: ({ info }) => info.number, id: idOf, key: ({ info }) => info.partnerDocumentId },
  problem: (_, { by, to }) => {
    if (to?.name !== undefined) return "an invoice has no name"
    return by !== undefined && Decimals.scaleOf(by) > 2 ? "a document's sum is in cents" : undefined
  },
  lose: (lost) => {
    for (const invoice of lost) takeOut(books, invoice)
  },
  change: (invoice, { by, to: { note, dueDate } = {} }) => {
    if (by !== undefined) changeRows(books, invoice, [...invoice.rows, rowOf(by)])
    invoice.info = {
      ...invoice.info,
      ...(note === undefined ? {} : { note }),
      ...(dueDate === undefined ? {} : { deadlineDate: `${dueDate}T12:00:00` }),
    }
    invoice.changed = at
    return invoice
  },
  double: ({ info, rows, undeclared }) => {
    const owner = Result.getOrThrow(books.customers.find(info.customerId ?? 0))
    const copy = { ...info, rows: rows.map((row) => ({ ...row, id: 0 })) }
    books.seeded.invoices += 1
    return addInvoice(books, { info: copy, undeclared }, owner, at)
  },
  text: (invoice) => textOf(invoiceView(invoice, null)),
})

const payments = (books: Books, at: string): Tampered<Payment> => ({
  all: books.payments.all(),
  names: { number: ({ info }) => info.number, id: idOf, key: ({ info }) => info.archivingId },
  problem: ({ info }, { by, to }) => {
    if (to?.dueDate !== undefined || to?.name !== undefined) return "a payment has neither a due date nor a name"
    if (by === undefined) return undefined
    if (Decimals.scaleOf(by) > 6) return "an amount has at most six decimals"
    return BigDecimal.isPositive(BigDecimal.sum(info.sumPaid ?? zero, by))
      ? undefined
      : "the payment would be nothing, or less"
  },
  lose: (lost) => {
    for (const { id } of lost) removePayment(books, id)
  },
  change: (payment, { by = zero, to: { note } = {} }) => {
    const { info } = payment
    const more = (amount: BigDecimal.BigDecimal) => BigDecimal.sum(amount, by)
    payment.info = {
      ...info,
      ...(note === undefined ? {} : { note }),
      sumPaid: more(info.sumPaid ?? zero),
      ...(BigDecimal.isBigDecimal(info.originalSum) ? { originalSum: more(info.originalSum) } : {}),
    }
    payment.changed = at
    return payment
  },
  double: ({ info, undeclared }) => {
    const invoice = Result.getOrThrow(books.invoices.findLinked(info.invoiceId))
    books.seeded.payments += 1
    return addPayment(books, { info, undeclared }, invoice, at)
  },
  text: (payment) => textOf(paymentView(payment)),
})

const customerProblem = (books: Books, { id }: Customer, { by, to, do: does }: Tamper): string | undefined => {
  const names = ({ info }: { readonly info: { readonly customerId?: number | null } }) => info.customerId === id
  if (does === "lose" && (books.invoices.first(names) ?? books.payments.first(names)) !== undefined) {
    return "the customer has documents or payments"
  }
  return by !== undefined || to?.dueDate !== undefined ? "a customer has neither an amount nor a due date" : undefined
}

const customers = (books: Books, at: string): Tampered<Customer> => ({
  all: books.customers.all(),
  names: { number: ({ info }) => info.code, id: idOf, key: ({ info }) => info.partnerCustomerId },
  problem: (customer, tamper) => customerProblem(books, customer, tamper),
  lose: (lost) => {
    for (const customer of lost) books.customers.remove(customer)
  },
  change: (customer, { to: { name, note } = {} }) => {
    customer.info = {
      ...customer.info,
      ...(name === undefined ? {} : { name }),
      ...(note === undefined ? {} : { info: note }),
    }
    customer.changed = at
    return customer
  },
  double: ({ info, undeclared }) => {
    books.seeded.customers += 1
    return addCustomer(books, { info, undeclared }, at)
  },
  text: (customer) => textOf(customerView(customer)),
})

/** Does to records what `tamper` says: their texts, or why nothing was done. */
export const tamperOf = (desk: Desk, tamper: Tamper): Result.Result<ReadonlyArray<string>, NotTampered> => {
  const [books, at] = [desk.books, desk.now()] as const
  if (tamper.kind === "invoices") return tamperWith(invoices(books, at), tamper)
  return tamper.kind === "payments" ? tamperWith(payments(books, at), tamper) : tamperWith(customers(books, at), tamper)
}
