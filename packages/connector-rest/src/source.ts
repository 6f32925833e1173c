/**
 * A stream of the API as a source: its list, page by page; with `since` also what is new or changed behind a finished read.
 */
import type { ConnectorError, Page, Source } from "@waybill/connector"
import { baseUrlText } from "@waybill/connector-http"
import { Dates } from "@waybill/model"
import { DateTime, Option, Stream } from "effect"

import type { Api } from "./Client.ts"
import { unreadable } from "./errors.ts"
import { makeReader } from "./map/reader.ts"
import { beginning, cursorsOf, type Place } from "./read/cursor.ts"
import { type Listing, readPages } from "./read/pages.ts"
import type { RestSettings } from "./Settings.ts"
import type { List, Since, Stream as Described } from "./StreamSettings.ts"

type Values = Readonly<Record<string, unknown>>

/** A moment as the API takes it. A day is the one before: which day it is over there depends on the zone. */
const written = ({ format }: Since, seconds: number): string => {
  if (format === "epoch") return String(seconds)
  const iso = DateTime.formatIso(DateTime.makeUnsafe(seconds * 1000))
  if (format === "timestamp") return iso.replace(/\.\d+Z$/, "Z")
  const before = Dates.addDays(Dates.parseIso(iso.slice(0, 10))!, -1)
  return Dates.toIso(before!)
}

const sinceQuery = ({ since }: List, moment: number | undefined): Readonly<Record<string, string>> =>
  since === undefined || moment === undefined ? {} : { [since.parameter]: written(since, moment) }

/** Where a cursor leads to: on within a read, or to what changed since a finished one began. */
const goOn = ({ since }: List, place: Place | undefined): Place => {
  if (place === undefined) return beginning()
  if (Option.isSome(place.at) || since === undefined || place.begun === undefined) return place
  return beginning(place.begun - since.overlapMinutes * 60)
}

/** What decides which records are read, and what they hold. */
const decisive = (settings: RestSettings, { fields, key, list }: Described): ReadonlyArray<unknown> => [
  baseUrlText(settings),
  settings.account,
  settings.dateFormat,
  fields,
  key,
  list,
]

/** `list` and `fields` are there. */
export const openSource = (
  name: string,
  stream: Described & { readonly list: List },
  settings: RestSettings,
  api: Api,
): Source<Values> => {
  const { list, entity } = stream
  const operation = `list ${name}`
  const reader = makeReader(stream, settings.dateFormat)
  const cursors = cursorsOf([name, ...decisive(settings, stream)])

  const readFrom = (from: Place): Stream.Stream<Page<Values>, ConnectorError> => {
    // Behind the last page of a read that nothing follows.
    if (Option.isNone(from.at)) return Stream.empty
    const listing: Listing = { api, settings, operation, list, query: sinceQuery(list, from.since) }
    return Stream.map(readPages(listing, from), ({ records, next }) => ({
      rows: records.map((json, index) => reader.read(json, next.rows - records.length + index + 1)),
      cursor: cursors.at(next),
    }))
  }
  const noPlace = unreadable(operation, "WB-REST-CURSOR", "the place to read on from makes no sense")
  return {
    ...(entity === undefined ? {} : { entity }),
    record: reader.schema,
    ...(list.since === undefined ? {} : { incremental: true }),
    read: Option.match({
      onNone: () => readFrom(beginning()),
      onSome: (cursor) =>
        Option.match(cursors.placeOf(cursor), {
          onNone: () => Stream.fail(noPlace),
          onSome: (place) => readFrom(goOn(list, place)),
        }),
    }),
  }
}
