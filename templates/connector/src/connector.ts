/**
 * Acme as one value: what it is, what settings it takes, and how its streams are opened.
 *
 * To change: title, description, the streams and what of them is source or target, and what `check` can't find out.
 */
import { type Connection, makeConnector, type TargetOptions } from "@waybill/connector"
import type { Model } from "@waybill/model"
import { Effect } from "effect"

import { type Client, makeClient } from "./Client.ts"
import type { Numbered } from "./deliver.ts"
import { openDestination } from "./destination.ts"
import { errors, unreadable } from "./errors.ts"
import { customers } from "./map/customer.ts"
import { invoices } from "./map/invoice.ts"
import type { Kind } from "./map/Kind.ts"
import { payments } from "./map/payment.ts"
import { AcmeSettings } from "./Settings.ts"
import { openSource } from "./source.ts"

/** One stream in both directions; what the system can't do is left out here. */
const streamOf = <M extends Model, Sent extends Pick<Numbered, "number">, Kept extends Numbered & Sent>(
  kind: Kind<M, Sent, Kept>,
  client: Client,
  settings: AcmeSettings,
) => {
  const calls = client(kind)
  return {
    source: openSource(kind, calls, settings),
    destination: (options: TargetOptions) => openDestination(kind, calls, settings, options),
  }
}

const noStream = (stream: string) =>
  Effect.fail(unreadable(`open ${stream}`, "WB-ACME-STREAM", `Acme has no stream '${stream}'`))

const open = Effect.fnUntraced(function* (settings: AcmeSettings) {
  const client = yield* makeClient(settings)
  const streams = {
    customers: streamOf(customers, client, settings),
    invoices: streamOf(invoices, client, settings),
    payments: streamOf(payments, client, settings),
  }
  const isStream = (stream: string): stream is keyof typeof streams => Object.hasOwn(streams, stream)
  const connection: Connection = {
    // Asks for one record: whether the token may write, too, no call tells.
    check: Effect.as(client(customers).page(null, 1), ["what the token may write shows at the first record"]),
    source: (stream) => (isStream(stream) ? Effect.succeed(streams[stream].source) : noStream(stream)),
    destination: (stream, options) =>
      isStream(stream) ? Effect.succeed(streams[stream].destination(options)) : noStream(stream),
  }
  return connection
})

export const connector = makeConnector<AcmeSettings>({
  name: "acme",
  title: "Acme",
  description: "Accounting; its customers, invoices and payments, read and written",
  settings: AcmeSettings,
  streams: [
    { name: "customers", description: "Customers, by their number", source: true, target: true, entity: "customer" },
    {
      name: "invoices",
      description: "Invoices; their customers must be there",
      source: true,
      target: true,
      entity: "invoice",
    },
    {
      name: "payments",
      description: "Payments, each for one invoice at the most",
      source: true,
      target: true,
      entity: "payment",
    },
  ],
  errors,
  open,
})
