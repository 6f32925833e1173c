/**
 * What a column's name says: which things of receivables it may mean, a currency, the order of a date.
 */
import { Currencies } from "@waybill/model"
import { Struct } from "effect"

import { de } from "./words/de.ts"
import { el } from "./words/el.ts"
import { en } from "./words/en.ts"
import { et } from "./words/et.ts"
import type { Thing } from "./words/Words.ts"

export const languages = [en, et, de, el] as const

/** Which address a part belongs to. */
export type AddressOf = "billing" | "shipping"

export interface Header {
  /** How surely the name means a thing, 0 to 1; 1: the very word. */
  readonly meanings: ReadonlyMap<Thing, number>
  /** The part of which address it names, where it says so. */
  readonly addressOf?: AddressOf
  /** ISO 4217, from `Amount (EUR)` or `Total €`. */
  readonly currency?: string
  /** The order of day, month and year, from `Due (dd/mm/yyyy)`: `dMy`. */
  readonly order?: string
}

/** Without case and accents: what people leave out first. */
export const fold = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ")

const numberWords = new Set("no nr num nbr number numero nummer numbr αρ αριθμ αριθ αριθμοσ".split(" "))
const percentWords = new Set("percent protsent prozent ποσοστο".split(" "))

const shortForms: ReadonlyMap<string, string> = new Map(
  languages.flatMap(({ short }) => Object.entries(short).map(([word, long]) => [fold(word), fold(long)] as const)),
)

/** `Rechnungsnr` has its number word at the end. */
const withNumber = /^(.{2,}?)(?:nummer|number|nr)$/u

const canonical = (token: string): ReadonlyArray<string> => {
  if (numberWords.has(token)) return ["nr"]
  if (percentWords.has(token)) return ["percent"]
  const long = shortForms.get(token)
  if (long !== undefined) return long === "" ? [] : long.split(" ")
  const compound = withNumber.exec(token)
  return compound === null ? [token] : [...canonical(compound[1]!), "nr"]
}

/** The words of a name, in one form whatever the writing: `InvNo`, `Inv. No` and `invoice_number` are the same. */
const tokensOf = (text: string): ReadonlyArray<string> =>
  fold(
    text
      .replace(/[#№º]/g, " nr ")
      .replaceAll("%", " percent ")
      .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
      .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
      .replace(/(\p{L})(\d)/gu, "$1 $2"),
  )
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== "")
    .flatMap(canonical)

interface Phrase {
  readonly thing: Thing
  readonly tokens: ReadonlyArray<string>
  readonly joined: string
  /** Less than 1 where the words may mean something else too. */
  readonly weight: number
}

const doubtful = 0.65

const phrases: ReadonlyArray<Phrase> = languages.flatMap(({ things }) =>
  Struct.keys(things).flatMap((thing) =>
    things[thing].split(",").map((word) => {
      const tokens = tokensOf(word)
      return { thing, tokens, joined: tokens.join(""), weight: word.trim().endsWith("?") ? doubtful : 1 }
    }),
  ),
)

/** One letter more, less, other, or two swapped. */
const isMistyped = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 6) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  const swapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
  return swapped || restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)
}

const lengthOf = (tokens: ReadonlyArray<string>): number => tokens.join("").length

const likeness = (phrase: Phrase, tokens: ReadonlyArray<string>, joined: string): number => {
  if (phrase.joined === joined) return phrase.weight
  if (isMistyped(phrase.joined, joined)) return phrase.weight * 0.8
  const isPart = phrase.tokens.every((token) => tokens.includes(token))
  return isPart ? (phrase.weight * 0.7 * lengthOf(phrase.tokens)) / lengthOf(tokens) : 0
}

const meaningsOf = (tokens: ReadonlyArray<string>): Map<Thing, number> => {
  const joined = tokens.join("")
  const found = new Map<Thing, number>()
  if (joined === "") return found
  for (const phrase of phrases) {
    const score = likeness(phrase, tokens, joined)
    if (score > (found.get(phrase.thing) ?? 0.2)) found.set(phrase.thing, score)
  }
  return found
}

const addressThings: ReadonlySet<Thing> = new Set(["line1", "line2", "city", "region", "postalCode", "country"])

const qualifiers: ReadonlyArray<readonly [AddressOf, string]> = languages
  .flatMap(({ billing, shipping }) => [["billing", billing] as const, ["shipping", shipping] as const])
  .flatMap(([of, words]) => words.split(",").map((word) => [of, tokensOf(word).join("")] as const))

/** `Ship-to City`: the part of an address, and of which. */
const addressPart = (tokens: ReadonlyArray<string>): Header | undefined => {
  const joined = tokens.join("")
  for (const [addressOf, word] of qualifiers) {
    const rest = joined.startsWith(word)
      ? joined.slice(word.length)
      : joined.endsWith(word) && joined.slice(0, -word.length)
    if (rest === false || rest === "") continue
    const meanings = new Map(
      phrases.flatMap(({ thing, joined: phrase, weight }) =>
        phrase === rest && addressThings.has(thing) ? [[thing, weight] as const] : [],
      ),
    )
    if (meanings.size > 0) return { meanings, addressOf }
  }
  return undefined
}

const signs: Readonly<Record<string, string>> = { "€": "EUR", "£": "GBP" }

/** The currency of a sign or code, where it is that of one only: a dollar may be many. */
export const currencyOf = (sign: string): string | undefined =>
  Currencies.isCurrency(sign) ? sign : (signs[sign] ?? undefined)

/** A code or sign in brackets or at the end. */
const unit = /[([]\s*([A-Z]{3}|\p{Sc})\s*[)\]]|(?<=[\s,_/])([A-Z]{3}|\p{Sc})\s*$/u

/** `dd/mm/yyyy`, `TT.MM.JJJJ`. */
const dateForm = /[([]\s*([dtmyj]{1,4}[./ -]?[dtmyj]{1,4}[./ -]?[dtmyj]{2,4})\s*[)\]]/i

const orderOf = (form: string): string | undefined => {
  const order = form
    .toLowerCase()
    .replaceAll("t", "d")
    .replaceAll("j", "y")
    .replace(/[^dmy]/g, "")
    .replace(/(.)\1+/g, "$1")
  return ["dmy", "mdy", "ymd"].includes(order) ? order.replace("m", "M") : undefined
}

/** Reads a column's name. */
export const readHeader = (column: string): Header => {
  const [hint, form] = dateForm.exec(column) ?? []
  const order = form === undefined ? undefined : orderOf(form)
  const plain = order === undefined ? column : column.replace(hint!, " ")
  const [all, bracketed, last] = unit.exec(plain) ?? []
  const currency = currencyOf(bracketed ?? last ?? "")
  const tokens = tokensOf(
    all === undefined || (currency === undefined && !/\p{Sc}/u.test(all)) ? plain : plain.replace(all, " "),
  )
  return {
    ...(addressPart(tokens) ?? { meanings: meaningsOf(tokens) }),
    ...(currency === undefined ? {} : { currency }),
    ...(order === undefined ? {} : { order }),
  }
}
