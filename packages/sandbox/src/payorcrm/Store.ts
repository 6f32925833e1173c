/**
 * What the stand-in of PayorCRM holds, and its rules: the assumed ones, where the vendor documents none.
 */
import { type Dates, Decimals } from "@waybill/model"
import { BigDecimal } from "effect"

import type { Raw } from "../internal/exactJson.ts"
import { numbered } from "../internal/numbers.ts"
import { Tally, type Tallied } from "../internal/tally.ts"
import { Documents } from "./Documents.ts"
import type { PayorCrmSandboxSettings, PayorCrmSeeds } from "./Settings.ts"

/** The ground truth of a test: what arrived, whatever the client believes. A call is named `upload/invoices`. */
export interface PayorCrmState extends Tallied {
  /** Records in the arrays that were looked at. */
  readonly received: number
  /** Records of them that were refused. */
  readonly rejected: number
  readonly customers: number
  readonly invoices: number
  /** Records that changed one that was there. */
  readonly updated: number
  /** Documents beyond the first under the same key. */
  readonly duplicates: number
  /** The sum of all stored invoices' amounts by currency (`XXX`: none given), as exact decimal text. */
  readonly amounts: Readonly<Record<string, string>>
}

/** What became of an array; `problems` names records by their place. */
export interface Verdict {
  readonly stored: number
  readonly problems: ReadonlyArray<string>
}

type Rules = Pick<
  PayorCrmSandboxSettings,
  "onDuplicate" | "allOrNothing" | "unknownCustomer" | "amounts" | "customerNumbers"
>

export type Kind = "customers" | "invoices"

export const textOf = (record: Raw, field: string): string | undefined => {
  const value = record[field]
  return typeof value === "string" ? value : undefined
}

const customerKey = (record: Raw): string => textOf(record, "customerno") ?? ""

/** Company, customer and invoice number: the number alone may not be unique. */
const invoiceKey = (record: Raw): string =>
  ["companyCode", "customerNumber", "invoiceNumber"].flatMap((field) => textOf(record, field) ?? []).join("/")

export const amountOf = (record: Raw, field: string): BigDecimal.BigDecimal | undefined => {
  const value = record[field]
  return JSON.isRawJSON(value) ? BigDecimal.fromStringUnsafe(value.rawJSON) : undefined
}

const dateFields = ["postDate", "dueDate", "invoiceDate", "issueDate"] as const

export class Store {
  readonly tally = new Tally()
  private customers = new Documents()
  private invoices = new Documents()
  private amounts = new Map<string, BigDecimal.BigDecimal>()
  private counts = { received: 0, rejected: 0, updated: 0 }
  private readonly rules: Rules
  private readonly isDate: (text: string) => boolean

  constructor(rules: Rules, parseDate: Dates.DateParser) {
    this.rules = rules
    this.isDate = (text) => parseDate(text) !== undefined
    this.seed(rules)
  }

  /** Adds customers, but for those that are there. */
  seed({ customerNumbers }: PayorCrmSeeds): void {
    for (const { number, name = number } of numbered(customerNumbers)) {
      const record = { customerno: number, companyname: name, emailaddress1: "customer@example.test" }
      if (!this.customers.has(number)) this.customers.put(number, record, "refuse")
    }
  }

  uploadCustomers(records: ReadonlyArray<Raw>, refuseEveryOther: boolean): Verdict {
    return this.upload(this.customers, customerKey, records, refuseEveryOther, () => undefined)
  }

  uploadInvoices(records: ReadonlyArray<Raw>, refuseEveryOther: boolean): Verdict {
    return this.upload(this.invoices, invoiceKey, records, refuseEveryOther, (record) => this.invoiceProblem(record))
  }

  private invoiceProblem(record: Raw): string | undefined {
    const customer = textOf(record, "customerNumber") ?? ""
    if (this.rules.unknownCustomer === "refuse" && !this.customers.has(customer)) {
      return `customer ${customer} does not exist`
    }
    for (const field of ["invoiceAmount", "localAmount"]) {
      const amount = amountOf(record, field)
      if (this.rules.amounts === "integer" && amount !== undefined && Decimals.scaleOf(amount) > 0) {
        return `${field} must be an integer`
      }
    }
    const wrong = dateFields.find((field) => {
      const text = textOf(record, field)
      return text !== undefined && !this.isDate(text)
    })
    return wrong === undefined ? undefined : `${wrong} is not a date`
  }

