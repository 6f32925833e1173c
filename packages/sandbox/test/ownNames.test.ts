/** A stand-in that is configured as a real installation is, and holds the customers that a source names. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { PayorCrmSandbox } from "../src/index.ts"
import * as crm from "./crmcomHttp.ts"
import * as books from "./erplybooksHttp.ts"
import { putInvoices, invoice as payorInvoice } from "./http.ts"
import { admin } from "./tampering.ts"

const crmNames = {
  types: [
    { classification: "INVOICE", name: "Rechnung" },
    { classification: "PAYMENT", id: "PAY-7" },
    { classification: "INVOICE_CANCELLATION", alternative_code: "STORNO" },
  ],
  categories: [{ name: "Altbestand" }],
  products: [{ code: "DIENST", vat_percentage: "20" }, { code: "ALT" }],
  vatRates: [{ name: "MwSt 7", percentage: "7" }],
  paymentMethods: [{ name: "Überweisung" }, { name: "Cash" }],
  rejectionReasons: [{ name: "Irrtum" }],
} as const

const cost = { quantity: 1, cost: 100 }

describe("CRM.COM with names of its own", () => {
  it.live("takes them in every call, beside the usual ones", () =>
    crm.withCrmCom({ ...crm.empty, ...crmNames }, ({ read, write, sandbox }) =>
      Effect.gen(function* () {
        const items = [
          { ...cost, product_identifier: { code: "DIENST" } },
          { ...cost, product_identifier: { code: "ALT" }, vat_rate_identifier: { name: "MwSt 7" } },
          { ...cost, product_identifier: { code: "ALT" } },
        ]
        const own = { type_identifier: { name: "Rechnung" }, category_identifier: { name: "Altbestand" } }
        const made = yield* write("invoices/create", crm.invoice({ ...own, invoice_item_set: items }))
        assert.strictEqual(made.total_amount, 327)
        yield* write(
          "payments/create",
          crm.payment({ type_identifier: { id: "PAY-7" }, payment_method_identifier: { name: "Überweisung" } }),
        )
        yield* write("payments/create", crm.payment())
        const cancel = { invoice_identifier: { id: made.id }, type_identifier: { alternative_code: "STORNO" } }
        yield* write("invoices/cancel", cancel)
        const draft = yield* write("invoices/create", crm.invoice({ ...own, life_cycle_state: "DRAFT" }))
        const reject = { invoice_identifier: { id: draft.id }, rejection_reason_identifier: { name: "Irrtum" } }
        yield* write("invoices/reject", reject)
        const methods = yield* read("payments/configuration/payment_methods/list", {
          payment_type_identifier: "id=PAY-7",
        })
        assert.deepStrictEqual(
          methods.map(({ payment_method }: crm.Json) => payment_method.name),
          ["Überweisung", "Cash", "Bank Transfer", "Credit Card"],
        )
        yield* admin(sandbox, "reset")
        assert.strictEqual((yield* admin(sandbox, "seed", { accounts: 3 })).status, 200)
      }),
    ),
  )

  it.live("keeps them to itself", () =>
    crm.withCrmCom({ ...crm.empty, ...crmNames }, () =>
      crm.withCrmCom(crm.empty, ({ post }) =>
        Effect.gen(function* () {
          const said = yield* post("invoices/create", crm.invoice({ type_identifier: { name: "Rechnung" } }))
          assert.strictEqual(said.code, "ENTITYNOTFOUND")
        }),
      ),
    ),
  )

  it.live("does not start with an entry that has no name, or a rate that is no decimal", () =>
    Effect.gen(function* () {
      const bad: ReadonlyArray<crm.Options> = [
        { types: [{ classification: "INVOICE" }] },
        { vatRates: [{ name: "X", percentage: "7 %" }] },
        { paymentMethods: [{}] },
      ]
      for (const options of bad) {
        const exit = yield* Effect.exit(crm.withCrmCom(options, () => Effect.void))
        assert.strictEqual(exit._tag, "Failure", JSON.stringify(options))
      }
    }),
  )
})

describe("ERPLY Books with names of its own", () => {
  const names = {
    accounts: [{ number: "1111", name: "Swedbank" }, { number: "1020" }],
    articles: [{ name: "Hooldus", id: 777 }, { name: "Rent" }],
    projects: [{ name: "Kolimine" }],
    dictionaries: { DOCUMENT_TYPE: ["DOCUMENT_OWN"], PAYMENT_TYPE: ["OWN_PAYMENT"] },
  }

  it.live("takes them in every call, beside the usual ones, and keeps them to itself", () =>
    books.withBooks({ ...books.unpaid, ...names }, ({ read, write }) =>
      Effect.gen(function* () {
        const accounts = (yield* read("accounts", {})).items
        assert.deepStrictEqual(
          accounts.map(({ number }: books.Json) => number),
          ["1020", "1010", "1200", "1111"],
        )
        const articles = (yield* read("articles", { keyword: "rent" })).items
        assert.strictEqual((yield* read("projects", { keyword: "koli" })).totalCount, 1)
        const rows = [777, articles[0].id].map((articleId) => ({ ...books.row, articleId }))
        yield* write("invoices", books.invoice({ typeCode: "DOCUMENT_OWN", rows }))
        const accountId = accounts[3].id
        yield* write("payments", books.payment({ typeCode: "OWN_PAYMENT", accountId }))
        yield* books.withBooks(books.unpaid, ({ post }) =>
          Effect.gen(function* () {
            assert.strictEqual((yield* post("payments", books.payment({ typeCode: "OWN_PAYMENT" }))).http, 409)
            assert.strictEqual((yield* post("payments", books.payment({ accountId }))).http, 409)
          }),
        )
      }),
    ),
  )
})

/** As many as one call takes, each with a name. */
const many = Array.from({ length: 100_000 }, (_, index) => ({
  number: `KUNDE-${String(index).padStart(6, "0")}`,
  name: `Kunde Nummer ${index} Handelsgesellschaft mit beschränkter Haftung, Niederlassung ${index}`,
}))

