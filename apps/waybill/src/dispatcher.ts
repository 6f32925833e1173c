/**
 * The last look at the clock before a request's bytes are written. Between the right to send and the socket a request may
 * wait for a connection, and a process may be frozen there: one that stood still for too long is not sent (invariant 8).
 */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import type * as Undici from "@effect/platform-node/Undici"
import { heldUpCode } from "@waybill/connector-http"
import { Effect } from "effect"

/** By the clock that people set and by the one that nobody sets: a suspended machine stops the second one. */
const now = (): readonly [number, number] => [Date.now(), performance.now()]

const isHeldUp = (since: readonly [number, number], patience: number): boolean =>
  now().some((time, clock) => time - since[clock]! > patience)

const heldUp = () =>
  Object.assign(new Error("the process stood still before the request was sent"), { code: heldUpCode })

/** Gives a request up whose bytes are about to be written more than `patience` milliseconds after it was to leave. */
const punctual =
  (patience: number): Undici.Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) => {
    const since = now()
    const onRequestStart: typeof handler.onRequestStart = (controller, context) => {
      handler.onRequestStart?.(controller, context)
      if (isHeldUp(since, patience)) controller.abort(heldUp())
    }
    return dispatch(
      options,
      new Proxy(handler, {
        get: (target, name) => {
          if (name === "onRequestStart") return onRequestStart
          const value: unknown = Reflect.get(target, name)
          return typeof value === "function" ? value.bind(target) : value
        },
      }),
    )
  }

/** The client of this machine. `patience` and the age that a lease may have when it is asked are together below the lease. */
export const makeClient = (patience: number) =>
  Effect.flatMap(NodeHttpClient.makeDispatcher, (agent) =>
    Effect.provideService(NodeHttpClient.makeUndici, NodeHttpClient.Dispatcher, agent.compose(punctual(patience))),
  )
