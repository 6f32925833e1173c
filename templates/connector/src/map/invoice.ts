/**
 * Invoices, both ways. An amount and its currency are one exact value in the model; a day has neither time nor zone.
 *
 * To change: which field of Acme's is which of the model.
 */
import { type Invoice as Model, Money } from "@waybill/model"

import { Invoice, KeptInvoice } from "../Api.ts"
import { fitting, given, type Kind } from "./Kind.ts"

const fit = fitting(Invoice)

export const invoices: Kind<Model, Invoice, KeptInvoice> = {
  name: "invoices",
  entity: "invoice",
  sent: Invoice,
  kept: KeptInvoice,
  requires: [],
  is: (model): model is Model => "total" in model,
  toModel: ({ number, customer_number, currency, total, open, issue_date, due_date, reference, memo }) => ({
    number,
    customerNumber: customer_number,
    total: new Money(total, currency),
    balance: new Money(open, currency),
    ...given({ issueDate: issue_date, dueDate: due_date, reference, note: memo }),
  }),
  fromModel: ({ number, customerNumber, total, issueDate, dueDate, reference, note }) =>
    fit({
      number,
      customer_number: customerNumber,
      currency: total.currency,
      total: total.amount,
      ...given({ issue_date: issueDate, due_date: dueDate, reference, memo: note }),
    }),
  parents: ({ customerNumber }) => [{ entity: "customer", key: customerNumber }],
  // Not what a matched customer is called in Acme, nor what Acme reckons itself.
  readBack: { total: "total", issueDate: "issue_date", dueDate: "due_date", reference: "reference", note: "memo" },
}
