import { assert, describe, it } from "@effect/vitest"
import type { BadRow, GoodRow } from "@waybill/connector"
import { CalendarDate, Decimals } from "@waybill/model"
import { BigDecimal, Effect, Option, Stream } from "effect"

import { codeOf, onPlatform, read, sourceOf, type StreamText } from "./support/open.ts"
import { type Instead, openShop, type Options, type Shop } from "./support/shop.ts"

const fill = (shop: Shop, count: number): void => {
  for (let index = 0; index < count; index++) {
    const digits = String(index + 1).padStart(2, "0")
    shop.invoices.push({
      id: `#${9_007_199_254_740_990 + index}0`,
      invoice_no: `I${index + 1}`,
      customer: "C1",
      amount: `#123456789012345678901.${digits}`,
      currency: "EUR",
      due_on: "2026-11-20",
    })
  }
}

const limit = { size: 2, sizeParameter: "limit" }

const styles = {
  none: { by: "none", total: "meta.total" },
  page: { by: "page", parameter: "page", ...limit },
  offset: { by: "offset", parameter: "skip", ...limit },
  cursor: { by: "cursor", parameter: "after", next: "meta.next", ...limit },
  link: { by: "link", next: "meta.address", ...limit },
  header: { by: "link", ...limit },
} as const

const paged = (paging: NonNullable<StreamText["list"]>["paging"]): StreamText => ({
  ...read,
  list: { ...read.list, paging },
})

const numbersOf = (pages: ReadonlyArray<{ readonly rows: ReadonlyArray<unknown> }>) =>
  pages.flatMap(({ rows }) => rows.map((row) => (row as GoodRow<{ readonly invoice_no: string }>).record.invoice_no))

const names = (count: number) => Array.from({ length: count }, (_, index) => `I${index + 1}`)

const open = (stream: StreamText, options: Options, count = 5) =>
  Effect.gen(function* () {
    const shop = yield* openShop(options)
    fill(shop, count)
    return { shop, source: yield* sourceOf(shop, stream) }
  })

/** The code with which the whole list ends. */
const ends = (stream: StreamText, options: Options, count = 5) =>
  onPlatform(
    Effect.flatMap(open(stream, options, count), ({ source }) => codeOf(Stream.runDrain(source.read(Option.none())))),
  )

const answering = (body: string): Instead => ({ status: 200, body })

describe("a list is read to its end, and on from every cursor", () => {
  for (const [style, paging] of Object.entries(styles)) {
    it.live(style, () =>
      onPlatform(
        Effect.gen(function* () {
          const { source } = yield* open(paged(paging), { paging: style as keyof typeof styles })
          const pages = yield* Stream.runCollect(source.read(Option.none()))
          assert.deepStrictEqual(numbersOf(pages), names(5))
          const rows = pages.flatMap((page) => page.rows.map(({ row }) => row))
          assert.deepStrictEqual(rows, [1, 2, 3, 4, 5])
          for (const [index, { cursor }] of pages.entries()) {
            const rest = yield* Stream.runCollect(source.read(Option.some(cursor)))
            const before = numbersOf(pages.slice(0, index + 1)).length
            assert.deepStrictEqual(numbersOf(rest), names(5).slice(before), `behind page ${index + 1}`)
          }
        }),
      ),
    )
  }

  it.live("an empty list has a page without rows", () =>
    onPlatform(
      Effect.gen(function* () {
        const { source } = yield* open(paged(styles.page), { paging: "page" }, 0)
        const pages = yield* Stream.runCollect(source.read(Option.none()))
        assert.deepStrictEqual(numbersOf(pages), [])
        assert.lengthOf(pages, 1)
      }),
    ),
  )

  it.live("pages shorter than asked for lose nothing, by page and by offset", () =>
    onPlatform(
      Effect.gen(function* () {
        for (const style of ["page", "offset"] as const) {
          const stream = paged({ ...styles[style], size: 100 })
          const { source } = yield* open(stream, { paging: style, mostAPage: 2 })
          assert.deepStrictEqual(numbersOf(yield* Stream.runCollect(source.read(Option.none()))), names(5))
        }
      }),
    ),
  )

  it.live("a cursor of the stream as it was described before leads to its start", () =>
    onPlatform(
      Effect.gen(function* () {
        const { shop, source } = yield* open(paged(styles.page), { paging: "page" })
        const [page] = yield* Stream.runCollect(Stream.take(source.read(Option.none()), 1))
        const other = yield* sourceOf(shop, { ...paged(styles.page), key: "id" })
        const pages = yield* Stream.runCollect(other.read(Option.some(page!.cursor)))
        assert.lengthOf(numbersOf(pages), 5)
        assert.strictEqual(yield* codeOf(Stream.runDrain(other.read(Option.some("{}")))), "WB-REST-CURSOR")
      }),
    ),
  )
})