describe("customers by their numbers", () => {
  it.live("CRM.COM: accounts without invoices, each once", () =>
    crm.withCrmCom(crm.empty, ({ read, write, sandbox }) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* admin(sandbox, "seed", { accountNumbers: many.slice(0, 20_000) })).status, 200)
        const again = { accountNumbers: ["KUNDE-000007", "ACR0000000001", "ACR0000000002"] }
        assert.strictEqual((yield* admin(sandbox, "seed", again)).status, 200)
        const { accounts, created, invoices } = sandbox.state()
        assert.deepStrictEqual([accounts, created.accounts, invoices.POSTED.count], [20_002, 0, 0])
        const last = { accounts_receivable_identifier: "number=KUNDE-019999" }
        assert.deepInclude(yield* read("accounts_receivable/show", last), { name: many[19_999]!.name })
        const account = { number: "KUNDE-000007" }
        yield* write("invoices/create", crm.invoice({ accounts_receivable_identifier: account }))
        // A number that was given is not given again.
        const contact = { contact_information_identifier: { number: "CI000001" } }
        const made = yield* write("accounts_receivable/create", { ...contact, name: "New" })
        assert.strictEqual(made.number, "ACR0000000003")
        const tooMany = [...many, { number: "ONE-MORE" }]
        assert.strictEqual((yield* admin(sandbox, "seed", { accountNumbers: tooMany })).status, 400)
      }),
    ),
  )

  it.live("ERPLY Books: by code, and those with which it begins", () =>
    books.withBooks({ customerNumbers: ["A", "B", "A"] }, ({ read, sandbox }) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* admin(sandbox, "seed", { customerNumbers: [...many, "A"].slice(1) })).status, 200)
        const { customers, created, invoices } = sandbox.state()
        assert.deepStrictEqual([customers, created.customers, invoices.count], [100_001, 0, 0])
        assert.deepInclude((yield* read("customers", { code: "KUNDE-000007" })).items[0], { name: many[7]!.name })
        yield* admin(sandbox, "reset")
        assert.strictEqual(sandbox.state().customers, 2)
      }),
    ),
  )

  it.live("PayorCRM: so that invoices find them", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const sandbox = yield* PayorCrmSandbox.start()
        assert.strictEqual((yield* putInvoices(sandbox, `[${payorInvoice("1")}]`)).status, 400)
        assert.strictEqual((yield* admin(sandbox, "seed", { customerNumbers: [...many, "C1"].slice(1) })).status, 200)
        sandbox.seed({ customerNumbers: ["C1", "C2"] })
        assert.strictEqual((yield* putInvoices(sandbox, `[${payorInvoice("1")}]`)).status, 200)
        assert.deepInclude(sandbox.state(), { customers: 100_001, invoices: 1, received: 2 })
        assert.strictEqual((yield* admin(sandbox, "seed", { customers: 5 })).status, 400)
      }),
    ),
  )
})

describe("requests are counted by call, those that a fault ended too", () => {
  const faults = [{ fault: "cut-before", next: 1 } as const, { fault: "delay", millis: 1 } as const]

  it.live("PayorCRM", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const sandbox = yield* PayorCrmSandbox.start({ faults, customerNumbers: ["C1"] })
        for (const status of [0, 200]) {
          assert.strictEqual((yield* putInvoices(sandbox, `[${payorInvoice("1")}]`)).status, status)
        }
        const struck = { "cut-before": 1 }
        assert.deepInclude(sandbox.state(), { requests: 2, calls: { "upload/invoices": 2 }, struck })
        assert.deepStrictEqual(sandbox.calls(), { "upload/invoices": 2 })
        sandbox.reset()
        assert.deepInclude(sandbox.state(), { requests: 0, calls: {}, struck: {} })
      }),
    ),
  )

  it.live("CRM.COM", () =>
    crm.withCrmCom({ ...crm.empty, faults }, ({ post, sandbox }) =>
      Effect.gen(function* () {
        for (const http of [0, 200]) assert.strictEqual((yield* post("invoices/create", crm.invoice())).http, http)
        assert.deepStrictEqual(sandbox.calls(), { "authentication/web_api_key/token": 1, "invoices/create": 2 })
        assert.deepInclude(sandbox.state(), { requests: 3, struck: { "cut-before": 1 } })
      }),
    ),
  )

  it.live("ERPLY Books", () =>
    books.withBooks({ ...books.unpaid, faults }, ({ post, sandbox }) =>
      Effect.gen(function* () {
        for (const http of [0, 200]) assert.strictEqual((yield* post("payments", books.payment())).http, http)
        assert.deepStrictEqual(sandbox.calls(), { "POST payments": 2 })
        assert.deepInclude(sandbox.state(), { requests: 2, struck: { "cut-before": 1 } })
      }),
    ),
  )
})
