/** A server on the loopback interface that keeps what it receives and answers 200. */
import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"

import { Effect, type Scope } from "effect"

const portOf = (address: string | AddressInfo | null): number =>
  typeof address === "object" && address !== null ? address.port : 0

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Recorder {
  readonly url: string
  readonly received: Array<Received>
}

export const recorder = (answer = "{}", status = 200): Effect.Effect<Recorder, never, Scope.Scope> => {
  const received: Array<Received> = []
  const server = createServer((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8")
      received.push({ method: request.method!, path: request.url!, headers: request.headers, body })
      response.writeHead(status).end(answer)
    })
  })
  return Effect.acquireRelease(
    Effect.callback<Recorder>((resume) => {
      server.listen(0, "127.0.0.1", () =>
        resume(Effect.succeed({ url: `http://127.0.0.1:${portOf(server.address())}`, received })),
      )
    }),
    () =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      }),
  )
}

/** Settings that don't wait. */
export const quick = (baseUrl: string) => ({
  baseUrl,
  apiKey: "test-key",
  apiSecret: "test-secret",
  rateLimit: { perSecond: 1000 },
})
