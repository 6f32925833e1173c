import { ErplyBooksSettings } from "@waybill/connector-erplybooks"
import { ErplyBooksSandbox } from "@waybill/sandbox"
import { DateTime, Effect, Redacted, Schema, Struct } from "effect"

import { hasty, partsOf, visibleAfter } from "./haste.ts"
import type { Begin, Named } from "./StandIn.ts"

const token = "sandboxtokensandboxtokensandboxtoken0001"

/** What the settings and the records name of the organisation. */
const namesOf = (settings: ErplyBooksSettings, { currencies }: Named) => {
  const { paymentAccount, methodAccounts, article, documentType, paymentType } = settings
  const numbers = [...Object.values(methodAccounts), ...(paymentAccount === undefined ? [] : [paymentAccount])]
  return {
    accounts: [...new Set(numbers)].map((number) => ({ number })),
    articles: article === undefined ? [] : [{ name: article }],
    dictionaries: {
      DOCUMENT_TYPE: [documentType],
      PAYMENT_TYPE: [paymentType],
      CURRENCY: [...currencies].map((currency) => `CURRENCY_${currency}`),
    },
  }
}

/** From the first to the last day of the records: what is to be listed for the tie-out. A list goes to today by itself. */
const listed = ({ days }: Named, today: string) =>
  days === undefined ? {} : { since: days.first, ...(days.last > today ? { until: days.last } : {}) }

/** ERPLY Books' stand-in. Customers that no flow delivers are there already, or else nothing would arrive. */
export const erplybooks: Begin = Effect.fnUntraced(function* ({ target, named, disturbed }) {
  const settings = yield* Effect.orDie(Schema.decodeUnknownEffect(Schema.toType(ErplyBooksSettings))(target.settings))
  const { timeZone, usePartnerApi, customersBy } = settings
  const isSeeded = !named.makesCustomers && named.customers.size > 0
  if (isSeeded && customersBy === "id") {
    return yield* Effect.fail("it names customers by ids that only ERPLY Books itself gives")
  }
  const started = ErplyBooksSandbox.start({
    customers: 0,
    token,
    timeZone,
    partnerApi: usePartnerApi ? "on" : "off",
    ...namesOf(settings, named),
  })
  const sandbox = yield* Effect.orDie(started)
  for (const customerNumbers of isSeeded ? partsOf(named.customers) : []) {
    sandbox.seed({ customerNumbers, invoicesPerCustomer: 0, paymentsPerInvoice: 0 })
  }
  const today = DateTime.formatIsoDate(DateTime.setZoneNamedUnsafe(yield* DateTime.now, timeZone))
  return {
    settings: {
      ...Struct.omit(settings, ["since", "until"]),
      ...hasty(settings, disturbed),
      ...listed(named, today),
      baseUrl: new URL(sandbox.url),
      token: Redacted.make(token),
      visibleAfter: visibleAfter(disturbed),
    },
    server: {
      requests: () => sandbox.state().requests,
      duplicates: () => sandbox.state().duplicates,
      setFaults: sandbox.setFaults,
    },
  }
})
