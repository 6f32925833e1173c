/**
 * What the values of a column look like, whatever its name.
 */
import { type Cell, CellDateTime, cellText, isCell } from "@waybill/connector"
import { Currencies, Dates } from "@waybill/model"
import { BigDecimal } from "effect"

import { type DateLook, lookAtDates } from "./dates.ts"
import { languages } from "./header.ts"
import { lookAtNumbers, type NumberLook } from "./numbers.ts"

export interface Look {
  /** The values that say something, as text. */
  readonly texts: ReadonlyArray<string>
  /** The values themselves, row by row; `""` where there is none. */
  readonly cells: ReadonlyArray<Cell>
  /** How many of the values differ, as a share of them. */
  readonly distinct: number
  readonly different: ReadonlySet<string>
  /** Cells of a workbook that are dates or numbers, as a share of the values. */
  readonly dateCells: number
  readonly numberCells: number
  /** How the texts among the values are written. */
  readonly dates?: DateLook
  readonly numbers?: NumberLook
  readonly spaced: boolean
  readonly capitals: boolean
  /** What every value of a `type` column says in the words of the model; absent where one says something else. */
  readonly types?: ReadonlyMap<string, string>
  /** The share of the values that pass. */
  readonly share: (test: (text: string) => boolean) => number
}

const typeWords: ReadonlyMap<string, string> = new Map(
  languages.flatMap(({ types }) =>
    Object.entries(types).flatMap(([type, words]) =>
      words.split(",").map((word) => [word.trim().toLowerCase(), type] as const),
    ),
  ),
)

/** More kinds of document than this are no column of kinds. */
const mostTypes = 8

const typesOf = (different: ReadonlySet<string>): ReadonlyMap<string, string> | undefined => {
  if (different.size > mostTypes) return undefined
  const types = new Map<string, string>()
  for (const text of different) {
    const type = typeWords.get(text.trim().toLowerCase())
    if (type === undefined) return undefined
    types.set(text, type)
  }
  return types.size === 0 ? undefined : types
}

const isText = (cell: Cell): cell is string => typeof cell === "string"
const isDate = (cell: Cell): boolean => Dates.isCalendarDate(cell) || cell instanceof CellDateTime

/** Looks at one column; what is no text and no cell counts as empty. */
export const lookAt = (values: ReadonlyArray<unknown>): Look => {
  const cells = values.map((value): Cell => (isCell(value) ? value : ""))
  const filled = cells.filter((cell) => !isText(cell) || cell.trim() !== "")
  const texts = filled.map(cellText)
  const written = filled.filter(isText)
  const different = new Set(texts)
  const of = (count: number): number => (filled.length === 0 ? 0 : count / filled.length)
  const dates = written.length === 0 ? undefined : lookAtDates(written)
  const numbers = written.length === 0 ? undefined : lookAtNumbers(written)
  const types = typesOf(different)
  return {
    texts,
    cells,
    different,
    distinct: of(different.size),
    dateCells: of(filled.filter(isDate).length),
    numberCells: of(filled.filter((cell) => BigDecimal.isBigDecimal(cell)).length),
    ...(dates === undefined ? {} : { dates }),
    ...(numbers === undefined ? {} : { numbers }),
    ...(types === undefined ? {} : { types }),
    spaced: written.some((text) => text.trim() !== text),
    capitals: texts.some((text) => text.toLowerCase() !== text),
    share: (test) => of(texts.filter((text) => test(text.trim())).length),
  }
}

export const isEmail = (text: string): boolean => /^[^\s@;,]+@[^\s@;,]+\.[^\s@;,]+$/.test(text)

export const isPhone = (text: string): boolean =>
  /^\+?[\d\s()/.-]+$/.test(text) && /^(?:\D*\d){6,15}\D*$/.test(text) && !/^\d+[.,]\d{1,2}$/.test(text)

/** A number or code that names something: short, hardly a space, with a digit or in capitals. */
export const isCode = (text: string): boolean =>
  text.length <= 40 && !/\s.*\s/.test(text) && !isEmail(text) && (/\d/.test(text) || /^[A-Z_-]{2,12}$/.test(text))

export const isWords = (text: string): boolean => /\p{L}{2}/u.test(text) && !isEmail(text)

export const isPlace = (text: string): boolean => isWords(text) && !/\d/.test(text)

export const isPostalCode = (text: string): boolean => /^(?=.*\d)[A-Z\d][A-Z\d -]{2,9}$/i.test(text)

export const isCountry = (text: string): boolean => /^[A-Z]{2,3}$/.test(text) || isPlace(text)

export const isCurrencyCode = (text: string): boolean => Currencies.isCurrency(text.toUpperCase())
