/** Lists: filters, pages, and lists that change while they are read. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { empty, type Front, invoice, type Json, payment, unpaid, withBooks } from "./erplybooksHttp.ts"

const ids = ({ items }: Json): ReadonlyArray<number> => (items ?? []).map(({ id }: Json) => id)

const makePayments = ({ write }: Front) =>
  Effect.gen(function* () {
    const made: Array<number> = []
    for (const rest of [
      { opDate: "2026-01-31T00:00:00", note: "Alpha", archivingId: "OWN-1" },
      { opDate: "2026-02-01T23:59:59", accountId: 1307870, typeCode: "OTHER_INCOMING_PAYMENT", invoiceId: 0 },
      { opDate: "2026-02-28T12:00:00", typeCode: "OTHER_OUTGOING_PAYMENT", invoiceId: 0, customerId: 0 },
    ]) {
      made.push((yield* write("payments", payment(rest))).id)
    }
    return made
  })

describe("payments", () => {
  it.live("filters: days, both included, with and without a time; links, codes, texts", () =>
    withBooks(unpaid, (front) =>
      Effect.gen(function* () {
        const [a, b, c] = yield* makePayments(front)
        const cases: ReadonlyArray<readonly [Parameters<Front["read"]>[1], ReadonlyArray<number | undefined>]> = [
          [{}, [a, b, c]],
          [{ dateFrom: "2026-01-31T00:00:00", dateTo: "2026-02-01T00:00:00" }, [a, b]],
          [{ dateFrom: "2026-02-01", dateTo: "2026-02-01" }, [b]],
          [{ dateTo: "2026-01-31T00:00:00" }, [a]],
          [{ isIncome: true }, [a, b]],
          [{ isIncome: false }, [c]],
          [{ documentId: 2460001 }, [a]],
          [{ showOnlyPrepayments: true }, [b, c]],
          [{ entityId: 700001 }, [a, b]],
          [{ customerId: 700001 }, [a, b]],
          [{ getOnlyThoseWithContact: true }, [a, b]],
          [{ accountId: 1307870 }, [b]],
          [{ paymentType: "INVOICE_PAYMENT" }, [a]],
          [{ type: "OTHER_INCOMING_PAYMENT" }, [b]],
          [{ documentType: "DOCUMENT_SELL" }, [a]],
          [{ keyword: "own-1" }, [a]],
          [{ description: "alph" }, [a]],
          [{ documentStatusType: "STATUS_UNCONFIRMED" }, []],
          [{ changedSince: "2000-01-01T00:00:00" }, [a, b, c]],
          [{ changedSince: "2999-01-01T00:00:00" }, []],
        ]
        for (const [query, expected] of cases) {
          const list = yield* front.read("payments", query)
          assert.deepStrictEqual(ids(list), expected, JSON.stringify(query))
          assert.strictEqual(list.totalCount, expected.length)
        }
      }),
    ),
  )

  it.live("switches: the type is needed, or getEverything; a day alone is refused", () =>
    withBooks({ paymentTypeRequired: true, getEverythingRequired: true, bareDates: "refuse" }, ({ get, read }) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* get("payments")).code, "Please add paymentType")
        const paymentType = "INVOICE_PAYMENT"
        assert.deepInclude(yield* read("payments", { paymentType }), { items: null, totalCount: 0 })
        assert.strictEqual((yield* read("payments", { paymentType, getEverything: true })).totalCount, 10)
        const bare = yield* get("payments", { paymentType, dateFrom: "2026-01-01" })
        assert.deepStrictEqual([bare.http, bare.code], [409, "Could not parse date from: dateFrom"])
      }),
    ),
  )

  it.live("pages: start and limit, at most maxLimit; newest first where it is set so", () =>
    withBooks({ customers: 10, invoicesPerCustomer: 30, paymentsPerInvoice: 1, maxLimit: 150 }, ({ read, get }) =>
      Effect.gen(function* () {
        const usual = yield* read("payments")
        assert.deepStrictEqual([usual.items.length, usual.totalCount], [100, 200])
        assert.strictEqual((yield* read("payments", { limit: 1000 })).items.length, 150)
        const [first] = (yield* read("payments", { start: 150, limit: 150 })).items
        assert.strictEqual(first.id, 2575151)
        assert.deepInclude(yield* read("payments", { start: 200, limit: 10 }), { items: null, totalCount: 200 })
        assert.strictEqual((yield* get("payments", { limit: -1 })).http, 409)
        assert.strictEqual((yield* get("payments", { page: 1 })).code, "Unrecognized field 'page'")
      }),
    ),
  )

  it.live("arrivals: new payments within the days that are read, after every so many lists, at most so many", () =>
    withBooks({ ...empty, listOrder: "newest", arrivals: { payments: 2, every: 2, most: 3 } }, ({ read, sandbox }) =>
      Effect.gen(function* () {
        const query = { dateFrom: "2026-01-01T00:00:00", dateTo: "2026-01-31T00:00:00" }
        const counts: Array<number> = []
        for (let lists = 0; lists < 8; lists++) counts.push((yield* read("payments", query)).totalCount)
        assert.deepStrictEqual(counts, [0, 0, 2, 2, 3, 3, 3, 3])
        const { items } = yield* read("payments", query)
        assert.deepStrictEqual(
          ids({ items }),
          ids({ items }).toSorted((a, b) => b - a),
        )
        const { arrived, created, payments } = sandbox.state()
        assert.deepStrictEqual([arrived, created.payments, payments.count], [3, 0, 3])
        assert.deepStrictEqual(payments.sum, { CURRENCY_EUR: "30.03" })
        // Said anew, the count begins anew.
        sandbox.setArrivals({ payments: 1, most: 1 })
        for (const count of [3, 4, 4]) assert.strictEqual((yield* read("payments", query)).totalCount, count)
      }),
    ),
  )
})

describe("invoices", () => {
  it.live("filters: a type or ids are needed; number finds parts; what is unpaid", () =>
    withBooks({ customers: 3, invoicesPerCustomer: 4, paymentsPerInvoice: 1 }, ({ read, get, write }) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* get("invoices")).code, "Please add Document Type")
        assert.strictEqual((yield* get("invoices", { number: "2026-0001" })).code, "Please add Document Type")
        const documentType = "DOCUMENT_SELL"
        const own = yield* write("invoices", invoice({ number: "X2026-00012", note: "Own", partnerDocumentId: "P1" }))
        const cases: ReadonlyArray<readonly [object, number | ReadonlyArray<number>]> = [
          [{}, 13],
          [{ number: "2026-0001" }, [2460001, own.id]],
          [{ number: "2026-001" }, 3],
          [{ customerId: 700002 }, 4],
          [{ dateFrom: "2026-03-01", dateTo: "2026-03-01" }, [own.id]],
          [{ transactionDateTo: "2026-01-01T00:00:00" }, [2460001]],
          [{ getUnpaid: true }, 9],
          [{ partnerDocumentId: "P1" }, [own.id]],
          [{ description: "own" }, [own.id]],
          [{ keyword: "customer 3" }, 4],
          [{ documentStatusType: "STATUS_UNCONFIRMED" }, [own.id]],
          [{ changedSinceDate: "2999-01-01T00:00:00" }, 0],
        ]
        for (const [query, expected] of cases) {
          const list = yield* read("invoices", { documentType, ...query })
          if (typeof expected === "number") assert.strictEqual(list.totalCount, expected, JSON.stringify(query))
          else assert.deepStrictEqual(ids(list), expected, JSON.stringify(query))
        }
        assert.deepStrictEqual(ids(yield* read("invoices", { documentIds: "2460003,2460001" })), [2460001, 2460003])
        assert.deepInclude(yield* read("invoices", { documentType: "DOCUMENT_BUY" }), { items: null, totalCount: 0 })
      }),
    ),
  )

  it.live(
    "rows, payments and the customer are null in a list, and there in a single read; getRows gives the rows",
    () =>
      withBooks({ paymentsPerInvoice: 1 }, ({ read }) =>
        Effect.gen(function* () {
          const query = { documentIds: "2460001" }
          const [short] = (yield* read("invoices", query)).items
          assert.deepInclude(short, { rows: null, payments: null, customer: null, date: "2026-01-01" })
          const whole = yield* read("invoices/2460001")
          assert.deepStrictEqual([whole.rows.length, whole.payments.length, whole.customer.code], [2, 1, "C0001"])
          const [withRows] = (yield* read("invoices", { ...query, getRows: true })).items
          assert.deepStrictEqual(withRows.rows, whole.rows)
        }),
      ),
  )
})

describe("customers", () => {
  it.live("filters: part of name or code, one code, one id, the integrator's id, suppliers", () =>
    withBooks({ customers: 12, invoicesPerCustomer: 0 }, ({ read, write }) =>
      Effect.gen(function* () {
        const own = { id: 0, name: "Supplier", supplier: true, customer: false, partnerCustomerId: "P-7" }
        const { id } = yield* write("customers", own)
        const cases: ReadonlyArray<readonly [Parameters<Front["read"]>[1], ReadonlyArray<number>]> = [
          [{ keyword: "c001" }, [700010, 700011, 700012]],
          [{ keyword: "customer 12" }, [700012]],
          [{ code: "C0002" }, [700002]],
          [{ code: "C000" }, []],
          [{ id: 700003 }, [700003]],
          [{ partnerCustomerId: "P-7" }, [id]],
          [{ noCustomers: true }, [id]],
          [{ noSuppliers: true, keyword: "Supplier" }, []],
        ]
        for (const [query, expected] of cases) {
          assert.deepStrictEqual(ids(yield* read("customers", query)), expected, JSON.stringify(query))
        }
      }),
    ),
  )
})

describe("what records refer to", () => {
  it.live("accounts, articles, projects, dictionaries, the organisation", () =>
    withBooks(empty, ({ read, get }) =>
      Effect.gen(function* () {
        const { items } = yield* read("accounts")
        assert.deepInclude(items[0], { id: 583287, number: "1020" })
        assert.strictEqual((yield* read("articles", { keyword: "serv" })).items[0].name, "Service")
        assert.strictEqual((yield* read("projects")).totalCount, 1)
        assert.include(
          (yield* read("settings/dictionaries/CURRENCY", { languageCode: "LANGUAGE_ET" })).items.map(
            ({ code }: Json) => code,
          ),
          "CURRENCY_EUR",
        )
        assert.strictEqual((yield* get("settings/dictionaries/NOTHING")).code, "Item not Found")
        assert.strictEqual((yield* read("organisation")).id, 1001)
      }),
    ),
  )
})
