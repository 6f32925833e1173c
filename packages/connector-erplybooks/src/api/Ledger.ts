/**
 * What ERPLY Books' payments and invoices refer to: accounts, articles, projects, dictionaries, the organisation. Read only.
 */
import { CallAssumed } from "@waybill/connector-http"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

import { field, list, paging, query } from "./values.ts"

/** Source: https://www.erplybooks.com/api/accounts/ */
export const AccountInfo = Schema.Struct({
  id: field.id,
  number: field.text,
  name: field.text,
  incomeTypeCode: field.code,
  balanceTypeCode: field.code,
  cashFlowTypeCode: field.code,
  typeCode: field.code,
  description: field.text,
  defaultPercent: field.decimal,
  defaultTaxFreeSum: field.decimal,
  currencyCode: field.code,
  partnerAccountId: field.id,
  accountIdentifier: field.text,
  notActive: field.flag,
  organisationId: field.id,
  lockingDatetime: field.time,
  closingBalance: field.decimal,
  displayName: field.text,
}).annotate({ identifier: "AccountInfo" })
export type AccountInfo = typeof AccountInfo.Type

export const ArticleInfo = Schema.Struct({
  id: field.id,
  name: field.text,
  code: field.text,
  typeCode: field.code,
  unitCode: field.code,
  basePrice: field.decimal,
  extraCharge: field.decimal,
  vatPercent: field.decimal,
  taxRateId: field.id,
  expenseAccountId: field.id,
  assetAccountId: field.id,
  revenueAccountId: field.id,
  info: field.text,
  partnerArticleId: field.unknown,
  lifespanValue: field.unknown,
  debitTurnover: field.decimal,
  creditTurnover: field.decimal,
  costOfGoodsSold: field.decimal,
}).annotate({ identifier: "ArticleInfo" })

export const ProjectInfo = Schema.Struct({
  id: field.id,
  organisationId: field.id,
  name: field.text,
  description: field.text,
  affirmed: field.flag,
  projectGroupId: field.id,
  projectGroupName: field.text,
  validFromDatetime: field.time,
  validToDatetime: field.time,
  mainProjectId: field.id,
  partnerProjectId: field.unknown,
  syncErplyUsers: field.flag,
}).annotate({ identifier: "ProjectInfo" })

/** A dictionary's entry. */
export const DictionaryEntry = Schema.Struct({ code: field.text, name: field.text }).annotate({
  identifier: "DictionaryEntry",
})

export const listAccounts = {
  date: query.time,
  dateForProfit: query.time,
  projectId: query.id,
  showOnlyIncome: query.flag,
  removeAutomaticTransactions: query.flag,
  ...paging,
  getEverything: query.flag,
  lang: query.text,
  layout: query.text,
  getConsolidated: query.flag,
}

export const listArticles = {
  keyword: query.text,
  type: query.text,
  includePrices: query.flag,
  lang: query.text,
  layout: query.text,
  ...paging,
}

export const listProjects = { keyword: query.text, isAffirmed: query.flag, projectGroupId: query.id, ...paging }

const known = "known from a public client, not from a page of the vendor"

export const ledger = HttpApiGroup.make("ledger").add(
  HttpApiEndpoint.get("accounts", "/accounts", { query: listAccounts, success: list(AccountInfo) }),
  HttpApiEndpoint.get("articles", "/articles", { query: listArticles, success: list(ArticleInfo) }).annotate(
    CallAssumed,
    known,
  ),
  HttpApiEndpoint.get("projects", "/projects", { query: listProjects, success: list(ProjectInfo) }).annotate(
    CallAssumed,
    known,
  ),
  HttpApiEndpoint.get("dictionary", "/settings/dictionaries/:code", {
    params: { code: Schema.String },
    query: { languageCode: query.text },
    success: list(DictionaryEntry),
  }).annotate(CallAssumed, "the entries' shape and the list envelope around them are not documented"),
  HttpApiEndpoint.get("organisation", "/organisation", { success: Schema.Unknown }).annotate(CallAssumed, known),
)
