/**
 * Any plain JSON API: what its calls are, the pipeline file says.
 */
import { type Connection, type ConnectorError, makeConnector } from "@waybill/connector"
import { Effect, Option, Stream } from "effect"

import { type Api, makeApi } from "./Client.ts"
import { openDestination } from "./destination.ts"
import { errors, unreadable } from "./errors.ts"
import type { Written } from "./map/body.ts"
import { beginning } from "./read/cursor.ts"
import { readPages } from "./read/pages.ts"
import { RestSettings } from "./Settings.ts"
import { openSource } from "./source.ts"
import type { List, Stream as Described } from "./StreamSettings.ts"

const noStream = (operation: string, message: string): ConnectorError =>
  unreadable(operation, "WB-REST-STREAM", message)

const isWritten = (stream: Described): stream is Written =>
  stream.entity !== undefined && stream.body !== undefined && stream.create !== undefined

/** A page of one record is enough, where the API lets its size be chosen. */
const shortened = (list: List): List =>
  list.paging.size === undefined ? list : { ...list, paging: { ...list.paging, size: 1 } }

/** Asks for the first page of the first list; what it can't tell is said (invariant 9). */
const check = Effect.fnUntraced(function* (settings: RestSettings, api: Api) {
  yield* api.signIn
  const writes = "what may be written shows at the first record"
  const [name, list] =
    Object.entries(settings.streams).flatMap(([name, { list }]) => (list ? [[name, list] as const] : []))[0] ?? []
  if (name === undefined || list === undefined) {
    return ["no stream has a `list`: whether the API answers, and takes the credentials, shows at the first record"]
  }
  const listing = { api, settings, operation: `list ${name}`, list: shortened(list) }
  const pages = yield* Stream.runCollect(Stream.take(readPages(listing, beginning()), 1))
  const isLast = pages.every(({ next }) => Option.isNone(next.at))
  const { by } = list.paging
  return [
    ...(isLast && (by === "cursor" || by === "link")
      ? [`the list of '${name}' says that its first page is its last: right?`]
      : []),
    ...(Object.values(settings.streams).some(isWritten) ? [writes] : []),
  ]
})

const open = Effect.fnUntraced(function* (settings: RestSettings) {
  const api = yield* makeApi(settings)
  const streamOf = (operation: string, name: string): Effect.Effect<Described, ConnectorError> =>
    Object.hasOwn(settings.streams, name)
      ? Effect.succeed(settings.streams[name]!)
      : Effect.fail(noStream(operation, `the connection describes no stream '${name}'`))
  const connection: Connection = {
    check: check(settings, api),
    source: (name) =>
      Effect.flatMap(streamOf(`read ${name}`, name), ({ list, ...stream }) =>
        list === undefined || stream.fields === undefined
          ? Effect.fail(noStream(`read ${name}`, `the stream '${name}' has no \`list\` and \`fields\` to read`))
          : Effect.succeed(openSource(name, { ...stream, list }, settings, api)),
      ),
    destination: (name) =>
      Effect.flatMap(streamOf(`write ${name}`, name), (stream) =>
        isWritten(stream)
          ? openDestination(name, stream, settings, api)
          : Effect.fail(noStream(`write ${name}`, `the stream '${name}' has no \`body\` and \`create\` to write`)),
      ),
  }
  return connection
})

export const rest = makeConnector<RestSettings, typeof RestSettings.Encoded>({
  name: "rest",
  title: "REST",
  description: "Any plain JSON API, its lists and calls described in the pipeline file",
  settings: RestSettings,
  streams: [
    {
      name: "NAME",
      description: "A name under `streams`: a list that is read, a kind of record that is written, or both",
      source: true,
      target: true,
    },
  ],
  errors,
  open,
})
