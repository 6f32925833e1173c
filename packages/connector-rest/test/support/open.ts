/** The connector on a shop, as a pipeline file would set it up. */
import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import type { ConnectorError } from "@waybill/connector"
import { Effect, Layer, Schema, type Scope } from "effect"

import { rest, RestSettings, type Stream } from "../../src/index.ts"
import type { Shop } from "./shop.ts"

type Settings = typeof RestSettings.Encoded
export type StreamText = typeof Stream.Encoded

export const read = {
  entity: "invoice",
  fields: { id: "text", invoice_no: "text", customer: "text", amount: "decimal", currency: "text", due_on: "date" },
  key: "invoice_no",
  list: { path: "/invoices", records: "data", paging: { by: "none" } },
} as const satisfies StreamText

export const written = {
  entity: "invoice",
  id: "id",
  body: {
    invoice_no: "number",
    customer: "customerNumber",
    amount: "total",
    currency: "currency",
    due_on: "dueDate",
    kind: '"SALE"',
  },
  list: { path: "/invoices", records: "data", paging: { by: "none" } },
  create: { path: "/invoices", id: "data.id" },
  update: { path: "/invoices/{id}" },
  find: { path: "/invoices", query: { number: "{key}" }, records: "data" },
  show: { path: "/invoices/{id}", record: "data", absent: [404] },
  delete: { path: "/invoices/{id}", absent: [404] },
} as const satisfies StreamText

export const decode = Schema.decodeUnknownResult(RestSettings, { onExcessProperty: "error", errors: "all" })

const layer = Layer.merge(NodeHttpClient.layerUndici, NodeServices.layer)

export type Platform = Layer.Success<typeof layer>

export const onPlatform = <A, E>(self: Effect.Effect<A, E, Platform | Scope.Scope>) =>
  Effect.scoped(Effect.provide(self, layer))

/** Quick, so that no test waits for the rate. */
export const settingsOf = (shop: Shop, stream: StreamText, more: Partial<Settings> = {}): Settings => ({
  baseUrl: shop.url,
  rateLimit: { perSecond: 1000 },
  visibleAfter: 0,
  ...more,
  streams: { invoices: stream },
})

export const connect = (shop: Shop, stream: StreamText, more: Partial<Settings> = {}) =>
  Effect.flatMap(Schema.decodeEffect(RestSettings)(settingsOf(shop, stream, more)), (settings) =>
    rest.open(settings, { connection: "shop", baseDirectory: "/" }),
  )

export const sourceOf = (shop: Shop, stream: StreamText, more: Partial<Settings> = {}) =>
  Effect.flatMap(connect(shop, stream, more), (connection) => connection.source!("invoices"))

export const targetOf = (shop: Shop, stream: StreamText, more: Partial<Settings> = {}) =>
  Effect.flatMap(connect(shop, stream, more), (connection) => connection.destination!("invoices", {}))

export const codeOf = <A, R>(self: Effect.Effect<A, ConnectorError, R>): Effect.Effect<string, never, R> =>
  Effect.match(self, { onSuccess: () => "none", onFailure: ({ code }) => code })