describe("what an answer does not say is an error, never the end", () => {
  const cases: ReadonlyArray<readonly [string, string, StreamText, string]> = [
    ["no list at `records`", "WB-REST-ANSWER", paged(styles.page), '{"items":[]}'],
    ["an object in its place", "WB-REST-ANSWER", paged(styles.page), '{"data":{}}'],
    ["null in its place", "WB-REST-ANSWER", paged(styles.page), '{"data":null}'],
    ["no JSON", "WB-REST-ANSWER", paged(styles.page), "ok"],
    ["a page of HTML", "WB-HTTP-LOST", paged(styles.page), "<html><body>sign in</body></html>"],
    ["`more` that is no truth", "WB-REST-ANSWER", paged({ ...styles.page, more: "more" }), '{"data":[{}]}'],
    ["`total` that is no count", "WB-REST-ANSWER", paged({ by: "none", total: "n" }), '{"data":[{}],"n":"many"}'],
    ["more counted than listed", "WB-REST-SHIFTED", paged({ by: "none", total: "n" }), '{"data":[{}],"n":2}'],
    ["`next` that is an object", "WB-REST-ANSWER", paged(styles.cursor), '{"data":[{}],"meta":{"next":{}}}'],
    [
      "more, and no cursor",
      "WB-REST-ANSWER",
      paged({ ...styles.cursor, more: "more" }),
      '{"data":[{}],"more":true,"meta":{"next":null}}',
    ],
  ]
  for (const [name, code, stream, body] of cases) {
    it.live(`${name}: ${code}`, () =>
      Effect.gen(function* () {
        assert.strictEqual(yield* ends(stream, { instead: () => answering(body) }), code)
      }),
    )
  }

  it.live("the same page again, whatever it is asked for: WB-REST-PAGING", () =>
    Effect.gen(function* () {
      const same = { instead: () => answering('{"data":[{"invoice_no":"I1"}]}') }
      assert.strictEqual(yield* ends(paged(styles.page), same), "WB-REST-PAGING")
      assert.strictEqual(yield* ends(paged(styles.offset), same), "WB-REST-PAGING")
    }),
  )

  it.live("a circle of cursors: WB-REST-PAGING", () =>
    Effect.gen(function* () {
      const circle: Options = {
        instead: ({ query }) => {
          const after = Number(query.get("after") ?? 0)
          return answering(`{"data":[{"invoice_no":"I${after}"}],"meta":{"next":${(after + 1) % 3}}}`)
        },
      }
      assert.strictEqual(yield* ends(paged(styles.cursor), circle), "WB-REST-PAGING")
    }),
  )

  it.live("empty answers without end: WB-REST-PAGING", () =>
    Effect.gen(function* () {
      const endless: Options = {
        instead: ({ query }) => answering(`{"data":[],"meta":{"next":${Number(query.get("after") ?? 0) + 1}}}`),
      }
      assert.strictEqual(yield* ends(paged(styles.cursor), endless), "WB-REST-PAGING")
    }),
  )

  it.live("a link to another host, to which nothing goes: WB-REST-LINK", () =>
    onPlatform(
      Effect.gen(function* () {
        const other = yield* openShop({})
        const body = `{"data":[{}],"meta":{"address":"${other.url}/invoices"}}`
        const { source } = yield* open(paged(styles.link), { instead: () => answering(body) })
        assert.strictEqual(yield* codeOf(Stream.runDrain(source.read(Option.none()))), "WB-REST-LINK")
        assert.lengthOf(other.asked, 0)
      }),
    ),
  )

  it.live("a status that says no stops the read", () =>
    Effect.gen(function* () {
      const refusing: Options = { instead: () => ({ status: 404, body: "{}" }) }
      assert.strictEqual(yield* ends(paged(styles.page), refusing), "WB-HTTP-REFUSED")
    }),
  )
})

