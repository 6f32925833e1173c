/**
 * Lists: one page, or every page with proof that none was missed.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, Option, Predicate, Stream } from "effect"

import type { Listed } from "../Calls.ts"
import { lost, shifted } from "../errors.ts"
import type { Exchange, Readable, Sending } from "./exchange.ts"

interface Paging {
  readonly start?: number
  readonly limit?: number
}

export interface Lists<P, A> {
  readonly list: (params: P & Paging) => Effect.Effect<Listed<A>, ConnectorError>
  readonly listAll: (params: P) => Stream.Stream<A, ConnectorError>
}

const idOf = (record: unknown): number | undefined =>
  Predicate.hasProperty(record, "id") && typeof record.id === "number" ? record.id : undefined

/**
 * Looks at the pages of one reading. No page says which state of the list it is of, so they are the same list only where
 * every one counts the same total, no record comes twice, and the records are as many as the total (invariant 9).
 */
const makeCheck = () => {
  const ids = new Set<number>()
  let [first, read]: [number | undefined, number] = [undefined, 0]
  return <A>({ items, totalCount }: Listed<A>): boolean => {
    first ??= totalCount
    read += items.length
    const known = items.flatMap((item) => idOf(item) ?? [])
    const before = ids.size
    for (const id of known) ids.add(id)
    return totalCount === first && read <= totalCount && ids.size - before === known.length
  }
}

/** A list's envelope, decoded. */
interface Page<A> {
  readonly items: ReadonlyArray<A> | null
  readonly totalCount: number
}

export const makeLists = <P, A>(
  { json }: Exchange,
  pageSize: number,
  call: { readonly operation: string; readonly page: Readable<Page<A>>; readonly send: (query: P & Paging) => Sending },
): Lists<P, A> => {
  const { operation, page: schema, send } = call

  const list = Effect.fn(`ErplyBooks.${operation}`)(function* (params: P & Paging) {
    const { items, totalCount } = yield* json({ operation }, send(params), schema)
    const { start = 0, limit } = params
    // "Could not look" is never "nothing there" (invariant 9).
    if (items === null && totalCount > start && limit !== 0) {
      return yield* lost(operation, "unreadable answer: a list that has records and gives none")
    }
    return { items: items ?? [], totalCount }
  })

  const listAll = (params: P) =>
    Stream.suspend(() => {
      const isSame = makeCheck()
      return Stream.paginate(0, (start) =>
        Effect.gen(function* () {
          const page = yield* list({ ...params, start, limit: pageSize })
          if (!isSame(page)) return yield* shifted(operation)
          const next = start + page.items.length
          // A page may be shorter than asked; behind a full one there may be more than the total says.
          const more = page.items.length > 0 && (next < page.totalCount || page.items.length >= pageSize)
          if (!more && next !== page.totalCount) return yield* shifted(operation)
          return [page.items, more ? Option.some(next) : Option.none()] as const
        }),
      )
    })

  return { list, listAll }
}
