/**
 * Where each character of a YAML scalar's value stands in the file, whatever its quoting, escaping and folding.
 */
import type { Scalar } from "yaml"

/** How many characters of the file the next step covers, and how many of the value they make. */
type Step = readonly [source: number, value: number]

const lineBreaks = /[ \t]*(?:\r?\n[ \t]*)+/y
const escapedBreak = /\\\r?\n[ \t]*/y
const codeLength: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 }

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

const escapeStep = (text: string, at: number): Step => {
  const joined = matchAt(escapedBreak, text, at)
  if (joined !== undefined) return [joined.length, 0]
  const length = codeLength[text[at + 1]!] ?? 2
  // Beyond the basic plane a character is two UTF-16 units.
  return [length, Number.parseInt(text.slice(at + 2, at + length), 16) > 0xff_ff && length === 10 ? 2 : 1]
}

const flowStep = (text: string, at: number, quote: string): Step => {
  if (quote === '"' && text[at] === "\\") return escapeStep(text, at)
  if (quote === "'" && text[at] === "'") return [2, 1]
  const folded = matchAt(lineBreaks, text, at)
  // One line break becomes a space, of several the first is dropped.
  return folded === undefined ? [1, 1] : [folded.length, Math.max(1, folded.split("\n").length - 2)]
}

const flowOffsets = (text: string, from: number, to: number, quote: string): Array<number> => {
  const offsets: Array<number> = []
  let at = from + quote.length
  const end = to - quote.length
  while (at < end) {
    const [source, value] = flowStep(text, at, quote)
    for (let unit = 0; unit < value; unit++) offsets.push(at)
    at += source
  }
  return [...offsets, end]
}

const indentOf = (line: string): number => line.length - line.trimStart().length

/** Content is the same in file and value, line by line; indentation is cut off and breaks become spaces or breaks. */
const blockOffsets = (text: string, from: number, to: number, value: string): Array<number> => {
  const isContent = (line: string) => line.trim() !== ""
  const [header = "", ...lines] = text.slice(from, to).split("\n")
  const indent = indentOf(lines.find(isContent) ?? "") - indentOf(value.split("\n").find(isContent) ?? "")
  const offsets: Array<number> = []
  let lineStart = from + header.length + 1
  let end = lineStart
  for (const line of lines) {
    const content = line.replace(/\r$/, "").slice(indent)
    if (isContent(content)) {
      const next = value.indexOf(content, offsets.length)
      while (offsets.length < next) offsets.push(end)
      for (let unit = 0; unit < content.length; unit++) offsets.push(lineStart + indent + unit)
      end = lineStart + indent + content.length
    }
    lineStart += line.length + 1
  }
  while (offsets.length <= value.length) offsets.push(end)
  return offsets
}

const quotes: Readonly<Record<string, string>> = { QUOTE_DOUBLE: '"', QUOTE_SINGLE: "'" }

/** The offset in `text` of each UTF-16 unit of `value`, and of its end. */
export const scalarOffsets = (text: string, scalar: Scalar, value: string): ReadonlyArray<number> => {
  const [from, to] = scalar.range ?? [0, 0]
  return scalar.type === "BLOCK_FOLDED" || scalar.type === "BLOCK_LITERAL"
    ? blockOffsets(text, from, to, value)
    : flowOffsets(text, from, to, quotes[scalar.type ?? ""] ?? "")
}
