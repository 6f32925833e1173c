/** What is newer than the installation is neither called nor sent. */
import { assert, describe, it } from "@effect/vitest"
import type { ConnectorError } from "@waybill/connector"
import { BigDecimal, Effect } from "effect"

import type { CrmCom, CrmComClientSettings } from "../../src/index.ts"
import { http, ok, openByUser, server } from "./server.ts"

type Client = CrmCom["Service"]
type Release = NonNullable<typeof CrmComClientSettings.Encoded.release>

const id = { by: "id", value: "1" } as const
const one = BigDecimal.fromBigInt(1n)

const invoice = {
  accounts_receivable_identifier: id,
  type_identifier: id,
  life_cycle_state: "DRAFT",
  invoice_item_set: [],
} as const
const payment = {
  type_identifier: id,
  life_cycle_state: "DRAFT",
  payment_method_identifier: id,
  payment_amount: one,
} as const

/** A call, the release before the one that has it, that one, and what the message names. */
const gated: ReadonlyArray<
  readonly [
    before: Release,
    from: Release,
    names: string,
    call: (client: Client) => Effect.Effect<unknown, ConnectorError>,
  ]
> = [
  [
    "R12.4.0",
    "R13.0.0",
    "invoices.writeOff",
    (c) => c.invoices.writeOff({ invoice_identifier: id, type_identifier: id }),
  ],
  ["R9.0.0", "R9.1.0", "invoices.update", (c) => c.invoices.update({ invoice_identifier: id })],
  [
    "R13.0.9",
    "R13.1.0",
    "accountsReceivable.listGroupMembers",
    (c) => c.accountsReceivable.listGroupMembers({ accounts_receivable_identifier: id }),
  ],
  ["R8.9.9", "R9.0.0", "configuration.invoiceRejectionReasons", (c) => c.configuration.invoiceRejectionReasons],
  [
    "R12.0.0",
    "R13.0.0",
    "number_of_results",
    (c) => c.invoices.list({ accounts_receivable_identifier: id, number_of_results: 10 }),
  ],
  ["R12.0.0", "R13.0.0", "offset", (c) => c.payments.list({ accounts_receivable_identifier: id, offset: 0 })],
  ["R9.0.9", "R9.1.0", "back_office_code", (c) => c.invoices.create({ ...invoice, back_office_code: "WB-1" })],
  [
    "R9.0.9",
    "R9.1.0",
    "invoice_identifier.back_office_code",
    (c) => c.invoices.show({ invoice_identifier: { by: "back_office_code", value: "WB-1" } }),
  ],
  [
    "R9.0.9",
    "R9.1.0",
    "invoice_identifier.back_office_code",
    (c) => c.invoices.post({ invoice_identifier: { by: "back_office_code", value: "WB-1" } }),
  ],
  [
    "R9.0.9",
    "R9.1.0",
    "invoices_to_pay_set.invoice_identifier.back_office_code",
    (c) =>
      c.payments.create({
        ...payment,
        accounts_receivable_identifier: id,
        invoices_to_pay_set: [
          { invoice_identifier: id },
          { invoice_identifier: { by: "back_office_code", value: "W" } },
        ],
      }),
  ],
  [
    "R10.0.0",
    "R11.0.0",
    "intended_currency_identifier",
    (c) => c.invoices.create({ ...invoice, intended_currency_identifier: { by: "code", value: "EUR" } }),
  ],
  [
    "R13.9.0",
    "R14.0.0",
    "wallet_identifier",
    (c) => c.payments.create({ ...payment, wallet_identifier: { by: "number", value: "1" } }),
  ],
  [
    "R13.9.0",
    "R14.0.0",
    "contact_information_identifier.registration_number",
    (c) => c.contactInformation.update({ contact_information_identifier: { by: "registration_number", value: "1" } }),
  ],
]

describe("the release of the installation", () => {
  for (const [before, from, names, call] of gated) {
    it.live(`${names}: not before ${from}`, () =>
      Effect.gen(function* () {
        const { url, received, signIns } = yield* server(({ path }) => ok(path.endsWith("/list") ? [] : {}))
        const old = yield* openByUser(url, { release: before })
        const error = yield* Effect.flip(call(old))
        assert.deepStrictEqual(
          [error.code, error.reason._tag, error.sent, received.length, signIns.length],
          ["WB-CRMCOM-RELEASE", "Refused", "no", 0, 0],
        )
        assert.include(error.message, names)
        assert.include(error.message, from)
        assert.include(error.message, before)
        yield* call(yield* openByUser(url, { release: from }))
        assert.strictEqual(received.length, 1)
      }).pipe(Effect.scoped, Effect.provide(http)),
    )
  }

  it.live("what every release has goes out on the oldest", () =>
    Effect.gen(function* () {
      const { url, received } = yield* server(() => ok([]))
      const client = yield* openByUser(url, { release: "R5.0.0" })
      yield* client.invoices.list({ accounts_receivable_identifier: id, type_identifier: id, fields_set: ["id"] })
      assert.strictEqual(received.length, 1)
    }).pipe(Effect.scoped, Effect.provide(http)),
  )
})
