/**
 * Random RFC 4180 texts, written record by record together with what they mean: the oracle never parses.
 */

/** A repeatable source of random numbers from 0 up to, and without, `limit` (mulberry32). */
export const random = (seed: number): ((limit: number) => number) => {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
}

export interface RandomText {
  readonly text: string
  readonly columns: number
  readonly delimiter: string
  readonly rows: ReadonlyArray<{ readonly line: number; readonly values: ReadonlyArray<string> }>
}

const letters = [
  "a",
  "Ü",
  "ł",
  "漢",
  "😀",
  " ",
  "x y",
  "0",
  "-",
  "=",
  "'",
  "\u{FEFF}",
  '"',
  '""',
  ",",
  ";",
  "\t",
  "|",
  "§",
]

/** `mixed`: LF and CRLF in one text. Inside quotes, line breaks of every kind occur. */
export const randomText = (seed: number, end: "\n" | "\r\n" | "\r" | "mixed"): RandomText => {
  const below = random(seed)
  const pick = <A>(from: ReadonlyArray<A>): A => from[below(from.length)]!
  const delimiter = pick([",", ";", "\t", "|", "§"])
  const columns = 1 + below(4)
  const ends = end === "mixed" ? ["\n", "\r\n"] : [end]
  const lineEnd = end === "\r" ? "\r" : "\n"
  const breaks = ["\n", "\r\n", "\r"]
  const value = () => Array.from({ length: below(5) }, () => pick(below(6) === 0 ? breaks : letters)).join("")
  const render = (text: string) =>
    below(3) === 0 || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text

  const rows: Array<{ line: number; values: ReadonlyArray<string> }> = []
  let text = ""
  let line = 1
  const total = 1 + below(8)
  for (let index = 0; index < total; index++) {
    const values = Array.from({ length: columns }, value)
    const isLast = index === total - 1
    const rendered = values.map(render).join(delimiter)
    // Blank lines stand between records; a record without a single value counts as one.
    const blanks = below(8) === 0 ? pick(ends) : ""
    if (values.some((one) => one !== "")) rows.push({ line: line + (blanks === "" ? 0 : 1), values })
    const written = blanks + rendered + (isLast && below(2) === 0 ? "" : pick(ends))
    text += written
    line += written.split(lineEnd).length - 1
  }
  return { text, columns, delimiter, rows }
}

/** Text with quotes, delimiters and line breaks anywhere: mostly no CSV. */
export const randomNoise = (seed: number): string => {
  const below = random(seed)
  const marks = ['"', '"', ",", ",", "\n", "\n", "\r\n", "\r", "a", "b", "ł", "\0"]
  return Array.from({ length: below(40) }, () => marks[below(marks.length)]).join("")
}

/** Cuts into pieces of 1 to `longest`. */
export const cut = <A extends { slice: (start: number, end: number) => A; readonly length: number }>(
  whole: A,
  below: (limit: number) => number,
  longest: number,
): Array<A> => {
  const parts: Array<A> = []
  for (let at = 0; at < whole.length;) {
    const length = 1 + below(longest)
    parts.push(whole.slice(at, at + length))
    at += length
  }
  return parts
}
