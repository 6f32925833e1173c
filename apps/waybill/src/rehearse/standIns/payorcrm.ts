import { PayorCrmSettings } from "@waybill/connector-payorcrm"
import { PayorCrmSandbox } from "@waybill/sandbox"
import { Effect, Redacted, Schema } from "effect"

import { hasty } from "./haste.ts"
import type { Begin } from "./StandIn.ts"

const [apiKey, apiSecret] = ["sandbox-key", "sandbox-secret"]

/** PayorCRM's stand-in, which behaves as the connection's settings say that PayorCRM does. */
export const payorcrm: Begin = Effect.fnUntraced(function* ({ target, named, disturbed }) {
  const settings = yield* Schema.decodeUnknownEffect(Schema.toType(PayorCrmSettings))(target.settings)
  const { onDuplicate, partialSuccess, dateFormat, amountUnit, localAmountUnit = amountUnit } = settings
  const started = PayorCrmSandbox.start({
    apiKey,
    apiSecret,
    onDuplicate,
    dateFormat,
    allOrNothing: partialSuccess === "never",
    amounts: [amountUnit, localAmountUnit].includes("decimal") ? "decimal" : "integer",
    // Without a flow of customers they are there already, or else nothing would arrive.
    unknownCustomer: named.makesCustomers ? "refuse" : "store",
  })
  const sandbox = yield* started
  return {
    settings: {
      ...settings,
      ...hasty(settings, disturbed),
      baseUrl: new URL(sandbox.url),
      apiKey: Redacted.make(apiKey),
      apiSecret: Redacted.make(apiSecret),
    },
    server: {
      requests: () => sandbox.state().requests,
      duplicates: () => sandbox.state().duplicates,
      setFaults: sandbox.setFaults,
    },
  }
}, Effect.orDie)
