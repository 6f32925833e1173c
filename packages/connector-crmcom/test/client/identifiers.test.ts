/** How records are named: one field in a body, `field=value` in a query, whatever the value holds. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

import * as Id from "../../src/api/identifiers.ts"
import { type Calls } from "../../src/index.ts"
import { http, ok, open, server } from "./server.ts"

const Value = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(40))
const hostile = [
  "a=b",
  "=",
  "a&token=x",
  "a b",
  "+",
  "a+b",
  "100%",
  "%3D",
  "é Ωß 漢字",
  "😀",
  "#x",
  "?",
  '"',
  "a,b",
  "\t",
  ";",
]

describe("an identifier", () => {
  for (const [kind, { fields, body, query }] of Object.entries(Id)) {
    const names = Object.keys(fields)
    it.effect.prop(`${kind}: comes back as it was`, { value: Value }, ({ value }) =>
      Effect.gen(function* () {
        for (const by of names) {
          for (const codec of [body, query] as ReadonlyArray<Schema.Codec<unknown, unknown>>) {
            const written = yield* Schema.encodeEffect(codec)({ by, value })
            assert.deepStrictEqual(written, codec === (query as unknown) ? `${by}=${value}` : { [by]: value })
            assert.deepStrictEqual(yield* Schema.decodeEffect(codec)(written), { by, value })
          }
        }
      }),
    )
  }

  it.live("reaches the server as it was meant, in a query and in a body", () =>
    Effect.gen(function* () {
      const { url, received } = yield* server(() => ok({}))
      const { invoices } = yield* open(url)
      for (const value of hostile) {
        yield* invoices.show({ invoice_identifier: { by: "back_office_code", value }, fields_set: ["id", "number"] })
        yield* invoices.post({ invoice_identifier: { by: "back_office_code", value } })
        const [show, post] = received.splice(0)
        assert.deepStrictEqual(show!.query, {
          token: "TOKEN1",
          invoice_identifier: `back_office_code=${value}`,
          fields_set: "id,number",
        })
        assert.deepStrictEqual(JSON.parse(post!.body), {
          token: "TOKEN1",
          invoice_identifier: { back_office_code: value },
        })
      }
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it("is refused by the types, and by the client, where it is none", () => {
    const id = { by: "id", value: "1" } as const
    const types = ({ invoices, payments, accountsReceivable, contactInformation }: Calls) => [
      // @ts-expect-error a contact is not named by a name
      contactInformation.show({ contact_information_identifier: { by: "name", value: "1" } }),
      // @ts-expect-error an invoice has no name
      invoices.post({ invoice_identifier: { by: "name", value: "1" } }),
      // @ts-expect-error two fields at once
      invoices.post({ invoice_identifier: { id: "1", number: "2" } }),
      // @ts-expect-error no field at all
      invoices.post({}),
      // @ts-expect-error an account or a wallet: neither
      payments.getLatest({ number: 1 }),
      // @ts-expect-error an account or a wallet: both
      payments.getLatest({ number: 1, accounts_receivable_identifier: id, wallet_identifier: id }),
      // @ts-expect-error one filter
      accountsReceivable.list({}),
      // @ts-expect-error one filter, not two
      accountsReceivable.list({ email_address: "a@example.com", wallet_identifier: id }),
      // @ts-expect-error the token is the client's own business
      payments.show({ payment_identifier: id, token: "x" }),
    ]
    assert.isFunction(types)
  })
})
