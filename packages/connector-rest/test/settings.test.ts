import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"

import { decode, read, written } from "./support/open.ts"

type Change = Readonly<Record<string, unknown>>

const base = { baseUrl: "https://api.example.com/v1" }

/** Where and what: `streams.s.list.path: a path that begins…`, one line each. */
const faultsOf = (settings: Change): string => {
  const decoded = decode({ ...base, ...settings })
  return Result.isFailure(decoded)
    ? decoded.failure.message.replaceAll(
        /\n\s+at (.*)/g,
        (_, path: string) => ` @ ${path.replaceAll(/\["?|"?\]/g, "/").replaceAll("//", "/")}`,
      )
    : ""
}

/** With changes; what is changed to `undefined` is left out. */
const changed = (base: Change, change: Change): Change =>
  Object.fromEntries(Object.entries({ ...base, ...change }).filter(([, value]) => value !== undefined))

const reading = (change: Change) => faultsOf({ streams: { s: changed(read, change) } })
const writing = (change: Change) => faultsOf({ streams: { s: changed(written, change) } })
const listing = (change: Change) => reading({ list: changed(read.list, change) })
const paging = (change: Change) => listing({ paging: change })

describe("settings that fit", () => {
  it("are few where the defaults will do", () => {
    assert.strictEqual(reading({}), "")
    assert.strictEqual(writing({}), "")
    assert.strictEqual(faultsOf({ auth: "basic", username: "a", password: "b", streams: { s: read } }), "")
  })
})

describe("a wrong setting is told with its place", () => {
  const cases: ReadonlyArray<readonly [string, string, string, RegExp]> = [
    ["no stream", faultsOf({ streams: {} }), "/streams/", /at least one stream/],
    ["nothing to do", faultsOf({ streams: { s: {} } }), "/streams/s/", /to read, or/],
    ["a path without /", listing({ path: "invoices" }), "/list/path/", /begins with \//],
    ["a path with a query", listing({ path: "/invoices?x=1" }), "/list/path/", /without query/],
    ["a path that goes up", listing({ path: "/a/../b" }), "/list/path/", /a path/],
    ["a placeholder in a list", listing({ path: "/invoices/{id}" }), "/list/path/", /no \{…\} in it/],
    ["a secret in the query", listing({ query: { api_key: "x" } }), "/list/query/", /./],
    [
      "a secret among the headers",
      faultsOf({ headers: { "X-Auth-Token": "x" }, streams: { s: read } }),
      "/headers/",
      /./,
    ],
    ["a misspelt setting", listing({ pageing: 1 }), "/list/pageing/", /./],
    ["pages without a parameter", paging({ by: "page" }), "/paging/by/", /`parameter` beside `by: page`/],
    ["a cursor from nowhere", paging({ by: "cursor", parameter: "c" }), "/paging/by/", /either `next` or `last`/],
    [
      "a cursor from two places",
      paging({ by: "cursor", parameter: "c", next: "n", last: "id" }),
      "/paging/by/",
      /either/,
    ],
    ["a size without its parameter", paging({ by: "page", parameter: "p", size: 5 }), "/paging/size/", /together/],
    ["a cursor where there is none", paging({ by: "none", next: "n" }), "/paging/next/", /nothing here/],
    ["no word on paging", listing({ paging: undefined }), "/list/paging/", /./],
    ["fields without a list", reading({ list: undefined }), "/s/fields/", /`list` beside it/],
    ["a list without fields", reading({ fields: undefined, key: undefined }), "/s/list/", /`fields` beside it/],
    ["a key that is no field", reading({ key: "numbr" }), "/s/key/", /a name of `fields`/],
    [
      "a field within a field",
      reading({ fields: { a: "json", "a.b": "text" }, key: "a" }),
      "/fields/a.b/",
      /not stand within/,
    ],
    ["a type that is none", reading({ fields: { a: "number" }, key: "a" }), "/fields/a/", /text/],
    ["body without entity", writing({ entity: undefined }), "/body/", /`entity` beside it/],
    ["body without create", writing({ create: undefined }), "/body/", /`create` beside it/],
    ["create without body", writing({ body: undefined }), "/create/", /`body` beside it/],
    [
      "a field that the model has not",
      writing({ body: { ...written.body, due_on: "duedate" } }),
      "/body/due_on/",
      /a field of the invoice/,
    ],
    ["a field twice", writing({ body: { ...written.body, no: "number" } }), "/body/no/", /not sent already/],
    ["no number", writing({ body: { a: "total", c: "currency" } }), "/s/body/", /`number`/],
    [
      "money without its currency",
      writing({ body: { n: "number", a: "total" } }),
      "/s/body/",
      /`currency` beside `total`/,
    ],
    ["a currency that is none", writing({ currency: "EURO" }), "/s/currency/", /ISO 4217/],
    ["shows without number", writing({ shows: { total: "amount" } }), "/s/shows/", /`number` among them/],
    [
      "shows of nothing known",
      writing({ shows: { number: "n", totl: "a" } }),
      "/shows/totl/",
      /a field of the invoice/,
    ],
    ["requires what is not known", writing({ requires: ["duedate"] }), "/requires/", /fields of the invoice/],
    ["find without the key", writing({ find: { path: "/invoices" } }), "/s/find/", /\{key\}/],
    ["show without the id", writing({ show: { path: "/invoices/{key}" } }), "/show/path/", /\{id\}/],
    ["an id that nobody tells", writing({ create: { path: "/i" }, find: undefined }), "/update/path/", /who tells it/],
    ["set over the body", writing({ set: { due_on: "text" } }), "/set/due_on/", /does not send already/],
    ["a token too few", faultsOf({ auth: "bearer", streams: { s: read } }), "/auth/", /`token` beside `auth: bearer`/],
    ["a token too many", faultsOf({ token: "x", streams: { s: read } }), "/token/", /nothing here/],
    ["a token with a line end", faultsOf({ auth: "bearer", token: "x\n", streams: { s: read } }), "/token/", /./],
    [
      "a secret sent in the open",
      faultsOf({
        auth: "clientCredentials",
        signInUrl: "http://id.example.com/",
        clientId: "c",
        clientSecret: "d",
        streams: { s: read },
      }),
      "/signInUrl/",
      /https:/,
    ],
    [
      "http to another machine",
      faultsOf({ baseUrl: "http://api.example.com", streams: { s: read } }),
      "/baseUrl/",
      /https:/,
    ],
  ]
  for (const [name, faults, place, words] of cases) {
    it(name, () => {
      assert.include(faults, place)
      assert.match(faults, words)
    })
  }
})
