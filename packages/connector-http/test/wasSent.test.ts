/**
 * Invariant 2: every way a request can fail, against a real server; a write that may have been carried out arrives once.
 */
import { NodeHttpClient } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import type { ConnectorError } from "@waybill/connector"
import { Duration, Effect, type Layer, type Scope } from "effect"
import { type HttpClient, HttpClientRequest } from "effect/http"

import { accepted, makeHttpTransport } from "../src/index.ts"
import { closedPort, httpServer, type Loopback, tcpServer } from "./loopback.ts"

const settings = { baseUrl: new URL("https://example.test"), rateLimit: { inFlight: 4 }, timeout: Duration.seconds(20) }
const retry = { tries: 3, first: Duration.millis(1), longest: Duration.seconds(2) }

const secret = "s3cr3t-value"
const person = "somebody@example.test"

const request = (method: "GET" | "POST", url: string) =>
  HttpClientRequest.make(method)(`${url}/upload`).pipe(
    HttpClientRequest.setHeader("api_secret", secret),
    method === "POST" ? HttpClientRequest.bodyJsonUnsafe([{ email: person }]) : (same) => same,
  )

const send = Effect.fnUntraced(function* (method: "GET" | "POST", url: string, timeout = settings.timeout) {
  const transport = yield* makeHttpTransport({ ...settings, timeout }, retry)
  return yield* accepted({ connector: "test", operation: "upload", address: url })(
    transport.execute(request(method, url)),
  )
})

const outcome = (error: ConnectorError) => ({ reason: error.reason._tag, sent: error.sent, code: error.code })
const lost = { reason: "Lost", sent: "maybe", code: "WB-HTTP-LOST" } as const
const unreachable = { reason: "Unreachable", sent: "no", code: "WB-HTTP-UNREACHABLE" } as const

const transports: ReadonlyArray<readonly [string, Layer.Layer<HttpClient.HttpClient>]> = [
  ["undici", NodeHttpClient.layerUndici],
  ["fetch", NodeHttpClient.layerFetch],
  ["node:http", NodeHttpClient.layerNodeHttp],
]

