/**
 * What an installation is configured with: the lists that its records refer to. The names of the vendor's published
 * examples are among them; those that the settings give come before them.
 */
import { createHash } from "node:crypto"

import { BigDecimal } from "effect"

import type { Classification, Names, OwnNamed } from "./Names.ts"
import { Records } from "./Records.ts"

/** Thirty-two capital hex characters, the same for the same seed. */
export const idOf = (seed: string): string => createHash("md5").update(seed).digest("hex").toUpperCase()

export interface Named {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly alternative_code: string
}

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
const category = (name: string, code: string, id = idOf(`category ${name}`)): Category => ({
  id,
  name,
  description: name,
  code,
})
const product = (
  { code, alternative_code, id = idOf(`product ${code}`) }: { code: string; alternative_code: string; id?: string },
  goods: boolean,
  vat: VatRate,
  price: string,
): Product => ({
  id,
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

const zero: VatRate = { shown: named("VAT rate", "Zero", "Z"), percentage: BigDecimal.make(0n, 0) }
const standard: VatRate = { shown: named("VAT rate", "VAT 19%", "VAT 19%"), percentage: BigDecimal.make(19n, 0) }
/** As in a published example: the name says nine, and nothing is charged. */
const misnamed: VatRate = { shown: named("VAT rate", "VAT 9%", "VAT 9%"), percentage: BigDecimal.make(0n, 0) }

const usual = {
  types: [
    type("INVOICE", "Invoice", "INV", "INVOICE"),
    type("INVOICE", "Invoice 2", "I2"),
    type("INVOICE_CANCELLATION", "Invoice Cancellation", "INC"),
    type("WRITE_OFF", "Write Off", "WO"),
    type("PAYMENT", "Payment", "PAY"),
    type("PAYMENT_CANCELLATION", "Payment Cancellation", "PAC"),
    type("CREDIT_NOTE", "Credit Note", "CN"),
  ],
  categories: [
    category("Invoice Categories", "IC"),
    category("Payment Categories", "PC"),
    category("Credit Note Categories", "CC"),
    category("Write Off", "WO"),
    category("Contact Category", "CON"),
  ],
  products: [
    product({ code: "SERVICE", alternative_code: "SRV" }, false, standard, "50"),
    product({ code: "GOODS", alternative_code: "GDS" }, true, standard, "15"),
    product({ code: "Smartcard", alternative_code: "S" }, true, zero, "15"),
    product({ code: "Smartcard 2", alternative_code: "SC2" }, true, zero, "15"),
    product({ code: "aionet", alternative_code: "aionet" }, false, misnamed, "9"),
  ],
  vatRates: [zero, standard, misnamed],
  paymentMethods: [
    named("payment method", "Cash", "CASH"),
    named("payment method", "Bank Transfer", "BT"),
    named("payment method", "Credit Card", "CC"),
  ],
  rejectionReasons: [
    named("rejection reason", "Reject Due to Business Request", "RDTBR"),
    named("rejection reason", "Reject Due to Error", "RDTE"),
  ],
}

/** One that is given by any of its fields; the others follow from those. */
const ownNamed = (kind: string, { id, name, alternative_code }: OwnNamed): Named => {
  const shown = name ?? alternative_code ?? id ?? ""
  return named(kind, shown, alternative_code ?? shown, id)
}
const ownCategory = ({ id, name, code }: Names["categories"][number]): Category => {
  const shown = name ?? code ?? id ?? ""
  return category(shown, code ?? shown, id)
}
const ownProduct = ({ id, code, alternative_code, vat_percentage }: Names["products"][number]): Product => {
  const shown = code ?? alternative_code ?? id ?? ""
  const vat =
    vat_percentage === undefined
      ? zero
      : { shown: ownNamed("VAT rate", { name: `VAT of ${shown}` }), percentage: vat_percentage }
  const keys = { code: shown, alternative_code: alternative_code ?? shown, ...(id === undefined ? {} : { id }) }
  return product(keys, false, vat, "0")
}

/** Those that are given, but for what is there already as it is given; then the usual ones. The first of a name is found. */
const withOwn = <Own extends object, A extends object>(
  own: ReadonlyArray<Own>,
  make: (own: Own) => A,
  there: ReadonlyArray<A>,
): ReadonlyArray<A> => {
  const isThere = (one: Own) =>
    there.some((record) => Object.entries(one).every(([field, value]) => Reflect.get(record, field) === value))
  return [...own.filter((one) => !isThere(one)).map(make), ...there]
}

/** An installation's lists. */
export interface Catalogue extends ReturnType<typeof makeCatalogue> {}

/** The usual lists, and what `names` adds to them. */
export const makeCatalogue = (names: Names) => {
  const methods = withOwn(names.paymentMethods, (own) => ownNamed("payment method", own), usual.paymentMethods)
  const reasons = withOwn(names.rejectionReasons, (own) => ownNamed("rejection reason", own), usual.rejectionReasons)
  const types = withOwn(
    names.types,
    (own) => ({ ...ownNamed("type", own), classification: own.classification }),
    usual.types,
  )
  const categories = withOwn(names.categories, ownCategory, usual.categories)
  return {
    types: new Records<TransactionType, "id" | "name" | "alternative_code">("type", classified, types),
    categories: new Records<Category, "id" | "name" | "code">(
      "category",
      ({ id, name, code }) => ({ id, name, code }),
      categories,
    ),
    products: new Records<Product, "id" | "code" | "alternative_code">(
      "product",
      ({ id, code, alternative_code }) => ({ id, code, alternative_code }),
      withOwn(names.products, ownProduct, usual.products),
    ),
    vatRates: new Records<VatRate, "id" | "name" | "alternative_code">("VAT rate", ({ shown }) => classified(shown), [
      ...names.vatRates.map((own) => ({ shown: ownNamed("VAT rate", own), percentage: own.percentage })),
      ...usual.vatRates,
    ]),
    paymentMethods: new Records<Named, "id" | "name" | "alternative_code">("payment method", classified, methods),
    rejectionReasons: new Records<Named, "id" | "name" | "alternative_code">("rejection reason", classified, reasons),
    users: new Records<typeof user, "id" | "username">("user", ({ id, username }) => ({ id, username }), [user]),
    units: new Records<typeof unit, "id" | "name" | "alternative_code">("unit", classified, [unit]),
  }
}
