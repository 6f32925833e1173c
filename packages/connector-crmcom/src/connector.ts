/**
 * CRM.COM: customers, invoices and payments come out, invoices and payments go in; customers are matched.
 */
import { type Connection, ConnectorError, makeConnector, type OpenOptions, Unreadable } from "@waybill/connector"
import { Effect, type FileSystem, type Path, Result } from "effect"

import { readAccounts } from "./accounts.ts"
import type { Calls } from "./Calls.ts"
import { CrmCom } from "./Client.ts"
import { issue } from "./deliver/issues.ts"
import { codes } from "./deliver/outcomes.ts"
import { customers, invoices, payments } from "./destination.ts"
import { errors } from "./errors.ts"
import { openLooks } from "./list.ts"
import { CrmComSettings } from "./Settings.ts"
import { openSource } from "./source.ts"

const noTarget = (stream: string): ConnectorError => {
  const { hint = "", ...said } = issue("WB-CRMCOM-TARGET", `CRM.COM has no stream '${stream}' to write to`)
  return new ConnectorError({
    ...said,
    connector: "crmcom",
    operation: `write ${stream}`,
    hint,
    reason: new Unreadable({}),
  })
}

/** The settings that name records of the installation: no call looks them up for all of them. */
const named = [
  "invoiceType",
  "product",
  "paymentType",
  "paymentMethod",
  "cancellationType",
  "writeOffType",
  "paymentCancellationType",
  "rejectionReason",
] as const

const unverified = (settings: CrmComSettings): ReadonlyArray<string> => {
  const given = named.filter((name) => settings[name] !== undefined)
  return given.length === 0
    ? []
    : [`whether CRM.COM knows what ${given.join(", ")} name shows at the first record that uses them`]
}

const saidNo = new Set<string>([codes.absent, codes.refused])

/** Signs in by reading: the first account where the connection names any, the suspense account otherwise. */
const check = Effect.fnUntraced(function* (settings: CrmComSettings, calls: Calls, { baseDirectory }: OpenOptions) {
  const { accountsReceivable } = calls
  if (settings.accounts !== undefined) {
    const [first = ""] = yield* readAccounts(settings, baseDirectory)
    yield* accountsReceivable.show({ accounts_receivable_identifier: { by: settings.accountsBy, value: first } })
    return unverified(settings)
  }
  const answer = yield* Effect.result(accountsReceivable.showSuspenseAccount)
  // A refusal in CRM.COM's own words is an answer to somebody who is signed in.
  if (Result.isFailure(answer) && !saidNo.has(answer.failure.code)) return yield* answer.failure
  return [
    ...(Result.isFailure(answer) ? ["the suspense account can't be read: what the user may read is not known"] : []),
    "the connection names no accounts, so none was read",
    ...unverified(settings),
  ]
})

const open = Effect.fnUntraced(function* (settings: CrmComSettings, options: OpenOptions) {
  const calls = yield* CrmCom.make(settings)
  const files = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
  const looks = openLooks(settings, calls, Effect.provide(readAccounts(settings, options.baseDirectory), files))
  const connection: Connection = {
    check: check(settings, calls, options),
    source: openSource(settings, calls, options),
    destination: (stream, target) => {
      if (stream === "customers") {
        return Effect.map(looks.customers, ({ list, show }) => ({
          ...customers(settings, calls),
          show,
          // What names no accounts can still be asked for one by its number.
          ...(settings.accounts === undefined ? {} : { list }),
        }))
      }
      if (stream === "invoices") {
        return Effect.zipWith(invoices(settings, calls, target), looks.invoices, (opened, both) => ({
          ...opened,
          ...both,
        }))
      }
      if (stream === "payments") {
        return Effect.zipWith(payments(settings, calls, target), looks.payments, (opened, both) => ({
          ...opened,
          ...both,
        }))
      }
      return Effect.fail(noTarget(stream))
    },
  }
  return connection
})

export const crmcom = makeConnector<CrmComSettings, typeof CrmComSettings.Encoded>({
  name: "crmcom",
  title: "CRM.COM",
  description: "Subscription billing and customer management; its invoices and payments by account, read and written",
  settings: CrmComSettings,
  streams: [
    {
      name: "customers",
      description:
        "Accounts receivable with their owners, of the accounts that the connection names; as a target matched, never created",
      source: true,
      target: true,
      entity: "customer",
    },
    {
      name: "invoices",
      description: "Invoices with their items; written as drafts, or posted",
      source: true,
      target: true,
      entity: "invoice",
    },
    {
      name: "payments",
      description: "Payments with the invoices they are for; written as drafts, or posted",
      source: true,
      target: true,
      entity: "payment",
    },
  ],
  errors,
  open,
})
