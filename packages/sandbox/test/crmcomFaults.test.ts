/** Each fault, over a real connection; the admin routes; and what a stand-in begins with. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { type Fault, faultKinds, type FaultKind } from "../src/index.ts"
import { account, empty, type Front, invoice, type Json, type Said, say, signIn, withCrmCom } from "./crmcomHttp.ts"

interface Seen {
  /** 0: no answer. */
  readonly http: number
  readonly code: string
  readonly stored: number
  readonly also?: (said: Said) => void
}

const isPage = ({ text, headers }: Said) => {
  assert.match(text, /^<!DOCTYPE html>/)
  assert.match(headers.get("content-type") ?? "", /text\/html/)
}

const seen: Readonly<Record<Exclude<FaultKind, "late">, Seen>> = {
  delay: { http: 200, code: "OK", stored: 1 },
  throttle: { http: 429, code: "", stored: 0, also: ({ headers }) => assert.isNull(headers.get("retry-after")) },
  unauthorized: { http: 200, code: "INVALIDTOKEN", stored: 0 },
  "error-before": { http: 200, code: "INTERNALERROR", stored: 0 },
  "error-after": { http: 200, code: "INTERNALERROR", stored: 1 },
  "cut-before": { http: 0, code: "", stored: 0 },
  "cut-after": { http: 0, code: "", stored: 1 },
  "slow-body": { http: 200, code: "OK", stored: 1, also: ({ data }) => assert.strictEqual(data.total_amount, 30) },
  "page-ok": { http: 200, code: "", stored: 0, also: isPage },
  "page-error": { http: 500, code: "", stored: 0, also: isPage },
  partial: { http: 200, code: "OK", stored: 1 },
}

const withFaults = <A, E>(faults: ReadonlyArray<typeof Fault.Encoded>, use: (front: Front) => Effect.Effect<A, E>) =>
  withCrmCom({ ...empty, faults }, use)

const create = ({ post }: Front) => post("invoices/create", invoice())

describe("faults", () => {
  // What comes late has tests of its own.
  for (const fault of faultKinds.filter((kind) => kind !== "late")) {
    it.live(fault, () =>
      withFaults([{ fault, millis: 1 }], (front) =>
        Effect.gen(function* () {
          const expected = seen[fault]
          const said = yield* create(front)
          assert.deepStrictEqual(
            [said.http, said.code, front.sandbox.state().created.invoices],
            [expected.http, expected.code, expected.stored],
          )
          expected.also?.(said)
          assert.strictEqual(front.sandbox.state().calls["invoices/create"], 1)
          // Signing in and the stand-in itself are not struck, and it goes on.
          assert.strictEqual((yield* signIn(front.sandbox)).code, "OK")
          assert.strictEqual((yield* say(`${front.sandbox.origin}/sandbox/state`)).http, 200)
          front.sandbox.setFaults({})
          assert.strictEqual((yield* create(front)).code, "OK")
        }),
      ),
    )
  }

  it.live("partial: every second call that writes is refused, reading calls are not", () =>
    withFaults([{ fault: "partial" }], (front) =>
      Effect.gen(function* () {
        const codes: Array<string> = []
        for (let made = 0; made < 4; made++) {
          codes.push((yield* create(front)).code)
          const list = { accounts_receivable_identifier: "number=ACR0000000001" }
          assert.strictEqual((yield* front.get("invoices/list", list)).code, "OK")
        }
        assert.deepStrictEqual(codes, ["OK", "REFUSEDONREQUEST", "OK", "REFUSEDONREQUEST"])
      }),
    ),
  )

  it.live("throttle: says how long to wait, or is a failure like any other", () =>
    Effect.gen(function* () {
      const faults = [{ fault: "throttle", retryAfter: 7 }] as const
      const status = yield* withFaults(faults, create)
      assert.deepStrictEqual([status.http, status.headers.get("retry-after")], [429, "7"])
      yield* withCrmCom({ ...empty, faults, throttleAs: "envelope" }, (front) =>
        Effect.gen(function* () {
          const said = yield* create(front)
          assert.deepStrictEqual([said.http, said.code], [200, "TOOMANYREQUESTS"])
          assert.strictEqual(front.sandbox.state().refusals.TOOMANYREQUESTS, 1)
        }),
      )
    }),
  )

  it.live("calls: only those are struck; signing in where it is named", () =>
    withFaults([{ fault: "cut-after", next: 1, calls: ["invoices/create"] }], (front) =>
      Effect.gen(function* () {
        const show = { accounts_receivable_identifier: "number=ACR0000000001" }
        assert.strictEqual((yield* front.get("accounts_receivable/show", show)).code, "OK")
        assert.strictEqual((yield* create(front)).http, 0)
        assert.strictEqual((yield* create(front)).code, "OK")
        front.sandbox.setFaults({ faults: [{ fault: "unauthorized", calls: ["authentication/"] }] })
        assert.strictEqual((yield* signIn(front.sandbox)).code, "INVALIDTOKEN")
        assert.strictEqual((yield* create(front)).code, "OK")
      }),
    ),
  )

  it.live("strike before the token is looked at", () =>
    withFaults([{ fault: "error-before" }], ({ sandbox }) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* say(`${sandbox.url}/invoices/create`, "{}")).code, "INTERNALERROR")
      }),
    ),
  )
})

