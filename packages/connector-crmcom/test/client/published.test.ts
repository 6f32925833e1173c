/**
 * The vendor's published examples as raw JSON (`fixtures/`): the client sends exactly these requests, and reads these
 * answers whole. https://crmdevelopment.atlassian.net/wiki (invoices, payments, contacts)
 */
import { readFileSync } from "node:fs"

import { assert, describe, it } from "@effect/vitest"
import type { ConnectorError } from "@waybill/connector"
import { BigDecimal, Effect } from "effect"

import type { CrmCom } from "../../src/index.ts"
import { http, ok, open, type Received, server } from "./server.ts"

const raw = (name: string): string => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")
const parsed = (json: string): any => JSON.parse(json)

/** The vendor's pages show a placeholder for the token; here it is the token. */
const token = "{{token}}"

const exchange = <A>(
  answer: string,
  use: (client: CrmCom["Service"]) => Effect.Effect<A, ConnectorError>,
  release: "R12.0.0" | "R18.0.0" = "R18.0.0",
): Effect.Effect<readonly [Received, A], unknown> =>
  Effect.gen(function* () {
    const { url, received } = yield* server(
      () => answer,
      () => ok({ token }),
    )
    const client = yield* open(url, { release })
    const data = yield* use(client)
    assert.strictEqual(received.length, 1)
    return [received[0]!, data] as const
  }).pipe(Effect.scoped, Effect.provide(http))

const decimal = BigDecimal.fromStringUnsafe

/** A decoded value as JSON has it. */
const plain = (value: unknown): unknown => {
  if (BigDecimal.isBigDecimal(value)) return BigDecimal.toNumberUnsafe(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]))
}

/** The client sends the published request to the published address, and its answer is the published one, whole. */
const published = Effect.fnUntraced(function* <A>(
  name: string,
  path: string,
  use: (client: CrmCom["Service"]) => Effect.Effect<A, ConnectorError>,
) {
  const answer = raw(`${name}.response`)
  const [sent, data] = yield* exchange(answer, use)
  assert.deepStrictEqual([sent.method, sent.path, sent.search], ["POST", `/crmapi/rest/v2/${path}`, ""])
  assert.strictEqual(sent.headers["content-type"], "application/json")
  assert.deepStrictEqual(parsed(sent.body), parsed(raw(`${name}.request`)))
  assert.deepStrictEqual(plain(data), parsed(answer).data)
  return data
})

const reference = (value: string) => ({ by: "reference_number", value }) as const
const name = (value: string) => ({ by: "name", value }) as const

const userFields = {
  udf_date_1: "2014-05-05T15:49:59",
  udf_date_2: "2014-06-05T15:49:59",
  udf_date_3: "2014-07-05T15:49:59",
  udf_date_4: "2014-08-05T15:49:59",
  udf_float_1: decimal("10"),
  udf_float_2: decimal("20"),
  udf_float_3: decimal("30"),
  udf_float_4: decimal("40.0"),
  udf_string_1: "udf string 1",
  udf_string_2: "udf string 2",
  udf_string_3: "udf string 3",
  udf_string_4: "udf string 4",
  udf_string_5: "udf string 5",
  udf_string_6: "udf string 6",
  udf_string_7: "udf string 7",
  udf_string_8: "udf string 8",
}
const droppedFields = {
  udf_float_5: decimal("50"),
  udf_float_6: decimal("60"),
  udf_float_7: decimal("70"),
  udf_float_8: decimal("80"),
}
const added = (product: string) =>
  ({
    action: "add",
    product_identifier: { by: "code", value: product },
    quantity: decimal("2"),
    cost: decimal("15"),
    discount_percentage: decimal("5"),
    vat_rate_identifier: name("Zero"),
    ...userFields,
  }) as const
const changes = {
  back_office_code: "000112",
  due_on: "2014-11-05T15:49:59",
  notes: "to be issued later",
  ...userFields,
  ...droppedFields,
}

const isAmount = (value: BigDecimal.BigDecimal | null | undefined, text: string): void => {
  assert.ok(BigDecimal.isBigDecimal(value) && BigDecimal.equals(value, decimal(text)), text)
}

