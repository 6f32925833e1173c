/** What the report says: its figures are those of the tie-out, and nothing of the records can break out of their cells. */
import { hash } from "node:crypto"

import { assert, describe, it } from "@effect/vitest"
import { Decimals } from "@waybill/model"
import { Arbitrary, BigDecimal, Effect, Schema } from "effect"

import { grouped, lengths } from "../src/report/amounts.ts"
import { escaped, markup } from "../src/report/html.ts"
import { tieOutFingerprint, tieOutHtml, tieOutVerdict } from "../src/report/tieOutHtml.ts"
import { stepNames } from "../src/report/words.ts"
import type { FlowTieOut, Step, Sum, TieOut } from "../src/tieOut/TieOut.ts"
import { withTexts } from "./support/texts.ts"
import { hostileName, sample, tied } from "./support/tieOut.ts"

const [customers, invoices, payments] = sample.flows as readonly [FlowTieOut, FlowTieOut, FlowTieOut]

const withFlows = (...flows: ReadonlyArray<FlowTieOut>): string => tieOutHtml({ ...sample, flows })

/** The texts of a table's cells, row by row, as somebody reads them. */
const readTable = (html: string, caption: string): ReadonlyArray<ReadonlyArray<string>> => {
  const table = html.split("<table>").find((part) => part.includes(`>${caption}</caption>`))
  assert.isDefined(table, caption)
  const body = table.slice(table.indexOf("<tbody>"), table.indexOf("</tbody>"))
  return body
    .split("<tr")
    .slice(1)
    .map((row) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => textOf(cell!)))
}

const textOf = (cell: string): string => cell.replace(/<[^>]*>/g, "").trim()

/** An amount as it is printed, back to what a computer writes. */
const plain = (printed: string): string => printed.replaceAll("\u00A0", "").replace("\u2212", "-")

const isAmount = (printed: string, amount: string | undefined): boolean =>
  BigDecimal.equals(Decimals.parse(plain(printed))!, BigDecimal.fromStringUnsafe(amount ?? "0"))

describe("escaped", () => {
  it("leaves nothing that begins or ends anything", () => {
    assert.strictEqual(
      escaped(`<b a="1" c='2'>&amp;</b>`),
      "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;",
    )
    assert.strictEqual(escaped("a\u0000b\uD800c\u0085d"), "a\uFFFDb\uFFFDc\uFFFDd")
    assert.strictEqual(escaped("東京 – 1\t2\n3"), "東京 – 1\t2\n3")
  })

  it("markup within markup stays, all else is text", () => {
    assert.strictEqual(markup`<p>${["<", markup`<b>${"&"}</b>`, undefined]}</p>`.markup, "<p>&lt;<b>&amp;</b></p>")
  })
})

describe("amounts", () => {
  it("are printed with all their digits, and at least those of the currency (invariant 4)", () => {
    const cases = [
      ["1234567.5", "EUR", "1 234 567.50"],
      ["-0.5", "EUR", "−0.50"],
      ["98450000", "JPY", "98 450 000"],
      ["1.5", "KWD", "1.500"],
      ["123.456", "EUR", "123.456"],
      ["123456789012345678901234567890.01", "EUR", "123 456 789 012 345 678 901 234 567 890.01"],
      ["12", "", "12"],
    ] as const
    for (const [amount, currency, printed] of cases)
      assert.strictEqual(grouped(amount, currency), printed.replaceAll(" ", "\u00A0"))
  })

  it("are as long as their share of the longest, credits too, and nothing that is there has no length", () => {
    assert.deepStrictEqual(lengths(["100", "-50", "0", "0.0000001"]), [10_000, 5_000, 0, 1])
    assert.deepStrictEqual(lengths(["0", "0"]), [0, 0])
    assert.deepStrictEqual(lengths([]), [])
    assert.deepStrictEqual(lengths(["1e30", "5e29"]), [10_000, 5_000])
  })
})

