/**
 * Why a text is not a number, so that a person knows what to mend. Pure; the value itself is never repeated.
 */
import { Currencies, Decimals } from "@waybill/model"
import { BigDecimal } from "effect"

import { Failure } from "./failure.ts"

const number = (name: string, message: string, hint: string) => new Failure(`WB-MAP-NUMBER${name}`, message, hint)

const spreadsheetError = /^#(?:N\/?A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)$/i
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/

/** What numbers and dates have in common. */
export const explainAny = (text: string): Failure | undefined => {
  if (spreadsheetError.test(text)) {
    return new Failure("WB-MAP-CELL-ERROR", "is an error of the spreadsheet", "mend the formula there and export again")
  }
  if (/^(?:n\/?a|n\.a\.|null|nil|none|nothing|undefined|unknown|tba|tbd|-+|–|—|\.|\?+|x+)$/i.test(text)) {
    return new Failure(
      "WB-MAP-NOTHING",
      "is a word or sign for 'nothing'",
      'leave it empty at the source, or compare first: x == "n/a" ? … : …',
    )
  }
  if (invisible.test(text)) {
    return new Failure("WB-MAP-INVISIBLE", "holds a character that can't be seen", "type it again at the source")
  }
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/.test(text)) {
    return new Failure("WB-MAP-CONTROL", "holds a control character", "see whether the source's export is damaged")
  }
  if (/\p{Nd}/u.test(text.replace(/[0-9]/g, ""))) {
    return new Failure("WB-MAP-DIGITS", "has digits of another script", "write the digits 0 to 9")
  }
  return undefined
}

/** Ways of writing numbers that are tried when the one that was asked for does not fit; the plainer ones first. */
const styles = [".", ","].flatMap((decimal) =>
  ["", decimal === "." ? "," : ".", " ", "'", "’"].map((group) => ({
    written: JSON.stringify({ decimal, ...(group === "" ? {} : { group }) }),
    parse: Decimals.compile({ decimal, group }),
  })),
)

const otherStyle = (text: string): Failure | undefined => {
  const fitting = styles.flatMap(({ written, parse }) => {
    const value = parse(text)
    return value === undefined ? [] : [{ written, value }]
  })
  const [first] = fitting
  if (first === undefined) return undefined
  const other = fitting.find(({ value }) => !BigDecimal.equals(value, first.value))
  return other === undefined
    ? number("-FORMAT", "is written in another format", `add the format: ${first.written}`)
    : number(
        "-AMBIGUOUS",
        "has a mark that could be a decimal sign or one between thousands",
        `say which: ${first.written} or ${other.written}`,
      )
}

type Kind = readonly [expression: RegExp, name: string, message: string, hint: string]

const kinds: ReadonlyArray<Kind> = [
  [/^[+-]?(?:nan|inf(?:inity)?|∞)$/i, "-NOT-FINITE", "is not a finite number", "see what the source divides by"],
  [/["“”„]|^'|^=/, "-QUOTES", "has a quote or an equals sign around it", "take it away at the source"],
  [/[%‰]/, "-PERCENT", "has a percent sign", "take the sign away; 20 is twenty percent"],
  [/^\(.*\)$/, "-BRACKETS", "is in brackets, as accountants write negative amounts", "write it with a minus before it"],
  [
    /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/,
    "-MINUS",
    "has a dash or a typographic minus",
    "write the minus of the keyboard: -",
  ],
  [/\d\s*-$/, "-TRAILING-MINUS", "has its minus behind it", "write the minus before the digits"],
  [
    /\d\s*(?:cr|dr|c|d|h|s)\.?$/i,
    "-SIDE",
    "has a mark for debit or credit",
    "write the side as a sign, or in a column of its own",
  ],
  [
    /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i,
    "-EXPONENT",
    "has an exponent",
    "format the column as number or text before it is exported",
  ],
  [
    /^[+-]?[\d.,]*[OoIlS|][\dOoIlS|.,]*$/,
    "-LETTER",
    "has a letter that looks like a digit",
    "type the digits 0, 1 or 5 in its place",
  ],
  [/^[+-]\s*[+-]/, "-SIGNS", "has more than one sign", "leave one"],
  [/^[+-]\s+\d/, "-SPACES", "has a space between the sign and the digits", "take the space away at the source"],
  [/^[+-]?\d+\/\d+$/, "-FRACTION", "is written as a fraction", "write it as a decimal"],
  [/^[+-]?\d*[.,]$|^[+-]?[.,]\d+$/, "-POINT", "has no digit before or after its decimal sign", "write the digit: 0.5"],
  [/^[+-]?[\d.,]*\d[.,]{2,}[\d.,]*$/, "-POINTS", "has two marks side by side", "leave one"],
  [
    /^[+-]?\d[\d.,'’]*$/,
    "-POINTS",
    "has marks at places where no format has them",
    "write digits and one decimal sign",
  ],
  [/^[+-]?\d[\d\s.,]*$/, "-SPACES", "has spaces between its digits", "take the spaces away at the source"],
]

const hasCurrency = (text: string): boolean =>
  /\p{Sc}/u.test(text) ||
  /^(?:kr|rs|zł|kč|ft|lei|r\$|fr)\.?\s*[\d+-]|\d\s*(?:kr|rs|zł|kč|ft|lei|fr)\.?$/iu.test(text) ||
  (text.match(/[A-Za-z]{3}/g) ?? []).some((code) => /\d/.test(text) && Currencies.isCurrency(code.toUpperCase()))

/** Explains a text that `decimal()` or `money()` could not read. */
export const explainNumber = (text: string): Failure => {
  const trimmed = text.trim()
  if (trimmed.length > Decimals.maxLength) {
    return number("-LONG", "is longer than any number", "see whether the columns have shifted")
  }
  const known = explainAny(trimmed) ?? otherStyle(trimmed)
  if (known !== undefined) return known
  if (hasCurrency(trimmed)) {
    return number("-CURRENCY", "has a currency with it", "take it away at the source; money() names the currency")
  }
  const kind = kinds.find(([expression]) => expression.test(trimmed))
  if (kind !== undefined) return number(kind[1], kind[2], kind[3])
  return /\d/.test(trimmed)
    ? number("", "is not a number", "write digits, and a point before the fraction")
    : number("", "is text, not a number", "see whether the expression reads the right column")
}
