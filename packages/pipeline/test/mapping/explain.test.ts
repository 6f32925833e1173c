import { assert, describe, it } from "@effect/vitest"
import { Dates, Decimals } from "@waybill/model"
import { Result } from "effect"

import { explainDate } from "../../src/mapping/explainDate.ts"
import { explainNumber } from "../../src/mapping/explainNumber.ts"
import { explainCurrency, explainText } from "../../src/mapping/explainText.ts"

/** By code (without `WB-MAP-NUMBER`, or as it is): texts that get it. */
const numbers: Readonly<Record<string, ReadonlyArray<string>>> = {
  "-FORMAT": [
    "12,50",
    "-0,5",
    "1.234,50",
    "1,234.50",
    "12,345,678",
    "1 234.50",
    "1 234,50",
    "1'234.50",
    "1’234",
    "1\u00A0234,5",
    "1234,5678",
  ],
  "-AMBIGUOUS": ["1,234", "-12,345"],
  "-CURRENCY": [
    "€12.50",
    "12.50 €",
    "EUR 12.50",
    "12.50EUR",
    "$1,234.50",
    "12 kr",
    "Rs. 12",
    "£5",
    "-€5",
    "usd 5",
    "₹ 1,00,000",
  ],
  "-PERCENT": ["20%", "20 %", "5‰"],
  "-BRACKETS": ["(12.50)", "(1,234.50)", "( 5 )"],
  "-TRAILING-MINUS": ["12.50-", "1,234.50 -"],
  "-SIDE": ["12.50 CR", "12.50DR", "100 S", "100.00 H"],
  "-MINUS": ["−12.50", "–5", "—5", "－5"],
  "-EXPONENT": ["1.5E+3", "1e5", "1,23E+11", "-2E-3"],
  "-LETTER": ["1O0", "l2.50", "12.5O", "S00", "1|2"],
  "-SIGNS": ["--5", "+-5", "- -5"],
  "-SPACES": ["- 5", "12 50", "1 2 3", "12. 50"],
  "-FRACTION": ["1/2"],
  "-POINT": [".5", "5.", "-.5", "5,"],
  "-POINTS": ["1..5", "1,,5", "1.2.3", "1,2,3.4", "1,23,456.00", "12.34.567,8"],
  "-NOT-FINITE": ["NaN", "Infinity", "-inf", "∞"],
  "-QUOTES": ['"12.50"', "'12.50", "=12.50", "“5”"],
  "-LONG": ["1".repeat(101)],
  "": ["abc", "see invoice", "true", "EUR", "12abc", "12 pcs", "0x1F", "1:30", "5*2", "№ 5"],
  "WB-MAP-CELL-ERROR": ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "####"],
  "WB-MAP-NOTHING": ["n/a", "N/A", "-", "--", "null", "NULL", "none", "—", ".", "?", "tbd", "xxx"],
  "WB-MAP-INVISIBLE": ["12\u200B.50", "\u202A12.50", "12\uFEFF5", "1\u00AD2"],
  "WB-MAP-CONTROL": ["12\u00005", "1\u001B2"],
  "WB-MAP-DIGITS": ["１２.５０", "١٢", "१२"],
}

const dates: Readonly<Record<string, ReadonlyArray<string>>> = {
  "-ORDER": ["11/20/2026", "12/31/2025"],
  "-DAY": [
    "31/02/2026",
    "30/02/2024",
    "29/02/2025",
    "31/11/2026",
    "00/11/2026",
    "10/00/2026",
    "32/13/2026",
    "01/01/0000",
  ],
  "-PADDING": ["1/2/2026", "01/2/2026", "9/11/2026"],
  "-YEAR": ["20/11/26", "1/2/26"],
  "-PATTERN": [
    "2026-11-20",
    "20.11.2026",
    "20-11-2026",
    "20261120",
    "2026/11/20",
    "20 Nov 2026",
    "20-Nov-2026",
    "Nov 20, 2026",
    "20.11.26",
    "5 November 2026",
    "2026.11.20",
  ],
  "-TIME": [
    "20/11/2026 10:00",
    "20/11/2026 00:00:00",
    "2026-11-20T10:00:00Z",
    "2026-11-20 10:00:00.000",
    "20/11/2026 9:05 PM",
  ],
  "-ZERO": ["0000-00-00", "00/00/0000", "0", "00000000", "1900-01-00", "00.00.0000"],
  "-SERIAL": ["46346", "46346.5"],
  "-TIMESTAMP": ["1795132800", "1795132800000"],
  "-PART": ["2026", "11/2026", "2026-11", "20/11", "20.11."],
  "-MONTH-NAME": ["20 novembre 2026", "20 Okt 2026", "20 ноября 2026", "Q4 2026 sept"],
  "-ORDINAL": ["20th November 2026", "1st Nov 2026"],
  "-LONG": ["0".repeat(100_000) + "x", "1".repeat(100_000)],
  "": ["abc", "tomorrow", "net", "20/11/2026x", "20//11/2026", "W47-2026", "20/11/20266", "20\\11\\2026"],
  "WB-MAP-CELL-ERROR": ["#VALUE!", "########"],
  "WB-MAP-NOTHING": ["n/a", "-", "NULL", "tba"],
  "WB-MAP-DIGITS": ["２０/11/2026"],
  "WB-MAP-INVISIBLE": ["20/11/2026\u200E"],
}

