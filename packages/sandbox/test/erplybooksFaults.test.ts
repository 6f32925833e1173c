/** Each fault, over a real connection; the admin routes; and what a stand-in begins with. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { type Fault, faultKinds, type FaultKind } from "../src/index.ts"
import { type Front, type Json, payment, type Said, say, unpaid, withBooks } from "./erplybooksHttp.ts"

interface Seen {
  /** 0: no answer. */
  readonly http: number
  readonly stored: number
  readonly also?: (said: Said) => void
}

const isPage = ({ text, headers }: Said) => {
  assert.match(text, /^<!DOCTYPE html>/)
  assert.match(headers.get("content-type") ?? "", /text\/html/)
}

const seen: Readonly<Record<Exclude<FaultKind, "late">, Seen>> = {
  delay: { http: 200, stored: 1 },
  throttle: { http: 429, stored: 0, also: ({ headers }) => assert.isNull(headers.get("retry-after")) },
  unauthorized: { http: 401, stored: 0 },
  "error-before": { http: 500, stored: 0 },
  "error-after": { http: 500, stored: 1 },
  "cut-before": { http: 0, stored: 0 },
  "cut-after": { http: 0, stored: 1 },
  "slow-body": { http: 200, stored: 1, also: ({ json }) => assert.strictEqual(json.sumPaid, 10) },
  "page-ok": { http: 200, stored: 0, also: isPage },
  "page-error": { http: 500, stored: 0, also: isPage },
  partial: { http: 200, stored: 1 },
}

const withFaults = <A, E>(faults: ReadonlyArray<typeof Fault.Encoded>, use: (front: Front) => Effect.Effect<A, E>) =>
  withBooks({ ...unpaid, faults }, use)

const create = ({ post }: Front) => post("payments", payment())

describe("faults", () => {
  // What comes late has tests of its own.
  for (const fault of faultKinds.filter((kind) => kind !== "late")) {
    it.live(fault, () =>
      withFaults([{ fault, millis: 1 }], (front) =>
        Effect.gen(function* () {
          const expected = seen[fault]
          const said = yield* create(front)
          const { created, calls } = front.sandbox.state()
          assert.deepStrictEqual([said.http, created.payments], [expected.http, expected.stored])
          expected.also?.(said)
          assert.deepStrictEqual(calls, { "POST payments": 1 })
          // The stand-in itself is not struck, and it goes on.
          assert.strictEqual((yield* say(`${front.sandbox.origin}/sandbox/state`)).http, 200)
          front.sandbox.setFaults({})
          assert.strictEqual((yield* create(front)).http, 200)
        }),
      ),
    )
  }

  it.live("partial: every second call that writes is refused, reading calls are not", () =>
    withFaults([{ fault: "partial" }], (front) =>
      Effect.gen(function* () {
        const statuses: Array<number> = []
        for (let made = 0; made < 4; made++) {
          statuses.push((yield* create(front)).http)
          assert.strictEqual((yield* front.get("payments")).http, 200)
        }
        assert.deepStrictEqual(statuses, [200, 409, 200, 409])
      }),
    ),
  )

  it.live("throttle: says how long to wait", () =>
    withFaults([{ fault: "throttle", retryAfter: 7 }], (front) =>
      Effect.gen(function* () {
        const said = yield* create(front)
        assert.deepStrictEqual([said.http, said.headers.get("retry-after")], [429, "7"])
        assert.strictEqual(front.sandbox.state().refusals.TOOMANYREQUESTS, 1)
      }),
    ),
  )

  it.live("calls: only those are struck, by method and path", () =>
    withFaults([{ fault: "cut-after", next: 1, calls: ["PUT payments/:id"] }], (front) =>
      Effect.gen(function* () {
        const { json } = yield* create(front)
        assert.strictEqual((yield* front.get(`payments/${json.id}`)).http, 200)
        assert.strictEqual((yield* front.put(`payments/${json.id}`, payment({ sumPaid: 11 }))).http, 0)
        assert.strictEqual((yield* front.read(`payments/${json.id}`)).sumPaid, 11)
        assert.strictEqual((yield* front.put(`payments/${json.id}`, payment())).http, 200)
      }),
    ),
  )
})

