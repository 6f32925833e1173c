/** The requests of the vendor's published examples, as they stand there but for the record they name, and what came back. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { empty, type Front, invoice, type Json, withCrmCom } from "./crmcomHttp.ts"

const zeroRated = { vat_rate_identifier: { name: "Zero" } }

/** User-defined fields as both update examples send them. */
const strings = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`udf_string_${n + 1}`, `udf string ${n + 1}`]))
const floats = { udf_float_1: 10, udf_float_2: 20, udf_float_3: 30, udf_float_4: 40 }
const dates = {
  udf_date_1: "2014-05-05T15:49:59",
  udf_date_2: "2014-06-05T15:49:59",
  udf_date_3: "2014-07-05T15:49:59",
  udf_date_4: "2014-08-05T15:49:59",
}
const kept = { ...strings, ...floats, ...dates }
const dropped = { udf_float_5: 50, udf_float_6: 60, udf_float_7: 70, udf_float_8: 80 }

const added = (code: string) => ({
  action: "add",
  product_identifier: { code },
  quantity: 2,
  cost: 15,
  discount_percentage: 5,
  ...zeroRated,
  ...kept,
})

const shortNames = [
  "id",
  "number",
  "reference_number",
  "life_cycle_state",
  "total_amount",
  "outstanding_amount",
  "unsettled_amount",
  "issued_on",
  "posted_on",
  "due_on",
  "currency_rate_period",
]

/** A draft to work on: 57, due in the future. */
const draft = ({ write }: Front): Effect.Effect<Json> =>
  write(
    "invoices/create",
    invoice({
      life_cycle_state: "DRAFT",
      due_on: "2999-11-10T15:49:59",
      invoice_item_set: [{ product_identifier: { code: "Smartcard" }, quantity: 1, cost: 57, ...zeroRated }],
    }),
  )

const naming = ({ reference_number }: Json) => ({ invoice_identifier: { reference_number } })

const pick = (record: Json, names: ReadonlyArray<string>) =>
  Object.fromEntries(names.map((name) => [name, record[name]]))

