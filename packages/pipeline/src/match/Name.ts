/**
 * Names as they are compared: what is left when spelling, punctuation, legal forms and the order of words don't count.
 */
import { distance } from "../distance.ts"
import { formOf, takeSpelledForms } from "./legalForms.ts"
import { foldUmlauts, plainLetters, soundOf } from "./letters.ts"

export interface Name {
  /** In plain letters, in the order in which they stand; without legal forms and what joins words. */
  readonly words: ReadonlyArray<string>
  /** How each word sounds. */
  readonly sounds: ReadonlyArray<string>
  /** Equal for names that differ in nothing that counts: the words in the order of the alphabet. */
  readonly key: string
  /** The legal forms of a company, in the order of the alphabet; absent where the name tells none. */
  readonly form?: string
}

const joining = new Set(["and", "und", "ja", "kai", "et", "ir", "un", "och", "co", "company"])

/** The words of a name and its legal forms. A name of nothing but those keeps them as its words. */
const split = (text: string): { readonly words: ReadonlyArray<string>; readonly forms: ReadonlyArray<string> } => {
  const forms: Array<string> = []
  const plain = plainLetters(text.replace(/['’`´ʼ]/g, ""))
  const words: Array<string> = []
  for (const word of takeSpelledForms(plain, forms).match(/[\p{L}\p{N}]+/gu) ?? []) {
    const folded = foldUmlauts(word)
    const form = formOf(word) ?? formOf(folded)
    if (form !== undefined) forms.push(form)
    else if (!joining.has(word) && !joining.has(folded)) words.push(folded)
  }
  return words.length > 0 ? { words, forms } : { words: plain.match(/[\p{L}\p{N}]+/gu) ?? [], forms: [] }
}

/** The name as it is compared; `undefined` where the text holds no letter and no digit. */
export const parseName = (text: string): Name | undefined => {
  const { words, forms } = split(text)
  if (words.length === 0) return undefined
  const form = [...new Set(forms)].sort().join(" ")
  const key = words.toSorted().join(" ")
  return { words, sounds: words.map(soundOf), key, ...(form === "" ? {} : { form }) }
}

export interface NameLikeness {
  /**
   * `near`: the same but for a few letters. `contained`: one has every word of the other, some perhaps as an initial.
   * `part`: they share a word. `unknown`: one side has none.
   */
  readonly level: "same" | "near" | "contained" | "part" | "other" | "unknown"
  /** How many letters differ, where it is `near`. */
  readonly letters: number
}

/** How many letters of a word may be mistyped: short words differ by one letter in earnest. */
const mistyped = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2)

const hasDigit = /\p{N}/u

/** Where one begins and ends otherwise than the other, it is another word: somebody mistypes one end at most. */
const mistypedDistance = (a: string, b: string): number =>
  a[0] === b[0] || a.at(-1) === b.at(-1) ? distance(a, b, mistyped(Math.min(a.length, b.length))) : Infinity

/** By how many letters two words differ; `Infinity` where they are not one word mistyped, or numbers. */
const wordDistance = (a: string, b: string, soundA: string, soundB: string): number => {
  if (a === b) return 0
  const away = soundA === soundB && soundA.length > 1 ? 1 : mistypedDistance(a, b)
  return away < Infinity && (hasDigit.test(a) || hasDigit.test(b)) ? Infinity : away
}

const isInitialOf = (a: string, b: string): boolean =>
  (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b))

interface Alignment {
  /** Words of the shorter name that the longer one has, some with a few letters otherwise. */
  readonly whole: number
  /** Words of which one of the names has the initial only. */
  readonly initials: number
  readonly letters: number
}

/** Finds for each word of the shorter name the nearest one of the longer, each once. */
const align = (shorter: Name, longer: Name): Alignment => {
  const isTaken = longer.words.map(() => false)
  let [whole, initials, letters] = [0, 0, 0]
  // Equal words first, so that none of them is spent on a mistyped one.
  const left = shorter.words.filter((word) => {
    const at = longer.words.findIndex((other, index) => other === word && !isTaken[index])
    if (at < 0) return true
    isTaken[at] = true
    whole += 1
    return false
  })
  for (const word of left) {
    const sound = soundOf(word)
    let [best, nearest] = [Infinity, -1]
    for (const [at, other] of longer.words.entries()) {
      if (isTaken[at]) continue
      const away = wordDistance(word, other, sound, longer.sounds[at]!)
      if (away < best) [best, nearest] = [away, at]
    }
    if (nearest >= 0) {
      whole += 1
      letters += best
    } else {
      nearest = longer.words.findIndex((other, at) => !isTaken[at] && isInitialOf(word, other))
      if (nearest >= 0) initials += 1
    }
    if (nearest >= 0) isTaken[nearest] = true
  }
  return { whole, initials, letters }
}

/** Compares the letters alone of names that divide their words otherwise: `Nord Wood` and `Nordwood`. */
const compareRunOn = (a: Name, b: Name): number => {
  const [one, other] = [a.words.join(""), b.words.join("")]
  if (one === other) return 0
  // As many words, and one of them is another: that is no matter of division.
  if (a.words.length === b.words.length || hasDigit.test(one) || hasDigit.test(other)) return Infinity
  return mistypedDistance(one, other)
}

export const compareNames = (a: Name | undefined, b: Name | undefined): NameLikeness => {
  if (a === undefined || b === undefined) return { level: "unknown", letters: 0 }
  if (a.key === b.key) return { level: "same", letters: 0 }
  const [shorter, longer] = a.words.length <= b.words.length ? [a, b] : [b, a]
  const { whole, initials, letters } = align(shorter, longer)
  const isWhole = shorter.words.length === longer.words.length && whole === shorter.words.length
  if (isWhole) return { level: "near", letters }
  const runOn = compareRunOn(a, b)
  if (runOn < Infinity) return { level: "near", letters: Math.max(1, runOn) }
  if (whole > 0 && whole + initials === shorter.words.length) return { level: "contained", letters }
  return { level: whole > 0 ? "part" : "other", letters }
}