const codeOf = (name: string, kind: string): string => (name.startsWith("WB-") ? name : `WB-MAP-${kind}${name}`)

describe("why a text is not a number", () => {
  for (const [name, texts] of Object.entries(numbers)) {
    it(`gives ${codeOf(name, "NUMBER")}`, () => {
      for (const text of texts) {
        assert.isUndefined(Decimals.parse(text), `${text} is a number`)
        const { code, hint, message } = explainNumber(text)
        assert.strictEqual(code, codeOf(name, "NUMBER"), JSON.stringify(text))
        assert.isNotEmpty(hint)
        if (text.length > 3) assert.notInclude(`${message} ${hint}`, text)
      }
    })
  }

  it("the hint of a format is the format", () => {
    assert.include(explainNumber("12,50").hint, '{"decimal":","}')
    assert.include(explainNumber("1.234,50").hint, '{"decimal":",","group":"."}')
    assert.include(explainNumber("1,234.50").hint, '{"decimal":".","group":","}')
    assert.include(explainNumber("1 234.50").hint, '{"decimal":".","group":" "}')
  })
})

describe("why a text is not a date of dd/MM/yyyy", () => {
  const parse = Result.getOrThrow(Dates.compile("dd/MM/yyyy"))
  for (const [name, texts] of Object.entries(dates)) {
    it(`gives ${codeOf(name, "DATE")}`, () => {
      for (const text of texts) {
        assert.isUndefined(parse(text), `${text} is a date`)
        const { code, hint, message } = explainDate(text, "dd/MM/yyyy")
        assert.strictEqual(code, codeOf(name, "DATE"), JSON.stringify(text))
        assert.isNotEmpty(hint)
        if (text.length > 4) assert.notInclude(`${message} ${hint}`, text)
      }
    })
  }

  it("the hint is a pattern that would do", () => {
    const hints: Readonly<Record<string, string>> = {
      "11/20/2026": '"MM/dd/yyyy"',
      "1/2/2026": '"d/M/yyyy"',
      "20/11/26": '"dd/MM/yy"',
      "2026-11-20": '"yyyy-MM-dd"',
      "20 Nov 2026": '"d MMM yyyy"',
      "2026-11-20T10:00:00Z": 'x.split("T")[0], "yyyy-MM-dd"',
    }
    for (const [text, hint] of Object.entries(hints)) assert.include(explainDate(text, "dd/MM/yyyy").hint, hint)
  })

  it("other patterns", () => {
    assert.strictEqual(explainDate("2026-31-12", "yyyy-MM-dd").code, "WB-MAP-DATE-ORDER")
    assert.strictEqual(explainDate("20260230", "yyyyMMdd").code, "WB-MAP-DATE-DAY")
    assert.strictEqual(explainDate("31 Feb 2026", "d MMM yyyy").code, "WB-MAP-DATE-DAY")
    assert.strictEqual(explainDate("20.11.26", "dd.MM.yyyy").code, "WB-MAP-DATE-YEAR")
  })
})

describe("what is wrong with a text", () => {
  const plain = { identifier: false, lines: false }
  const code = (text: string, kind = plain) => explainText(text, kind)?.code

  it("control characters; line breaks only where they belong", () => {
    assert.strictEqual(code("a\u0000b"), "WB-MODEL-CONTROL")
    assert.strictEqual(code("a\nb"), "WB-MODEL-CONTROL")
    assert.strictEqual(code("a\u0085b"), "WB-MODEL-CONTROL")
    const lines = { identifier: false, lines: true }
    assert.isUndefined(code("a\r\n\tb", lines))
    assert.strictEqual(code("a\u0007b", lines), "WB-MODEL-CONTROL")
  })

  it("half a character", () => {
    assert.strictEqual(code("a\uD83D"), "WB-MODEL-UNICODE")
    assert.isUndefined(code("a😀 ñ 日本 👨‍👩‍👧"))
  })

  it("identifiers: nothing that can't be seen, nothing that Excel has damaged", () => {
    const identifier = { identifier: true, lines: false }
    assert.strictEqual(code("C\u200B1", identifier), "WB-MODEL-INVISIBLE")
    assert.strictEqual(code("1.23E+11", identifier), "WB-MODEL-EXCEL")
    assert.strictEqual(code("#N/A", identifier), "WB-MODEL-EXCEL")
    for (const fine of ["C1", "0012", "1E5", "2026/11-20#1", "A B"]) assert.isUndefined(code(fine, identifier))
  })

  it("currencies", () => {
    const hints: Readonly<Record<string, string>> = {
      eur: "upper(trim(",
      " EUR": "trim(",
      "€": "write EUR",
      "978": "numeric code",
      "": "default(",
      Euro: "write a code",
    }
    for (const [text, hint] of Object.entries(hints)) {
      const found = explainCurrency(text)
      assert.strictEqual(found.code, "WB-MAP-CURRENCY-CODE")
      assert.include(found.hint, hint)
    }
  })
})
