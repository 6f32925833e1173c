/**
 * One spelling for the letters of a name: small Latin letters without marks, German umlauts in either spelling as one, Greek in
 * Latin letters (ELOT 743). What is in another script stays in it.
 */

/** Letters that no decomposition takes apart. */
const single: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ð: "d",
  đ: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
}

const greek: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from("αβγδεζηικλμνξοπρσςτυφω", (letter, at) => [letter, "avgdeziiklmnxoprsstyfo"[at]!])),
  θ: "th",
  χ: "ch",
  ψ: "ps",
}

/** Where ELOT 743 writes two letters otherwise than one by one. */
const greekTogether: ReadonlyArray<readonly [RegExp, string]> = [
  [/ου/g, "ou"],
  [/([αεη])υ(?=[αεηιουωβγδζλμνρ])/g, "$1v"],
  [/([αεη])υ/g, "$1f"],
  [/γ(?=[γξχ])/g, "n"],
  [/(?<!\p{L})μπ/gu, "b"],
]

const toLatin = (text: string): string => {
  let latin = text
  for (const [pattern, written] of greekTogether) latin = latin.replace(pattern, written)
  return latin.replace(/[α-ω]/g, (letter) => greek[letter] ?? letter)
}

const beyondAscii = /[^ -~]/

/** Small letters without marks, Greek in Latin letters. */
export const plainLetters = (text: string): string => {
  if (!beyondAscii.test(text)) return text.toLowerCase()
  // Twice, since small letters can bring marks (İ) and a decomposition capitals (™).
  const bare = text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
  return toLatin(bare.replace(/[ßæœøðđþłħı]/g, (letter) => single[letter]!))
}

/** Müller, Mueller and Muller are one. */
export const foldUmlauts = (word: string): string => word.replace(/([aou])e+/g, "$1")

const sounds: ReadonlyArray<readonly [RegExp, string]> = [
  [/s?ch|kh|sh/g, "h"],
  [/ph/g, "f"],
  [/th/g, "t"],
  [/gk/g, "g"],
  [/t[sz]|z/g, "s"],
  [/x/g, "ks"],
  [/ck|c|q/g, "k"],
  [/w/g, "v"],
  [/[yj]/g, "i"],
  [/ou/g, "u"],
  [/(\p{L})\1+/gu, "$1"],
]

/** Roughly how a word sounds: two spellings of one name by ear (Christos, Hristos) mostly come out as one. */
export const soundOf = (word: string): string => {
  let sound = word
  for (const [pattern, written] of sounds) sound = sound.replace(pattern, written)
  return sound
}
