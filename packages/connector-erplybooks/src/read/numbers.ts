/**
 * The numbers of what records refer to: ERPLY Books names customers, invoices and accounts by ids of its own.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, Stream } from "effect"

import type { CustomerInfo } from "../api/Customer.ts"
import type { Calls } from "../Calls.ts"
import type { ErplyBooksSettings } from "../Settings.ts"
import { beginningOf } from "./cursor.ts"
import { readPages } from "./pages.ts"
import { oneList } from "./windows.ts"

/** An id as a record has it: 0 and null are no link. */
type Id = number | null | undefined

/** Tells a number by its id; `undefined` where there is none. */
export type NumberOf = (id: Id) => string | undefined

/** Looks up what a page's records refer to. */
export type Numbers = (ids: ReadonlyArray<Id>) => Effect.Effect<NumberOf, ConnectorError>

/** By id; `undefined`: looked for, and there is none. */
type Known = Map<number, string | undefined>

const unknownOf = (ids: ReadonlyArray<Id>, known: Known): ReadonlyArray<number> => [
  ...new Set(ids.flatMap((id) => (id && !known.has(id) ? [id] : []))),
]

const lookUp =
  (known: Known): NumberOf =>
  (id) =>
    id ? known.get(id) : undefined

/** The customers, as one list. */
export const customerListing = ({ customers }: Pick<Calls, "customers">, pageSize: number, operation: string) => ({
  operation,
  windows: oneList,
  pageSize,
  list: (_: unknown, start: number, limit: number) => customers.list({ start, limit }),
})

/** Whether all customers are listed when the first is asked for, or each is asked for alone: of many pages, or of a few records. */
export type Asking = "listed" | "alone"

/** Customers' numbers by `customersBy`. Where they are listed, who came later is asked for alone. */
export const customerNumbers = (
  calls: Pick<Calls, "customers">,
  { customersBy, pageSize }: Pick<ErplyBooksSettings, "customersBy" | "pageSize">,
  asking: Asking,
): Numbers => {
  if (customersBy === "id") return () => Effect.succeed((id) => (id ? String(id) : undefined))
  const known: Known = new Map()
  const learn = (customers: ReadonlyArray<CustomerInfo>) =>
    Effect.sync(() => {
      for (const { id, [customersBy]: number } of customers) known.set(id, number || undefined)
    })
  const listing = customerListing(calls, pageSize, "read customers")
  const all = readPages(listing, beginningOf(oneList.at(""), 0)).pipe(
    Stream.runForEach(({ records }) => learn(records)),
  )
  let listed = asking === "alone"
  return Effect.fnUntraced(function* (ids) {
    if (!listed && unknownOf(ids, known).length > 0) {
      yield* all
      listed = true
    }
    for (const id of unknownOf(ids, known)) {
      known.set(id, undefined)
      const { items } = yield* calls.customers.list({ id, start: 0, limit: 1 })
      yield* learn(items)
    }
    return lookUp(known)
  })
}

/** So many invoices' numbers are remembered: payments of one invoice lie near to one another. */
const remembered = 10_000

/** An address of so many ids is one that every server takes. */
const idsOfCall = 100

/**
 * Invoices' numbers: those of a page asked for together, and each that does not come back alone. Only the call by id says
 * that there is no such invoice.
 */
export const invoiceNumbers = ({ invoices }: Pick<Calls, "invoices">): Numbers => {
  const known: Known = new Map()
  // That ids are parted by commas is assumed: where it is refused once, each is asked for alone.
  let refused = false
  const askTogether = (ids: ReadonlyArray<number>) =>
    invoices.list({ documentIds: ids.join(","), start: 0, limit: ids.length }).pipe(
      Effect.map(({ items }) => items),
      Effect.catchIf(
        ({ code }) => code === "WB-ERPLYBOOKS-REFUSED",
        () => Effect.sync(() => ((refused = true), [])),
      ),
    )
  const askAlone = (id: number) =>
    invoices.get(id).pipe(
      Effect.map(({ number }) => number || undefined),
      Effect.catchIf(
        ({ code }) => code === "WB-ERPLYBOOKS-ABSENT",
        () => Effect.void,
      ),
    )
  return Effect.fnUntraced(function* (ids) {
    if (known.size > remembered) known.clear()
    const wanted = unknownOf(ids, known)
    for (let from = 0; from < wanted.length; from += idsOfCall) {
      const asked = wanted.slice(from, from + idsOfCall)
      const answered = refused ? [] : yield* askTogether(asked)
      for (const { id, number } of answered) if (asked.includes(id)) known.set(id, number || undefined)
    }
    for (const id of unknownOf(wanted, known)) known.set(id, (yield* askAlone(id)) ?? undefined)
    return lookUp(known)
  })
}

/** Accounts' numbers: all are listed at the first page that names any. */
export const accountNumbers = ({ ledger }: Pick<Calls, "ledger">): Numbers => {
  const known: Known = new Map()
  const all = Stream.runForEach(ledger.accounts({}), ({ id, number }) =>
    Effect.sync(() => id && known.set(id, number || undefined)),
  )
  let listed = false
  return Effect.fnUntraced(function* (ids) {
    if (!listed && unknownOf(ids, known).length > 0) {
      yield* all
      listed = true
    }
    return lookUp(known)
  })
}