describe("the vendor's examples", () => {
  it.live("invoices/post: posted, nothing due yet, all of it unsettled", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const before = yield* draft(front)
        const posted = yield* front.write("invoices/post", naming(before))
        assert.deepStrictEqual(Object.keys(posted), shortNames)
        assert.deepInclude(posted, {
          id: before.id,
          number: "I00000001",
          reference_number: before.reference_number,
          life_cycle_state: "POSTED",
          total_amount: 57,
          outstanding_amount: 0,
          unsettled_amount: 57,
          issued_on: before.issued_on,
          due_on: "2999-11-10T15:49:59",
        })
        assert.match(posted.posted_on, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
      }),
    ),
  )

  it.live("invoices/reject: rejected, nothing open", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        for (const name of ["Reject Due to Business Request", "Reject Due to Error"]) {
          const before = yield* draft(front)
          const answer = yield* front.write("invoices/reject", {
            ...naming(before),
            rejection_reason_identifier: { name },
          })
          assert.deepStrictEqual(Object.keys(answer), shortNames)
          assert.deepInclude(answer, { life_cycle_state: "REJECTED", outstanding_amount: 0, unsettled_amount: 0 })
          const shown = yield* front.read("invoices/show", { invoice_identifier: `id=${before.id}` })
          assert.strictEqual(shown.rejection_reason.name, name)
        }
      }),
    ),
  )

  it.live("invoices/cancel: the answer still says POSTED, with nothing open, and holds the cancellation", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const before = yield* draft(front)
        yield* front.write("invoices/post", naming(before))
        const answer = yield* front.write("invoices/cancel", {
          ...naming(before),
          type_identifier: { name: "Invoice Cancellation" },
        })
        assert.deepStrictEqual(
          pick(answer.invoice, ["life_cycle_state", "total_amount", "outstanding_amount", "unsettled_amount"]),
          { life_cycle_state: "POSTED", total_amount: 57, outstanding_amount: 0, unsettled_amount: 0 },
        )
        const { id, number, issued_on, posted_on, ...cancellation } = answer.invoice_cancellation
        assert.deepStrictEqual(cancellation, {
          reference_number: "1",
          life_cycle_state: "POSTED",
          total_amount: 57,
          currency_rate_period: null,
        })
        assert.strictEqual(issued_on, posted_on)
        assert.notStrictEqual(id, before.id)
        assert.strictEqual(number, "1")
      }),
    ),
  )

  it.live("invoices/update 1: an item comes, another goes, and the account and the type change", () =>
    withCrmCom(empty, ({ write }) =>
      Effect.gen(function* () {
        yield* write("accounts_receivable/create", { name: "Mathew Spector 3" })
        const before = yield* write(
          "invoices/create",
          invoice({
            life_cycle_state: "DRAFT",
            fields_set: "reference_number,invoice_item_set",
            invoice_item_set: [
              { product_identifier: { code: "Smartcard" }, quantity: 1, cost: 0, ...zeroRated },
              { product_identifier: { code: "Smartcard" }, quantity: 1, cost: 7, ...zeroRated },
            ],
          }),
        )
        const answer = yield* write("invoices/update", {
          back_office_code: "000112",
          ...naming(before),
          accounts_receivable_identifier: { name: "Mathew Spector 3" },
          type_identifier: { name: "Invoice 2" },
          category_identifier: { name: "Invoice Categories" },
          due_on: "2014-11-05T15:49:59",
          notes: "to be issued later",
          invoice_item_set: [
            added("Smartcard 2"),
            { action: "remove", invoice_item_identifier: { id: before.invoice_item_set[1].id } },
          ],
          ...kept,
          ...dropped,
        })
        assert.deepInclude(answer, {
          number: null,
          back_office_code: "000112",
          life_cycle_state: "DRAFT",
          net_amount: 30,
          discount_amount: 1.5,
          vat_amount: 0,
          total_amount: 28.5,
          outstanding_amount: null,
          unsettled_amount: null,
          posted_on: null,
          due_on: "2014-11-05T15:49:59",
          ...kept,
        })
        for (const name of Object.keys(dropped)) assert.notProperty(answer, name)
        assert.strictEqual(answer.accounts_receivable.name, "Mathew Spector 3")
        assert.deepInclude(answer.type, { name: "Invoice 2", alternative_code: "I2", classification: "INVOICE" })
        assert.deepInclude(answer.category, { name: "Invoice Categories", code: "IC" })
        const [kept0, added0, ...none] = answer.invoice_item_set
        assert.lengthOf(none, 0)
        assert.deepInclude(kept0, { id: before.invoice_item_set[0].id, cost: 0, sub_total: 0 })
        assert.deepInclude(added0, { quantity: 2, cost: 15, net_amount: 30, discount_amount: 1.5, sub_total: 28.5 })
        assert.notProperty(added0, "udf_string_1")
      }),
    ),
  )

  it.live("invoices/update 2: notes are a log, and a rate's name says nothing", () =>
    withCrmCom({ ...empty, numberOfDrafts: "given" }, ({ write }) =>
      Effect.gen(function* () {
        const before = yield* write(
          "invoices/create",
          invoice({
            life_cycle_state: "DRAFT",
            invoice_item_set: [
              { product_identifier: { code: "aionet" }, quantity: 1, cost: 9, vat_rate_identifier: { name: "VAT 9%" } },
            ],
          }),
        )
        const change = {
          back_office_code: "000112",
          invoice_identifier: { number: "I00000001" },
          type_identifier: { name: "Invoice" },
          due_on: "2014-11-05T15:49:59",
          notes: "to be issued later",
          invoice_item_set: [added("Smartcard")],
          ...kept,
          ...dropped,
        }
        const once = yield* write("invoices/update", change)
        assert.deepInclude(once, { id: before.id, net_amount: 39, discount_amount: 1.5, total_amount: 37.5 })
        assert.match(once.notes, /^CRM COM\t\d{1,2}\/\d{1,2}\/\d{4} \d\d:\d\d:\d\d\tto be issued later$/)
        assert.deepInclude(once.invoice_item_set[0], { vat_percentage: 0, vat_amount: 0, sub_total: 9 })
        const twice = yield* write("invoices/update", { ...change, invoice_item_set: [] })
        assert.isTrue(twice.notes.startsWith(`${once.notes}\tCRM COM\t`))
        assert.lengthOf(twice.invoice_item_set, 2)
        assert.strictEqual(twice.log_information.created_date, before.issued_on)
      }),
    ),
  )

  it.live("invoices/write_off: nothing is open any more, and the state stays POSTED", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const before = yield* draft(front)
        yield* front.write("invoices/post", naming(before))
        const answer = yield* front.write("invoices/write_off", {
          ...naming(before),
          type_identifier: { name: "Write Off" },
          category_identifier: { name: "Write Off" },
          notes: "Write Off",
          udf_string_1: "Write Off",
        })
        assert.deepInclude(answer.invoice, { life_cycle_state: "POSTED", unsettled_amount: 0 })
        assert.deepInclude(answer.write_off, { life_cycle_state: "POSTED", total_amount: 57 })
        const shown = yield* front.read("invoices/show", { invoice_identifier: `id=${before.id}` })
        assert.deepInclude(shown, { life_cycle_state: "POSTED", unsettled_amount: 0, outstanding_amount: 0 })
        assert.deepInclude(front.sandbox.state(), { writeOffs: 1, unsettled: "0", balance: "0" })
      }),
    ),
  )

  it.live("payments/create with the body that a client in the field sends", () =>
    withCrmCom(empty, ({ write }) =>
      Effect.gen(function* () {
        const answer = yield* write("payments/create", {
          accounts_receivable_identifier: { number: "ACR0000000001" },
          type_identifier: { name: "Payment" },
          life_cycle_state: "POSTED",
          payment_method_identifier: { name: "Cash" },
          payment_amount: 57,
        })
        assert.deepInclude(answer, { number: "1", life_cycle_state: "POSTED", payment_amount: 57 })
        assert.strictEqual(answer.received_on, answer.issued_on)
      }),
    ),
  )
})
