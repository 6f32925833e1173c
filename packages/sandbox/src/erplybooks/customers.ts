/**
 * Customers: what `customers` does. Nothing is checked for duplicates: every accepted POST makes another record.
 */
import { Result } from "effect"

import type { Books } from "./Books.ts"
import { checkAll, checkCode, checkNeeded, checkNew, checkScales } from "./checks.ts"
import type { Customer, Written } from "./Entities.ts"
import { holds, is, listed } from "./lists.ts"
import { refuse, type Refusal } from "./Refusal.ts"
import type { CustomerInfo, Query } from "./Served.ts"
import { customerView } from "./views.ts"

const check = ({ catalogue }: Books, info: CustomerInfo) =>
  checkAll(checkNeeded(info, ["name"]), checkCode(catalogue, "ENTITY_TYPE", info.entityTypeCode), checkScales(info))

/** Stores a customer, unchecked. */
export const addCustomer = (books: Books, { info, undeclared }: Written<CustomerInfo>, at: string): Customer => {
  const id = books.customers.nextId()
  return books.customers.put({ id, info: { ...info, id }, undeclared, changed: at })
}

export const createCustomer = (
  books: Books,
  written: Written<CustomerInfo>,
  at: string,
): Result.Result<Customer, Refusal> =>
  Result.map(checkAll(checkNew(written.info), check(books, written.info)), () => addCustomer(books, written, at))

/** Replaces the whole record. */
export const updateCustomer = (books: Books, id: number, { info, undeclared }: Written<CustomerInfo>, at: string) =>
  Result.gen(function* () {
    const customer = yield* books.customers.find(id)
    yield* check(books, info)
    customer.info = { ...info, id }
    customer.undeclared = undeclared
    customer.changed = at
    return customer
  })

export const removeCustomer = (books: Books, id: number) =>
  Result.gen(function* () {
    const customer = yield* books.customers.find(id)
    const names = ({ info }: { readonly info: { readonly customerId?: number | null } }) => info.customerId === id
    if (books.invoices.first(names) ?? books.payments.first(names)) return yield* refuse("HASDOCUMENTS")
    books.customers.remove(customer)
    return customer
  })

const fits = ({ info, changed }: Customer, query: Query<"customers", "list">): boolean =>
  is(info.id, query.id) &&
  is(info.code, query.code) &&
  is(info.partnerCustomerId, query.partnerCustomerId) &&
  holds([info.name, info.code], query.keyword) &&
  (query.noSuppliers !== true || info.supplier !== true || info.customer === true) &&
  (query.noCustomers !== true || info.customer !== true || info.supplier === true) &&
  (query.changedSinceDate === undefined || changed >= query.changedSinceDate)

export const listCustomers = (books: Books, query: Query<"customers", "list">) => {
  const found = books.customers.shown().filter((customer) => fits(customer, query))
  return Result.succeed(listed(found, books.settings, query, customerView))
}
