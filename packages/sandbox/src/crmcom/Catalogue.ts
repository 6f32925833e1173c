/**
 * What an installation is configured with: the lists that its records refer to. The names of the vendor's published
 * examples are among them.
 */
import { createHash } from "node:crypto"

import { BigDecimal } from "effect"

import { Records } from "./Records.ts"

/** Thirty-two capital hex characters, the same for the same seed. */
export const idOf = (seed: string): string => createHash("md5").update(seed).digest("hex").toUpperCase()

export interface Named {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly alternative_code: string
}

export type Classification =
  | "INVOICE"
  | "INVOICE_CANCELLATION"
  | "WRITE_OFF"
  | "PAYMENT"
  | "PAYMENT_CANCELLATION"
  | "CREDIT_NOTE"

export interface TransactionType extends Named {
  readonly classification: Classification
}

export interface Category {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly code: string
}

/** `percentage` is charged, whatever the name says; it is not shown with the rate. */
export interface VatRate {
  readonly shown: Named
  readonly percentage: BigDecimal.BigDecimal
}

export interface Product {
  readonly id: string
  readonly code: string
  readonly description: string | null
  readonly alternative_code: string
  readonly goods: boolean
  readonly vatRate: VatRate
  /** What an item costs that names no price, from R15.0.0 on. */
  readonly price: BigDecimal.BigDecimal
}

const named = (kind: string, name: string, alternative_code: string, id = idOf(`${kind} ${name}`)): Named => ({
  id,
  name,
  description: null,
  alternative_code,
})
const classified = ({ id, name, alternative_code }: Omit<Named, "description">) => ({ id, name, alternative_code })

const type = (classification: Classification, name: string, code: string, id?: string): TransactionType => ({
  ...named("type", name, code, id),
  classification,
})
const category = (name: string, code: string): Category => ({
  id: idOf(`category ${name}`),
  name,
  description: name,
  code,
})
const vatRate = (name: string, code: string, percentage: string): VatRate => ({
  shown: named("VAT rate", name, code),
  percentage: BigDecimal.fromStringUnsafe(percentage),
})

const zero = vatRate("Zero", "Z", "0")
const standard = vatRate("VAT 19%", "VAT 19%", "19")
/** As in a published example: the name says nine, and nothing is charged. */
const misnamed = vatRate("VAT 9%", "VAT 9%", "0")

const product = (code: string, alternative_code: string, goods: boolean, vat: VatRate, price: string): Product => ({
  id: idOf(`product ${code}`),
  code,
  description: code,
  alternative_code,
  goods,
  vatRate: vat,
  price: BigDecimal.fromStringUnsafe(price),
})

export const user = { id: "1", username: "MPAdministrator", person_name: "CRM COM", email: null } as const
export const unit = {
  id: "1",
  name: "Admin Unit",
  description: "admin unit",
  alternative_code: "adminunit",
  group_name: "Main Group",
  community_name: "Community",
} as const

/** An installation's lists. */
export const catalogue = {
  types: new Records<TransactionType, "id" | "name" | "alternative_code">("type", classified, [
    type("INVOICE", "Invoice", "INV", "INVOICE"),
    type("INVOICE", "Invoice 2", "I2"),
    type("INVOICE_CANCELLATION", "Invoice Cancellation", "INC"),
    type("WRITE_OFF", "Write Off", "WO"),
    type("PAYMENT", "Payment", "PAY"),
    type("PAYMENT_CANCELLATION", "Payment Cancellation", "PAC"),
    type("CREDIT_NOTE", "Credit Note", "CN"),
  ]),
  categories: new Records<Category, "id" | "name" | "code">("category", ({ id, name, code }) => ({ id, name, code }), [
    category("Invoice Categories", "IC"),
    category("Payment Categories", "PC"),
    category("Credit Note Categories", "CC"),
    category("Write Off", "WO"),
    category("Contact Category", "CON"),
  ]),
  products: new Records<Product, "id" | "code" | "alternative_code">(
    "product",
    ({ id, code, alternative_code }) => ({ id, code, alternative_code }),
    [
      product("SERVICE", "SRV", false, standard, "50"),
      product("GOODS", "GDS", true, standard, "15"),
      product("Smartcard", "S", true, zero, "15"),
      product("Smartcard 2", "SC2", true, zero, "15"),
      product("aionet", "aionet", false, misnamed, "9"),
    ],
  ),
  vatRates: new Records<VatRate, "id" | "name" | "alternative_code">("VAT rate", ({ shown }) => classified(shown), [
    zero,
    standard,
    misnamed,
  ]),
  paymentMethods: new Records<Named, "id" | "name" | "alternative_code">("payment method", classified, [
    named("payment method", "Cash", "CASH"),
    named("payment method", "Bank Transfer", "BT"),
    named("payment method", "Credit Card", "CC"),
  ]),
  rejectionReasons: new Records<Named, "id" | "name" | "alternative_code">("rejection reason", classified, [
    named("rejection reason", "Reject Due to Business Request", "RDTBR"),
    named("rejection reason", "Reject Due to Error", "RDTE"),
  ]),
  users: new Records<typeof user, "id" | "username">("user", ({ id, username }) => ({ id, username }), [user]),
  units: new Records<typeof unit, "id" | "name" | "alternative_code">("unit", classified, [unit]),
}
