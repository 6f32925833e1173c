/** A system of your own as a source: here a list in the program, elsewhere a database or an API. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { makeConnector } from "@waybill/connector"
import { csv } from "@waybill/connector-csv"
import { MoneySchema, Money } from "@waybill/model"
import { connect, definePipeline, run, transform } from "@waybill/pipeline"
import { layerNode } from "@waybill/pipeline/node"
import { BigDecimal, Console, Effect, Option, Schema, Stream } from "effect"

const Order = Schema.Struct({ id: Schema.String, shop: Schema.String, paid: MoneySchema, open: Schema.Boolean })
type Order = typeof Order.Type

const orders: ReadonlyArray<Order> = [
  { id: "O-1", shop: "S-1", paid: new Money(BigDecimal.fromStringUnsafe("19.90"), "EUR"), open: false },
  { id: "O-2", shop: "S-1", paid: new Money(BigDecimal.fromStringUnsafe("5.00"), "EUR"), open: true },
  { id: "O-3", shop: "S-2", paid: new Money(BigDecimal.fromStringUnsafe("210.00"), "EUR"), open: false },
]

const shop = makeConnector({
  name: "shop",
  title: "Shop",
  description: "Orders of our shop",
  settings: Schema.Struct({ region: Schema.String.annotate({ description: "The shop's region" }) }),
  streams: [{ name: "orders", description: "All orders", source: true, target: false }],
  errors: [],
  open: () =>
    Effect.succeed({
      check: Effect.succeed([]),
      source: () =>
        Effect.succeed({
          record: Order,
          // A page of records, and the place behind it.
          read: (from: Option.Option<string>) =>
            Option.isSome(from)
              ? Stream.empty
              : Stream.succeed({ rows: orders.map((record, row) => ({ row: row + 1, record })), cursor: "end" }),
        }),
    }),
})

const pipeline = definePipeline({
  name: "own-connector",
  directory: process.env["STATE"] ?? import.meta.dirname,
  connections: {
    shop: connect(shop, { region: "north" }),
    files: connect(csv, { directory: "." }),
  },
  flows: {
    payments: {
      from: { connection: "shop", stream: "orders" },
      to: { connection: "files", stream: "payments.csv" },
      transform: transform({ entity: "payment", record: Order }, (order) =>
        // `undefined`: the record is counted as skipped.
        order.open ? undefined : { number: order.id, customerNumber: order.shop, amount: order.paid },
      ),
    },
  },
})

const program = Effect.gen(function* () {
  const { flows, outcome } = yield* run(pipeline)
  yield* Console.log(`${outcome}: ${flows["payments"]?.confirmed} confirmed, ${flows["payments"]?.skipped} skipped`)
}).pipe(Effect.provide(layerNode(pipeline)))

NodeRuntime.runMain(program)