  private upload(
    documents: Documents,
    keyOf: (record: Raw) => string,
    records: ReadonlyArray<Raw>,
    refuseEveryOther: boolean,
    problemOf: (record: Raw) => string | undefined,
  ): Verdict {
    const { onDuplicate, allOrNothing } = this.rules
    const inThisCall = new Set<string>()
    const problems: Array<string> = []
    const good: Array<Raw> = []
    for (const [index, record] of records.entries()) {
      const key = keyOf(record)
      const taken = onDuplicate === "refuse" && (documents.has(key) || inThisCall.has(key))
      const forced = refuseEveryOther && index % 2 === 1 ? "refused on request" : undefined
      const problem = forced ?? problemOf(record) ?? (taken ? `${key} exists already` : undefined)
      if (problem === undefined) {
        good.push(record)
        inThisCall.add(key)
      } else problems.push(`record ${index}: ${problem}`)
    }
    this.counts.received += records.length
    this.counts.rejected += problems.length
    if (problems.length > 0 && allOrNothing && !refuseEveryOther) return { stored: 0, problems }
    for (const record of good) this.store(documents, keyOf(record), record)
    return { stored: good.length, problems }
  }

  private store(documents: Documents, key: string, record: Raw): void {
    const { before, after } = documents.put(key, record, this.rules.onDuplicate)
    if (before !== undefined) this.counts.updated += 1
    if (documents !== this.invoices) return
    if (before !== undefined) this.add(before, -1n)
    this.add(after, 1n)
  }

  private add(invoice: Raw, sign: bigint): void {
    const amount = amountOf(invoice, "invoiceAmount")
    if (amount === undefined) return
    const currency = textOf(invoice, "currency") ?? "XXX"
    const sum = this.amounts.get(currency) ?? BigDecimal.make(0n, 0)
    this.amounts.set(currency, BigDecimal.sum(sum, BigDecimal.make(amount.value * sign, amount.scale)))
  }

  /** The first document under each key, with its key. */
  firsts(kind: Kind): Iterable<readonly [key: string, json: string]> {
    return this[kind].firsts()
  }

  get(kind: Kind, key: string): Raw {
    return this[kind].get(key)
  }

  replace(kind: Kind, key: string, record: Raw): void {
    if (kind === "invoices") this.add(this.invoices.get(key), -1n)
    this[kind].replace(key, record)
    if (kind === "invoices") this.add(record, 1n)
  }

  lose(kind: Kind, key: string): void {
    if (kind === "invoices") this.add(this.invoices.get(key), -1n)
    this[kind].lose(key)
  }

  double(kind: Kind, key: string): void {
    if (kind === "invoices") this.add(this.invoices.get(key), 1n)
    this[kind].double(key)
  }

  state(): PayorCrmState {
    const amounts = [...this.amounts].map(([currency, sum]) => [currency, Decimals.toText(sum)] as const)
    return {
      ...this.tally.tallied(),
      ...this.counts,
      customers: this.customers.size,
      invoices: this.invoices.size,
      duplicates: this.customers.duplicates + this.invoices.duplicates,
      amounts: Object.fromEntries(amounts.sort(([a], [b]) => (a < b ? -1 : 1))),
    }
  }

  customerTexts(limit: number): Generator<string> {
    return this.customers.texts(limit)
  }

  invoiceTexts(limit: number): Generator<string> {
    return this.invoices.texts(limit)
  }

  /** How often each invoice was stored as a document of its own, by `customerNumber/invoiceNumber`. */
  invoiceCopies(): ReadonlyMap<string, number> {
    return this.invoices.copies()
  }

  customerCopies(): ReadonlyMap<string, number> {
    return this.customers.copies()
  }

  reset(): void {
    this.customers = new Documents()
    this.invoices = new Documents()
    this.amounts = new Map()
    this.counts = { received: 0, rejected: 0, updated: 0 }
    this.tally.reset()
    this.seed(this.rules)
  }
}