describe("admin routes", () => {
  const post = ({ sandbox }: Front, path: string, body: object = {}) =>
    say(`${sandbox.origin}/sandbox/${path}`, { method: "POST", body })

  it.live("tell what is there, with all fields, as it was stored", () =>
    withBooks(unpaid, (front) =>
      Effect.gen(function* () {
        yield* front.write("payments", payment({ archivingId: "A" }))
        const get = (path: string) => say(`${front.sandbox.origin}/sandbox/${path}`)
        assert.deepStrictEqual((yield* get("state")).json, front.sandbox.state())
        const listed = yield* get("payments?limit=1")
        assert.include(listed.text, '"sumPaid":10.000000')
        assert.deepInclude(listed.json[0], { archivingId: "A" })
        assert.deepStrictEqual(listed.text, `[${[...front.sandbox.paymentTexts(1)].join(",")}]`)
        assert.deepStrictEqual((yield* get("payments?limit=0")).json, [])
        assert.deepInclude((yield* get("customers")).json[0], { code: "C0001" })
        assert.deepInclude((yield* get("invoices")).json[0], { number: "2026-0001", sumPaid: 10 })
        assert.strictEqual((yield* get("invoices?limit=x")).http, 400)
      }),
    ),
  )

  it.live("set faults and arrivals, seed, and reset", () =>
    withBooks(unpaid, (front) =>
      Effect.gen(function* () {
        yield* create(front)
        assert.strictEqual((yield* post(front, "faults", { faults: [{ fault: "throttle" }] })).http, 200)
        assert.strictEqual((yield* create(front)).http, 429)
        assert.strictEqual((yield* post(front, "faults", { faults: [{ fault: "fire" }] })).http, 400)
        yield* post(front, "faults")
        yield* post(front, "arrivals", { payments: 1 })
        yield* front.read("payments")
        assert.strictEqual((yield* front.read("payments")).totalCount, 2)
        yield* post(front, "seed", { customers: 2, invoicesPerCustomer: 3, paymentsPerInvoice: 2 })
        const { customers, invoices, payments, created, arrived } = front.sandbox.state()
        assert.deepStrictEqual([customers, invoices.count, payments.count], [3, 7, 11])
        assert.deepStrictEqual([created.payments, arrived], [1, 2])
        assert.strictEqual((yield* post(front, "seed", { customer: 2 })).http, 400)
        yield* post(front, "reset")
        const fresh = { requests: 0, customers: 1, arrived: 0, refusals: {}, payments: { count: 0, sum: {} } }
        assert.deepInclude(front.sandbox.state(), fresh)
        yield* front.read("payments")
        assert.strictEqual((yield* front.read("payments")).totalCount, 0)
      }),
    ),
  )
})

describe("what it begins with", () => {
  const texts = ({ sandbox }: Front) => ({
    customers: [...sandbox.customerTexts(100)],
    invoices: [...sandbox.invoiceTexts(1000)],
    payments: [...sandbox.paymentTexts(1000)],
  })

  it.live("customers with codes, invoices with numbers, some paid whole, some in part, some not", () =>
    withBooks({}, (front) =>
      Effect.sync(() => {
        const { customers, invoices, payments } = texts(front)
        assert.deepStrictEqual([customers.length, invoices.length, payments.length], [5, 15, 10])
        const parsed: ReadonlyArray<Json> = invoices.map((text) => JSON.parse(text))
        assert.deepStrictEqual([parsed[0].number, parsed[14].number], ["2026-0001", "2026-0015"])
        for (const { date, deadlineDate } of parsed) assert.isTrue(date < deadlineDate)
        const left = (fits: (one: Json) => boolean) => parsed.filter(fits).length
        assert.strictEqual(
          left(({ sumLeftToPay }) => sumLeftToPay === 0),
          5,
        )
        assert.strictEqual(
          left(({ sumPaid }) => sumPaid === 0),
          5,
        )
        assert.deepStrictEqual(front.sandbox.state().created, { customers: 0, invoices: 0, payments: 0 })
      }),
    ),
  )

  it.live("the same each time, and the sums tie out exactly", () =>
    Effect.gen(function* () {
      const seeds = { customers: 11, invoicesPerCustomer: 6, paymentsPerInvoice: 3, from: "2025-01-01", days: 730 }
      // Only when a record was changed differs, and no text holds that.
      const once = yield* withBooks(seeds, (front) => Effect.succeed(texts(front)))
      assert.deepStrictEqual(yield* withBooks(seeds, (front) => Effect.succeed(texts(front))), once)
      yield* withBooks(seeds, ({ sandbox }) =>
        Effect.sync(() => {
          const { invoices, payments } = sandbox.state()
          assert.deepStrictEqual(invoices.sumPaid, payments.sum)
          assert.sameMembers(Object.keys(payments.sum), ["CURRENCY_EUR", "CURRENCY_USD"])
          for (const text of once.payments) assert.match(JSON.parse(text).opDate, /^202[56]-\d\d-\d\dT12:00:00$/)
        }),
      )
    }),
  )
})
