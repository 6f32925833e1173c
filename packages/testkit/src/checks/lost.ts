/**
 * Destinations: what becomes of a record whose request or answer is lost.
 */
import type { Outcome } from "@waybill/connector"
import { Effect } from "effect"

import type { Fault } from "../FaultyProxy.ts"
import {
  type Bench,
  type Checking,
  expect,
  proxyOf,
  type Settings,
  type StreamUnderCheck,
  takes,
} from "../internal/bench.ts"
import type { StreamCheck } from "../internal/definition.ts"
import { deliverOne, held, type Item, openMaker, plainItems, shown, type Target } from "../internal/delivering.ts"
import { page, serverError } from "../internal/faults.ts"
import { settle } from "../internal/settling.ts"

/** So many requests of a delivery are struck, each in a system of its own. */
const most = 8

/** The requests that the delivery of a plain record takes where all goes well, and those of `more` that the settings take. */
const rehearse = (bench: Bench, stream: StreamUnderCheck, more: Settings) =>
  Effect.scoped(
    Effect.gen(function* () {
      const target = yield* openMaker(bench, stream)
      const proxy = yield* proxyOf(target.world)
      const settings = (yield* takes(bench, target.world, more)) ? more : {}
      const [item] = yield* plainItems(target, 1)
      proxy.strike()
      const outcome = yield* deliverOne(target, item!)
      yield* expect(outcome._tag === "Confirmed", `a plain record was to be Confirmed, and is ${shown(outcome)}`)
      const requests = proxy.calls().map(({ method, path }) => `${method} ${path.split("?")[0]}`)
      return { requests: requests.slice(0, most), settings }
    }),
  )

/** What an outcome says must be so, before anything is done about it. */
const judge = (outcome: Outcome, count: number, when: string): Effect.Effect<void, Effect.Error<Checking>> => {
  const said = `${when}: the outcome is ${shown(outcome)}, and the system holds the record ${count} times`
  switch (outcome._tag) {
    case "Confirmed":
      return expect(count === 1, `${said}; Confirmed means that it is there, once`)
    case "Refused":
      return expect(false, `${said}; a request without the system's own no is not Refused`)
    case "Held":
    case "NotSent":
      return expect(count === 0, `${said}; ${outcome._tag} means that it surely was not sent`)
    case "Unknown":
      return expect(count <= 1, `${said}; what may have been carried out is not sent again`)
  }
}

/** Delivers a record while a fault strikes, and follows the engine's protocol to its end. */
const survive = Effect.fnUntraced(function* (target: Target, item: Item, when: string) {
  const outcome = yield* deliverOne(target, item)
  target.world.proxy?.strike()
  yield* judge(outcome, (yield* held(target)).get(item.key) ?? 0, when)
  const fate = yield* settle(target, item, outcome)
  const count = (yield* held(target)).get(item.key) ?? 0
  yield* fate === "for a person"
    ? expect(count <= 1, `${when}: nobody can be asked, and the system holds the record ${count} times`)
    : expect(
        count === (fate === "there" ? 1 : 0),
        `${when}: in the end the record counts as ${fate}, and the system holds it ${count} times`,
      )
})

/** Strikes at each request of a delivery in turn, in a system of its own. */
const atEachRequest =
  (fault: Fault, more: Settings = {}) =>
  (bench: Bench, stream: StreamUnderCheck): Checking =>
    Effect.gen(function* () {
      const { requests, settings } = yield* rehearse(bench, stream, more)
      for (const [index, request] of requests.entries()) {
        const strike = Effect.gen(function* () {
          const target = yield* openMaker(bench, stream, settings)
          const [item] = yield* plainItems(target, 1)
          target.world.proxy?.strike((_, at) => (at === index ? fault : undefined))
          yield* survive(target, item!, `request ${index + 1} (${request}) was struck`)
        })
        yield* Effect.scoped(strike)
      }
    })

const promise = "is never Confirmed without being there, Refused while being there, or held twice in the end"

const lost = (name: string, what: string, fault: Fault, more?: Settings): StreamCheck => ({
  name: `lost: ${name}`,
  explanation: `A record whose ${what} ${promise}.`,
  check: atEachRequest(fault, more),
})

/** Waited for on the quick clock. */
const patience = { timeout: 10 }

export const lostChecks: ReadonlyArray<StreamCheck> = [
  lost("cut before", "connection is cut before the request arrives", { kind: "cut" }),
  lost("cut after", "connection is cut after the request was carried out", { kind: "cut", after: true }),
  lost("error before", "request is answered 500 and not carried out", serverError),
  lost("error after", "request is answered 500 and carried out", { ...serverError, after: true }),
  lost("page", "request is answered with a page of HTML and status 200", { ...page, after: true }),
  lost("half an answer", "answer ends in its middle", { kind: "half" }),
  lost("no answer in time", "answer does not come in time", { kind: "stall" }, patience),
]
