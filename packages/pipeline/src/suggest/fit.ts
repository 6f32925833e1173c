/**
 * Whether a column's values are such as a field holds.
 */
import type { Kind } from "./fields.ts"
import {
  isCode,
  isCountry,
  isCurrencyCode,
  isEmail,
  isPhone,
  isPlace,
  isPostalCode,
  isWords,
  type Look,
} from "./look.ts"

export interface Fit {
  /** 0: they are not. 1: they are; between: they may be. */
  readonly score: number
  /** The values in words: `the values are e-mail addresses`. */
  readonly because: string
}

const fit = (score: number, because: string): Fit => ({ score, because })

const never = fit(0, "the values are something else")
const nearly = 0.9
/** A word that few rows differ in. */
const mostChoices = 12

/** Agreement where nearly all values pass, a doubt where some do. */
const passing = (share: number, what: string, otherwise = 0): Fit => {
  if (share === 1) return fit(1, `the values are ${what}`)
  if (share >= nearly) return fit(0.9, `nearly all values are ${what}`)
  return otherwise === 0 ? never : fit(otherwise, `not all values are ${what}`)
}

const isDates = (look: Look): boolean => look.dateCells > 0.5 || look.dates?.compact === false
const isFractions = ({ numbers }: Look): boolean => numbers !== undefined && !numbers.whole

const isKeyLike = (look: Look): boolean => look.share(isCode) >= nearly && !isDates(look) && !isFractions(look)

const key = (look: Look): Fit => {
  if (!isKeyLike(look)) return never
  if (look.texts.length < look.cells.length) return fit(0.5, "some rows have no value")
  if (look.distinct === 1) return fit(1, "the values are codes, each once")
  return look.distinct >= nearly
    ? fit(0.5, "the values are codes, and some come twice")
    : fit(0.25, "the values repeat: is a row only a part of a record?")
}

const numeric = (look: Look): Fit => {
  const { numbers, numberCells } = look
  if (numbers === undefined) return passing(numberCells, "numbers")
  // A sign beside some numbers and cells that hold numbers: no expression reads both.
  if (numbers.sign !== undefined && numberCells > 0) return never
  if (isDates(look)) return never
  return passing(numberCells + numbers.share * (1 - numberCells), "numbers")
}

const dates = (look: Look): Fit => {
  const found = passing(look.dateCells + (look.dates?.share ?? 0) * (1 - look.dateCells), "dates")
  return look.different.size === 1 && look.cells.length > 4 && found.score > 0
    ? fit(0.5, "every row has the same date: is it the day of the export?")
    : found
}

const choice = (look: Look): Fit =>
  look.different.size <= mostChoices ? fit(1, "few different values repeat") : fit(0.5, "the values are of many kinds")

const name = (look: Look): Fit => {
  const words = look.share(isWords)
  if (words < nearly) return never
  return look.distinct >= 0.5 ? fit(1, "the values are names") : fit(0.5, "the values are words that repeat")
}

const street = (look: Look): Fit => {
  if (look.share(isWords) < nearly) return never
  return look.share((text) => /\d/.test(text)) >= 0.5
    ? fit(1, "the values are words with numbers, as streets are")
    : fit(0.5, "the values are words")
}

const fits: Readonly<Record<Kind, (look: Look) => Fit>> = {
  key,
  parent: (look) => (isKeyLike(look) ? fit(1, "the values are codes") : never),
  amount: numeric,
  date: dates,
  currency: (look) => passing(look.share(isCurrencyCode), "ISO 4217 codes"),
  email: (look) => passing(look.share(isEmail), "e-mail addresses"),
  phone: (look) => passing(look.share(isPhone), "telephone numbers"),
  code: (look) => (isKeyLike(look) ? fit(look.distinct <= 0.2 ? 1 : 0.5, "the values are codes") : never),
  person: (look) => passing(look.share(isPlace), "words without digits", 0.25),
  name,
  street,
  place: (look) => passing(look.share(isPlace), "words without digits", 0.25),
  postalCode: (look) => passing(look.share(isPostalCode), "postal codes", 0.25),
  country: (look) => passing(look.share(isCountry), "countries or their codes", 0.25),
  choice,
  type: ({ types }) => (types === undefined ? never : fit(1, "every value is a known kind of document")),
  reference: (look) => (isDates(look) ? never : fit(1, "the values are texts or codes")),
  prose: (look) => (look.share(isWords) >= 0.5 ? fit(1, "the values are words") : fit(0.5, "the values are no prose")),
}

/** Says whether the values of a column could be those of a field; a column without values fits nothing. */
export const fitOf = (kind: Kind, look: Look): Fit => (look.texts.length === 0 ? never : fits[kind](look))

/** What values alone say without a name: nothing else looks like these. */
export const speakForThemselves: ReadonlySet<Kind> = new Set(["email", "currency"])