describe("records", () => {
  const one = (json: string, stream: StreamText = read) =>
    onPlatform(
      Effect.gen(function* () {
        const { source } = yield* open(stream, { instead: () => answering(`{"data":[${json}]}`) })
        const [page] = yield* Stream.runCollect(source.read(Option.none()))
        return page!.rows[0]!
      }),
    )

  const good = (json: string, stream?: StreamText) =>
    Effect.map(one(json, stream), (row) => (row as GoodRow<Record<string, unknown>>).record)

  const bad = (json: string, stream?: StreamText) =>
    Effect.map(one(json, stream), (row) => (row as BadRow).issues.map(({ code, column }) => [code, column]))

  it.live("keep every digit of ids and amounts, and days as they are", () =>
    Effect.gen(function* () {
      const record = yield* good(
        '{"id":12345678901234567890,"invoice_no":"I1","amount":123456789012345678901234567890.1200,"due_on":"2026-02-28"}',
      )
      assert.strictEqual(record["id"], "12345678901234567890")
      assert.strictEqual(
        Decimals.toText(record["amount"] as BigDecimal.BigDecimal),
        "123456789012345678901234567890.12",
      )
      assert.deepStrictEqual(record["due_on"], new CalendarDate(2026, 2, 28))
      assert.notProperty(record, "customer")
    }),
  )

  it.live("numbers with an exponent and in text", () =>
    Effect.gen(function* () {
      for (const [json, text] of [
        ["1.25e3", "1250"],
        ["-2E-2", "-0.02"],
        ['"12.50"', "12.5"],
      ]) {
        const record = yield* good(`{"invoice_no":"I1","amount":${json}}`)
        assert.strictEqual(Decimals.toText(record["amount"] as BigDecimal.BigDecimal), text)
      }
      assert.deepStrictEqual(yield* bad('{"invoice_no":"I1","amount":1e999999}'), [["WB-REST-TYPE", "amount"]])
    }),
  )

  it.live("what is not of its type is a bad row that names the column; null and empty are absent", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* bad('{"invoice_no":"I1","amount":"12,50"}'), [["WB-REST-TYPE", "amount"]])
      assert.deepStrictEqual(yield* bad('{"invoice_no":"I1","due_on":"2026-02-30"}'), [["WB-REST-TYPE", "due_on"]])
      assert.deepStrictEqual(yield* bad('{"invoice_no":"I1","due_on":"2026-02-28T00:00:00Z"}'), [
        ["WB-REST-TYPE", "due_on"],
      ])
      assert.deepStrictEqual(yield* bad('{"invoice_no":{"a":1}}'), [["WB-REST-TYPE", "invoice_no"]])
      assert.deepStrictEqual(yield* bad('{"customer":"C1"}'), [["WB-REST-KEY", "invoice_no"]])
      assert.deepStrictEqual(yield* bad('{"invoice_no":""}'), [["WB-REST-KEY", "invoice_no"]])
      assert.deepStrictEqual(yield* bad("7"), [["WB-REST-RECORD", undefined]])
      assert.deepStrictEqual(yield* good('{"invoice_no":"I1","amount":null,"due_on":"","customer":null}'), {
        invoice_no: "I1",
      })
    }),
  )

  it.live("nested fields, moments without a zone, truths, and JSON as it was written", () =>
    Effect.gen(function* () {
      const stream: StreamText = {
        ...read,
        key: "n",
        fields: { n: "text", "customer.id": "text", "customer.vat": "boolean", at: "timestamp", lines: "json" },
      }
      const json = '{"n":1,"customer":{"id":5,"vat":false},"at":"2026-11-20T23:59:59","lines":[{"x":1.10,"y":"ä"}]}'
      assert.deepStrictEqual(yield* good(json, stream), {
        n: "1",
        customer: { id: "5", vat: false },
        at: new CalendarDate(2026, 11, 20),
        lines: '[{"x":1.10,"y":"ä"}]',
      })
      for (const zone of ["Z", "+02:00", "+0200", " CET"]) {
        const row = yield* bad(`{"n":1,"at":"2026-11-20T23:59:59${zone}"}`, stream)
        assert.deepStrictEqual(row, [["WB-REST-TYPE", "at"]])
      }
    }),
  )
})

describe("incremental", () => {
  it.live("goes on from when the last read began, by the API's clock, with an overlap", () =>
    onPlatform(
      Effect.gen(function* () {
        const shop = yield* openShop({
          paging: "cursor",
          instead: ({ query }) =>
            query.has("after")
              ? {
                  status: 200,
                  body: '{"data":[{"invoice_no":"I2"}],"meta":{"next":null}}',
                  headers: { date: "Sat, 21 Nov 2026 09:00:00 GMT" },
                }
              : {
                  status: 200,
                  body: '{"data":[{"invoice_no":"I1"}],"meta":{"next":1}}',
                  headers: { date: "Sat, 21 Nov 2026 00:02:00 GMT" },
                },
        })
        for (const [format, expected] of [
          ["timestamp", "2026-11-20T23:57:00Z"],
          ["date", "2026-11-19"],
          ["epoch", "1795219020"],
        ] as const) {
          const stream = {
            ...read,
            list: { ...read.list, paging: styles.cursor, since: { parameter: "since", format } },
          }
          const source = yield* sourceOf(shop, stream)
          assert.isTrue(source.incremental)
          const pages = yield* Stream.runCollect(source.read(Option.none()))
          assert.isFalse(shop.asked.at(-1)!.query.has("since"))
          const again = yield* Stream.runCollect(source.read(Option.some(pages.at(-1)!.cursor)))
          assert.strictEqual(shop.asked.at(-1)!.query.get("since"), expected)
          assert.lengthOf(numbersOf(again), 2)
        }
      }),
    ),
  )
})
