/**
 * The items of an invoice: priced when they are added, changed by actions while it is a draft.
 */
import { isFrom } from "@waybill/connector-crmcom"
import { Result } from "effect"

import type { Product, VatRate } from "../Catalogue.ts"
import type { Item } from "../Entities.ts"
import type { Office } from "../Office.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import type { Body } from "../Served.ts"
import { type Price, priceItem } from "./prices.ts"

type NewItem = Body<"invoices", "create">["invoice_item_set"][number]
type Change = NonNullable<Body<"invoices", "update">["invoice_item_set"]>[number]
type Update = Extract<Change, { readonly action: "update" }>

const make = (
  office: Office,
  price: Price,
  product: Product,
  vatRate: VatRate,
  id: string,
): Result.Result<Item, Refusal> => {
  const listPrice = isFrom(office.settings.release, "R15.0.0") ? product.price : undefined
  return Result.map(priceItem(price, vatRate.percentage, listPrice, office.digits), (priced) => ({
    ...priced,
    id,
    product,
    vatRate,
  }))
}

const add = (office: Office, params: NewItem) =>
  Result.gen(function* () {
    const { quantity, installed_item_identifier } = params
    if (quantity === undefined) return yield* refuse("MANDATORYFIELDMISSING", "an item needs quantity")
    if (installed_item_identifier !== undefined) {
      return yield* refuse("ENTITYNOTFOUND", "there is no such installed item")
    }
    const product = yield* office.catalogue.products.find(params.product_identifier)
    const vatRate = yield* office.catalogue.vatRates.findAny(params.vat_rate_identifier)
    return yield* make(office, { ...params, quantity }, product, vatRate ?? product.vatRate, office.id("item"))
  })

/** The items of a new invoice, of which there is at least one. */
export const addItems = (office: Office, items: ReadonlyArray<NewItem>): Result.Result<Array<Item>, Refusal> =>
  items.length === 0
    ? refuse("MANDATORYFIELDMISSING", "invoice_item_set is empty")
    : Result.all(items.map((item) => add(office, item)))

/** A price and a discount that are given replace the item's own, whichever of their two fields was used. */
const priceAfter = (
  item: Item,
  { quantity, cost, sub_total, discount_percentage, discount_amount }: Update,
): Price => ({
  quantity: quantity ?? item.quantity,
  ...(sub_total === undefined ? { cost: cost ?? item.cost } : { sub_total }),
  ...(discount_amount === undefined
    ? { discount_percentage: discount_percentage ?? item.discount_percentage }
    : { discount_amount }),
})

const update = (office: Office, item: Item, params: Update) =>
  Result.gen(function* () {
    const product = (yield* office.catalogue.products.findAny(params.product_identifier)) ?? item.product
    const vatRate = (yield* office.catalogue.vatRates.findAny(params.vat_rate_identifier)) ?? item.vatRate
    return yield* make(office, priceAfter(item, params), product, vatRate, item.id)
  })

/** An absent or empty set changes nothing; actions may be mixed. */
export const changeItems = (
  office: Office,
  before: ReadonlyArray<Item>,
  changes: ReadonlyArray<Change> = [],
): Result.Result<Array<Item>, Refusal> =>
  Result.gen(function* () {
    const items = [...before]
    for (const change of changes) {
      if (change.action === "add") {
        items.push(yield* add(office, change))
        continue
      }
      const index = items.findIndex(({ id }) => id === change.invoice_item_identifier.value)
      const item = items[index]
      if (item === undefined) return yield* refuse("ENTITYNOTFOUND", "there is no such item of the invoice")
      if (change.action === "remove") items.splice(index, 1)
      else items[index] = yield* update(office, item, change)
    }
    return items
  })
