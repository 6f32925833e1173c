/** What somebody does to PayorCRM's records behind the back of whoever delivered them. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { PayorCrmSandbox } from "../src/index.ts"
import { invoice, putInvoices } from "./http.ts"
import { admin, refused, tamper } from "./tampering.ts"

type Options = Parameters<typeof PayorCrmSandbox.start>[0]

const amounts = '"invoiceAmount":12.50,"balanceAmount":"2.50","currency":"EUR"'

/** Customer C1, and two invoices of 12.50, of which 2.50 is due. */
const withTwo = <E>(options: Options, use: (sandbox: PayorCrmSandbox) => Effect.Effect<void, E>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const sandbox = yield* PayorCrmSandbox.start({ customerNumbers: ["C1"], ...options })
      const stored = yield* putInvoices(sandbox, `[${invoice("1", amounts)},${invoice("2", amounts)}]`)
      assert.strictEqual(stored.status, 200, stored.body)
      yield* use(sandbox)
    }),
  )

describe("PayorCRM", () => {
  it.live("loses an invoice, by its number or key", () =>
    withTwo({}, (sandbox) =>
      Effect.gen(function* () {
        const [lost] = yield* tamper(sandbox, { do: "lose", kind: "invoices", number: "1" })
        assert.deepInclude(lost, { invoiceNumber: "1" })
        assert.deepInclude(sandbox.state(), { invoices: 1, amounts: { EUR: "12.5" } })
        yield* tamper(sandbox, { do: "lose", kind: "invoices", key: "C1/2" })
        assert.deepInclude(sandbox.state(), { invoices: 0, amounts: { EUR: "0" } })
      }),
    ),
  )

  it.live("changes amounts exactly, what is due of them too, and days as they are written there", () =>
    withTwo({ dateFormat: "dd.MM.yyyy" }, (sandbox) =>
      Effect.gen(function* () {
        const to = { dueDate: "2027-02-28", note: "edited" }
        yield* tamper(sandbox, { do: "change", kind: "invoices", number: ["2", "1"], by: "0.01", to })
        for (const text of sandbox.invoiceTexts(2)) {
          assert.include(text, '"invoiceAmount":12.51,"balanceAmount":"2.51"')
          assert.deepInclude(JSON.parse(text), { dueDate: "28.02.2027", itemText: "edited" })
        }
        assert.deepStrictEqual(sandbox.state().amounts, { EUR: "25.02" })
      }),
    ),
  )

  it.live("doubles an invoice, and loses one of the two again", () =>
    withTwo({}, (sandbox) =>
      Effect.gen(function* () {
        yield* tamper(sandbox, { do: "double", kind: "invoices", key: "C1/1" })
        assert.deepInclude(sandbox.state(), { invoices: 3, duplicates: 1, amounts: { EUR: "37.5" } })
        assert.strictEqual(sandbox.invoiceCopies().get("C1/1"), 2)
        yield* tamper(sandbox, { do: "lose", kind: "invoices", key: "C1/1" })
        assert.deepInclude(sandbox.state(), { invoices: 2, duplicates: 0, amounts: { EUR: "25" } })
      }),
    ),
  )

  it.live("changes a customer's name, and loses the customer, not the invoices", () =>
    withTwo({}, (sandbox) =>
      Effect.gen(function* () {
        const [changed] = yield* tamper(sandbox, {
          do: "change",
          kind: "customers",
          number: "C1",
          to: { name: "Acme" },
        })
        assert.deepInclude(changed, { customerno: "C1", companyname: "Acme" })
        yield* tamper(sandbox, { do: "lose", kind: "customers", number: "C1" })
        assert.deepInclude(sandbox.state(), { customers: 0, invoices: 2 })
        assert.strictEqual((yield* putInvoices(sandbox, `[${invoice("3")}]`)).status, 400)
        yield* admin(sandbox, "reset")
        assert.deepInclude(sandbox.state(), { customers: 1, invoices: 0 })
      }),
    ),
  )

  it.live("refuses with a sentence what makes no sense", () =>
    withTwo({ amounts: "decimal" }, (sandbox) =>
      Effect.gen(function* () {
        const bad = [
          { do: "lose", kind: "payments", number: "1" },
          { do: "lose", kind: "invoices", id: "1" },
          { do: "change", kind: "customers", number: "C1", to: { note: "x" } },
          { do: "change", kind: "invoices", number: "1", to: { name: "x" } },
        ]
        for (const body of bad) assert.strictEqual(yield* refused(sandbox, body), 400, JSON.stringify(body))
        assert.strictEqual(yield* refused(sandbox, { do: "lose", kind: "invoices", number: "9" }), 404)
      }),
    ),
  )
})
