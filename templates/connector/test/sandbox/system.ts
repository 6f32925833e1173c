/**
 * The stand-in as the testkit sees it.
 *
 * To change: how the model's records stand in your system, written by hand and not with src/map: so that a mistake there shows.
 */
import { type Customer, Dates, Decimals, type Invoice, type Model, type Payment } from "@waybill/model"
import type { System } from "@waybill/testkit"
import { Effect } from "effect"

import { type ListName, lists } from "./fields.ts"
import { startSandbox, token } from "./serve.ts"

const customer = ({ number, name, email, phone }: Customer) => ({ number, name, email, phone })

const invoice = ({ number, customerNumber, total, issueDate, dueDate, reference, note }: Invoice) => ({
  number,
  customer_number: customerNumber,
  currency: total.currency,
  total: Decimals.toText(total.amount),
  issue_date: issueDate && Dates.toIso(issueDate),
  due_date: dueDate && Dates.toIso(dueDate),
  reference,
  memo: note,
})

const payment = ({ number, customerNumber, amount, receivedDate, method, reference, note, allocations }: Payment) => ({
  number,
  customer_number: customerNumber,
  currency: amount.currency,
  amount: Decimals.toText(amount.amount),
  received_date: receivedDate && Dates.toIso(receivedDate),
  method,
  reference,
  memo: note,
  invoice_number: allocations?.[0]?.invoiceNumber,
})

/** A model as Acme holds it, without what it has nothing to say of. */
const written = (model: Model): Readonly<Record<string, unknown>> => {
  const record = "total" in model ? invoice(model) : "amount" in model ? payment(model) : customer(model)
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

const listOf = (stream: string): ListName => lists.find((list) => list === stream)!

/** A stand-in of its own, empty. */
export const system = Effect.map(startSandbox(), ({ url, books }): System => ({
  // Small pages, so that few records make several; and no waiting between requests.
  settings: { baseUrl: url, token, pageSize: 3, rateLimit: { perSecond: 1000, inFlight: 2 } },
  holds: (stream) => Effect.sync(() => books.all(listOf(stream)).map(({ number }) => number!)),
  put: (stream, models) => Effect.sync(() => models.forEach((model) => books.create(listOf(stream), written(model)))),
}))
