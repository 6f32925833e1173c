/**
 * What an organisation is configured with: dictionaries, accounts, articles, projects. A code that no public page shows is
 * marked: it follows the pattern of those that do. What the settings give comes after the usual ones.
 */
import { BigDecimal } from "effect"

import type { Names } from "./Names.ts"

const documentTypes = [
  "DOCUMENT_SELL",
  "DOCUMENT_POS_SELL",
  "DOCUMENT_BID",
  "DOCUMENT_SALES_ORDER",
  "DOCUMENT_WAYBILL",
  "DOCUMENT_SALES_CONTRACT",
  "DOCUMENT_TRANSPORT",
  "DOCUMENT_TRANSPORT_REQUEST",
  "DOCUMENT_PRE_SELL",
] as const
const purchaseTypes = ["DOCUMENT_BUY", "DOCUMENT_POS_BUY", "DOCUMENT_PRE_BUY", "DOCUMENT_PURCHASE_WAYBILL"] as const

/** Assumed: that there is one for payments to suppliers, and what it is called. */
const outgoingTypes = ["PURCHASE_INVOICE_PAYMENT", "OTHER_OUTGOING_PAYMENT"] as const

export const isPurchase = (documentType: string): boolean => purchaseTypes.some((type) => type === documentType)
export const isOutgoingType = (paymentType: string): boolean => outgoingTypes.some((type) => type === paymentType)

/** By the name under which a dictionary is read. */
export const usualDictionaries: Readonly<Record<string, ReadonlyArray<string>>> = {
  CURRENCY: ["CURRENCY_EUR", "CURRENCY_USD", "CURRENCY_GBP", "CURRENCY_SEK", "CURRENCY_JPY"],
  PAYMENT_TYPE: ["INVOICE_PAYMENT", "OTHER_INCOMING_PAYMENT", ...outgoingTypes],
  // The second is assumed.
  DOCUMENT_STATUS_TYPE: ["STATUS_CONFIRMED", "STATUS_UNCONFIRMED"],
  DOCUMENT_TYPE: [...documentTypes, ...purchaseTypes],
  // The second is assumed.
  ENTITY_TYPE: ["ENTITY_TYPE_LEGAL", "ENTITY_TYPE_PRIVATE"],
  ARTICLE_TYPE: ["ARTICLE_SERVICE", "ARTICLE_PRODUCT"],
  // The second is assumed.
  ARTICLE_ROW_TYPE: ["ARTICLE_ROW_SELL", "ARTICLE_ROW_BUY"],
  LANGUAGE: ["LANGUAGE_ET", "LANGUAGE_EN"],
  ACCOUNT_TYPE: ["ACCOUNT_TYPE_ASSETS"],
}

const account = (id: number, number: string, name: string) => ({
  id,
  number,
  name,
  displayName: `${number} ${name}`,
  typeCode: "ACCOUNT_TYPE_ASSETS",
  currencyCode: "CURRENCY_EUR",
  notActive: false,
})

/** Their ids stand in public examples. */
export const bankAccount = account(583_287, "1020", "Bank")
export const cashAccount = account(1_307_870, "1010", "Cash")

const usualAccounts = [bankAccount, cashAccount, account(583_288, "1200", "Receivables")]

const article = (id: number, name: string, code: string, typeCode: string) => ({
  id,
  name,
  code,
  typeCode,
  basePrice: BigDecimal.make(10n, 0),
  vatPercent: BigDecimal.make(24n, 0),
})

const usualArticles = [
  article(91_001, "Service", "SRV", "ARTICLE_SERVICE"),
  article(91_002, "Goods", "GDS", "ARTICLE_PRODUCT"),
]

const usualProjects = [{ id: 41_001, name: "Project 1" }]

export const organisation = { id: 1001, name: "Sandbox OÜ", countryCode: "EE", currencyCode: "CURRENCY_EUR" }

/** Those that are given and not there yet, after the usual ones; one without an id gets the next from `first` on. */
const withOwn = <Own extends { readonly id?: number }, A extends { readonly id: number }>(
  usual: ReadonlyArray<A>,
  own: ReadonlyArray<Own>,
  first: number,
  isSame: (own: Own, there: A) => boolean,
  make: (id: number, own: Own) => A,
): ReadonlyArray<A> => [
  ...usual,
  ...own
    .filter((one) => !usual.some((there) => isSame(one, there)))
    .map((one, index) => make(one.id ?? first + index, one)),
]

const withCodes = (own: Names["dictionaries"]): Readonly<Record<string, ReadonlyArray<string>>> => {
  const names = new Set([...Object.keys(usualDictionaries), ...Object.keys(own)])
  const codes = (name: string) => [...new Set([...(usualDictionaries[name] ?? []), ...(own[name] ?? [])])]
  return Object.fromEntries([...names].map((name) => [name, codes(name)]))
}

/** An organisation's lists. */
export interface Catalogue extends ReturnType<typeof makeCatalogue> {}

/** The usual lists, and what `names` adds to them. */
export const makeCatalogue = ({ accounts, articles, projects, dictionaries }: Names) => ({
  accounts: withOwn(
    usualAccounts,
    accounts,
    600_001,
    (own, there) => own.number === there.number,
    (id, { number, name = number }) => account(id, number, name),
  ),
  articles: withOwn(
    usualArticles,
    articles,
    92_001,
    (own, there) => own.name === there.name,
    (id, { name, code = name }) => article(id, name, code, "ARTICLE_SERVICE"),
  ),
  projects: withOwn(
    usualProjects,
    projects,
    42_001,
    (own, there) => own.name === there.name,
    (id, { name }) => ({ id, name }),
  ),
  dictionaries: withCodes(dictionaries),
})
