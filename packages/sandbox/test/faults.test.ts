/** Each fault, over a real connection: what the client sees, and what is stored. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { type Fault, faultKinds, type FaultKind, PayorCrmSandbox } from "../src/index.ts"
import { type Answer, get, invoice, post, putInvoices } from "./http.ts"

interface Seen {
  /** 0: no answer. */
  readonly status: number
  readonly stored: number
  readonly also?: (answer: Answer) => void
}

const isPage = ({ body, headers }: Answer) => {
  assert.match(body, /^<!DOCTYPE html>/)
  assert.match(headers.get("content-type") ?? "", /text\/html/)
}

const seen: Readonly<Record<Exclude<FaultKind, "late">, Seen>> = {
  delay: { status: 200, stored: 3 },
  throttle: { status: 429, stored: 0, also: ({ headers }) => assert.isNull(headers.get("retry-after")) },
  unauthorized: { status: 401, stored: 0 },
  "error-before": { status: 500, stored: 0 },
  "error-after": { status: 500, stored: 3 },
  "cut-before": { status: 0, stored: 0 },
  "cut-after": { status: 0, stored: 3 },
  "slow-body": {
    status: 200,
    stored: 3,
    also: ({ body }) => assert.strictEqual(body, '{"message":"3 records stored"}'),
  },
  "page-ok": { status: 200, stored: 0, also: isPage },
  "page-error": { status: 500, stored: 0, also: isPage },
  partial: { status: 400, stored: 2 },
}

const three = `[${invoice("1")},${invoice("2")},${invoice("3")}]`
const start = (faults: ReadonlyArray<typeof Fault.Encoded>, seed = 1) =>
  PayorCrmSandbox.start({ unknownCustomer: "store", onDuplicate: "duplicate", faults, seed })

describe("faults", () => {
  // What comes late has tests of its own.
  for (const fault of faultKinds.filter((kind) => kind !== "late")) {
    it.live(fault, () =>
      Effect.gen(function* () {
        const sandbox = yield* start([{ fault, millis: 1 }])
        const answer = yield* putInvoices(sandbox, three)
        const expected = seen[fault]
        assert.deepStrictEqual([answer.status, sandbox.state().invoices], [expected.status, expected.stored])
        expected.also?.(answer)
        assert.strictEqual(sandbox.state().requests, 1)
        // The stand-in itself is never struck, and goes on.
        assert.strictEqual((yield* get(`${sandbox.url}/sandbox/state`)).status, 200)
        yield* post(`${sandbox.url}/sandbox/reset`, "", {})
        assert.strictEqual((yield* putInvoices(sandbox, three)).status, 200)
        assert.strictEqual(sandbox.state().invoices, 3)
      }).pipe(Effect.scoped),
    )
  }

  it.live("throttle can say how long to wait", () =>
    Effect.gen(function* () {
      const sandbox = yield* start([{ fault: "throttle", retryAfter: 7 }])
      const { headers } = yield* putInvoices(sandbox, three)
      assert.strictEqual(headers.get("retry-after"), "7")
    }).pipe(Effect.scoped),
  )

  it.live("next: strikes so many requests, then no more; the earlier fault goes first", () =>
    Effect.gen(function* () {
      const sandbox = yield* start([
        { fault: "error-before", next: 2 },
        { fault: "throttle", next: 1 },
      ])
      const statuses: Array<number> = []
      for (let request = 0; request < 5; request++) statuses.push((yield* putInvoices(sandbox, three)).status)
      assert.deepStrictEqual(statuses, [500, 500, 429, 200, 200])
    }).pipe(Effect.scoped),
  )

  it.live("rate: the seed decides, the same each time", () =>
    Effect.gen(function* () {
      const pattern = Effect.fnUntraced(function* (seed: number, rate: number) {
        const sandbox = yield* start([{ fault: "error-before", rate }], seed)
        const statuses: Array<number> = []
        for (let request = 0; request < 40; request++) statuses.push((yield* putInvoices(sandbox, three)).status)
        return statuses.join()
      }, Effect.scoped)
      const first = yield* pattern(1, 0.3)
      assert.strictEqual(yield* pattern(1, 0.3), first)
      assert.notStrictEqual(yield* pattern(2, 0.3), first)
      assert.include(first, "500")
      assert.include(first, "200")
      assert.notInclude(yield* pattern(1, 0), "500")
      assert.notInclude(yield* pattern(1, 1), "200")
    }),
  )

  it.live("can be set while it runs, over HTTP and in process, and are checked", () =>
    Effect.gen(function* () {
      const sandbox = yield* start([])
      const set = (body: string) => post(`${sandbox.url}/sandbox/faults`, body, {})
      assert.strictEqual((yield* set('{"faults":[{"fault":"throttle"}]}')).status, 200)
      assert.strictEqual((yield* putInvoices(sandbox, three)).status, 429)
      for (const bad of [
        '{"faults":[{"fault":"fire"}]}',
        '{"faults":[{"fault":"delay","rate":1,"next":1}]}',
        '{"fault":1}',
        "x",
      ]) {
        assert.strictEqual((yield* set(bad)).status, 400, bad)
      }
      assert.strictEqual((yield* putInvoices(sandbox, three)).status, 429)
      sandbox.setFaults({})
      assert.strictEqual((yield* putInvoices(sandbox, three)).status, 200)
    }).pipe(Effect.scoped),
  )
})
