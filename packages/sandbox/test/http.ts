/** Raw requests to a stand-in, as any client could make them. */
import { Effect } from "effect"

import type { PayorCrmSandbox } from "../src/index.ts"

export interface Answer {
  /** 0: the connection ended without one. */
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

const keys = { api_key: "sandbox-key", api_secret: "sandbox-secret" }

export const send = (
  url: string,
  init: { readonly method: string; readonly headers?: Record<string, string>; readonly body?: string },
): Effect.Effect<Answer> =>
  Effect.tryPromise(async () => {
    const response = await fetch(url, init)
    return { status: response.status, headers: response.headers, body: await response.text() }
  }).pipe(Effect.orElseSucceed(() => ({ status: 0, headers: new Headers(), body: "" })))

export const get = (url: string) => send(url, { method: "GET" })

export const post = (url: string, body: string, headers: Record<string, string> = keys) =>
  send(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers } })

export const putCustomers = (sandbox: PayorCrmSandbox, ...numbers: ReadonlyArray<string>) =>
  post(
    `${sandbox.url}/jsonApi/upload/customers`,
    JSON.stringify(numbers.map((customerno) => ({ customerno, emailaddress1: "a@example.test" }))),
  )

/** `invoices` is JSON text, so that a test decides how its numbers are written. */
export const putInvoices = (sandbox: PayorCrmSandbox, invoices: string) =>
  post(`${sandbox.url}/jsonApi/upload/invoices`, invoices)

export const invoice = (number: string, rest = '"invoiceAmount":12.50,"currency":"EUR"') =>
  `{"customerNumber":"C1","invoiceNumber":"${number}",${rest}}`
