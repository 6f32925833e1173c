/**
 * How one name comes to be written in two ways: by another clerk, another keyboard, another alphabet.
 */
import type { Dice } from "./Dice.ts"

/** Longest first. Written by hand and apart from the code under test, with the spellings that are met besides ELOT 743. */
const greekLetters: ReadonlyArray<readonly [string, ...Array<string>]> = [
  ["ου", "ou"],
  ["αυ", "av"],
  ["ευ", "ev"],
  ["γγ", "ng"],
  ["χ", "ch", "h"],
  ["θ", "th"],
  ["ψ", "ps"],
  ["φ", "f", "ph"],
  ["ξ", "x"],
  ...Array.from("αβγδεζηικλμνοπρσςτυω", (letter, at): [string, string] => [letter, "avgdeziiklmnoprsstyo"[at]!]),
]

const withoutMarks = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC")

const capitalised = (text: string): string => text.replace(/(?<!\p{L})\p{Ll}/gu, (letter) => letter.toUpperCase())

/** Greek in Latin letters. */
export const inLatin = (text: string, dice: Dice): string => {
  let latin = withoutMarks(text)
    .toLowerCase()
    .replace(/(?<!\p{L})μπ/gu, "b")
  for (const [letter, ...spellings] of greekLetters) latin = latin.replaceAll(letter, dice.pick(spellings))
  return capitalised(latin)
}

const umlauts: Readonly<Record<string, string>> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  Ä: "Ae",
  Ö: "Oe",
  Ü: "Ue",
  ß: "ss",
  õ: "o",
}

/** What is left on a keyboard without accents. */
export const withoutAccents = (text: string, dice: Dice): string =>
  dice.chance(0.5)
    ? text.replace(/[äöüÄÖÜßõ]/g, (letter) => umlauts[letter]!)
    : withoutMarks(text.replaceAll("ß", "ss"))

const mistype = (word: string, dice: Dice): string => {
  const letters = Array.from(word)
  const at = dice.below(letters.length - 1)
  const [letter, next] = [letters[at]!, letters[at + 1]!]
  const changed = {
    swap: [next, letter],
    drop: [next],
    double: [letter, letter, next],
    other: [letter === "i" ? "o" : "i", next],
  }
  return [
    ...letters.slice(0, at),
    ...changed[dice.pick(["swap", "drop", "double", "other"] as const)],
    ...letters.slice(at + 2),
  ].join("")
}

/** One letter of one longer word otherwise; the name itself where it has none. */
export const withTypo = (name: string, dice: Dice): string => {
  const words = name.split(" ")
  const long = [...words.keys()].filter((at) => /^\p{L}{5,}$/u.test(words[at]!))
  if (long.length === 0) return name
  const at = dice.pick(long)
  return words.with(at, mistype(words[at]!, dice)).join(" ")
}
