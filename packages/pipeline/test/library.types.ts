/** What the compiler refuses in a definition: each marked line is an error, or this file does not compile. */
import { makeConnector } from "@waybill/connector"
import { Money } from "@waybill/model"
import { BigDecimal, Effect, Redacted, Schema } from "effect"

import { connect, definePipeline, run, runStream } from "../src/index.ts"
import { transform } from "../src/Transform.ts"

const books = makeConnector({
  name: "books",
  title: "Books",
  description: "For types",
  settings: Schema.Struct({
    baseUrl: Schema.URLFromString,
    apiKey: Schema.RedactedFromValue(Schema.NonEmptyString),
    login: Schema.optionalKey(Schema.Struct({ user: Schema.String, token: Schema.RedactedFromValue(Schema.String) })),
    pages: Schema.Finite.pipe(Schema.withDecodingDefaultKey(Effect.succeed(5))),
    accounts: Schema.optionalKey(Schema.Union([Schema.String, Schema.Array(Schema.String)])),
  }),
  streams: [],
  errors: [],
  open: () => Effect.die("never opened"),
})

const apiKey = Redacted.make("key")
const connected = connect(books, { baseUrl: "https://books.example", apiKey, accounts: ["a"] })
connect(books, { baseUrl: "https://books.example", apiKey, pages: 7, login: { user: "u", token: apiKey } })
// @ts-expect-error a secret is a Redacted, never text
connect(books, { baseUrl: "https://books.example", apiKey: "key" })
// @ts-expect-error so is one in a map
connect(books, { baseUrl: "https://books.example", apiKey, login: { user: "u", token: "key" } })
// @ts-expect-error a setting is missing
connect(books, { apiKey })
// @ts-expect-error there is no such setting
connect(books, { baseUrl: "https://books.example", apiKey, timeout: 5 })
// @ts-expect-error an address is written as text
connect(books, { baseUrl: new URL("https://books.example"), apiKey })

const Row = Schema.Struct({
  "Invoice No": Schema.String,
  Amount: Schema.BigDecimal,
  Due: Schema.optionalKey(Schema.String),
})
const total = new Money(BigDecimal.make(1n, 0), "EUR")
const invoice = { number: "I1", customerNumber: "C1", total }

const own = transform({ entity: "invoice", record: Row }, (row, model) => ({
  ...model,
  number: row["Invoice No"],
  customerNumber: "C1",
  total: new Money(row.Amount, "EUR"),
  note: row.Due === undefined ? undefined : "",
  lines: [{ description: undefined, net: total }],
}))
// @ts-expect-error the record has no such field
transform({ entity: "invoice", record: Row }, (row) => ({ ...invoice, note: row.Note }))
// @ts-expect-error the field is a decimal
transform({ entity: "invoice", record: Row }, (row) => ({ ...invoice, number: row.Amount }))
// @ts-expect-error an invoice has no such field
transform({ entity: "invoice", record: Row }, () => ({ ...invoice, emial: "x" }))
// @ts-expect-error a needed field is missing
transform({ entity: "invoice", record: Row }, () => ({ number: "I1", total }))
// @ts-expect-error an amount is Money, never a number
transform({ entity: "invoice", record: Row }, () => ({ ...invoice, total: 12.5 }))
// @ts-expect-error it can't wait
transform({ entity: "invoice", record: Row }, async () => invoice)
// @ts-expect-error a payment is not an invoice
transform({ entity: "payment" }, () => invoice)
transform({ entity: "customer" }, (record) => (record["No"] === "" ? [{ message: "has no number" }] : undefined))

const flow = { from: { connection: "here", stream: "a" }, to: { connection: "there", stream: "b" } } as const
const connections = { here: connected, there: connected }
const base = { name: "types", directory: "." }

const pipeline = definePipeline({
  ...base,
  connections,
  flows: {
    customers: { ...flow, map: { number: "record.No", billingAddress: { city: "record.City" } } },
    invoices: { ...flow, after: ["customers"], transform: own, set: { anything: "1" } },
  },
})
// @ts-expect-error there is no such connection
definePipeline({ ...base, connections, flows: { a: { ...flow, to: { connection: "ther", stream: "b" } } } })
// @ts-expect-error there is no such flow
definePipeline({ ...base, connections, flows: { a: { ...flow, after: ["b"] } } })
// @ts-expect-error the model has no such field
definePipeline({ ...base, connections, flows: { a: { ...flow, map: { nubmer: "record.No" } } } })
// @ts-expect-error a flow has no such key
definePipeline({ ...base, connections, flows: { a: { ...flow, wher: "true" } } })

export const runs = [
  run(pipeline, { flows: ["customers"] }),
  // @ts-expect-error the pipeline has no such flow
  run(pipeline, { flows: ["payments"] }),
  // @ts-expect-error nor here
  runStream(pipeline, { flows: ["payments"] }),
]
