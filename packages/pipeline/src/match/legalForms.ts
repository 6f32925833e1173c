/**
 * Legal forms of companies: they stand before or after a name, in many spellings, and are no part of it. Two different ones
 * are two companies, though.
 */

/** By what is kept, the spellings in plain letters. Greek forms and their usual translation are one: Α.Ε. is S.A. */
const spellings: Readonly<Record<string, string>> = {
  ou: "ou osauhing",
  as: "as aktsiaselts aksjeselskap aktieselskab",
  sa: "sa ae",
  epe: "epe",
  oe: "oe",
  ee: "ee",
  ike: "ike",
  uab: "uab",
  mb: "mb",
  sia: "sia",
  ab: "ab aktiebolag",
  oy: "oy osakeyhtio",
  oyj: "oyj",
  gmbh: "gmbh",
  ag: "ag aktiengesellschaft",
  kg: "kg kommanditgesellschaft",
  ohg: "ohg",
  gbr: "gbr",
  ug: "ug",
  se: "se",
  ltd: "ltd limited",
  plc: "plc",
  llc: "llc",
  llp: "llp",
  inc: "inc incorporated",
  corp: "corp corporation",
  sarl: "sarl",
  srl: "srl",
  sas: "sas",
  bv: "bv",
  nv: "nv",
  aps: "aps",
  spzoo: "spzoo",
  fie: "fie",
  mtu: "mtu",
  tu: "tu",
  uu: "uu",
}

const forms: ReadonlyMap<string, string> = new Map(
  Object.entries(spellings).flatMap(([form, written]) => written.split(" ").map((word) => [word, form] as const)),
)

/** Forms only where they are written with dots: a spa is a bath. */
const dotted: ReadonlySet<string> = new Set(["ek", "ev", "eg", "spa", "pc"])

/** The form that a word of plain letters is; `undefined` where it is none. */
export const formOf = (word: string): string | undefined => forms.get(word)

const inWords: ReadonlyArray<readonly [RegExp, string]> = [
  [/gesellschaft\W+mit\W+beschrankter\W+haftung/g, " gmbh "],
  [/\bsp\W*z\W*o\W*o\b/g, " spzoo "],
  [/\bs\W?a\W{0,2}r\W?l\b/g, " sarl "],
]

/** Letters with dots or strokes between them: `o.ü.`, `a/s`, `e. k.`. */
const lettered = /(?<![\p{L}\p{N}])\p{L}(?:[./] ?\p{L})+(?![\p{L}\p{N}])/gu

/** Takes forms out that are several words or single letters, and gives what is left of a name of plain letters. */
export const takeSpelledForms = (name: string, found: Array<string>): string => {
  let rest = name
  for (const [pattern, written] of inWords) rest = rest.replace(pattern, written)
  return rest.replace(lettered, (letters) => {
    const word = letters.replace(/[./ ]/g, "")
    const form = forms.get(word) ?? (dotted.has(word) ? word : undefined)
    if (form === undefined) return letters
    found.push(form)
    return " "
  })
}
