/**
 * Lists: what fits the query, in the order that the settings say, a page at a time.
 */
import { organisation } from "./Catalogue.ts"
import { dayOf } from "./checks.ts"
import type { ErplyBooksSandboxSettings } from "./Settings.ts"

interface Page {
  readonly start?: number
  readonly limit?: number
}

type Rules = Pick<ErplyBooksSandboxSettings, "listOrder" | "maxLimit">

/** Records on a page where the query says nothing: the one number that is documented. */
const usualLimit = 100

/** One page of `records`, which are in the order they were made; none: `items` is null, as the vendor's. */
export const listed = <A>(
  records: ReadonlyArray<A>,
  { listOrder, maxLimit }: Rules,
  { start = 0, limit = usualLimit }: Page,
  view: (record: A) => unknown,
) => {
  const ordered = listOrder === "oldest" ? records : records.toReversed()
  const items = ordered.slice(start, start + Math.min(limit, maxLimit)).map(view)
  return { items: items.length === 0 ? null : items, totalCount: records.length, organisation }
}

/** Whether a record's day is within the days of a query, both included. */
export const isWithin = (time: string | null | undefined, from: string | undefined, to: string | undefined): boolean =>
  (from === undefined || dayOf(time) >= dayOf(from)) &&
  (to === undefined || (dayOf(time) !== "" && dayOf(time) <= dayOf(to)))

/** Whether a field has the value that is asked for. */
export const is = <A>(field: A | null | undefined, wanted: A | undefined): boolean =>
  wanted === undefined || field === wanted

/** Whether one of the fields holds the text, in any case. */
export const holds = (fields: ReadonlyArray<string | null | undefined>, wanted: string | undefined): boolean =>
  wanted === undefined || fields.some((field) => field?.toLowerCase().includes(wanted.toLowerCase()) === true)
