/**
 * What Acme holds, and its rules: unique numbers, known customers and invoices, nothing deleted that is referred to.
 *
 * To change: the rules that your system's documentation states, and the codes with which it says no.
 */
import { Decimals } from "@waybill/model"
import { BigDecimal } from "effect"

import { faultIn, type ListName } from "./fields.ts"

export type Kept = Readonly<Record<string, string>>

/** How Acme says no. */
export class Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
  constructor(status: number, code: string, message: string) {
    this.status = status
    this.code = code
    this.message = message
  }
}

const zero = BigDecimal.make(0n, 0)

export class Books {
  private readonly records = { customers: new Map<string, Kept>(), invoices: new Map(), payments: new Map() }
  private lastId = 0

  /** All records of a list, oldest first. */
  all(list: ListName): ReadonlyArray<Kept> {
    return [...this.records[list].values()].map((record) => this.shown(list, record))
  }

  /** @throws Refusal, as all that follow */
  get(list: ListName, id: string): Kept {
    const record: Kept | undefined = this.records[list].get(id)
    if (record === undefined) throw new Refusal(404, "not_found", "There is no such record.")
    return this.shown(list, record)
  }

  create(list: ListName, body: Readonly<Record<string, unknown>>): Kept {
    const record = this.checked(list, body)
    const id = String(++this.lastId)
    this.records[list].set(id, { id, ...record })
    return this.get(list, id)
  }

  replace(list: ListName, id: string, body: Readonly<Record<string, unknown>>): Kept {
    this.get(list, id)
    this.records[list].set(id, { id, ...this.checked(list, body, id) })
    return this.get(list, id)
  }

  remove(list: ListName, id: string): void {
    const { number } = this.get(list, id)
    const others = [...this.records.invoices.values(), ...this.records.payments.values()]
    const field = list === "customers" ? "customer_number" : list === "invoices" ? "invoice_number" : "payment_number"
    if (others.some((record: Kept) => record[field] === number)) {
      throw new Refusal(409, "in_use", "Other records refer to it.")
    }
    this.records[list].delete(id)
  }

  private has(list: ListName, number: unknown, but?: string): boolean {
    return [...this.records[list].values()].some((record: Kept) => record["number"] === number && record["id"] !== but)
  }

  /** A body that keeps every rule, without what is null in it. */
  private checked(list: ListName, body: Readonly<Record<string, unknown>>, id?: string): Kept {
    const fault = faultIn(list, body)
    if (fault !== undefined) throw new Refusal(422, "invalid", fault)
    const { number, customer_number, invoice_number } = body
    if (this.has(list, number, id)) throw new Refusal(409, "number_taken", "The number is taken.")
    if (list !== "customers" && !this.has("customers", customer_number)) {
      throw new Refusal(422, "unknown_customer", "There is no customer of this number.")
    }
    if (typeof invoice_number === "string" && !this.has("invoices", invoice_number)) {
      throw new Refusal(422, "unknown_invoice", "There is no invoice of this number.")
    }
    return Object.fromEntries(Object.entries(body).filter((entry): entry is [string, string] => entry[1] !== null))
  }

  /** An invoice says what is still to be paid of it. */
  private shown(list: ListName, record: Kept): Kept {
    if (list !== "invoices") return record
    const paid = [...this.records.payments.values()]
      .filter((payment: Kept) => payment["invoice_number"] === record["number"])
      .reduce((sum, payment: Kept) => BigDecimal.sum(sum, Decimals.parse(payment["amount"]!)!), zero)
    return { ...record, open: Decimals.toText(BigDecimal.subtract(Decimals.parse(record["total"]!)!, paid)) }
  }
}
