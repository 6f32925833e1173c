/**
 * How the numbers of a column are written, without ever becoming JavaScript numbers (invariant 4).
 */
import { Decimals } from "@waybill/model"
import type { BigDecimal } from "effect"

import { currencyOf } from "./header.ts"

export interface NumberReading {
  readonly format: Decimals.DecimalFormat
  /** One for each text; `undefined` where it is no number of the format. */
  readonly values: ReadonlyArray<BigDecimal.BigDecimal | undefined>
}

export interface NumberLook {
  /** All ways to read as many of the texts as can be read, each with other values. */
  readonly readings: readonly [NumberReading, ...Array<NumberReading>]
  /** Further formats that give the same values as the first reading. */
  readonly alike: ReadonlyArray<Decimals.DecimalFormat>
  readonly share: number
  /** The one sign or code that stands beside the numbers: `€`, `EUR`. */
  readonly sign?: string
  /** Its ISO 4217 code, where it is that of one currency only. */
  readonly currency?: string
  /** Whether the sign stands beside every number. */
  readonly everywhere: boolean
  /** Whether some number has a fraction, or all are whole. */
  readonly whole: boolean
}

/** The plainer ones first. */
const formats: ReadonlyArray<Decimals.DecimalFormat> = [".", ","]
  .flatMap((decimal) => ["", decimal === "." ? "," : ".", " ", "'", "’"].map((group) => ({ decimal, group })))
  .sort((a, b) => a.group.length - b.group.length)

const parsers = formats.map((format) => ({ format, parse: Decimals.compile(format) }))

const signPattern = /\p{Sc}|[A-Z]{3}/gu

const isSign = (text: string): boolean => !/^[A-Z]/.test(text) || currencyOf(text) !== undefined

/** So many texts, from the whole column, show which formats are worth a try. */
const probe = 40

const readBy = (texts: ReadonlyArray<string>) => {
  const step = Math.ceil(texts.length / probe)
  const some = texts.filter((_, index) => index % step === 0)
  const likely = parsers.filter(({ parse }) => some.some((text) => parse(text) !== undefined))
  return likely.map(({ format, parse }) => {
    const values = texts.map((text) => parse(text))
    const shown = values.map((value) => (value === undefined ? "" : Decimals.toText(value)))
    return { format, values, count: shown.filter((text) => text !== "").length, key: shown.join("|") }
  })
}

export const enough = 0.9

/** How the texts are written as numbers; `undefined` where they are none. The texts are not blank. */
export const lookAtNumbers = (texts: ReadonlyArray<string>): NumberLook | undefined => {
  const signsOf = texts.map((text) => (text.match(signPattern) ?? []).filter(isSign))
  const [sign, ...otherSigns] = new Set(signsOf.flat())
  // Two currencies beside the numbers of one column: no expression can tell them apart.
  if (otherSigns.length > 0) return undefined
  const all = readBy(sign === undefined ? texts : texts.map((text) => text.split(sign).join("")))
  const most = Math.max(0, ...all.map(({ count }) => count))
  if (most < texts.length * enough || most === 0) return undefined
  const best = all.filter(({ count }) => count === most)
  const [first, ...others] = [
    ...new Map(best.toReversed().map((reading) => [reading.key, reading])).values(),
  ].toReversed()
  const currency = sign === undefined ? undefined : currencyOf(sign)
  return {
    readings: [first!, ...others],
    alike: best.filter(({ key }) => key === first!.key).map(({ format }) => format),
    share: most / texts.length,
    everywhere: signsOf.every((found) => found.length > 0),
    whole: first!.values.every((value) => value === undefined || Decimals.scaleOf(value) === 0),
    ...(sign === undefined ? {} : { sign }),
    ...(currency === undefined ? {} : { currency }),
  }
}