describe("the calculation of a flow", () => {
  const rowOf = (html: string, name: string) =>
    readTable(html, "From source to target: invoices").find(
      ([first]) => first!.replace(/^[−=≠+]/, "") === escaped(name),
    )

  it("has the figures of the tie-out, step by step and currency by currency (invariant 3)", () => {
    const html = tieOutHtml(sample)
    const check = (name: string, sum: Sum) => {
      const [, records, eur, jpy] = rowOf(html, name) ?? assert.fail(`no row '${name}'`)
      assert.strictEqual(plain(records!), String(sum.records), name)
      assert.isTrue(isAmount(eur!, sum.money["EUR"]), `${name}: ${eur}`)
      assert.isTrue(isAmount(jpy!, sum.money["JPY"]), `${name}: ${jpy}`)
    }
    for (const [step, sum] of Object.entries(invoices.steps)) if (step !== "gone") check(stepNames[step as Step], sum)
    check("Confirmed, by the ledger", invoices.ledger)
    check("Held by the target: differs", invoices.target!)
    check("of which drafts, which do not count yet", invoices.drafts!)
    check("Besides, and not of this pipeline", invoices.others!)
  })

  it("says so where it does not add up by one cent", () => {
    const html = tieOutHtml(sample)
    assert.isDefined(rowOf(html, stepNames.confirmed))
    const read = { records: 1240, money: { EUR: "4812337.46", JPY: "98450000" } }
    const wrong = withFlows({ ...invoices, steps: { ...invoices.steps, read } })
    assert.isDefined(rowOf(wrong, `${stepNames.confirmed}: differs`))
  })

  it("has no column for a target that was not read back, and says so in so many words", () => {
    const html = withFlows(customers)
    assert.include(html, "Acknowledged, not read back")
    assert.notInclude(html, "Held by the target")
    assert.include(html, "By currency: customers (target not read back)")
  })

  it("puts any number of currencies side by side, three at a time", () => {
    const money = Object.fromEntries(["CHF", "EUR", "JPY", "KWD"].map((currency, index) => [currency, `${index + 1}`]))
    const sum = { records: 4, money }
    const html = withFlows({ ...payments, steps: { read: sum, confirmed: sum }, source: sum, ledger: sum, target: sum })
    assert.deepStrictEqual(readTable(html, "From source to target: payments, KWD")[0]!.slice(1), ["4", "4.000"])
  })
})

describe("long lists", () => {
  it("stop, and say how many more there are", () => {
    const html = tieOutHtml(sample)
    assert.strictEqual(readTable(html, "Customers that agree, EUR: invoices").length, 50)
    assert.include(html, "and 12 more in the workbook")
    assert.strictEqual(readTable(html, "Customers that differ, EUR: invoices").length, 3)
    assert.include(html, "and 6 that this tie-out does not list")
    const differences = Array.from({ length: 700 }, (_, index) => ({ ...invoices.differences[0]!, key: `N-${index}` }))
    const long = withFlows({ ...invoices, differences, differing: { missing: 900 } })
    assert.strictEqual(readTable(long, "Differences, the weightiest first: invoices").length, 500)
    assert.include(long, "and 200 more in the workbook")
    assert.include(long, "and 200 that this tie-out does not list")
  })
})

describe("the verdict", () => {
  it("never says more than was looked at (invariant 9)", () => {
    const verdict = (outcome: TieOut["outcome"], ...flows: ReadonlyArray<FlowTieOut>) =>
      tieOutVerdict({ ...sample, outcome, flows })
    const agreeing = { ...customers, ties: true, differing: {}, differences: [] }
    assert.strictEqual(tieOutVerdict(tied), "Source, ledger and target agree to the cent.")
    assert.strictEqual(tieOutVerdict(sample), "Source, ledger and target differ: 19 differences in 2 flows.")
    assert.strictEqual(
      verdict("ties", agreeing),
      "Source and ledger agree to the cent; the target acknowledged, and was not read back.",
    )
    assert.strictEqual(
      verdict("ties", agreeing, payments),
      "Source, ledger and target agree to the cent; customers: acknowledged, not read back.",
    )
    assert.match(verdict("stopped", payments), /^Not complete/)
  })

  it("bears the fingerprint of what is printed as JSON", () => {
    const printed = `${JSON.stringify(sample, null, 2)}\n`
    assert.strictEqual(tieOutFingerprint(sample), hash("sha256", printed))
    assert.include(tieOutHtml(sample), `<code>${hash("sha256", printed)}</code>`)
  })
})

/** What is markup and what is attribute, without any text. */
const skeleton = (html: string): string =>
  [...html.replace(/<style>.*?<\/style>/s, "").matchAll(/<[^>]*>/g)]
    .map(([tag]) => tag.replaceAll(/"[^"]*"/g, '""'))
    .join("\n")

const fragment = Schema.Literals([
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(1)>`,
  "' onclick='x",
  "</td></table></style>",
  "<!--",
  "]]>",
  "&lt;",
  "\u0000\u202E\uD800",
  "${x}`",
])
const hostileText = Arbitrary.schema(
  Schema.NonEmptyArray(Schema.Union([fragment, Schema.NonEmptyString])).check(Schema.isMaxLength(4)),
)

describe("whatever the records hold", () => {
  it("a hostile name is text", () => {
    const html = tieOutHtml(sample)
    assert.notInclude(html, "<script")
    assert.include(html, escaped(hostileName))
  })

  it.effect.prop("the page has the same tags and attributes", { texts: hostileText }, ({ texts }) =>
    Effect.sync(() => {
      const harmless = tieOutHtml(withTexts(sample, () => "x"))
      const hostile = tieOutHtml(withTexts(sample, (index) => `x${texts[index % texts.length]!}`))
      assert.strictEqual(skeleton(hostile), skeleton(harmless))
    }),
  )
})
