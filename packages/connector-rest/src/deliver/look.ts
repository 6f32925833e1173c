/**
 * Looks for records by number, and reads them by id. Only what surely means so counts as "not there" (invariant 9).
 */
import type { ConnectorError, Destination, Found, Listed } from "@waybill/connector"
import type { Patiently } from "@waybill/connector-http"
import { Effect, Option, Stream } from "effect"

import type { Answer, Api } from "../Client.ts"
import { unreadable, unsendable } from "../errors.ts"
import { pathOf, queryOf } from "../internal/address.ts"
import { at, isObject, type Json, listOf } from "../internal/json.ts"
import type { Written } from "../map/body.ts"
import type { Shown } from "../map/shown.ts"
import { beginning } from "../read/cursor.ts"
import { readPages } from "../read/pages.ts"
import type { RestSettings } from "../Settings.ts"
import type { List, Stream as Described } from "../StreamSettings.ts"

/** A stream that is written, and what is needed to look at it. */
export interface Looking {
  readonly name: string
  readonly stream: Written
  readonly settings: RestSettings
  readonly api: Api
  readonly shown: Shown
  /** A record that was made a moment ago may not be shown yet. */
  readonly patiently: Patiently
}

type Find = NonNullable<Described["find"]>
type Show = NonNullable<Described["show"]>

const notInPath = (operation: string, what: string) =>
  unsendable(operation, "WB-REST-PATH", `the record's ${what} can't stand in a path`)

/** One record or a list of them; an answer that is neither says nothing. */
const recordsOf = (operation: string, { json }: Answer, path: string | undefined) => {
  const found = Option.isNone(json) ? undefined : at(json.value, path)
  if (isObject(found)) return Effect.succeed([found])
  const list = listOf(found)
  const where = path === undefined ? "the answer" : `'${path}' of the answer`
  return list === undefined
    ? Effect.fail(unreadable(operation, "WB-REST-ANSWER", `${where} is neither a list nor a record`))
    : Effect.succeed(list)
}

/** Finds one record by its number. */
const findOne =
  ({ name, api, shown }: Looking, find: Find) =>
  (key: string): Effect.Effect<Json | undefined, ConnectorError> =>
    Effect.gen(function* () {
      const operation = `find ${name}`
      const path = pathOf(find.path, { key })
      if (path === undefined) return yield* notInPath(operation, "number")
      const query = queryOf(find.query, { key })
      const answer = yield* api.ask({ operation, method: "GET", path, query, absent: find.absent })
      if (Option.isNone(answer)) return undefined
      const records = yield* recordsOf(operation, answer.value, find.records)
      const [first, ...others] = records.filter((json) => shown.number(json) === key)
      if (others.length > 0) {
        return yield* unreadable(operation, "WB-REST-AMBIGUOUS", "several records bear the same number")
      }
      // A filter that is not heeded gives the first page of everything, and the record may be on another.
      if (first === undefined && records.length > 0) {
        return yield* unreadable(operation, "WB-REST-FIND", "the answer has records, and not the one with the number")
      }
      return first
    })

/** {@link Destination.find} */
export const makeFind = (looking: Looking, find: Find): NonNullable<Destination<unknown>["find"]> => {
  const search = findOne(looking, find)
  const concurrency = looking.settings.rateLimit.inFlight
  return Effect.fn(`rest.find ${looking.name}`)(function* (keys) {
    const all = yield* Effect.forEach(keys, (key) => Effect.map(search(key), (json) => [key, json] as const), {
      concurrency,
    })
    return new Map(
      all.flatMap(([key, json]): ReadonlyArray<[string, Found]> =>
        json === undefined ? [] : [[key, looking.shown.found(json)]],
      ),
    )
  })
}

/** The id of a record that is there already; `undefined`: none is there, or it tells none. */
export const idOf = (looking: Looking, key: string): Effect.Effect<string | undefined, ConnectorError> => {
  const { find } = looking.stream
  if (find === undefined) return Effect.undefined
  const { patiently, shown } = looking
  return Effect.map(patiently(findOne(looking, find)(key)), (json) => (json === undefined ? undefined : shown.id(json)))
}

/** {@link Destination.show} */
export const makeShow = (looking: Looking, show: Show): NonNullable<Destination<unknown>["show"]> => {
  const { name, api, shown, settings, patiently } = looking
  const operation = `show ${name}`
  const one = Effect.fnUntraced(function* (id: string) {
    const path = pathOf(show.path, { id })
    if (path === undefined) return yield* notInPath(operation, "id")
    const answer = yield* api.ask({ operation, method: "GET", path, absent: show.absent })
    if (Option.isNone(answer)) return undefined
    const record = Option.getOrUndefined(Option.map(answer.value.json, (json) => at(json, show.record)))
    return isObject(record)
      ? shown.listed(record, id)
      : yield* unreadable(operation, "WB-REST-ANSWER", "the answer holds no record")
  })
  return Effect.fn(`rest.${operation}`)(function* (ids) {
    const all = yield* Effect.forEach(ids, (id) => patiently(one(id)), { concurrency: settings.rateLimit.inFlight })
    return new Map(
      all.flatMap((listed): ReadonlyArray<[string, Listed]> => (listed ? [[listed.targetId, listed]] : [])),
    )
  })
}

/** {@link Destination.list} */
export const makeList = (looking: Looking, list: List): NonNullable<Destination<unknown>["list"]> => {
  const { name, api, settings, shown } = looking
  const operation = `list ${name}`
  return readPages({ api, settings, operation, list }, beginning()).pipe(
    Stream.mapEffect(({ records }) =>
      Effect.forEach(records, (json) => {
        const id = shown.id(json)
        return id === undefined
          ? Effect.fail(unreadable(operation, "WB-REST-ANSWER", `a record has no '${looking.stream.id}'`))
          : Effect.succeed(shown.listed(json, id))
      }),
    ),
  )
}
