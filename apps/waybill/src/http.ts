/** HTTP of this machine. What it takes is loaded with the first request: most commands send none. */
import { Effect, Layer, Scope } from "effect"
import { HttpClient } from "effect/http"

/** @param patience as {@link makeClient} of dispatcher.ts has it */
export const layerHttp = (patience: number) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.gen(function* () {
      const scope = yield* Effect.scope
      const client = yield* Effect.promise(() => import("./dispatcher.ts")).pipe(
        Effect.flatMap(({ makeClient }) => makeClient(patience)),
        Effect.uninterruptible,
        Effect.provideService(Scope.Scope, scope),
        Effect.cached,
      )
      const send: HttpClient.HttpClient["postprocess"] = (asked) =>
        Effect.flatMap(client, ({ postprocess }) => postprocess(asked))
      return HttpClient.makeWith(send, Effect.succeed)
    }),
  )
