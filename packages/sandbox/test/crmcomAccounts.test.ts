/** The calls beside invoices and payments: accounts, contacts, configuration, credit notes. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { account, empty, type Json, withCrmCom } from "./crmcomHttp.ts"

const onAccount = { accounts_receivable_identifier: "number=ACR0000000001" }

describe("accounts and contacts", () => {
  const person = { type: "PERSON", first_name: "A", last_name: "B", demographics: { id_number: "X1" } }

  it.live("a contact, its account, and finding both", () =>
    withCrmCom(empty, ({ write, read, get, post }) =>
      Effect.gen(function* () {
        const contact = yield* write("contact_information/create", person)
        assert.match(contact.id, /^[0-9A-F]{32}$/)
        const owner = { contact_information_identifier: { id_number: "X1" } }
        const made = yield* write("accounts_receivable/create", { name: "A's", ...owner, udf_string_1: "u" })
        assert.deepInclude(made, { number: "ACR0000000002", balance: 0, life_cycle_state: "ACTIVE", udf_string_1: "u" })
        assert.strictEqual(made.account_owner.id, contact.id)
        const byContact = yield* read("accounts_receivable/list", { contact_information_identifier: "id_number=X1" })
        assert.deepStrictEqual(
          byContact.map(({ id }: Json) => id),
          [made.id],
        )
        const byAddress = yield* read("accounts_receivable/list", { email_address: "owner1@example.test" })
        assert.strictEqual(byAddress[0].number, "ACR0000000001")
        assert.strictEqual((yield* get("accounts_receivable/list")).code, "ONLYONEIDENTIFIERALLOWED")
        assert.strictEqual((yield* post("accounts_receivable/create", { ...owner, name: 1 })).code, "WRONGVALUE")
        const dollars = { name: "C", currency_identifier: { code: "USD" } }
        assert.strictEqual((yield* post("accounts_receivable/create", dollars)).code, "CURRENCYMISMATCH")
      }),
    ),
  )

  it.live("an update keeps what is left out, and null clears", () =>
    withCrmCom(empty, ({ write, read, post }) =>
      Effect.gen(function* () {
        yield* write("contact_information/create", { ...person, notes: "n", title: "Dr" })
        const contact_information_identifier = { id_number: "X1" }
        const update = { contact_information_identifier, title: null, demographics: { id_number: "X2" } }
        const updated = yield* write("contact_information/update", update)
        assert.deepInclude(updated, { first_name: "A", notes: "n", title: null })
        const shown = yield* read("contact_information/show", { contact_information_identifier: "id_number=X2" })
        assert.strictEqual(shown.id, updated.id)
        const nameless = { contact_information_identifier: { id_number: "X2" }, last_name: null }
        assert.strictEqual((yield* post("contact_information/update", nameless)).code, "MANDATORYFIELDMISSING")
        const { first_name: _, ...without } = person
        assert.strictEqual((yield* post("contact_information/create", without)).code, "MANDATORYFIELDMISSING")
        assert.strictEqual((yield* post("contact_information/create", { type: "COMPANY" })).code, "OK")
      }),
    ),
  )

  it.live("the suspense account is a system's, and group members came with R13.1.0", () =>
    Effect.gen(function* () {
      yield* withCrmCom(empty, ({ read, get }) =>
        Effect.gen(function* () {
          assert.strictEqual((yield* read("accounts_receivable/suspense_account/show")).type, "SYSTEM")
          assert.strictEqual((yield* get("accounts_receivable/group_members/list", onAccount)).code, "UNKNOWNCALL")
        }),
      )
      yield* withCrmCom({ ...empty, release: "R13.1.0" }, ({ read }) =>
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* read("accounts_receivable/group_members/list", onAccount), [])
        }),
      )
    }),
  )
})

describe("configuration and credit notes", () => {
  it.live("lists what an installation has", () =>
    withCrmCom(empty, ({ read, get }) =>
      Effect.gen(function* () {
        for (const resource of ["invoices", "payments", "credit_notes"]) {
          const reasons = yield* read(`${resource}/configuration/rejection_reasons/list`)
          assert.deepInclude(reasons[0].rejection_reason, {
            name: "Reject Due to Business Request",
            alternative_code: "RDTBR",
          })
        }
        const call = "payments/configuration/payment_methods/list"
        const methods = yield* read(call, { payment_type_identifier: "name=Payment" })
        assert.deepStrictEqual(
          methods.map(({ payment_method, default: first }: Json) => [payment_method.name, first]),
          [
            ["Cash", true],
            ["Bank Transfer", false],
            ["Credit Card", false],
          ],
        )
        assert.strictEqual((yield* get(call, { payment_type_identifier: "name=Invoice" })).code, "WRONGCLASSIFICATION")
        assert.isArray(yield* read("accounts_receivable/configuration/payment_preferences/list"))
      }),
    ),
  )

  it.live("a credit note is issued now or earlier", () =>
    withCrmCom(empty, ({ write, read, post }) =>
      Effect.gen(function* () {
        const note = {
          accounts_receivable_identifier: account,
          type_identifier: { alternative_code: "CN" },
          life_cycle_state: "DRAFT",
          issue_on: "2026-01-01T00:00:00",
          issue_reason: "returned",
        }
        const made = yield* write("credit_notes/create", note)
        const shown = yield* read("credit_notes/show", { credit_note_identifier: `id=${made.id}` })
        assert.deepInclude(shown, { life_cycle_state: "DRAFT", issued_on: note.issue_on, issue_reason: "returned" })
        const future = { ...note, issue_on: "2999-01-01T00:00:00" }
        assert.strictEqual((yield* post("credit_notes/create", future)).code, "ISSUEDATEINFUTURE")
      }),
    ),
  )
})
