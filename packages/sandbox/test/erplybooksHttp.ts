/** Raw calls to the stand-in of ERPLY Books, as any client could make them. */
import { assert } from "@effect/vitest"
import { Effect, type Scope } from "effect"

import { ErplyBooksSandbox } from "../src/index.ts"
import { send } from "./http.ts"

export type Options = Parameters<typeof ErplyBooksSandbox.start>[0]

/** Parsed JSON of which a test says itself what it expects. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

export const token = "sandboxtokensandboxtokensandboxtoken0001"

export interface Said {
  /** 0: the connection ended without an answer. */
  readonly http: number
  readonly headers: Headers
  readonly text: string
  readonly json: Json
  /** The message code of a failure; empty where there is none. */
  readonly code: string
}

const parse = (text: string): Json => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export interface Request {
  readonly method?: string
  /** JSON text, so that a test decides how its numbers are written; anything else is made into it. */
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export const say = (url: string, { method = "GET", body, headers = {} }: Request = {}): Effect.Effect<Said> =>
  Effect.map(
    send(url, {
      method,
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    }),
    (answer) => {
      const json = parse(answer.body)
      const code = String(json?.exception?.messages?.[0]?.messageCode ?? "")
      return { http: answer.status, headers: answer.headers, text: answer.body, json, code }
    },
  )

type Query = Readonly<Record<string, string | number | boolean>>

/** A running stand-in, and someone who has its token. */
export interface Front {
  readonly sandbox: ErplyBooksSandbox
  /** `get("payments", { documentId: 2460001 })`. */
  readonly get: (path: string, query?: Query) => Effect.Effect<Said>
  readonly post: (path: string, body: unknown) => Effect.Effect<Said>
  readonly put: (path: string, body: unknown) => Effect.Effect<Said>
  readonly remove: (path: string) => Effect.Effect<Said>
  /** Where the call must succeed: what it answers. */
  readonly read: (path: string, query?: Query) => Effect.Effect<Json>
  readonly write: (path: string, body: unknown) => Effect.Effect<Json>
}

const ok = (path: string) =>
  Effect.map((said: Said) => {
    assert.deepStrictEqual([said.http, said.code], [200, ""], path)
    return said.json
  })

const frontOf = (sandbox: ErplyBooksSandbox): Front => {
  const headers = { "x-api-token": token }
  const get: Front["get"] = (path, query = {}) => {
    const params = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) params.set(name, String(value))
    return say(`${sandbox.url}/${path}?${params.toString()}`, { headers })
  }
  const post: Front["post"] = (path, body) => say(`${sandbox.url}/${path}`, { method: "POST", body, headers })
  return {
    sandbox,
    get,
    post,
    put: (path, body) => say(`${sandbox.url}/${path}`, { method: "PUT", body, headers }),
    remove: (path) => say(`${sandbox.url}/${path}`, { method: "DELETE", headers }),
    read: (path, query) => ok(path)(get(path, query)),
    write: (path, body) => ok(path)(post(path, body)),
  }
}

export const withBooks = <A, E>(options: Options, use: (front: Front) => Effect.Effect<A, E, Scope.Scope>) =>
  Effect.scoped(Effect.flatMap(ErplyBooksSandbox.start(options), (sandbox) => use(frontOf(sandbox))))

/** One customer, 700001, without invoices. */
export const empty = { customers: 1, invoicesPerCustomer: 0, paymentsPerInvoice: 0 }
/** One customer with one unpaid invoice, 2460001, of 634.68 euros. */
export const unpaid = { customers: 1, invoicesPerCustomer: 1, paymentsPerInvoice: 0 }

export const payment = (rest: object = {}) => ({
  id: 0,
  opDate: "2026-03-01T12:00:00",
  invoiceId: 2460001,
  sumPaid: 10,
  currencyCode: "CURRENCY_EUR",
  typeCode: "INVOICE_PAYMENT",
  accountId: 583287,
  customerId: 700001,
  ...rest,
})

export const row = { id: 0, articleName: "Service", quantity: 1, price: 3.67, vatPercent: 20 }

export const invoice = (rest: object = {}) => ({
  id: 0,
  typeCode: "DOCUMENT_SELL",
  date: "2026-03-01T12:00:00",
  customerId: 700001,
  currencyCode: "CURRENCY_EUR",
  rows: [{ ...row, typeCode: "ARTICLE_ROW_SELL" }],
  ...rest,
})
