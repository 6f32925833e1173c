/** What invoices come to: the arithmetic of their items, forwards from a cost and backwards from a total. */
import { assert, describe, it } from "@effect/vitest"
import { Decimals } from "@waybill/model"
import { BigDecimal, Effect, Schema } from "effect"

import { empty, type Front, invoice, item, withCrmCom } from "./crmcomHttp.ts"

describe("amounts", () => {
  const totals = Effect.fnUntraced(function* ({ write }: Front, line: object) {
    const body = invoice({ invoice_item_set: [{ product_identifier: { code: "SERVICE" }, ...line }] })
    return yield* write("invoices/create", {
      ...body,
      fields_set: "net_amount,discount_amount,vat_amount,total_amount,invoice_item_set",
    })
  })

  it.live("tax is added after discount; sub_total is what it all comes to, forwards and backwards", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const forwards = yield* totals(front, { quantity: 3, cost: 100, discount_percentage: 10 })
        assert.deepInclude(forwards, { net_amount: 300, discount_amount: 30, vat_amount: 51.3, total_amount: 321.3 })
        const backwards = yield* totals(front, { quantity: 3, sub_total: 321.3, discount_percentage: 10 })
        assert.deepInclude(backwards, { net_amount: 300, discount_amount: 30, vat_amount: 51.3, total_amount: 321.3 })
        assert.deepInclude(backwards.invoice_item_set[0], { cost: 100, vat_percentage: 19 })
        const fixed = yield* totals(front, { quantity: 1, cost: 100, discount_amount: 25 })
        assert.deepInclude(fixed, { discount_amount: 25, vat_amount: 14.25, total_amount: 89.25 })
        assert.strictEqual(fixed.invoice_item_set[0].discount_percentage, 25)
      }),
    ),
  )

  const Cents = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9_999_999_999 }))

  it.effect.prop(
    "a sub_total is answered to the last digit, whatever it is",
    [Cents],
    ([cents]) =>
      withCrmCom(empty, (front) =>
        Effect.gen(function* () {
          const text = Decimals.toText(BigDecimal.make(BigInt(cents), 2))
          const body = JSON.stringify(
            invoice({
              invoice_item_set: [{ ...item, cost: undefined, sub_total: 0, vat_rate_identifier: { name: "VAT 19%" } }],
            }),
          ).replace('"sub_total":0', `"sub_total":${text}`)
          const made = yield* front.post("invoices/create", JSON.parse(body))
          assert.include(made.text, `"total_amount":${text},`)
          assert.strictEqual(front.sandbox.state().unsettled, text)
        }),
      ),
    { arbitrary: { runs: 20 } },
  )

  it.live("many amounts come to an exact sum", () =>
    withCrmCom(empty, ({ sandbox, write }) =>
      Effect.gen(function* () {
        const line = { ...item, quantity: 1, cost: 0.1 }
        for (let made = 0; made < 10; made++) yield* write("invoices/create", invoice({ invoice_item_set: [line] }))
        assert.strictEqual(sandbox.state().unsettled, "1")
      }),
    ),
  )

  it.live("refuses what can't be priced", () =>
    withCrmCom(empty, ({ post, sandbox }) =>
      Effect.gen(function* () {
        const bad: ReadonlyArray<readonly [object, string]> = [
          [{ quantity: 1 }, "MANDATORYFIELDMISSING"],
          [{ cost: 1 }, "MANDATORYFIELDMISSING"],
          [{ quantity: 0, cost: 1 }, "AMOUNTNOTPOSITIVE"],
          [{ quantity: 1, cost: -1 }, "AMOUNTNOTPOSITIVE"],
          [{ quantity: 1, cost: 1, discount_amount: 2 }, "AMOUNTNOTPOSITIVE"],
          [{ quantity: 1, cost: 1, discount_percentage: 100 }, "WRONGVALUE"],
          [{ quantity: 1, cost: 1, sub_total: 1 }, "ONLYONEIDENTIFIERALLOWED"],
          [{ quantity: 1, cost: 1, discount_percentage: 1, discount_amount: 1 }, "ONLYONEIDENTIFIERALLOWED"],
          [{ quantity: 1, cost: "1" }, "WRONGVALUE"],
          [{ quantity: 1, cost: 1, vat_rate_identifier: { name: "VAT 20%" } }, "ENTITYNOTFOUND"],
        ]
        for (const [line, code] of bad) {
          const invoice_item_set = [{ product_identifier: { code: "SERVICE" }, ...line }]
          assert.strictEqual((yield* post("invoices/create", invoice({ invoice_item_set }))).code, code)
        }
        assert.strictEqual(
          (yield* post("invoices/create", invoice({ invoice_item_set: [] }))).code,
          "MANDATORYFIELDMISSING",
        )
        assert.strictEqual(sandbox.state().created.invoices, 0)
      }),
    ),
  )

  it.live("from R15.0.0 on an item without a price has the list's", () =>
    withCrmCom({ ...empty, release: "R15.0.0" }, (front) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* totals(front, { quantity: 2 })).net_amount, 100)
      }),
    ),
  )
})
