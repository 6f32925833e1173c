/**
 * What is wrong with a text or a currency code. Pure; the value itself is never repeated.
 */
import { Currencies } from "@waybill/model"

import { Failure } from "./failure.ts"

const control = new Failure(
  "WB-MODEL-CONTROL",
  "holds a control character",
  "take it away at the source; a line break is only right in a note, a description or an address",
)
const unicode = new Failure(
  "WB-MODEL-UNICODE",
  "holds half a character, which no file and no system can store",
  "export the source again; the text was cut in the middle of a character",
)
const invisible = new Failure(
  "WB-MODEL-INVISIBLE",
  "holds a character that can't be seen, so that two of them would look the same",
  "type it again at the source",
)
const excel = new Failure(
  "WB-MODEL-EXCEL",
  "is what Excel makes of a long number (1.23E+11) or of a formula that failed (#N/A)",
  "format the column as text in the source and export it again",
)

// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u001F\u007F-\u009F]/
// oxlint-disable-next-line no-control-regex
const controlsInLines = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F]/
const unseen = /[\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]/
const fromExcel = /^[+-]?\d(?:[.,]\d+)?E\+\d+$|^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|#+)$/

export interface TextKind {
  /** It names a record: nothing invisible, nothing that Excel has damaged. */
  readonly identifier: boolean
  /** Tabs and line breaks belong to it. */
  readonly lines: boolean
}

const [space, hash, tilde] = [0x20, 0x23, 0x7e] as const

/**
 * Whether a text is neither blank nor wrong in any way, as its characters tell: printable ASCII that does not begin with a
 * space, and of an identifier nothing that Excel may have made. Nearly every text is; the others are looked at closely.
 */
export const isPlain = (text: string, { identifier }: TextKind): boolean => {
  const first = text.charCodeAt(0)
  // NaN of an empty text.
  if (!(first > space) || (identifier && (first === hash || text.includes("+")))) return false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < space || code > tilde) return false
  }
  return true
}

/** What keeps a text from being stored as it is; most have nothing. */
export const explainText = (text: string, { identifier, lines }: TextKind): Failure | undefined => {
  if ((lines ? controlsInLines : controls).test(text)) return control
  if (!text.isWellFormed()) return unicode
  if (identifier && unseen.test(text)) return invisible
  return identifier && fromExcel.test(text) ? excel : undefined
}

const signs: Readonly<Record<string, string>> = {
  "€": "EUR",
  "£": "GBP",
  "₹": "INR",
  "₺": "TRY",
  "₴": "UAH",
  "₪": "ILS",
}

const currency = (hint: string) =>
  new Failure("WB-MAP-CURRENCY-CODE", "the currency is not an ISO 4217 code in capitals", hint)

/** Explains a currency that is none. */
export const explainCurrency = (text: string): Failure => {
  const trimmed = text.trim()
  if (trimmed === "") return currency('the code is empty: default(…, "EUR") says what stands for that')
  if (Currencies.isCurrency(trimmed)) return currency("there is white space around it: write trim(…)")
  if (Currencies.isCurrency(trimmed.toUpperCase())) return currency("it is in small letters: write upper(trim(…))")
  if (Object.hasOwn(signs, trimmed)) return currency(`it is a sign: write ${signs[trimmed]}, or look it up in a table`)
  if (/^\d{3}$/.test(trimmed)) return currency("it is the numeric code: look it up in a table")
  return currency("write a code such as EUR, or look it up in a table")
}