describe("admin routes", () => {
  const post = ({ sandbox }: Front, path: string, body = "") => say(`${sandbox.origin}/sandbox/${path}`, body)

  it.live("tell what is there, with all fields, as it was stored", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        yield* front.write("invoices/create", invoice({ back_office_code: "A" }))
        const get = (path: string) =>
          Effect.map(say(`${front.sandbox.origin}/sandbox/${path}`), ({ text }): Json => JSON.parse(text))
        assert.deepStrictEqual(yield* get("state"), front.sandbox.state())
        const [stored] = yield* get("invoices?limit=1")
        assert.deepInclude(stored, { back_office_code: "A", total_amount: 30 })
        assert.deepStrictEqual(
          [...front.sandbox.invoiceTexts(1)].map((text) => JSON.parse(text)),
          [stored],
        )
        assert.deepStrictEqual(yield* get("invoices?limit=0"), [])
        assert.deepInclude((yield* get("accounts"))[0], account)
        assert.deepStrictEqual(yield* get("payments"), [])
        assert.strictEqual((yield* say(`${front.sandbox.origin}/sandbox/invoices?limit=x`)).http, 400)
      }),
    ),
  )

  it.live("set faults, expire tokens, seed, and reset", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        yield* create(front)
        assert.strictEqual((yield* post(front, "faults", '{"faults":[{"fault":"throttle"}]}')).http, 200)
        assert.strictEqual((yield* create(front)).http, 429)
        assert.strictEqual((yield* post(front, "faults", '{"faults":[{"fault":"fire"}]}')).http, 400)
        yield* post(front, "seed", '{"accounts":2,"invoicesPerAccount":1,"paymentsPerAccount":0}')
        const { accounts, invoices, created } = front.sandbox.state()
        assert.deepStrictEqual([accounts, invoices.POSTED.count, created.invoices], [3, 3, 1])
        assert.strictEqual((yield* post(front, "seed", '{"acounts":2}')).http, 400)
        yield* post(front, "reset")
        assert.deepInclude(front.sandbox.state(), {
          requests: 0,
          accounts: 1,
          signIns: 0,
          tokensAlive: 0,
          refusals: {},
        })
        assert.strictEqual((yield* create(front)).code, "INVALIDTOKEN")
        yield* signIn(front.sandbox)
        yield* post(front, "expire-tokens")
        assert.strictEqual(front.sandbox.state().tokensAlive, 0)
      }),
    ),
  )
})

describe("what it begins with", () => {
  const texts = ({ sandbox }: Front) => ({
    accounts: [...sandbox.accountTexts(100)],
    invoices: [...sandbox.invoiceTexts(100)].map((text): Json => JSON.parse(text)),
    payments: [...sandbox.paymentTexts(100)].map((text): Json => JSON.parse(text)),
  })

  it.live("accounts of people and companies, invoices in several states, some of them paid", () =>
    withCrmCom({}, (front) =>
      Effect.sync(() => {
        const { accounts, invoices, payments } = texts(front)
        assert.deepStrictEqual([accounts.length, invoices.length, payments.length], [5, 15, 5])
        const owners = accounts.map((text) => JSON.parse(text).account_owner.type)
        assert.deepStrictEqual(owners, ["PERSON", "COMPANY", "PERSON", "COMPANY", "PERSON"])
        const { DRAFT, POSTED, CANCELLED } = front.sandbox.state().invoices
        assert.deepStrictEqual([DRAFT.count, POSTED.count, CANCELLED.count], [2, 12, 1])
        const posted = invoices.filter(({ life_cycle_state }) => life_cycle_state === "POSTED")
        const paid = posted.filter(({ unsettled_amount }) => unsettled_amount === 0)
        const partly = posted.filter((one) => one.unsettled_amount > 0 && one.unsettled_amount < one.total_amount)
        assert.isAbove(paid.length, 0)
        assert.isAbove(partly.length, 0)
        for (const { due_on } of invoices) assert.match(due_on, /^2026-/)
        assert.deepStrictEqual(front.sandbox.state().created, { accounts: 0, invoices: 0, payments: 0 })
      }),
    ),
  )

  it.live("the same each time, and the arithmetic holds", () =>
    Effect.gen(function* () {
      const seeds = { accounts: 7, invoicesPerAccount: 6, paymentsPerAccount: 3 }
      const once = yield* withCrmCom(seeds, (front) => Effect.succeed(texts(front)))
      assert.deepStrictEqual(yield* withCrmCom(seeds, (front) => Effect.succeed(texts(front))), once)
      yield* withCrmCom(seeds, ({ sandbox }) =>
        Effect.sync(() => {
          const { invoices, payments, unsettled, balance } = sandbox.state()
          assert.strictEqual(invoices.POSTED.count + invoices.DRAFT.count + invoices.CANCELLED.count, 42)
          // What is owed is what was posted less what was paid; credit makes the balance less than what is open.
          assert.closeTo(Number(invoices.POSTED.sum) - Number(payments.POSTED.sum), Number(balance), 1e-6)
          assert.isAtMost(Number(balance), Number(unsettled))
        }),
      )
    }),
  )
})
