/**
 * The calls of what payments and invoices refer to.
 */
import { Effect, Schema } from "effect"

import { AccountInfo, ArticleInfo, ProjectInfo } from "../api/Ledger.ts"
import { list } from "../api/values.ts"
import type { Calls } from "../Calls.ts"
import { lost } from "../errors.ts"
import { codesOf } from "./dictionary.ts"
import type { Exchange } from "./exchange.ts"
import { makeLists } from "./lists.ts"

type Ledger = Calls["ledger"]

const responseMode = "response-only"

export const makeLedger = (exchange: Exchange, pageSize: number): Ledger => {
  const { ledger } = exchange.client
  const read = (operation: string, sending: Parameters<Exchange["json"]>[1]) =>
    exchange.json({ operation }, sending, Schema.Unknown)
  return {
    accounts: makeLists(exchange, pageSize, {
      operation: "ledger.accounts",
      page: list(AccountInfo),
      send: (query: Parameters<Ledger["accounts"]>[0]) => ledger.accounts({ query, responseMode }),
    }).listAll,
    articles: makeLists(exchange, pageSize, {
      operation: "ledger.articles",
      page: list(ArticleInfo),
      send: (query: Parameters<Ledger["articles"]>[0]) => ledger.articles({ query, responseMode }),
    }).listAll,
    projects: makeLists(exchange, pageSize, {
      operation: "ledger.projects",
      page: list(ProjectInfo),
      send: (query: Parameters<Ledger["projects"]>[0]) => ledger.projects({ query, responseMode }),
    }).listAll,
    dictionary: Effect.fn("ErplyBooks.ledger.dictionary")(function* (code: string) {
      const operation = "ledger.dictionary"
      const answer = yield* read(operation, ledger.dictionary({ params: { code }, query: {}, responseMode }))
      return codesOf(answer) ?? (yield* lost(operation, "unreadable answer: no list of codes"))
    }),
    organisation: read("ledger.organisation", ledger.organisation({ responseMode })).pipe(
      Effect.withSpan("ErplyBooks.ledger.organisation"),
    ),
  }
}
