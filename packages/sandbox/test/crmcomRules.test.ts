/** What holds for every call: strictness, fields_set, releases. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit } from "effect"

import { CrmComSandbox } from "../src/index.ts"
import { empty, invoice, item, type Json, type Options, say, withCrmCom } from "./crmcomHttp.ts"

const onAccount = { accounts_receivable_identifier: "number=ACR0000000001" }

describe("strictness", () => {
  it.live("a body that is not the documented one is refused with a failure in an envelope, and nothing is stored", () =>
    withCrmCom(empty, ({ post, sandbox, token }) =>
      Effect.gen(function* () {
        const bad: ReadonlyArray<readonly [object, string]> = [
          [{ colour: "red" }, "UNKNOWNFIELD"],
          [{ invoice_item_set: [{ ...item, colour: "red" }] }, "UNKNOWNFIELD"],
          [{ type_identifier: undefined }, "MANDATORYFIELDMISSING"],
          [{ life_cycle_state: "OPEN" }, "WRONGVALUE"],
          [{ due_on: "2026-01-01" }, "WRONGVALUE"],
          [{ notes: 1 }, "WRONGVALUE"],
          [{ udf_float_1: "1" }, "WRONGVALUE"],
          [{ invoice_item_set: [{ ...item, cost: 1234567890123456 }] }, "WRONGVALUE"],
          [{ accounts_receivable_identifier: { number: "1", name: "1" } }, "ONLYONEIDENTIFIERALLOWED"],
          [{ accounts_receivable_identifier: {} }, "ONLYONEIDENTIFIERALLOWED"],
          [{ accounts_receivable_identifier: { nummer: "1" } }, "UNKNOWNFIELD"],
          [{ accounts_receivable_identifier: { number: "nobody" } }, "ENTITYNOTFOUND"],
          [{ type_identifier: { name: "Payment" } }, "WRONGCLASSIFICATION"],
          [{ intended_currency_identifier: { code: "USD" } }, "CURRENCYMISMATCH"],
          [{ fields_set: "id,nummer" }, "UNKNOWNFIELD"],
        ]
        for (const [rest, code] of bad) {
          const said = yield* post("invoices/create", invoice(rest))
          assert.deepStrictEqual([said.http, said.code], [200, code], JSON.stringify(rest))
          assert.isUndefined(said.data)
        }
        assert.strictEqual((yield* say(`${sandbox.url}/invoices/create`, "nonsense")).code, "MALFORMEDREQUEST")
        assert.strictEqual((yield* say(`${sandbox.url}/invoices/destroy?token=${token}`)).http, 404)
        assert.strictEqual(sandbox.state().created.invoices, 0)
        const same = { intended_currency_identifier: { code: "EUR" } }
        assert.strictEqual((yield* post("invoices/create", invoice(same))).code, "OK")
      }),
    ),
  )

  it.live("in a query, too", () =>
    withCrmCom(empty, ({ get }) =>
      Effect.gen(function* () {
        const list = (query: Record<string, string>) => get("invoices/list", { ...onAccount, ...query })
        assert.strictEqual((yield* list({ colour: "red" })).code, "UNKNOWNFIELD")
        assert.strictEqual((yield* list({ number_of_results: "x" })).code, "WRONGVALUE")
        const nobody = { accounts_receivable_identifier: "nummer=1" }
        assert.strictEqual((yield* get("invoices/list", nobody)).code, "ONLYONEIDENTIFIERALLOWED")
      }),
    ),
  )

  it.live("httpStatusOfFailures: 400 says it in the status as well", () =>
    withCrmCom({ ...empty, httpStatusOfFailures: 400 }, ({ get }) =>
      Effect.gen(function* () {
        const absent = yield* get("invoices/show", { invoice_identifier: "number=x" })
        assert.deepStrictEqual([absent.http, absent.code], [400, "ENTITYNOTFOUND"])
        assert.strictEqual((yield* get("invoices/list", onAccount)).http, 200)
      }),
    ),
  )

  it.live("a slash at the end of the path is tolerated", () =>
    withCrmCom(empty, ({ get, sandbox }) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* get("invoices/list/", onAccount)).code, "OK")
        assert.strictEqual(sandbox.state().calls["invoices/list"], 1)
      }),
    ),
  )

  it.live("settings that are not its own are refused", () =>
    Effect.gen(function* () {
      for (const text of ['{"port":-1}', '{"release":"13"}', '{"currency":"EURO"}', '{"createAnswr":"full"}']) {
        const options: Options = JSON.parse(text)
        assert.isTrue(Exit.isFailure(yield* Effect.exit(Effect.scoped(CrmComSandbox.start(options)))), text)
      }
    }),
  )
})

describe("fields_set", () => {
  it.live("names what is answered, of one record and of a list", () =>
    withCrmCom(empty, ({ write, read }) =>
      Effect.gen(function* () {
        const fields_set = "id,number,reference_number,life_cycle_state,back_office_code"
        const made = yield* write("invoices/create", invoice({ back_office_code: "A", fields_set }))
        assert.sameMembers(Object.keys(made), fields_set.split(","))
        const [listed] = yield* read("invoices/list", { ...onAccount, fields_set: "id, total_amount" })
        assert.deepStrictEqual(listed, { total_amount: 30, id: made.id })
      }),
    ),
  )

  it.live("createAnswer: without it the answer is short, or full", () =>
    Effect.gen(function* () {
      const names = (createAnswer: "short" | "full") =>
        withCrmCom({ ...empty, createAnswer }, ({ write }) =>
          Effect.map(write("invoices/create", invoice()), (made: Json) => Object.keys(made)),
        )
      assert.notInclude(yield* names("short"), "back_office_code")
      assert.includeMembers(yield* names("full"), ["back_office_code", "invoice_item_set", "log_information"])
    }),
  )
})

describe("releases", () => {
  it.live("what is newer is not a call, not a parameter, not an identifier, and not in the answer", () =>
    withCrmCom({ ...empty, release: "R10.0.0" }, ({ post, write, read, get }) =>
      Effect.gen(function* () {
        const made = yield* write("invoices/create", invoice())
        const invoice_identifier = { id: made.id }
        const writeOff = { invoice_identifier, type_identifier: { name: "Write Off" } }
        assert.strictEqual((yield* post("invoices/write_off", writeOff)).code, "UNKNOWNCALL")
        const intended = { intended_currency_identifier: { code: "EUR" } }
        assert.strictEqual((yield* post("invoices/create", invoice(intended))).code, "UNKNOWNFIELD")
        const byNumber = { contact_information_identifier: "registration_number=1" }
        assert.strictEqual((yield* get("contact_information/show", byNumber)).code, "UNKNOWNFIELD")
        const shown = yield* read("invoices/show", { invoice_identifier: `id=${made.id}` })
        assert.notProperty(shown, "tax_amount")
        assert.notProperty(shown.invoice_item_set[0], "tax_percentage")
        assert.property(shown, "vat_amount")
        assert.property(shown, "back_office_code")
      }),
    ),
  )

  it.live("before R9.1.0 there is no back_office_code anywhere", () =>
    Effect.gen(function* () {
      const sandbox = yield* CrmComSandbox.start({ ...empty, release: "R9.0.0" })
      const user = { username: "sandbox", password: "sandbox-password", organisation: "SANDBOX" }
      const { data } = yield* say(`${sandbox.url}/authentication/token`, JSON.stringify(user))
      const post = (call: string, body: object) =>
        say(`${sandbox.url}/${call}`, JSON.stringify({ token: data.token, ...body }))
      assert.strictEqual((yield* post("invoices/create", invoice({ back_office_code: "A" }))).code, "UNKNOWNFIELD")
      const made = yield* post("invoices/create", invoice())
      assert.strictEqual(made.code, "OK")
      const coded = `${sandbox.url}/invoices/show?token=${data.token}&invoice_identifier=back_office_code=A`
      assert.strictEqual((yield* say(coded)).code, "UNKNOWNFIELD")
      assert.strictEqual(
        (yield* post("invoices/update", { invoice_identifier: { id: made.data.id } })).code,
        "UNKNOWNCALL",
      )
    }).pipe(Effect.scoped),
  )
})
