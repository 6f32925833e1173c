/**
 * Does to a request what a fault says.
 */
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import { Context, Effect, type Scope, Stream } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"

import type { Draw, Fault, Strike } from "../Faults.ts"
import type { Tally } from "./tally.ts"

/** Whether every second record of the request is to be refused. */
export const RefuseEveryOther = Context.Reference<boolean>("@waybill/sandbox/RefuseEveryOther", {
  defaultValue: () => false,
})

type Response = HttpServerResponse.HttpServerResponse

/** How a system words what a fault makes it say. */
export interface Wording {
  readonly throttled: (fault: Fault) => Response
  readonly unauthorized: () => Response
  readonly failed: () => Response
}

const page = (status: number): Response =>
  HttpServerResponse.text("<!DOCTYPE html><html><title>Maintenance</title></html>", {
    status,
    contentType: "text/html; charset=utf-8",
  })

/** 429, with `Retry-After` where the fault says how long to wait. */
export const tooMany = (body: unknown, { retryAfter }: Fault): Response =>
  HttpServerResponse.jsonUnsafe(body, {
    status: 429,
    headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  })

/** Ends the connection without an answer; what is given back is written to nobody. */
const cut = Effect.map(HttpServerRequest.HttpServerRequest, (request) => {
  NodeHttpServerRequest.toIncomingMessage(request).socket.destroy()
  return HttpServerResponse.empty()
})

/** Runs `app` later, for nobody: the request is read whole before its connection ends. It is not begun once `lifetime` is over. */
const carriedOutLate = Effect.fnUntraced(function* <E, R>(
  app: Effect.Effect<Response, E, R>,
  millis: number,
  lifetime: Scope.Scope,
) {
  const request = yield* HttpServerRequest.HttpServerRequest
  yield* Effect.orDie(request.text)
  yield* Effect.forkIn(Effect.delay(app, millis), lifetime)
  return yield* cut
})

/** Half of the answer, then nothing for a while, then the rest. */
const slow = (answer: Response, millis: number): Response => {
  const { body } = answer
  if (body._tag !== "Uint8Array") return answer
  const half = Math.ceil(body.body.length / 2)
  return HttpServerResponse.stream(
    Stream.concat(
      Stream.make(body.body.subarray(0, half)),
      Stream.fromEffect(Effect.delay(Effect.succeed(body.body.subarray(half)), millis)),
    ),
    { status: answer.status, contentType: body.contentType },
  )
}

/** What strikes at a stand-in: how it words a fault, and how long it lives. */
export interface Striker {
  readonly wording: Wording
  readonly lifetime: Scope.Scope
}

/** Runs `app`, or what the strike does to it. */
const applyStrike = Effect.fnUntraced(function* <E, R>(
  { delay, fault }: Strike,
  { wording, lifetime }: Striker,
  app: Effect.Effect<Response, E, R>,
): Effect.fn.Return<Response, E, R | HttpServerRequest.HttpServerRequest> {
  if (delay > 0) yield* Effect.sleep(delay)
  switch (fault?.fault) {
    case "throttle":
      return wording.throttled(fault)
    case "unauthorized":
      return wording.unauthorized()
    case "error-before":
      return wording.failed()
    case "error-after":
      return yield* Effect.map(app, () => wording.failed())
    case "cut-before":
      return yield* cut
    case "cut-after":
      return yield* Effect.andThen(app, cut)
    case "late":
      return yield* carriedOutLate(app, fault.millis, lifetime)
    case "slow-body":
      return yield* Effect.map(app, (answer) => slow(answer, fault.millis))
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

/** What is needed to strike at the calls of a stand-in. */
export interface Struck extends Striker {
  /** The name of a call; undefined of a request that is none. */
  readonly callOf: (request: HttpServerRequest.HttpServerRequest) => string | undefined
  readonly tally: Tally
  readonly draw: Draw
}

/** Counts calls, and strikes them as the faults say; other requests pass. */
export const striking = ({ callOf, tally, draw, ...striker }: Struck) =>
  HttpRouter.middleware(
    (app) =>
      Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
        const call = callOf(request)
        if (call === undefined) return app
        const strike = draw(call)
        tally.count(call)
        if (strike.fault !== undefined) tally.strike(strike.fault.fault)
        return applyStrike(strike, striker, app)
      }),
    { global: true },
  )
