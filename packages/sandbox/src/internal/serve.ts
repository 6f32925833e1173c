/** A stand-in's server: on 127.0.0.1 only, until its scope closes. */
import { createServer } from "node:http"

import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Context, Effect, type FileSystem, Layer, type Path, type Scope } from "effect"
import { type Etag, type HttpPlatform, HttpRouter, HttpServer, type HttpServerError } from "effect/http"

type Routes = Layer.Layer<
  never,
  never,
  HttpRouter.HttpRouter | HttpPlatform.HttpPlatform | Etag.Generator | FileSystem.FileSystem | Path.Path
>

/** Where a stand-in listens. */
interface Listening {
  readonly port: number
  readonly origin: string
}

/** Serves `routes`; fails where the port is taken. A slash at the end of a path is tolerated. */
export const serve = Effect.fnUntraced(function* (
  routes: Routes,
  requested: number,
): Effect.fn.Return<Listening, HttpServerError.ServeError, Scope.Scope> {
  const server = createServer()
  const serving = HttpRouter.serve(routes, {
    disableLogger: true,
    disableListenLog: true,
    routerConfig: { ignoreTrailingSlash: true },
  }).pipe(Layer.provideMerge(NodeHttpServer.layer(() => server, { port: requested, host: "127.0.0.1" })))
  const { address } = Context.get(yield* Layer.build(serving), HttpServer.HttpServer)
  // Before the server closes: it would wait for answers that a fault holds back.
  yield* Effect.addFinalizer(() => Effect.sync(() => server.closeAllConnections()))
  const port = "port" in address ? address.port : 0
  return { port, origin: `http://127.0.0.1:${port}` }
})
