/**
 * An HTTP proxy on loopback between a connector and its system: it does what a network or a server can do wrong, and writes
 * down what passes.
 */
import { Agent, createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from "node:http"
import { request as httpsRequest } from "node:https"
import type { AddressInfo } from "node:net"

import { Effect, type Scope } from "effect"

/** What is done to one request. */
export type Fault =
  /** Answers without asking the system; or, `after`, once it has answered, in the place of its answer. */
  | {
      readonly kind: "answer"
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
      readonly after?: boolean
    }
  /** Ends the connection without an answer; or, `after`, once the system has answered. */
  | { readonly kind: "cut"; readonly after?: boolean }
  /** Asks the system, sends half of its answer, and ends the connection. */
  | { readonly kind: "half" }
  /** Asks the system, and keeps its answer until the client has given up. */
  | { readonly kind: "stall" }
  /** Holds the request for so many milliseconds of the machine's clock, then lets it pass. */
  | { readonly kind: "hold"; readonly millis: number }
  /** Lets it pass, with the answer's `Date` so many seconds away from what it was. */
  | { readonly kind: "skew"; readonly seconds: number }

/** A request that came, in the order of its coming. */
export interface Call {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly bytes: number
  /** Milliseconds of the machine's clock since the proxy began. */
  readonly at: number
}

/** What is done to a request; `index` counts from 0 since the last {@link FaultyProxy.strike}. */
export type Rule = (call: Call, index: number) => Fault | undefined

export interface FaultyProxy {
  /** What stands in the place of the system's `baseUrl`. */
  readonly url: string
  /** Begins to count anew, with this rule; without one everything passes. */
  readonly strike: (rule?: Rule) => void
  /** The requests since the last {@link strike}. */
  readonly calls: () => ReadonlyArray<Call>
  /** The most requests that were under way at once since then. */
  readonly mostAtOnce: () => number
  /** Milliseconds of the machine's clock since the proxy began. */
  readonly now: () => number
}

/** What an upstream answered, whole. */
interface Answer {
  readonly status: number
  readonly headers: IncomingMessage["headers"]
  readonly body: Buffer
}

const whole = (stream: IncomingMessage, then: (body: Buffer) => void): void => {
  const chunks: Array<Buffer> = []
  stream.on("data", (chunk: Buffer) => chunks.push(chunk))
  stream.on("end", () => then(Buffer.concat(chunks)))
  // One that was cut by its client is not forwarded.
  stream.on("error", () => {})
}

/** Headers of one connection, which say nothing of the next. */
const ofConnection = ["connection", "keep-alive", "transfer-encoding", "content-length", "host"]

const passedOn = (headers: IncomingMessage["headers"]) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.includes(name)))

const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  response.writeHead(status, { ...passedOn(headers), "content-length": body.length })
  response.end(body)
}

const sendHalf = (response: ServerResponse, { status, headers, body }: Answer): void => {
  response.writeHead(status, { ...passedOn(headers), "content-length": body.length + 1 })
  response.write(body.subarray(0, body.length >> 1), () => response.destroy())
}

const skewed = ({ headers, ...answer }: Answer, seconds: number): Answer => {
  const date = headers.date === undefined ? undefined : new Date(Date.parse(headers.date) + seconds * 1000)
  return { ...answer, headers: date === undefined ? headers : { ...headers, date: date.toUTCString() } }
}

type Forward = (then: (answer: Answer) => void, lost: () => void) => void

const made = ({ status, headers = {}, body = "" }: Extract<Fault, { kind: "answer" }>): Answer => ({
  status,
  headers,
  body: Buffer.from(body),
})

/** Does to one request what the fault says. */
const carryOut = (fault: Fault | undefined, forward: Forward, response: ServerResponse): void => {
  const cut = (): void => void response.destroy()
  const pass = (): void => forward((answer) => send(response, answer), cut)
  switch (fault?.kind) {
    case undefined:
      return pass()
    case "answer":
      return fault.after === true ? forward(() => send(response, made(fault)), cut) : send(response, made(fault))
    case "cut":
      return fault.after === true ? forward(cut, cut) : cut()
    case "half":
      return forward((answer) => sendHalf(response, answer), cut)
    case "stall":
      return forward(() => {}, cut)
    case "hold":
      return void setTimeout(pass, fault.millis)
    case "skew":
      return forward((answer) => send(response, skewed(answer, fault.seconds)), cut)
  }
}

/** What the proxy knows of the requests since the last strike. */
class Log {
  rule: Rule | undefined
  calls: Array<Call> = []
  underWay = 0
  most = 0
  readonly began = performance.now()

  now(): number {
    return performance.now() - this.began
  }
  begin(rule: Rule | undefined): void {
    this.rule = rule
    this.calls = []
    this.most = 0
  }
  take(call: Call, response: ServerResponse): Fault | undefined {
    const fault = this.rule?.(call, this.calls.length)
    this.calls.push(call)
    this.most = Math.max(this.most, ++this.underWay)
    response.on("close", () => void this.underWay--)
    return fault
  }
}

const forwarder =
  (base: URL, agent: Agent) =>
  (request: IncomingMessage, body: Buffer): Forward =>
  (then, lost) => {
    const secure = base.protocol === "https:"
    const upstream = (secure ? httpsRequest : httpRequest)(new URL(request.url ?? "/", base.origin), {
      method: request.method,
      headers: { ...passedOn(request.headers), host: base.host, "content-length": body.length },
      ...(secure ? {} : { agent }),
    })
    upstream.on("response", (answer) =>
      whole(answer, (text) => then({ status: answer.statusCode ?? 502, headers: answer.headers, body: text })),
    )
    upstream.on("error", lost)
    upstream.end(body)
  }

const listen = (base: URL): Effect.Effect<FaultyProxy, never, Scope.Scope> => {
  const agent = new Agent({ keepAlive: true })
  const forward = forwarder(base, agent)
  const log = new Log()
  const server = createServer((request, response) => {
    whole(request, (body) => {
      const { method = "GET", url: path = "/" } = request
      const fault = log.take({ method, path, bytes: body.length, at: log.now() }, response)
      carryOut(fault, forward(request, body), response)
    })
  })
  const listening = Effect.callback<FaultyProxy>((resume) => {
    server.listen(0, "127.0.0.1", () => {
      // A server that listens on a port has an address with one.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const { port } = server.address() as AddressInfo
      const url = `http://127.0.0.1:${port}${base.pathname.replace(/\/$/, "")}`
      const strike: FaultyProxy["strike"] = (rule) => log.begin(rule)
      const counts = { calls: () => log.calls, mostAtOnce: () => log.most, now: () => log.now() }
      resume(Effect.succeed({ url, strike, ...counts }))
    })
  })
  return Effect.acquireRelease(listening, () =>
    Effect.sync(() => {
      server.close()
      server.closeAllConnections()
      agent.destroy()
    }),
  )
}

/** Starts a proxy in front of the system at `baseUrl`, whose path it keeps. It ends with its scope. */
export const startFaultyProxy = (baseUrl: string): Effect.Effect<FaultyProxy, never, Scope.Scope> =>
  Effect.suspend(() => listen(new URL(baseUrl)))
