/** Raw calls to the stand-in of CRM.COM, as any client could make them. */
import { assert } from "@effect/vitest"
import { Effect, type Scope } from "effect"

import { CrmComSandbox } from "../src/index.ts"
import { send } from "./http.ts"

export type Options = Parameters<typeof CrmComSandbox.start>[0]

/** Parsed JSON of which a test says itself what it expects. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

export interface Said {
  /** 0: the connection ended without an answer. */
  readonly http: number
  readonly headers: Headers
  readonly text: string
  /** `OK`, or the reason of the failure: `ENTITYNOTFOUND`; empty where there is no envelope. */
  readonly code: string
  readonly message: string
  readonly data: Json
}

const parse = (text: string): Json => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const codePattern = /^COM\.CRM\.EXCEPTION\.FINANCIALS\.([A-Z]+)EXCEPTION$/

export const say = (url: string, body?: string, headers: Record<string, string> = {}): Effect.Effect<Said> =>
  Effect.map(
    send(url, {
      method: body === undefined ? "GET" : "POST",
      ...(body === undefined ? {} : { body }),
      headers: { "content-type": "application/json", ...headers },
    }),
    (answer) => {
      const json = parse(answer.body)
      const code = String(json?.status?.code ?? "")
      return {
        http: answer.status,
        headers: answer.headers,
        text: answer.body,
        code: codePattern.exec(code)?.[1] ?? code,
        message: String(json?.status?.message ?? ""),
        data: json?.data,
      }
    },
  )

export const keyHeader = (key: string) => ({ authorization: `Basic ${btoa(`${key}:`)}` })

export const signIn = (sandbox: CrmComSandbox, key = "sandbox-key") =>
  say(`${sandbox.url}/authentication/web_api_key/token`, "{}", keyHeader(key))

/** A running stand-in, and someone who is signed in. */
export interface Front {
  readonly sandbox: CrmComSandbox
  readonly token: string
  /** `get("invoices/show", { invoice_identifier: "number=I00000001" })`. */
  readonly get: (call: string, query?: Readonly<Record<string, string>>) => Effect.Effect<Said>
  readonly post: (call: string, body: object) => Effect.Effect<Said>
  /** The same, where the call must succeed: what is in the envelope. */
  readonly read: (call: string, query?: Readonly<Record<string, string>>) => Effect.Effect<Json>
  readonly write: (call: string, body: object) => Effect.Effect<Json>
}

const ok = (call: string) =>
  Effect.map((said: Said) => {
    assert.deepStrictEqual([said.http, said.code, said.message], [200, "OK", ""], call)
    return said.data
  })

export const frontOf = (sandbox: CrmComSandbox, token: string): Front => {
  const get: Front["get"] = (call, query = {}) =>
    say(`${sandbox.url}/${call}?${new URLSearchParams({ token, ...query }).toString()}`)
  const post: Front["post"] = (call, body) => say(`${sandbox.url}/${call}`, JSON.stringify({ token, ...body }))
  return {
    sandbox,
    token,
    get,
    post,
    read: (call, query) => ok(call)(get(call, query)),
    write: (call, body) => ok(call)(post(call, body)),
  }
}

export const withCrmCom = <A, E>(options: Options, use: (front: Front) => Effect.Effect<A, E, Scope.Scope>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const sandbox = yield* CrmComSandbox.start(options)
      const { data } = yield* signIn(sandbox)
      return yield* use(frontOf(sandbox, data.token))
    }),
  )

/** An empty installation but for one account, `ACR0000000001`. */
export const empty = { accounts: 1, invoicesPerAccount: 0, paymentsPerAccount: 0 }

export const account = { number: "ACR0000000001" }
export const item = {
  product_identifier: { code: "SERVICE" },
  quantity: 2,
  cost: 15,
  vat_rate_identifier: { name: "Zero" },
}

export const invoice = (rest: object = {}) => ({
  accounts_receivable_identifier: account,
  type_identifier: { name: "Invoice" },
  life_cycle_state: "POSTED",
  invoice_item_set: [item],
  ...rest,
})

export const payment = (rest: object = {}) => ({
  accounts_receivable_identifier: account,
  type_identifier: { name: "Payment" },
  life_cycle_state: "POSTED",
  payment_method_identifier: { name: "Cash" },
  payment_amount: 10,
  ...rest,
})

/** One that goes into `invoices/pay_invoice`: no state, no amount. */
export const payWhole = (rest: object) => ({
  accounts_receivable_identifier: account,
  type_identifier: { name: "Payment" },
  payment_method_identifier: { name: "Cash" },
  ...rest,
})
