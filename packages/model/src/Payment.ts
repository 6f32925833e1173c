import { Schema } from "effect"

import { CalendarDateSchema } from "./CalendarDate.ts"
import { AmountSchema } from "./Money.ts"
import { Identifier, Text } from "./Text.ts"

/** How much of a payment settles which invoice. */
export const Allocation = Schema.Struct({
  /** {@link Invoice} number (BT-1). */
  invoiceNumber: Identifier,
  /** In major units of the payment's currency; absent: as much as the target allocates. */
  amount: Schema.optionalKey(AmountSchema),
}).annotate({ identifier: "Allocation" })
export type Allocation = typeof Allocation.Type

/** Money received from a customer. */
export const Payment = Schema.Struct({
  /** The payment's number at the source: the natural key. */
  number: Identifier,
  /** The {@link Customer} who paid, by number. */
  customerNumber: Identifier,
  /** In major units. */
  amount: AmountSchema,
  /** The day the money was received (value date). */
  receivedDate: Schema.optionalKey(CalendarDateSchema),
  /** BT-82, payment means, in the words of the source: `cash`, `bank transfer`, … */
  method: Schema.optionalKey(Text),
  /** BT-83, remittance information. */
  reference: Schema.optionalKey(Text),
  /** In the words of the source. */
  status: Schema.optionalKey(Text),
  /** Free text. */
  note: Schema.optionalKey(Text),
  /** The invoices it was meant for. */
  allocations: Schema.optionalKey(Schema.Array(Allocation)),
}).annotate({ identifier: "Payment" })
export type Payment = typeof Payment.Type
