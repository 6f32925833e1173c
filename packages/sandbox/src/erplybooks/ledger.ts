/**
 * What records refer to: accounts, articles, projects, dictionaries. Read only.
 */
import { Result } from "effect"

import type { Books } from "./Books.ts"
import { holds, listed } from "./lists.ts"
import { refuse, type Refusal } from "./Refusal.ts"
import type { Query } from "./Served.ts"

type Listed = Result.Result<ReturnType<typeof listed>, Refusal>

/** These are always oldest first. */
const list = (
  { settings }: Books,
  records: ReadonlyArray<unknown>,
  query: { start?: number; limit?: number },
): Listed => Result.succeed(listed(records, { ...settings, listOrder: "oldest" }, query, (record) => record))

export const listAccounts = (books: Books, query: Query<"ledger", "accounts">): Listed =>
  list(books, books.catalogue.accounts, query)

export const listArticles = (books: Books, query: Query<"ledger", "articles">): Listed =>
  list(
    books,
    books.catalogue.articles.filter(({ name }) => holds([name], query.keyword)),
    query,
  )

export const listProjects = (books: Books, query: Query<"ledger", "projects">): Listed =>
  list(
    books,
    books.catalogue.projects.filter(({ name }) => holds([name], query.keyword)),
    query,
  )

export const listDictionary = (books: Books, code: string): Listed => {
  const codes = books.catalogue.dictionaries[code]
  if (codes === undefined) return refuse("ABSENT", "dictionary")
  return list(
    books,
    codes.map((entry) => ({ code: entry, name: entry })),
    { limit: codes.length },
  )
}
