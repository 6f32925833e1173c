/** A server on the loopback interface that keeps what it receives and answers as it is told. */
import { createServer } from "node:http"
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

import { NodeHttpClient } from "@effect/platform-node"
import { Duration, Effect, Schema, type Scope } from "effect"
import type { HttpClient } from "effect/http"

import { CrmCom, CrmComClientSettings } from "../../src/index.ts"

export interface Received {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** The query as it came. */
  readonly search: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What is answered: a body with status 200, a body with more to say, or half a body (`cut`). */
export type Answer = string | { readonly status?: number; readonly headers?: object; readonly body: string }

export interface Server {
  readonly url: string
  /** All but the sign-ins and releases. */
  readonly received: Array<Received>
  readonly signIns: Array<Received>
  readonly releases: Array<Received>
}

/** `{status: OK, data}` around `data`. */
export const ok = (data: unknown): string =>
  JSON.stringify({ status: { code: "OK", message: null, description: null }, data })

/** A failure as CRM.COM sends it. */
export const failed = (code: string, message = ""): string =>
  JSON.stringify({ status: { code, message, description: "" } })

export const exception = (reason: string): string => `COM.CRM.EXCEPTION.FINANCIALS.${reason}EXCEPTION`

const portOf = (address: string | AddressInfo | null): number =>
  typeof address === "object" && address !== null ? address.port : 0

const receivedOf = ({ method, url, headers }: IncomingMessage, body: string): Received => {
  const [path = "", search = ""] = url!.split("?")
  return { method: method!, path, search, query: Object.fromEntries(new URLSearchParams(search)), headers, body }
}

const give = (response: ServerResponse, answer: Answer): void => {
  if (answer === "cut") {
    response.writeHead(200, { "content-length": "1000" })
    response.write('{"status":{"code":"OK"')
    setImmediate(() => response.destroy())
    return
  }
  const { status = 200, headers = {}, body } = typeof answer === "string" ? { body: answer } : answer
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body)
}

/** Answers sign-ins with `tokens` (a running number where there are none) and every other call with `answer`. */
export const server = (
  answer: (call: Received) => Answer,
  signIn: (call: Received, count: number) => Answer = (_, count) => ok({ token: `TOKEN${count}` }),
): Effect.Effect<Server, never, Scope.Scope> => {
  const [received, signIns, releases]: [Array<Received>, Array<Received>, Array<Received>] = [[], [], []]
  const handle = (call: Received): Answer => {
    if (call.path.endsWith("/release")) return releases.push(call) > 0 ? ok(null) : ""
    if (call.path.includes("/authentication/")) return signIn(call, signIns.push(call))
    received.push(call)
    return answer(call)
  }
  const http = createServer((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => give(response, handle(receivedOf(request, Buffer.concat(chunks).toString("utf8")))))
  })
  return Effect.acquireRelease(
    Effect.callback<Server>((resume) => {
      http.listen(0, "127.0.0.1", () => {
        const url = `http://127.0.0.1:${portOf(http.address())}/crmapi/rest/v2`
        resume(Effect.succeed({ url, received, signIns, releases }))
      })
    }),
    () =>
      Effect.sync(() => {
        http.close()
        http.closeAllConnections()
      }),
  )
}

export const webApiKey = "0123456789ABCDEF0123456789ABCDEF"

/** Settings that don't wait. */
export const quick = (baseUrl: string): typeof CrmComClientSettings.Encoded => ({
  baseUrl,
  webApiKey,
  release: "R18.0.0",
  rateLimit: { perSecond: 1000, inFlight: 100 },
})

type Settings = Partial<typeof CrmComClientSettings.Encoded>

export const open = (
  baseUrl: string,
  settings: Settings = {},
): Effect.Effect<CrmCom["Service"], Schema.SchemaError, HttpClient.HttpClient | Scope.Scope> =>
  make({ ...quick(baseUrl), ...settings })

const retry = { tries: 3, first: Duration.millis(1), longest: Duration.seconds(60) }

const make = (settings: typeof CrmComClientSettings.Encoded) =>
  Effect.flatMap(Schema.decodeEffect(CrmComClientSettings)(settings), (decoded) => CrmCom.make(decoded, { retry }))

/** Instead of the Web API key. */
export const byUser = { username: "mpadministrator", password: "a user's password", organisation: "CRMDEMO" }

export const openByUser = (baseUrl: string, settings: Settings = {}): ReturnType<typeof open> => {
  const { webApiKey: _, ...rest } = quick(baseUrl)
  return make({ ...rest, ...byUser, ...settings })
}

export const http = NodeHttpClient.layerUndici
