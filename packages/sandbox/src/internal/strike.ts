/**
 * Does to a request what a fault says.
 */
import { NodeHttpServerRequest } from "@effect/platform-node"
import { Context, Effect, Stream } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"

import type { Fault, Strike } from "../Faults.ts"

/** Whether every second record of the request is to be refused. */
export const RefuseEveryOther = Context.Reference<boolean>("@waybill/sandbox/RefuseEveryOther", {
  defaultValue: () => false,
})

type Response = HttpServerResponse.HttpServerResponse

const message = (text: string, status: number): Response => HttpServerResponse.jsonUnsafe({ message: text }, { status })

const page = (status: number): Response =>
  HttpServerResponse.text("<!DOCTYPE html><html><title>Maintenance</title></html>", {
    status,
    contentType: "text/html; charset=utf-8",
  })

const throttle = ({ retryAfter }: Fault): Response =>
  HttpServerResponse.setHeaders(
    message("too many requests", 429),
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  )

/** Ends the connection without an answer; what is given back is written to nobody. */
const cut = Effect.map(HttpServerRequest.HttpServerRequest, (request) => {
  NodeHttpServerRequest.toIncomingMessage(request).socket.destroy()
  return HttpServerResponse.empty()
})

/** Half an answer, then nothing for a while. */
const slow = (millis: number): Response =>
  HttpServerResponse.stream(
    Stream.concat(
      Stream.make('{"message":'),
      Stream.fromEffect(Effect.delay(Effect.succeed('"stored"}'), millis)),
    ).pipe(Stream.encodeText),
    { contentType: "application/json" },
  )

/** Runs `app`, or what the strike does to it. */
export const applyStrike = Effect.fnUntraced(function* <E, R>(
  { delay, fault }: Strike,
  app: Effect.Effect<Response, E, R>,
): Effect.fn.Return<Response, E, R | HttpServerRequest.HttpServerRequest> {
  if (delay > 0) yield* Effect.sleep(delay)
  switch (fault?.fault) {
    case "throttle":
      return throttle(fault)
    case "unauthorized":
      return message("the credentials have expired", 401)
    case "error-before":
      return message("internal error", 500)
    case "error-after":
      return yield* Effect.as(app, message("internal error", 500))
    case "cut-before":
      return yield* cut
    case "cut-after":
      return yield* Effect.andThen(app, cut)
    case "slow-body":
      return yield* Effect.as(app, slow(fault.millis))
    case "page-ok":
      return page(200)
    case "page-error":
      return page(500)
    case "partial":
      return yield* Effect.provideService(app, RefuseEveryOther, true)
    default:
      return yield* app
  }
})
