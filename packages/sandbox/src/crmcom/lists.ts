/**
 * Lists: in the order that the settings say, a page at a time from the release on that has paging.
 */
import { isFrom } from "@waybill/connector-crmcom"

import type { Category, Named } from "./Catalogue.ts"
import type { Identifier } from "./Records.ts"
import type { CrmComSandboxSettings } from "./Settings.ts"

interface Page {
  readonly number_of_results?: number
  readonly offset?: number
}

type Rules = Pick<CrmComSandboxSettings, "listOrder" | "maxResults" | "release">

const inOrder = <A extends { readonly id: string }>(
  records: ReadonlyArray<A>,
  order: Rules["listOrder"],
): ReadonlyArray<A> => {
  if (order === "oldest") return records
  // Ids are hashes: their order has nothing to do with that of the records.
  return order === "newest" ? records.toReversed() : records.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** One page of `records`, which are in the order they were made. */
export const listed = <A extends { readonly id: string }>(
  records: ReadonlyArray<A>,
  { listOrder, maxResults, release }: Rules,
  { number_of_results = maxResults, offset = 0 }: Page,
): ReadonlyArray<A> => {
  const ordered = inOrder(records, listOrder)
  if (!isFrom(release, "R13.0.0")) return ordered
  const from = Math.max(0, offset)
  return ordered.slice(from, from + Math.max(0, Math.min(number_of_results, maxResults)))
}

type ByName = Identifier<"id" | "name" | "alternative_code"> | undefined
type ByCode = Identifier<"id" | "name" | "code"> | undefined

/** Whether a record's type, method or category is the one a list is asked for. */
export const isNamed = (named: Named, wanted: ByName): boolean =>
  wanted === undefined || named[wanted.by] === wanted.value
export const isOfCategory = (category: Category | null, wanted: ByCode): boolean =>
  wanted === undefined || category?.[wanted.by] === wanted.value
