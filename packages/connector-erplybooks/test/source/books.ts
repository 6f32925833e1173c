/** An organisation's books in memory, as far as reading goes: its lists, and every call that was made. */
import { ConnectorError, type Page, Refused, type Source } from "@waybill/connector"
import { BigDecimal, Effect, Option, Schema, Stream } from "effect"

import type { CustomerInfo } from "../../src/api/Customer.ts"
import type { InvoiceInfo } from "../../src/api/Invoice.ts"
import type { PaymentInfo } from "../../src/api/Payment.ts"
import type { Calls } from "../../src/Calls.ts"
import { ErplyBooksSettings } from "../../src/Settings.ts"
import { openSource } from "../../src/source.ts"

/** Read anew by each call, so that a test may change them meanwhile. */
export interface Books {
  payments: ReadonlyArray<PaymentInfo>
  invoices: ReadonlyArray<InvoiceInfo>
  customers: ReadonlyArray<CustomerInfo>
  accounts: ReadonlyArray<{ readonly id: number; readonly number: string }>
}

export interface Oddities {
  /** Runs before the n-th call (counted from 1) is answered. */
  readonly before?: (call: number, books: Books) => Effect.Effect<void, ConnectorError>
  /** A list gives at most so many, whatever is asked for. */
  readonly most?: number
  readonly needsEverything?: boolean
  /** What `documentIds` does: it filters, it is refused, or some of the invoices are left out. */
  readonly documentIds?: "refused" | "halved"
}

interface Asked {
  readonly start?: number
  readonly limit?: number
  readonly dateFrom?: string
  readonly dateTo?: string
  readonly [name: string]: unknown
}

export interface Call extends Asked {
  readonly name: string
}

const refusal = (code: string) =>
  new ConnectorError({ connector: "erplybooks", operation: "list", code, message: "no", reason: new Refused({}) })

export const absent = refusal("WB-ERPLYBOOKS-ABSENT")
export const refused = refusal("WB-ERPLYBOOKS-REFUSED")

const isWithin = (date: string | null | undefined, { dateFrom = "", dateTo = "9" }: Asked): boolean =>
  !date || (date >= dateFrom && date <= dateTo)

export const booksOf = (given: Partial<Books>, oddities: Oddities = {}) => {
  const books: Books = { payments: [], invoices: [], customers: [], accounts: [], ...given }
  const log: Array<Call> = []
  const call = <A>(name: string, asked: Asked, answer: () => Effect.Effect<A, ConnectorError>) =>
    Effect.suspend(() => {
      log.push({ name, ...asked })
      return Effect.andThen(oddities.before?.(log.length, books) ?? Effect.void, Effect.suspend(answer))
    })
  const page = <A>(records: ReadonlyArray<A>, { start = 0, limit = 100 }: Asked) =>
    Effect.succeed({
      items: records.slice(start, start + Math.min(limit, oddities.most ?? Infinity)),
      totalCount: records.length,
    })
  const listPayments = (asked: Asked) => {
    const { isIncome, getEverything } = asked
    const found = books.payments.filter(
      ({ opDate, note }) => isWithin(opDate, asked) && (isIncome === undefined || isIncome === (note !== "out")),
    )
    return page(oddities.needsEverything === true && getEverything !== true ? [] : found, asked)
  }
  const listInvoices = (asked: Asked) => {
    const { documentIds, documentType } = asked
    if (documentIds !== undefined && oddities.documentIds === "refused") return Effect.fail(refused)
    const ids = typeof documentIds === "string" ? documentIds.split(",") : undefined
    const found = books.invoices.filter(
      ({ id, date, typeCode }) =>
        isWithin(date, asked) &&
        (ids?.includes(String(id)) ?? typeCode === documentType) &&
        (oddities.documentIds !== "halved" || ids === undefined || id % 2 === 0),
    )
    return page(found, asked)
  }
  const reading = {
    payments: { list: (asked: Asked) => call("payments", asked, () => listPayments(asked)) },
    invoices: {
      list: (asked: Asked) => call("invoices", asked, () => listInvoices(asked)),
      get: (id: number) =>
        call("invoice", { id }, () => {
          const found = books.invoices.find((invoice) => invoice.id === id)
          return found === undefined ? Effect.fail(absent) : Effect.succeed(found)
        }),
    },
    customers: {
      list: (asked: Asked) =>
        call("customers", asked, () =>
          page(
            books.customers.filter(({ id }) => asked["id"] === undefined || asked["id"] === id),
            asked,
          ),
        ),
    },
    ledger: {
      accounts: () => Stream.unwrap(call("accounts", {}, () => Effect.sync(() => Stream.fromIterable(books.accounts)))),
    },
  }
  // A source makes no other calls.
  return { books, log, calls: reading as unknown as Calls }
}

const decodeSettings = Schema.decodeUnknownSync(ErplyBooksSettings)

/** A setting that is undefined is left out. */
export const settingsOf = (more: Readonly<Record<string, unknown>> = {}): ErplyBooksSettings => {
  const all = { token: "token", since: "2026-01-01", until: "2026-03-31", pageSize: 10, ...more }
  return decodeSettings(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
}

export const open = (calls: Calls, stream: string, settings: Readonly<Record<string, unknown>> = {}) =>
  openSource(settingsOf(settings), calls)(stream)

const amount = BigDecimal.fromStringUnsafe

/** A payment as small as reading needs, on a day of 2026. */
export const payment = (id: number, day: string, more: Partial<PaymentInfo> = {}): PaymentInfo => ({
  id,
  opDate: `2026-${day}T12:00:00`,
  sumPaid: amount("10.00"),
  currencyCode: "CURRENCY_EUR",
  customerId: 1,
  ...more,
})

/** `count` payments with ids from `first` on, spread over the days of a month of 2026. */
export const month = (first: number, count: number, name: string): ReadonlyArray<PaymentInfo> =>
  Array.from({ length: count }, (_, index) =>
    payment(first + index, `${name}-${String(1 + (index % 28)).padStart(2, "0")}`),
  )

export const customer: CustomerInfo = { id: 1, code: "C0001", registrationCode: "10000001", name: "One" }

/** Three months of 25 payments each. */
export const winter = [...month(100, 25, "01"), ...month(200, 25, "02"), ...month(300, 25, "03")]
export const winterIds = winter.map(({ id }) => id)
/** Windows of 30 days; no customers are asked for. */
export const plain = { customersBy: "id", windowDays: 30 }

/** Changes the payments before the n-th call is answered. */
export const changedBefore = (when: number, change: (payments: Books["payments"]) => Books["payments"]) => ({
  before: (call: number, books: Books) =>
    Effect.sync(() => {
      if (call === when) books.payments = change(books.payments)
    }),
})

/** Rows in order; `!` for one that is no record. */
export const idsOf = (pages: ReadonlyArray<Page<any>>): ReadonlyArray<number> =>
  pages.flatMap(({ rows }) => rows.map((row) => ("record" in row ? Number(row.record.id) : NaN)))

/** The same from the lowest on. */
export const sortedIdsOf = (pages: ReadonlyArray<Page<any>>) => idsOf(pages).toSorted((a, b) => a - b)

export const read = (source: Source<any>, from?: string) => Stream.runCollect(source.read(Option.fromUndefinedOr(from)))

export const recordsOf = (pages: ReadonlyArray<Page<any>>) =>
  pages.flatMap(({ rows }) => rows.flatMap((row) => ("record" in row ? [row.record] : [])))