describe("the state changes of an invoice", () => {
  it.live("post, 2014: status behind data, nulls in it", () =>
    Effect.gen(function* () {
      const posted = yield* published("invoices-post-1", "invoices/post", ({ invoices }) =>
        invoices.post({ invoice_identifier: reference("559") }),
      )
      isAmount(posted.unsettled_amount, "57")
      isAmount(posted.outstanding_amount, "0")
      assert.deepStrictEqual([posted.life_cycle_state, posted.due_on], ["POSTED", "2014-11-10T15:49:59"])
    }),
  )

  it.live("post, 2016: empty texts in status, negative open amounts, a null", () =>
    Effect.gen(function* () {
      const posted = yield* published("invoices-post-2", "invoices/post", ({ invoices }) =>
        invoices.post({ invoice_identifier: reference("55") }),
      )
      isAmount(posted.outstanding_amount, "-5")
      assert.isNull(posted.currency_rate_period)
    }),
  )

  it.live("reject, both", () =>
    Effect.gen(function* () {
      for (const [example, number, reason] of [
        [1, "559", "Reject Due to Business Request"],
        [2, "541", "Reject Due to Error"],
      ] as const) {
        const rejected = yield* published(`invoices-reject-${example}`, "invoices/reject", ({ invoices }) =>
          invoices.reject({ invoice_identifier: reference(number), rejection_reason_identifier: name(reason) }),
        )
        assert.strictEqual(rejected.life_cycle_state, "REJECTED")
        isAmount(rejected.unsettled_amount, "0")
      }
    }),
  )

  it.live("cancel, both: the invoice and its cancellation", () =>
    Effect.gen(function* () {
      for (const [example, number] of [
        [1, "559"],
        [2, "55"],
      ] as const) {
        const { invoice, invoice_cancellation } = yield* published(
          `invoices-cancel-${example}`,
          "invoices/cancel",
          ({ invoices }) =>
            invoices.cancel({ invoice_identifier: reference(number), type_identifier: name("Invoice Cancellation") }),
        )
        assert.strictEqual(invoice?.life_cycle_state, "POSTED")
        assert.strictEqual(invoice_cancellation?.life_cycle_state, "POSTED")
        isAmount(invoice_cancellation?.total_amount, example === 1 ? "57" : "5")
        isAmount(invoice?.unsettled_amount, "0")
      }
    }),
  )

  it.live("write_off: the request alone is published", () =>
    Effect.gen(function* () {
      const [sent] = yield* exchange(ok({ invoice: {}, write_off: {} }), ({ invoices }) =>
        invoices.writeOff({
          invoice_identifier: reference("1542"),
          type_identifier: name("Write Off"),
          category_identifier: name("Write Off"),
          notes: "Write Off",
          udf_string_1: "Write Off",
        }),
      )
      assert.strictEqual(sent.path, "/crmapi/rest/v2/invoices/write_off")
      assert.deepStrictEqual(parsed(sent.body), parsed(raw("invoices-write_off.request")))
    }),
  )
})

describe("the update of an invoice", () => {
  it.live("example 1: an item added, one removed, fields that are dropped; a draft without a number", () =>
    Effect.gen(function* () {
      const invoice = yield* published("invoices-update-1", "invoices/update", ({ invoices }) =>
        invoices.update({
          ...changes,
          invoice_identifier: reference("1013"),
          accounts_receivable_identifier: name("Mathew Spector 3"),
          type_identifier: name("Invoice 2"),
          category_identifier: name("Invoice Categories"),
          invoice_item_set: [
            added("Smartcard 2"),
            { action: "remove", invoice_item_identifier: { by: "id", value: "09E3B818BB644A57AD1D19FB95007C64" } },
          ],
        }),
      )
      assert.isNull(invoice.number)
      assert.isNull(invoice.unsettled_amount)
      isAmount(invoice.total_amount, "28.5")
      isAmount(invoice.invoice_item_set?.[1]?.discount_amount, "1.5")
      assert.strictEqual(invoice.notes?.split("\t").length, 24)
      const demographics = invoice.accounts_receivable?.account_owner?.demographics
      assert.strictEqual(demographics?.id_number, "454545")
      assert.isNull(demographics?.date_of_birth?.day)
      assert.notProperty(invoice, "udf_float_5")
    }),
  )

  it.live("example 2: a rate that is named after nine per cent, and is none", () =>
    Effect.gen(function* () {
      const invoice = yield* published("invoices-update-2", "invoices/update", ({ invoices }) =>
        invoices.update({
          ...changes,
          invoice_identifier: { by: "number", value: "I00000581" },
          type_identifier: name("Invoice"),
          invoice_item_set: [added("Smartcard")],
        }),
      )
      const item = invoice.invoice_item_set?.[1]
      assert.strictEqual(item?.vat_rate?.name, "VAT 9%")
      isAmount(item?.vat_percentage, "0")
      isAmount(invoice.total_amount, "37.5")
      assert.strictEqual(invoice.notes, "CRM COM\t5/7/2016 18:55:07\tto be issued later")
      assert.strictEqual(invoice.log_information?.updated_by_user?.person_name, "CRM COM")
    }),
  )
})

