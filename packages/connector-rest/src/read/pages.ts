/**
 * A list page by page, with what proves that reading moves on and that no record was missed.
 */
import { hash } from "node:crypto"

import type { ConnectorError } from "@waybill/connector"
import { baseUrlText } from "@waybill/connector-http"
import { Clock, DateTime, Effect, Option, Stream } from "effect"

import type { Answer, Api } from "../Client.ts"
import { unreadable } from "../errors.ts"
import { queryOf } from "../internal/address.ts"
import { at, type Json, jsonText, listOf, textOf } from "../internal/json.ts"
import type { RestSettings } from "../Settings.ts"
import type { List } from "../StreamSettings.ts"
import type { Place } from "./cursor.ts"
import { makeLoop } from "./loop.ts"
import { type Brought, makePager, type Pager, start } from "./paging.ts"

/** What one answer brought. */
export interface Part {
  readonly records: ReadonlyArray<Json>
  /** The place behind them. */
  readonly next: Place
}

/** How a list is read. */
export interface Listing {
  readonly api: Api
  readonly settings: Pick<RestSettings, "baseUrl">
  /** For messages: `list invoices`. */
  readonly operation: string
  readonly list: List
  /** Parameters of this read alone. */
  readonly query?: Readonly<Record<string, string>>
}

/** So many answers in a row without a record, and with another one behind each. */
const mostEmpty = 100

/** The list of an answer. An answer without one is an error, never "nothing there" (invariant 9). */
export const recordsIn = (
  operation: string,
  { json }: Answer,
  path: string | undefined,
): Effect.Effect<readonly [Json, ReadonlyArray<Json>], ConnectorError> => {
  const where = path === undefined ? "the answer" : `'${path}' of the answer`
  if (Option.isNone(json)) return Effect.fail(unreadable(operation, "WB-REST-ANSWER", "the answer is not JSON"))
  const records = listOf(at(json.value, path))
  return records === undefined
    ? Effect.fail(unreadable(operation, "WB-REST-ANSWER", `${where} is no list`))
    : Effect.succeed([json.value, records])
}

const totalIn = ({ operation, list }: Listing, json: Json): Effect.Effect<number | undefined, ConnectorError> => {
  const { total } = list.paging
  if (total === undefined) return Effect.undefined
  const text = textOf(at(json, total)) ?? ""
  return /^\d{1,15}$/.test(text)
    ? Effect.succeed(Number(text))
    : Effect.fail(unreadable(operation, "WB-REST-ANSWER", `'${total}' of the answer is no count`))
}

/** An address of the API's own host: credentials go nowhere else. */
const ownAddress = ({ operation, settings: { baseUrl } }: Listing, link: string, from: string | URL) => {
  const url = Option.getOrUndefined(Option.liftThrowable(() => new URL(link, from))())
  return url === undefined || url.origin !== baseUrl.origin || url.username !== "" || url.password !== ""
    ? Effect.fail(unreadable(operation, "WB-REST-LINK", "the next page's address leads to another host"))
    : Effect.succeed(url)
}

const addressOf = (listing: Listing, place: string): Effect.Effect<string | URL, ConnectorError> => {
  const { list, settings } = listing
  if (list.paging.by !== "link" || place === start) return Effect.succeed(list.path)
  return ownAddress(listing, place, `${baseUrlText(settings)}${list.path}`)
}

/** When the API says that it is, in seconds since 1970; by this machine's clock where it does not. */
const timeOf = ({ headers }: Answer): Effect.Effect<number> =>
  Effect.map(Clock.currentTimeMillis, (now) => {
    const said = Option.map(DateTime.make(headers["date"] ?? ""), DateTime.toEpochMillis)
    return Math.floor(Option.getOrElse(said, () => now) / 1000)
  })

/** Makes what asks for the page at a place. */
const makeAsk = (listing: Listing, pager: Pager) => {
  const { api, operation, list, query = {} } = listing
  return Effect.fnUntraced(function* (place: string) {
    const path = yield* addressOf(listing, place)
    const isLink = typeof path !== "string"
    const asked = isLink ? {} : { ...queryOf(list.query, {}), ...query, ...pager.queryAt(place) }
    const answer = Option.getOrThrow(yield* api.ask({ operation, method: "GET", path, query: asked }))
    const [json, records] = yield* recordsIn(operation, answer, list.records)
    return { answer, json, records, total: yield* totalIn(listing, json) }
  })
}

/** Reads a list on from a place, which is not behind its last page. */
export const readPages = (listing: Listing, from: Place): Stream.Stream<Part, ConnectorError> => {
  const { operation, list } = listing
  const pager = makePager(list.paging)
  const ask = makeAsk(listing, pager)
  return Stream.suspend(() => {
    const loop = makeLoop()
    let [empty, firstTotal]: [number, number | undefined] = [0, undefined]
    const stuck = (message: string) => unreadable(operation, "WB-REST-PAGING", message)

    /** Whether it is still the same list, whole at its end. */
    const isSame = ({ total, rows }: Brought, isLast: boolean): boolean => {
      firstTotal ??= total
      return total === firstTotal && (total === undefined || (isLast ? rows === total : rows <= total))
    }

    const step = Effect.fnUntraced(function* (here: Place) {
      const place = Option.getOrElse(here.at, () => start)
      const { records, ...answered } = yield* ask(place)
      const brought = { ...answered, records, rows: here.rows + records.length }
      const text = records.map(jsonText).join()
      if (records.length > 0 && !loop.movesOn(hash("sha256", text))) {
        return yield* stuck("the answer holds the same page again")
      }
      empty = records.length > 0 ? 0 : empty + 1
      if (empty > mostEmpty) return yield* stuck(`${mostEmpty} answers in a row hold no record`)
      const next = yield* Effect.mapError(Effect.fromResult(pager.after(place, brought)), (message) =>
        unreadable(operation, "WB-REST-ANSWER", `${message} in the answer`),
      )
      if (Option.isSome(next) && next.value === place) return yield* stuck("the next page is the one at hand")
      if (!isSame(brought, Option.isNone(next))) {
        return yield* unreadable(operation, "WB-REST-SHIFTED", "other records were read than the list counts")
      }
      const begun = here.begun ?? (yield* timeOf(brought.answer))
      const behind: Place = { ...here, at: next, rows: brought.rows, begun }
      return [[{ records, next: behind }], Option.map(next, () => behind)] as const
    })
    return Stream.paginate(from, step)
  })
}
