/**
 * PayorCRM: customers and invoices go in, nothing comes out.
 */
import { type Connection, ConnectorError, makeConnector, Unreadable } from "@waybill/connector"
import { Effect } from "effect"

import { PayorCrm } from "./Client.ts"
import { customers, invoices } from "./destination.ts"
import { errors } from "./errors.ts"
import { PayorCrmSettings } from "./Settings.ts"

const noStream = (stream: string) =>
  new ConnectorError({
    connector: "payorcrm",
    operation: `write ${stream}`,
    code: "WB-PAYORCRM-STREAM",
    message: `PayorCRM has no stream '${stream}'`,
    hint: "write to `customers` or `invoices`",
    reason: new Unreadable({}),
  })

/** The host answers; whether the credentials are right can't be known without an upload (invariant 9). */
const check = Effect.fnUntraced(function* (client: PayorCrm["Service"]) {
  const status = yield* client.reach
  return [
    "PayorCRM has no call that only looks: whether the credentials are right shows at the first upload",
    ...(status >= 500 ? [`the host answers with status ${status}`] : []),
  ]
})

const open = Effect.fnUntraced(function* (settings: PayorCrmSettings) {
  const client = yield* PayorCrm.make(settings)
  const connection: Connection = {
    check: check(client),
    destination: (stream) => {
      if (stream === "customers") return Effect.succeed(customers(settings, client))
      return stream === "invoices" ? Effect.succeed(invoices(settings, client)) : Effect.fail(noStream(stream))
    },
  }
  return connection
})

export const payorcrm = makeConnector<PayorCrmSettings, typeof PayorCrmSettings.Encoded>({
  name: "payorcrm",
  title: "PayorCRM",
  description:
    "Receivables collection and customer portal; takes uploads of customers and invoices, gives nothing back",
  settings: PayorCrmSettings,
  streams: [
    {
      name: "customers",
      description: "Customers, by customer number; an e-mail address is needed",
      source: false,
      target: true,
      entity: "customer",
    },
    {
      name: "invoices",
      description: "Invoices, by customer and invoice number; their customers must be there",
      source: false,
      target: true,
      entity: "invoice",
    },
  ],
  errors,
  open,
})
