/**
 * What a look-up says while calls fail: the truth, or that it could not look; never that a record is not there which is
 * (invariant 9).
 */
import { assert, describe, it } from "@effect/vitest"
import type { Found } from "@waybill/connector"
import { Clock, Duration, Effect, Result } from "effect"

import { type Fault, type FaultKind, faultKinds } from "../src/index.ts"
import * as crm from "./crmcomTarget.ts"
import * as books from "./erplybooksTarget.ts"

/** What ends a reading call without its answer, or does nothing to it. */
const faults = faultKinds.filter((kind) => kind !== "delay" && kind !== "partial")

type Find = (key: string) => Effect.Effect<ReadonlyMap<string, Found>, { readonly code: string }>

interface Target {
  readonly find: Find
  readonly there: string
  readonly setFaults: (faults: ReadonlyArray<typeof Fault.Encoded>) => void
}

/** `there`, `absent`, or the code of the failure. */
const say = (find: Find, key: string) =>
  Effect.map(Effect.result(find(key)), (found) =>
    Result.match(found, { onSuccess: (map) => (map.has(key) ? "there" : "absent"), onFailure: ({ code }) => code }),
  )

/** Slow bodies take longer than a request may, in seconds of the clock below. */
const timeout = 10
const millis = 60_000

/** Tries are waited for twenty times as fast; what comes before them has the time that it needs. */
const hurried = Effect.provideServiceEffect(
  Clock.Clock,
  Effect.map(Clock.Clock, (clock): Clock.Clock => ({
    currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() * 20,
    currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now * 20),
    currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe() * 20n,
    currentTimeNanos: Effect.map(clock.currentTimeNanos, (now) => now * 20n),
    monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe() * 20n,
    monotonicTimeNanos: Effect.map(clock.monotonicTimeNanos, (now) => now * 20n),
    sleep: (duration) => clock.sleep(Duration.divideUnsafe(duration, 20)),
  })),
)

const holds = (kind: FaultKind, { find, there, setFaults }: Target) =>
  Effect.gen(function* () {
    setFaults([{ fault: kind, next: 1, millis }])
    const once = yield* say(find, there)
    assert.notStrictEqual(once, "absent", `${kind}, once`)
    setFaults([{ fault: kind, millis }])
    const always = yield* say(find, there)
    assert.match(always, /^WB-/, `${kind}, always`)
    assert.match(yield* say(find, `${there}0`), /^WB-/, `${kind}, of one that is not there`)
    setFaults([])
    assert.strictEqual(yield* say(find, there), "there")
    assert.strictEqual(yield* say(find, `${there}0`), "absent")
  })

const crmTarget = (use: (target: Target) => Effect.Effect<void>) => (stream: "invoices" | "payments") =>
  crm.withTargets({}, ({ sandbox, open }) =>
    Effect.gen(function* () {
      const { [stream]: target } = yield* open({ ...crm.posted, timeout })
      const model = stream === "invoices" ? crm.invoiceOf("17") : crm.paymentOf("17", "10")
      assert.strictEqual(yield* target.deliver(model), "Confirmed")
      const setFaults: Target["setFaults"] = (some) =>
        sandbox.setFaults({ faults: some.map((fault) => ({ ...fault, calls: [`${stream}/show`] })) })
      yield* hurried(
        use({ find: (key) => target.destination.find!([key]), there: yield* target.key(model), setFaults }),
      )
    }),
  )

const bookModels = {
  payments: books.paymentOf("17", "10"),
  invoices: books.invoiceOf("A-17"),
  customers: { number: "C-17", name: "Seventeen" },
}

const booksTarget = (use: (target: Target) => Effect.Effect<void>) => (stream: keyof typeof bookModels) =>
  books.withTargets({}, ({ sandbox, open }) =>
    Effect.gen(function* () {
      const target = yield* Effect.orDie(open(stream, { timeout }))
      const model = bookModels[stream]
      assert.strictEqual(yield* target.deliver(model), "Confirmed")
      const setFaults: Target["setFaults"] = (some) =>
        sandbox.setFaults({ faults: some.map((fault) => ({ ...fault, calls: [`GET ${stream}`] })) })
      yield* hurried(
        use({ find: (key) => target.destination.find!([key]), there: yield* target.key(model), setFaults }),
      )
    }),
  )

const each = (use: (kind: FaultKind) => Effect.Effect<void, unknown>) =>
  Effect.forEach(faults, use, { concurrency: "unbounded", discard: true })

describe("a look-up that fails says so, or tries until it knows", () => {
  for (const stream of ["invoices", "payments"] as const) {
    it.live(`CRM.COM, ${stream}`, () => each((kind) => crmTarget((target) => holds(kind, target))(stream)), 60_000)
  }
  for (const stream of ["payments", "invoices", "customers"] as const) {
    it.live(
      `ERPLY Books, ${stream}`,
      () => each((kind) => booksTarget((target) => holds(kind, target))(stream)),
      60_000,
    )
  }
})