for (const [name, layer] of transports) {
  const test = (title: string, body: Effect.Effect<void, unknown, HttpClient.HttpClient | Scope.Scope>) =>
    it.live(title, () => Effect.provide(Effect.scoped(body), layer))

  /** A POST fails with this and arrived exactly once. */
  const once = (title: string, server: Effect.Effect<Loopback, never, Scope.Scope>, how?: RegExp) =>
    test(
      title,
      Effect.gen(function* () {
        const { url, arrivals } = yield* server
        const error = yield* Effect.flip(send("POST", url))
        assert.deepStrictEqual(outcome(error), lost)
        if (how !== undefined) assert.match(error.reason._tag === "Lost" ? error.reason.how : "", how)
        assert.deepStrictEqual(arrivals, ["POST"])
      }),
    )

  describe(`was it sent? (${name})`, () => {
    test(
      "a refused connection: surely not",
      Effect.gen(function* () {
        const port = yield* closedPort
        const error = yield* Effect.flip(send("POST", `http://127.0.0.1:${port}`))
        assert.deepStrictEqual(outcome(error), unreachable)
        assert.include(error.message, "ECONNREFUSED")
      }),
    )

    // node:http says only EPROTO, which can come later too.
    const tls = name === "node:http" ? lost : unreachable
    test(
      `TLS that fails in the handshake: ${tls.sent === "no" ? "surely not" : "nobody knows"}`,
      Effect.gen(function* () {
        const { port, arrivals } = yield* httpServer((_, response) => response.end())
        const error = yield* Effect.flip(send("POST", `https://127.0.0.1:${port}`))
        assert.deepStrictEqual(outcome(error), tls)
        assert.deepStrictEqual(arrivals, [])
      }),
    )

    once(
      "a connection cut after the request",
      tcpServer((socket) => socket.destroy()),
    )
    once(
      "a connection reset after the request",
      tcpServer((socket) => socket.resetAndDestroy()),
    )
    once(
      "an answer that is not HTTP",
      tcpServer((socket) => socket.end("what?\r\n\r\n")),
    )
    once(
      "an answer whose body is cut",
      tcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok":')),
    )
    once(
      "500",
      httpServer((_, response) => response.writeHead(500).end("oops")),
      /status 500/,
    )
    once(
      "408",
      httpServer((_, response) => response.writeHead(408).end()),
      /status 408/,
    )
    once(
      "a redirect is not followed",
      httpServer((_, response) => response.writeHead(307, { location: "/elsewhere" }).end()),
      /status 307/,
    )
    once(
      "503 with a page",
      httpServer((_, response) => response.writeHead(503, { "retry-after": "0" }).end("<html>down</html>")),
      /status 503/,
    )
    once(
      "a page of HTML with status 200",
      httpServer((_, response) => response.writeHead(200).end("\n<!DOCTYPE html><title>Sign in</title>")),
      /HTML/,
    )

    test(
      "a body that never ends: the time-out covers it, and it arrived once",
      Effect.gen(function* () {
        const { url, arrivals } = yield* httpServer((_, response) => void response.writeHead(200).write("{"))
        const error = yield* Effect.flip(send("POST", url, Duration.millis(200)))
        assert.deepStrictEqual(outcome(error), lost)
        assert.deepStrictEqual(arrivals, ["POST"])
      }),
    )

    test(
      "401 and 403: refused before a look, never tried again",
      Effect.gen(function* () {
        for (const status of [401, 403]) {
          const { url, arrivals } = yield* httpServer((_, response) => response.writeHead(status).end())
          const error = yield* Effect.flip(send("POST", url))
          assert.deepStrictEqual(outcome(error), { reason: "Unauthorized", sent: "no", code: "WB-HTTP-UNAUTHORIZED" })
          assert.deepStrictEqual(arrivals, ["POST"])
        }
      }),
    )

    test(
      "any other 4xx: refused, with the system's words shortened",
      Effect.gen(function* () {
        const words = `{"message":"no\n such customer"} ${"x".repeat(5000)}`
        const { url, arrivals } = yield* httpServer((_, response) => response.writeHead(422).end(words))
        const error = yield* Effect.flip(send("POST", url))
        assert.deepStrictEqual(outcome(error), { reason: "Refused", sent: "no", code: "WB-HTTP-REFUSED" })
        assert.ok(error.reason._tag === "Refused")
        assert.strictEqual(error.reason.status, "422")
        assert.strictEqual(error.reason.answer, `${words.replace("\n", "").slice(0, 300)}…`)
        assert.deepStrictEqual(arrivals, ["POST"])
      }),
    )

    test(
      "a refusal whose body is cut is a refusal: its status was seen",
      Effect.gen(function* () {
        const { url, arrivals } = yield* tcpServer((socket) =>
          socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n{"ok":'),
        )
        const error = yield* Effect.flip(send("POST", url))
        assert.deepStrictEqual(outcome(error), { reason: "Refused", sent: "no", code: "WB-HTTP-REFUSED" })
        assert.deepStrictEqual(arrivals, ["POST"])
      }),
    )

    test(
      "429 was not carried out: tried again, with and without Retry-After, and then told",
      Effect.gen(function* () {
        for (const headers of [{ "retry-after": "0" }, {}]) {
          const { url, arrivals } = yield* httpServer((_, response, count) =>
            count < 3 ? response.writeHead(429, headers).end() : response.end("{}"),
          )
          assert.strictEqual((yield* send("POST", url)).status, 200)
          assert.strictEqual(arrivals.length, 3)
        }
        const { url, arrivals } = yield* httpServer((_, response) => response.writeHead(429).end())
        const error = yield* Effect.flip(send("POST", url))
        assert.deepStrictEqual(outcome(error), { reason: "Throttled", sent: "no", code: "WB-HTTP-THROTTLED" })
        assert.strictEqual(arrivals.length, retry.tries)
      }),
    )

    test(
      "a system that asks for too long a wait is not waited for",
      Effect.gen(function* () {
        const { url, arrivals } = yield* httpServer((_, response) =>
          response.writeHead(429, { "retry-after": "3600" }).end(),
        )
        const error = yield* Effect.flip(send("POST", url))
        assert.ok(error.reason._tag === "Throttled")
        assert.strictEqual(error.reason.retryAfter, 3_600_000)
        assert.strictEqual(arrivals.length, 1)
      }),
    )

    test(
      "a lost answer to a GET is asked for again: it changes nothing",
      Effect.gen(function* () {
        const { url, arrivals } = yield* httpServer((_, response, count) =>
          count === 1 ? response.writeHead(503).end() : count === 2 ? response.destroy() : response.end("{}"),
        )
        assert.strictEqual((yield* send("GET", url)).status, 200)
        assert.isAtLeast(arrivals.length, 3)
      }),
    )

    test(
      "no secret and no record stands in an error",
      Effect.gen(function* () {
        const { url } = yield* httpServer((_, response) => response.destroy())
        const port = yield* closedPort
        for (const address of [url, `http://127.0.0.1:${port}`]) {
          const error = yield* Effect.flip(send("POST", address))
          const { inspect } = yield* Effect.promise(() => import("node:util"))
          const shown = [String(error), JSON.stringify(error), inspect(error, { depth: null, showHidden: true })].join()
          assert.notInclude(shown, secret)
          assert.notInclude(shown, person)
        }
      }),
    )
  })
}
