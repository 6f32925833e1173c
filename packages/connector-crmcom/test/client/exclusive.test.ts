/** Parameters of which only one may be given: the types take no two, and the client sends no two. */
import { assert, describe, it } from "@effect/vitest"
import type { ConnectorError } from "@waybill/connector"
import { BigDecimal, Effect } from "effect"

import type {
  Calls,
  ChangedInvoiceItem,
  CreateInvoice,
  CreatePayment,
  NewInvoiceItem,
  UpdatePayment,
} from "../../src/index.ts"
import { http, ok, open, server } from "./server.ts"

const id = { by: "id", value: "1" } as const
const one = BigDecimal.fromBigInt(1n)
const product = { product_identifier: id, quantity: one }

// @ts-expect-error cost and sub_total together
const twoPrices: NewInvoiceItem = { ...product, cost: one, sub_total: one }
// @ts-expect-error two discounts together
const twoDiscounts: NewInvoiceItem = { ...product, cost: one, discount_percentage: one, discount_amount: one }
// @ts-expect-error the change of an item has the same prices
const twicePriced: ChangedInvoiceItem = { action: "add", ...product, cost: one, sub_total: one }
// @ts-expect-error what is removed has no quantity
const removed: ChangedInvoiceItem = { action: "remove", invoice_item_identifier: id, quantity: one }
// @ts-expect-error an amount is a decimal, never a number of JavaScript
const rounded: NewInvoiceItem = { ...product, cost: 0.1 }

const payment = {
  type_identifier: id,
  life_cycle_state: "DRAFT",
  payment_method_identifier: id,
  payment_amount: one,
} as const
// @ts-expect-error an account and a wallet together
const twoPayers: CreatePayment = { ...payment, accounts_receivable_identifier: id, wallet_identifier: id }
// @ts-expect-error neither an account nor a wallet
const noPayer: CreatePayment = payment
// @ts-expect-error an update may name one of them, not both
const twoNewPayers: UpdatePayment = {
  payment_identifier: id,
  accounts_receivable_identifier: id,
  wallet_identifier: id,
}

const invoice = (item: NewInvoiceItem): CreateInvoice => ({
  accounts_receivable_identifier: id,
  type_identifier: id,
  life_cycle_state: "DRAFT",
  invoice_item_set: [item],
})

type Refusal = readonly [names: string, call: (client: Calls) => Effect.Effect<unknown, ConnectorError>]
const refusals: ReadonlyArray<Refusal> = [
  ["cost or sub_total", ({ invoices }) => invoices.create(invoice(twoPrices))],
  ["discount_percentage or discount_amount", ({ invoices }) => invoices.create(invoice(twoDiscounts))],
  ["invoice_item_set", ({ invoices }) => invoices.update({ invoice_identifier: id, invoice_item_set: [twicePriced] })],
  ["quantity", ({ invoices }) => invoices.update({ invoice_identifier: id, invoice_item_set: [removed] })],
  ["cost", ({ invoices }) => invoices.create(invoice(rounded))],
  ["wallet_identifier", ({ payments }) => payments.create(twoPayers)],
  ["wallet_identifier", ({ payments }) => payments.create(noPayer)],
  ["wallet_identifier", ({ payments }) => payments.update(twoNewPayers)],
]

describe("parameters that exclude each other", () => {
  for (const [names, call] of refusals) {
    it.live(`${names}: nothing is sent`, () =>
      Effect.gen(function* () {
        const { url, received } = yield* server(() => ok({}))
        const error = yield* Effect.flip(call(yield* open(url)))
        assert.deepStrictEqual([error.code, error.sent, received.length], ["WB-CRMCOM-RECORD", "no", 0])
        assert.include(error.message, names)
      }).pipe(Effect.scoped, Effect.provide(http)),
    )
  }
})
