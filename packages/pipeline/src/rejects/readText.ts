/**
 * A text that stands in a cell now, against the text that was kept: what a spreadsheet does by itself is undone and said.
 */
import type { Said } from "./errors.ts"
import { digitsLost, isScientific, markLost, meansTheSame, turnedIntoDay, zerosLost } from "./notations.ts"

/** Where a cell stands. */
export interface Place {
  /** See `EditedSheet`. */
  readonly textOnly: boolean
  /** Whether an issue of the record names the column: then a new notation is most likely the cure. */
  readonly failing: boolean
}

export type TextReading =
  /** `said`: what was undone. */
  | { readonly _tag: "Same"; readonly said: ReadonlyArray<Said> }
  | { readonly _tag: "Other"; readonly text: string; readonly said: ReadonlyArray<Said> }
  | { readonly _tag: "Spoilt"; readonly why: Said }

const leading = /^[\s\u200B\u2060]*/
const trailing = /[\s\u200B\u2060]*$/

const shorter = (now: string, before: string): string => (now.length < before.length ? now : before)

/** Without white space around it that was not there before. */
const withoutNewSpace = (text: string, kept: string): string => {
  const core = text.replace(leading, "").replace(trailing, "")
  if (core === "") return shorter(text, kept.trim() === "" ? kept : "")
  const [before] = leading.exec(kept)!
  const [behind] = trailing.exec(kept)!
  return shorter(leading.exec(text)![0], before) + core + shorter(trailing.exec(text)![0], behind)
}

const curly = /[‘’‚‛“”„‟]/
const straighten = (text: string): string => text.replace(/[‘’‚‛]/g, "'").replace(/[“”„‟]/g, '"')

/** With straight quotes, where the old text had straight ones and no others. */
const withStraightQuotes = (text: string, kept: string): string =>
  /['"]/.test(kept) && !curly.test(kept) ? straighten(text) : text

/** An apostrophe keeps a spreadsheet from reading what follows as a number or formula; in a name it belongs to it. */
const protection = /^['’](?=[-+=@.,\d])/

const withoutProtection = (text: string, kept: string): string => {
  if (/^['’]/.test(kept)) return text
  return text.slice(1) === kept && /^['’]/.test(text) ? kept : text.replace(protection, "")
}

const oneKindOfBreak = (text: string): string => text.replace(/\r\n?/g, "\n")

const withOldBreaks = (text: string, kept: string): string =>
  oneKindOfBreak(text) === oneKindOfBreak(kept) ? kept : text

type Step = readonly [undo: (text: string, kept: string) => string, said: Said]

const steps: ReadonlyArray<Step> = [
  [withoutNewSpace, ["WB-REJECTS-SPACES", "white space was added around the value; it is taken off"]],
  [withStraightQuotes, ["WB-REJECTS-APOSTROPHE", "straight quotes became curly ones; they are straight again"]],
  [withoutProtection, ["WB-REJECTS-APOSTROPHE", "an apostrophe was put before the value; it is taken off"]],
  [withOldBreaks, ["WB-REJECTS-LINE-BREAKS", "the line breaks are of another kind; they stay as they were"]],
]

const errorText = /^#(?:N\/A|[\p{Lu}0-9/]+[!?]|NV|#+)$/u

const spoilt = (text: string, kept: string, { textOnly }: Place): Said | undefined => {
  if (/^[=＝]/.test(text) && !/^[=＝]/.test(kept)) return ["WB-REJECTS-FORMULA", "the cell begins with ="]
  if (errorText.test(text)) return ["WB-REJECTS-CELL", "the cell shows an error of the spreadsheet"]
  const isRounded = digitsLost(kept, text) || (textOnly && isScientific(text) && !isScientific(kept))
  if (isRounded && !meansTheSame(text, kept)) return ["WB-REJECTS-DIGITS", "the digits of a long number are lost"]
  if (!textOnly) return undefined
  if (turnedIntoDay(kept, text)) return ["WB-REJECTS-DATE", "the spreadsheet made a date of the value"]
  return markLost(kept, text) && !meansTheSame(text, kept)
    ? ["WB-REJECTS-NUMBER", "the mark before the fraction is gone"]
    : undefined
}

export const readText = (now: string, kept: string, place: Place): TextReading => {
  const said: Array<Said> = []
  let text = now
  for (const [undo, what] of steps) {
    if (text === kept) break
    const undone = undo(text, kept)
    if (undone !== text) said.push(what)
    text = undone
  }
  if (text === kept) return { _tag: "Same", said }
  const why = spoilt(text, kept, place)
  if (why !== undefined) return { _tag: "Spoilt", why }
  if (place.textOnly && zerosLost(kept, text)) return { _tag: "Same", said: [...said, zerosGone] }
  // Nobody cures a number by an exponent.
  const isCure = place.failing && !isScientific(text)
  if (place.textOnly && !isCure && meansTheSame(kept, text)) return { _tag: "Same", said: [...said, rewritten] }
  return { _tag: "Other", text, said }
}

export const zerosGone: Said = ["WB-REJECTS-ZEROS", "the leading zeros are gone; the value stays as it was"]
export const rewritten: Said = ["WB-REJECTS-NOTATION", "the value is written in another way; it stays as it was"]
