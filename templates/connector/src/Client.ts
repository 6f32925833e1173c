/**
 * Acme's calls, typed: sign-in, paging, and what an answer says. How fast, how often and whether again is
 * @waybill/connector-http's: a request that may have been carried out is never sent a second time.
 *
 * To change: addresses, parameters, the way of signing in. What a status means for the record is in errors.ts.
 */
import type { ConnectorError } from "@waybill/connector"
import { accepted, baseUrlText, type Call, classified, makeHttpTransport } from "@waybill/connector-http"
import { Effect, Schema } from "effect"
import { HttpClientRequest, HttpClientResponse } from "effect/http"

import { Page } from "./Api.ts"
import { lost, refusalOf, unsendable } from "./errors.ts"
import type { AcmeSettings } from "./Settings.ts"

type Answer<A> = Effect.Effect<A, ConnectorError>

/** The calls of one list. `Sent` is a record as it is written, `Kept` as it is answered. */
export interface Calls<Sent, Kept> {
  /** One page behind `after`, from the first one where that is null. */
  readonly page: (after: string | null, limit: number) => Answer<Page>
  /** `undefined`: Acme says that there is none. */
  readonly ofNumber: (number: string) => Answer<Kept | undefined>
  readonly get: (id: string) => Answer<Kept | undefined>
  readonly create: (record: Sent) => Answer<Kept>
  /** Writes the whole record: a field that is left out is cleared. */
  readonly update: (id: string, record: Sent) => Answer<Kept>
  readonly remove: (id: string) => Answer<void>
}

/** The records of a list. */
export interface List<Sent, Kept> {
  /** `customers`: the path, and the stream's name. */
  readonly name: string
  readonly sent: Schema.Codec<Sent, unknown>
  readonly kept: Schema.Codec<Kept, unknown>
}

const makeAsk = Effect.fnUntraced(function* (settings: AcmeSettings) {
  const transport = yield* makeHttpTransport(settings)
  const address = baseUrlText(settings)
  /** Sends a request, and judges it by its answer. */
  return Effect.fnUntraced(function* (operation: string, request: HttpClientRequest.HttpClientRequest) {
    const call: Call = { connector: "acme", operation, address }
    const signed = request.pipe(
      HttpClientRequest.prependUrl(address),
      HttpClientRequest.bearerToken(settings.token),
      HttpClientRequest.acceptJson,
    )
    const response = yield* classified(call)(transport.execute(signed))
    const refusal = refusalOf(operation, response.status, yield* classified(call)(response.text))
    if (refusal !== undefined) return yield* refusal
    yield* accepted(call)(Effect.succeed(response))
    return <A>(schema: Schema.Codec<A, unknown>) =>
      classified(call)(HttpClientResponse.schemaBodyJson(schema)(response))
  })
})

const ifThere = <A>(asked: Answer<A>): Answer<A | undefined> =>
  Effect.catchIf(
    asked,
    ({ code }) => code === "WB-ACME-ABSENT",
    () => Effect.undefined,
  )

/** Makes the calls of any list. A connection has one client: its rate limit is shared by all that call. */
export const makeClient = Effect.fnUntraced(function* (settings: AcmeSettings) {
  const ask = yield* makeAsk(settings)
  return <Sent, Kept extends { readonly number: string }>(list: List<Sent, Kept>): Calls<Sent, Kept> => {
    const { name, sent, kept } = list
    const path = `/${name}`
    const of = (id: string) => `${path}/${encodeURIComponent(id)}`
    const one = (operation: string, request: HttpClientRequest.HttpClientRequest) =>
      Effect.flatMap(ask(`${operation} ${name}`, request), (read) => read(kept))
    const write = (operation: string, request: HttpClientRequest.HttpClientRequest, record: Sent) =>
      // Encoded first: what fails here was not sent.
      Effect.mapError(Schema.encodeEffect(sent)(record), () => unsendable(`${operation} ${name}`)).pipe(
        Effect.flatMap((body) => one(operation, HttpClientRequest.bodyJsonUnsafe(request, body))),
      )
    const pageOf = (operation: string, urlParams: Readonly<Record<string, string>>) =>
      Effect.flatMap(ask(`${operation} ${name}`, HttpClientRequest.get(path, { urlParams })), (read) => read(Page))
    return {
      page: (after, limit) => pageOf("list", { limit: String(limit), ...(after === null ? {} : { after }) }),
      ofNumber: Effect.fnUntraced(function* (number) {
        const { items } = yield* pageOf("find", { number })
        const found = yield* Effect.forEach(items, (item) =>
          Effect.mapError(Schema.decodeUnknownEffect(kept)(item), () => lost(`find ${name}`, "unreadable answer")),
        )
        // Had the filter been ignored, a number that is not on the first page would look like one that is not there.
        if (found.length > 1 || found.some((record) => record.number !== number)) {
          return yield* lost(`find ${name}`, "the answer holds other records than were asked for")
        }
        return found[0]
      }),
      get: (id) => ifThere(one("get", HttpClientRequest.get(of(id)))),
      create: (record) => write("create", HttpClientRequest.post(path), record),
      update: (id, record) => write("update", HttpClientRequest.put(of(id)), record),
      remove: (id) => Effect.asVoid(ask(`delete ${name}`, HttpClientRequest.delete(of(id)))),
    }
  }
})

/** What {@link makeClient} makes. */
export type Client = Effect.Success<ReturnType<typeof makeClient>>
