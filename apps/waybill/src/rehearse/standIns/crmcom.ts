import { CrmComSettings } from "@waybill/connector-crmcom"
import { CrmComSandbox } from "@waybill/sandbox"
import { Effect, Redacted, Schema, Struct } from "effect"

import { hasty, partsOf, visibleAfter } from "./haste.ts"
import type { Begin, Named } from "./StandIn.ts"

const webApiKey = "sandbox-key"
const user = { username: "sandbox", password: "sandbox-password", organisation: "SANDBOX" }

type Classification = "INVOICE" | "INVOICE_CANCELLATION" | "WRITE_OFF" | "PAYMENT" | "PAYMENT_CANCELLATION"

const asList = <A>(one: A | undefined): ReadonlyArray<A> => (one === undefined ? [] : [one])

/** What the settings and the records name of the installation. */
const namesOf = (settings: CrmComSettings, { methods, products }: Named) => {
  const { invoiceType, cancellationType, writeOffType, paymentType, paymentCancellationType } = settings
  const types = [
    ["INVOICE", invoiceType],
    ["INVOICE_CANCELLATION", cancellationType],
    ["WRITE_OFF", writeOffType],
    ["PAYMENT", paymentType],
    ["PAYMENT_CANCELLATION", paymentCancellationType],
  ] as const satisfies ReadonlyArray<readonly [Classification, object | undefined]>
  return {
    types: types.flatMap(([classification, type]) => (type === undefined ? [] : [{ classification, ...type }])),
    products: [...asList(settings.product), ...[...products].map((code) => ({ code }))],
    paymentMethods: [...asList(settings.paymentMethod), ...[...methods].map((name) => ({ name }))],
    rejectionReasons: asList(settings.rejectionReason),
  }
}

/** The way to sign in that the file has, with the stand-in's credentials. */
const signIn = (settings: CrmComSettings) =>
  settings.webApiKey === undefined
    ? { ...user, password: Redacted.make(user.password) }
    : { webApiKey: Redacted.make(webApiKey) }

/** CRM.COM's stand-in, with an account for every customer that the source names: Waybill makes none. */
export const crmcom: Begin = Effect.fnUntraced(function* ({ target, named, disturbed }) {
  const settings = yield* Effect.orDie(Schema.decodeUnknownEffect(Schema.toType(CrmComSettings))(target.settings))
  if (settings.accountsBy === "id") return yield* Effect.fail("it names accounts by ids that only CRM.COM itself gives")
  const { release, currency } = settings
  const started = CrmComSandbox.start({
    accounts: 0,
    release,
    currency,
    webApiKey,
    ...user,
    ...namesOf(settings, named),
  })
  const sandbox = yield* Effect.orDie(started)
  // An account that is known by its name has no other one.
  const isNamed = settings.accountsBy === "name"
  const customers = isNamed ? new Map([...named.customers.keys()].map((name) => [name, name])) : named.customers
  for (const accountNumbers of partsOf(customers)) {
    sandbox.seed({ accountNumbers, invoicesPerAccount: 0, paymentsPerAccount: 0 })
  }
  const {
    accounts: _,
    unit: __,
    ...kept
  } = Struct.omit(settings, ["webApiKey", "username", "password", "organisation"])
  return {
    settings: {
      ...kept,
      ...hasty(settings, disturbed),
      ...signIn(settings),
      ...(customers.size === 0 ? {} : { accounts: [...customers.keys()] }),
      baseUrl: new URL(sandbox.url),
      visibleAfter: visibleAfter(disturbed),
    },
    server: {
      requests: () => sandbox.state().requests,
      duplicates: () => sandbox.state().duplicates,
      setFaults: sandbox.setFaults,
    },
  }
})
