/**
 * ERPLY Books: customers, invoices and payments, read and written.
 */
import { type Connection, type ConnectorError, makeConnector } from "@waybill/connector"
import { Effect, Stream } from "effect"

import type { Calls } from "./Calls.ts"
import { ErplyBooks } from "./Client.ts"
import { failure } from "./deliver/issues.ts"
import { customers, invoices, payments } from "./destination.ts"
import { errors } from "./errors.ts"
import { ErplyBooksSettings } from "./Settings.ts"
import { openSource } from "./source.ts"

const noTarget = (stream: string): ConnectorError =>
  failure(`write ${stream}`, "WB-ERPLYBOOKS-TARGET", `ERPLY Books has no stream '${stream}' to write to`)

const noAccount = failure(
  "check",
  "WB-ERPLYBOOKS-ACCOUNT-ABSENT",
  "ERPLY Books has no account of a number that `paymentAccount` or `methodAccounts` names",
)

/** Reads the accounts, which every organisation has, and looks for those that the connection names. */
const check = Effect.fnUntraced(function* (settings: ErplyBooksSettings, { ledger }: Calls) {
  const { paymentAccount, methodAccounts, usePartnerApi } = settings
  const accounts = yield* Stream.runCollect(ledger.accounts({}))
  const numbers = new Set(accounts.map(({ number }) => number))
  const named = [...Object.values(methodAccounts), ...(paymentAccount === undefined ? [] : [paymentAccount])]
  if (named.some((number) => !numbers.has(number))) return yield* noAccount
  return [
    "what the token may write shows at the first record",
    ...(usePartnerApi ? ["whether the Partner API is switched on shows at the first invoice"] : []),
  ]
})

const targets = { customers, invoices, payments }
const isTarget = (stream: string): stream is keyof typeof targets => Object.hasOwn(targets, stream)

const open = Effect.fnUntraced(function* (settings: ErplyBooksSettings) {
  const calls = yield* ErplyBooks.make(settings)
  const connection: Connection = {
    check: check(settings, calls),
    source: openSource(settings, calls),
    destination: (stream, target) =>
      isTarget(stream) ? targets[stream](settings, calls, target) : Effect.fail(noTarget(stream)),
  }
  return connection
})

export const erplybooks = makeConnector<ErplyBooksSettings, typeof ErplyBooksSettings.Encoded>({
  name: "erplybooks",
  title: "ERPLY Books",
  description: "Accounting; its payments, invoices and customers, read and written",
  settings: ErplyBooksSettings,
  streams: [
    {
      name: "customers",
      description: "Customers; written where the Partner API is on",
      source: true,
      target: true,
      entity: "customer",
    },
    {
      name: "invoices",
      description: "Documents of one type, sales invoices by default; written where the Partner API is on",
      source: true,
      target: true,
      entity: "invoice",
    },
    {
      name: "payments",
      description: "Payments with the invoice that each is for",
      source: true,
      target: true,
      entity: "payment",
    },
  ],
  errors,
  open,
})
