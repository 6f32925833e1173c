/** Real servers on the loopback interface, each doing one thing to every request. */
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from "node:http"
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net"

import { Effect, type Scope } from "effect"

export interface Loopback {
  readonly url: string
  readonly port: number
  /** Requests whose body arrived in full, by method. */
  readonly arrivals: Array<string>
}

const portOf = (address: string | AddressInfo | null): number =>
  typeof address === "object" && address !== null ? address.port : 0

const listen = (server: Server | HttpServer): Effect.Effect<number, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<number>((resume) => {
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(portOf(server.address()))))
    }),
    () =>
      Effect.sync(() => {
        server.close()
        if ("closeAllConnections" in server) server.closeAllConnections()
      }),
  )

/** Reads each request to its end, counts it, then answers. */
export const httpServer = (
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Effect.Effect<Loopback, never, Scope.Scope> => {
  const arrivals: Array<string> = []
  const server = createServer((request, response) => {
    request.resume()
    request.on("end", () => {
      arrivals.push(request.method!)
      answer(request, response, arrivals.length)
    })
  })
  return Effect.map(listen(server), (port) => ({ url: `http://127.0.0.1:${port}`, port, arrivals }))
}

/** Answers the first bytes of each connection with raw bytes, or by what `act` does to the socket. */
export const tcpServer = (act: (socket: Socket) => void): Effect.Effect<Loopback, never, Scope.Scope> => {
  const arrivals: Array<string> = []
  const server = createTcpServer((socket) => {
    socket.on("error", () => {})
    socket.once("data", (data: Buffer) => {
      arrivals.push(data.toString("latin1").split(" ")[0]!)
      act(socket)
    })
  })
  return Effect.map(listen(server), (port) => ({ url: `http://127.0.0.1:${port}`, port, arrivals }))
}

/** A port where nobody listens. */
export const closedPort: Effect.Effect<number> = Effect.scoped(
  Effect.map(
    httpServer(() => {}),
    ({ port }) => port,
  ),
)
