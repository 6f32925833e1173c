/** A server on the loopback interface that keeps what it receives and answers as it is told. */
import { createServer } from "node:http"
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

import { NodeHttpClient } from "@effect/platform-node"
import { Duration, Effect, Schema, type Scope } from "effect"
import type { HttpClient } from "effect/http"

import { type Calls, ErplyBooks, ErplyBooksClientSettings } from "../../src/index.ts"

export interface Received {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** The query as it came. */
  readonly search: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What is answered: a body with status 200, a body with more to say, or half a body (`cut`). */
export type Answer = string | { readonly status?: number; readonly headers?: object; readonly body: string }

export interface Server {
  readonly url: string
  readonly received: Array<Received>
}

const portOf = (address: string | AddressInfo | null): number =>
  typeof address === "object" && address !== null ? address.port : 0

const receivedOf = ({ method, url, headers }: IncomingMessage, body: string): Received => {
  const [path = "", search = ""] = url!.split("?")
  return { method: method!, path, search, query: Object.fromEntries(new URLSearchParams(search)), headers, body }
}

const give = (response: ServerResponse, answer: Answer): void => {
  if (answer === "cut") {
    response.writeHead(200, { "content-length": "1000" })
    response.write('{"items":[{"id":1}')
    setImmediate(() => response.destroy())
    return
  }
  const { status = 200, headers = {}, body } = typeof answer === "string" ? { body: answer } : answer
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body)
}

export const server = (
  answer: (call: Received, count: number) => Answer,
): Effect.Effect<Server, never, Scope.Scope> => {
  const received: Array<Received> = []
  const http = createServer((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const call = receivedOf(request, Buffer.concat(chunks).toString("utf8"))
      give(response, answer(call, received.push(call)))
    })
  })
  return Effect.acquireRelease(
    Effect.callback<Server>((resume) => {
      http.listen(0, "127.0.0.1", () => {
        resume(Effect.succeed({ url: `http://127.0.0.1:${portOf(http.address())}/api`, received }))
      })
    }),
    () =>
      Effect.sync(() => {
        http.close()
        http.closeAllConnections()
      }),
  )
}

export const token = "abcdefghij0123456789abcdefghij0123456789"

type Settings = Partial<typeof ErplyBooksClientSettings.Encoded>

const retry = { tries: 3, first: Duration.millis(1), longest: Duration.seconds(60) }

/** A client that doesn't wait. */
export const open = (
  baseUrl: string,
  settings: Settings = {},
): Effect.Effect<Calls, Schema.SchemaError, HttpClient.HttpClient | Scope.Scope> =>
  Effect.flatMap(
    Schema.decodeEffect(ErplyBooksClientSettings)({
      baseUrl,
      token,
      rateLimit: { perSecond: 1000, inFlight: 100 },
      ...settings,
    }),
    (decoded) => ErplyBooks.make(decoded, { retry }),
  )

/** A client and what its server, which answers so, receives. */
export const connect = (answer: (call: Received, count: number) => Answer, settings: Settings = {}) =>
  Effect.gen(function* () {
    const { url, received } = yield* server(answer)
    const calls = yield* open(url, settings)
    return { calls, received }
  })

export const http = NodeHttpClient.layerUndici

/** The published error, with another code. */
export const refusal = (messageCode: string, more: object = {}): string =>
  JSON.stringify({
    exceptionType: "DataConflictException",
    statusCode: 409,
    exception: { messages: [{ params: null, messageCode }], errorTypeCode: null, params: null },
    message: null,
    ...more,
  })

export const listed = (items: ReadonlyArray<unknown> | null, totalCount = items?.length ?? 0): string =>
  JSON.stringify({ items, totalCount, organisation: { id: 1, name: "Acme OÜ" } })
