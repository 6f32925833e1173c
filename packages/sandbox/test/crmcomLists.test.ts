/** Finding invoices: by what identifies one, and in lists. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { empty, type Front, invoice, type Json, withCrmCom } from "./crmcomHttp.ts"

const draft = invoice({ life_cycle_state: "DRAFT" })
const byId = ({ id }: Json) => ({ invoice_identifier: { id } })

describe("finding invoices", () => {
  it.live("by any of the four identifiers, and by a code that an update gave or took", () =>
    withCrmCom(empty, (front) =>
      Effect.gen(function* () {
        const made = yield* front.write("invoices/create", { ...draft, back_office_code: "WB-1" })
        const found = (identifier: string) =>
          Effect.map(
            front.get("invoices/show", { invoice_identifier: identifier }),
            ({ code, data }) => data?.id ?? code,
          )
        assert.strictEqual(yield* found("back_office_code=WB-1"), made.id)
        assert.strictEqual(yield* found(`reference_number=${made.reference_number}`), made.id)
        assert.strictEqual(yield* found("number=I00000001"), "ENTITYNOTFOUND")
        yield* front.write("invoices/update", { ...byId(made), back_office_code: "a = b & c" })
        assert.strictEqual(yield* found("back_office_code=WB-1"), "ENTITYNOTFOUND")
        assert.strictEqual(yield* found("back_office_code=a = b & c"), made.id)
        yield* front.write("invoices/post", byId(made))
        assert.strictEqual(yield* found("number=I00000001"), made.id)
      }),
    ),
  )

  const numbers = ({ read }: Front, query: Record<string, string> = {}) =>
    Effect.map(
      read("invoices/list", { accounts_receivable_identifier: "number=ACR0000000001", ...query }),
      (list: Json) => list.map(({ number }: Json) => Number(number.slice(1))),
    )
  const five = Effect.fnUntraced(function* ({ write }: Front) {
    for (let made = 0; made < 5; made++) {
      yield* write("invoices/create", invoice(made === 2 ? { type_identifier: { alternative_code: "I2" } } : {}))
    }
  })

  it.live("lists are of one account, in pages, in the order that the settings say", () =>
    withCrmCom({ ...empty, accounts: 2, maxResults: 3 }, (front) =>
      Effect.gen(function* () {
        yield* five(front)
        yield* front.write("invoices/create", invoice({ accounts_receivable_identifier: { number: "ACR0000000002" } }))
        assert.deepStrictEqual(yield* numbers(front, { number_of_results: "2" }), [1, 2])
        assert.deepStrictEqual(yield* numbers(front, { number_of_results: "2", offset: "4" }), [5])
        assert.deepStrictEqual(yield* numbers(front, { number_of_results: "2", offset: "5" }), [])
        // More than the longest page is not refused, but cut.
        assert.deepStrictEqual(yield* numbers(front, { number_of_results: "10" }), [1, 2, 3])
        assert.deepStrictEqual(yield* numbers(front), [1, 2, 3])
        assert.deepStrictEqual(yield* numbers(front, { type_identifier: "name=Invoice 2" }), [3])
        assert.deepStrictEqual(yield* numbers(front, { category_identifier: "code=IC" }), [])
        assert.strictEqual((yield* front.get("invoices/list")).code, "MANDATORYFIELDMISSING")
      }),
    ),
  )

  it.live("listOrder: newest first, or in no order at all, but the same each time", () =>
    Effect.gen(function* () {
      yield* withCrmCom({ ...empty, listOrder: "newest" }, (front) =>
        Effect.gen(function* () {
          yield* five(front)
          assert.deepStrictEqual(yield* numbers(front, { number_of_results: "2" }), [5, 4])
        }),
      )
      yield* withCrmCom({ ...empty, listOrder: "shuffled" }, (front) =>
        Effect.gen(function* () {
          yield* five(front)
          const all = yield* numbers(front)
          assert.notDeepEqual(all, [1, 2, 3, 4, 5])
          assert.sameMembers(all, [1, 2, 3, 4, 5])
          const pages = [yield* numbers(front, { number_of_results: "3" }), yield* numbers(front, { offset: "3" })]
          assert.deepStrictEqual(pages.flat(), all)
        }),
      )
    }),
  )

  it.live("before R13.0.0 a list is whole, and knows no pages", () =>
    withCrmCom({ ...empty, release: "R12.0.0", maxResults: 1 }, (front) =>
      Effect.gen(function* () {
        yield* five(front)
        assert.lengthOf(yield* numbers(front), 5)
        const query = { accounts_receivable_identifier: "number=ACR0000000001", offset: "1" }
        assert.strictEqual((yield* front.get("invoices/list", query)).code, "UNKNOWNFIELD")
      }),
    ),
  )
})
