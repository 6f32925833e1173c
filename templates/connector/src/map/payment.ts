/**
 * Payments, both ways. What Acme can't say of one is an issue of that record, never guessed.
 *
 * To change: which field of Acme's is which of the model, and how many invoices a payment may be for.
 */
import { Monies, Money, type Payment as Model } from "@waybill/model"
import { Result } from "effect"

import { KeptPayment, Payment } from "../Api.ts"
import { issue } from "../errors.ts"
import { fitting, given, type Issues, type Kind } from "./Kind.ts"

const fit = fitting(Payment)

/** The one invoice that the payment is for, if any. */
const invoiceOf = ({ amount, allocations = [] }: Model): Result.Result<string | undefined, Issues> => {
  const [first, ...others] = allocations
  const isWhole = first?.amount === undefined || Monies.equals(first.amount, amount)
  return others.length === 0 && isWhole
    ? Result.succeed(first?.invoiceNumber)
    : Result.fail([
        issue("WB-ACME-ALLOCATIONS", "the payment is for several invoices, or for a part of one", {
          field: "allocations",
        }),
      ])
}

export const payments: Kind<Model, Payment, KeptPayment> = {
  name: "payments",
  entity: "payment",
  sent: Payment,
  kept: KeptPayment,
  requires: [],
  is: (model): model is Model => "amount" in model,
  toModel: (payment) => {
    const { number, customer_number, currency, amount, received_date, method, reference, memo, invoice_number } =
      payment
    return {
      number,
      customerNumber: customer_number,
      amount: new Money(amount, currency),
      ...given({ receivedDate: received_date, method, reference, note: memo }),
      ...(invoice_number === undefined ? {} : { allocations: [{ invoiceNumber: invoice_number }] }),
    }
  },
  fromModel: (payment) =>
    Result.flatMap(invoiceOf(payment), (invoice_number) => {
      const { number, customerNumber, amount, receivedDate, method, reference, note } = payment
      return fit({
        number,
        customer_number: customerNumber,
        currency: amount.currency,
        amount: amount.amount,
        ...given({ received_date: receivedDate, method, reference, memo: note, invoice_number }),
      })
    }),
  parents: ({ customerNumber, allocations = [] }) => [
    { entity: "customer", key: customerNumber },
    ...allocations.map(({ invoiceNumber }) => ({ entity: "invoice" as const, key: invoiceNumber })),
  ],
  readBack: { amount: "amount", receivedDate: "received_date", method: "method", reference: "reference", note: "memo" },
}