describe("contacts and payments", () => {
  it.live("contact_information/create", () =>
    Effect.gen(function* () {
      const [sent, { id }] = yield* exchange(ok({ id: "C1" }), ({ contactInformation }) =>
        contactInformation.create({
          type: "PERSON",
          title: "Mr",
          first_name: "Customer",
          last_name: "Customer",
          category_identifier: name("Contact Category"),
          owned_by_group_identifier: name("Main Group"),
          privacy_level_identifier: { by: "number", value: "8" },
          notes: "Family",
          demographics: {
            gender: "FEMALE",
            id_number: "ABC123456",
            date_of_birth: { day: decimal("1"), month: decimal("1"), year: decimal("1980") },
          },
        }),
      )
      assert.deepStrictEqual(parsed(sent.body), parsed(raw("contact_information-create.request")))
      assert.strictEqual(id, "C1")
    }),
  )

  it.live("payments/create, as clients in the field send it: the amount is a number", () =>
    Effect.gen(function* () {
      const [sent] = yield* exchange(ok({ id: "P1" }), ({ payments }) =>
        payments.create({
          accounts_receivable_identifier: { by: "number", value: "ACR…" },
          type_identifier: name("Payment"),
          life_cycle_state: "POSTED",
          payment_method_identifier: name("Cash"),
          payment_amount: decimal("57.00"),
        }),
      )
      assert.deepStrictEqual(parsed(sent.body), parsed(raw("payments-create.request")))
      assert.include(sent.body, `"payment_amount":57`)
    }),
  )

  it.live("payments/show: what it was meant to pay", () =>
    Effect.gen(function* () {
      const answer = raw("payments-show.response")
      const [sent, payment] = yield* exchange(answer, ({ payments }) =>
        payments.show({ payment_identifier: { by: "number", value: "96" } }),
      )
      assert.deepStrictEqual(sent.query, { token, payment_identifier: "number=96" })
      assert.deepStrictEqual(plain(payment), parsed(answer).data)
      isAmount(payment.invoices_to_pay_set?.[0]?.total_amount, "138")
    }),
  )

  it.live("payments/get_latest: the query of the published address", () =>
    Effect.gen(function* () {
      const published =
        "token={{token}}&accounts_receivable_identifier=number=192&type_identifier=name=Invoices Balance Payment" +
        "&number=2&fields_set=id,number,reference_number"
      const [sent, latest] = yield* exchange(ok([{ id: "1", number: null }, {}]), ({ payments }) =>
        payments.getLatest({
          accounts_receivable_identifier: { by: "number", value: "192" },
          type_identifier: name("Invoices Balance Payment"),
          number: 2,
          fields_set: ["id", "number", "reference_number"],
        }),
      )
      assert.deepStrictEqual([sent.method, sent.path, sent.body], ["GET", "/crmapi/rest/v2/payments/get_latest", ""])
      assert.deepStrictEqual(sent.query, Object.fromEntries(new URLSearchParams(published)))
      assert.deepStrictEqual(latest, [{ id: "1", number: null }, {}])
    }),
  )
})
