/**
 * What the first block of a file tells about the whole: encoding, line end, delimiter and columns. It is found once and
 * then fixed.
 */
import { Result } from "effect"

import { type Code, type Fault, fault } from "../errors.ts"
import type { Settings } from "../Settings.ts"
import { byteLength, byteOrderMark, decodePrefix, type Encoding } from "./encoding.ts"
import { type Dialect, type Newline, Walker } from "./scan.ts"
import { Splitter } from "./split.ts"

/** The most that is read to find the layout; the header must end within it. In bytes. */
export const headBytes = 262_144

export interface Layout {
  readonly encoding: Encoding
  readonly dialect: Dialect
  /** How the line of the header ends; `undefined` where the file ends with it. */
  readonly newline: Newline | undefined
  readonly columns: ReadonlyArray<string>
  /** Values in a row: more than there are columns where the header ends in columns without a name. */
  readonly width: number
  /** Where the first record starts. */
  readonly body: Position
}

/** A place between two records. */
export interface Position {
  /** In bytes. */
  readonly offset: number
  /** Counted from 1. */
  readonly line: number
}

const signatures: ReadonlyArray<readonly [bytes: ReadonlyArray<number>, what: string]> = [
  [[0x50, 0x4b, 0x03, 0x04], "an Excel workbook or a ZIP archive"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Excel workbook (.xls)"],
  [[0x1f, 0x8b], "packed with gzip"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF document"],
]

const notText = (head: Uint8Array, encoding: Encoding): Fault | undefined => {
  const known = signatures.find(([bytes]) => bytes.every((byte, index) => head[index] === byte))
  if (known !== undefined) return fault("WB-CSV-NOT-TEXT", `the file is ${known[1]}`)
  if (encoding.startsWith("utf-16") || head.length < 2) return undefined
  return (head[0] === 0) === (head[1] === 0)
    ? undefined
    : fault(
        "WB-CSV-ENCODING",
        "the file looks like UTF-16 without a byte order mark",
        `set the connection's \`encoding\` to ${head[0] === 0 ? "utf-16be" : "utf-16le"}`,
      )
}

/** `text` without what stands in quotes, as far as that can be told before the delimiter is known. */
const outsideQuotes = (text: string): string => text.replace(/"[^"]*(?:"|$)/g, "")

const lineEndOf = (text: string): Dialect["lineEnd"] => {
  const found = /\r\n?|\n/.exec(outsideQuotes(text))
  return found?.[0] === "\r" ? "\r" : "\n"
}

const candidates = [",", ";", "\t", "|"]
const names: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "|" }

/** How many records tell whether a delimiter fits. */
const looked = 1000

/** Whether the records of `text` all have the same number of values, and more than one. */
const isRegular = (text: string, dialect: Dialect, whole: boolean): boolean => {
  const walker = new Walker(text, dialect, 1, whole)
  const splitter = new Splitter(text, dialect.delimiter)
  let width: number | undefined
  for (let records = 0; walker.next(); records++) {
    if (walker.flaw !== undefined) return false
    if (records >= looked) continue
    const values = splitter.split(walker.start, walker.valuesEnd)
    width ??= values.length
    if (values.length !== width && values.join("") !== "") return false
  }
  return width !== undefined && width > 1
}

/** The only one of the usual delimiters that fits: the one in the first line, or the one that makes a regular table. */
const findDelimiter = (text: string, lineEnd: Dialect["lineEnd"], whole: boolean): Result.Result<string, Fault> => {
  const [line = ""] = outsideQuotes(text).split(lineEnd, 1)
  const present = candidates.filter((delimiter) => line.includes(delimiter))
  if (present.length <= 1) return Result.succeed(present[0] ?? ",")
  const fitting = present.filter((delimiter) => isRegular(text, { delimiter, lineEnd }, whole))
  if (fitting.length === 1) return Result.succeed(fitting[0]!)
  const which = (fitting.length === 0 ? present : fitting).map((delimiter) => names[delimiter]).join(" or ")
  return Result.fail(fault("WB-CSV-DELIMITER", `the values could be separated by ${which}`))
}

const headerFault = (code: Code, message: string): Result.Result<never, Fault> => Result.fail(fault(code, message))

/** The columns' names; columns without a name are let go at the end of the header only. */
const columnsOf = (header: ReadonlyArray<string>, line: number): Result.Result<ReadonlyArray<string>, Fault> => {
  const columns = header.slice(0, header.findLastIndex((name) => name.trim() !== "") + 1)
  const unnamed = columns.findIndex((name) => name.trim() === "")
  if (unnamed !== -1) return headerFault("WB-CSV-HEADER", `column ${unnamed + 1} has no name in line ${line}`)
  const seen = new Map<string, number>()
  for (const [index, name] of columns.entries()) {
    const earlier = seen.get(name)
    if (earlier !== undefined) {
      return headerFault("WB-CSV-HEADER", `columns ${earlier + 1} and ${index + 1} are both named '${name}'`)
    }
    seen.set(name, index)
  }
  return Result.succeed(columns)
}

interface FirstRecord extends Pick<Walker, "start" | "end" | "line" | "nextLine" | "newline"> {
  readonly values: ReadonlyArray<string>
}

/** The first record that is no blank line. */
const firstRecord = (
  text: string,
  dialect: Dialect,
  line: number,
  whole: boolean,
): Result.Result<FirstRecord, Fault> => {
  const walker = new Walker(text, dialect, line, whole)
  const splitter = new Splitter(text, dialect.delimiter)
  while (walker.next()) {
    const { start, valuesEnd, end, line, nextLine, newline } = walker
    if (walker.flaw !== undefined) return headerFault("WB-CSV-HEADER", `the quotes in line ${line} don't match`)
    const values = splitter.split(start, valuesEnd)
    if (values.join("") !== "") return Result.succeed({ values, start, end, line, nextLine, newline })
  }
  return whole && outsideQuotes(text).trim() === ""
    ? headerFault("WB-CSV-EMPTY", "the file is empty")
    : headerFault("WB-CSV-TOO-LONG", `the first record does not end within ${headBytes} bytes`)
}

/** The byte at `offset` is no character; `text`, which starts in line `line`, is what stands before it. */
export const undecodable = (
  encoding: Encoding,
  offset: number,
  text: string,
  line: number,
  lineEnd: Dialect["lineEnd"],
): Fault =>
  fault("WB-CSV-ENCODING", `byte ${offset + 1}, in line ${line + text.split(lineEnd).length - 1}, is not ${encoding}`)

/** Excel's own first line, which names the delimiter and is no record. */
const separatorLine = /^sep=([^"\r\n])(?:\r\n|\r|\n)/

/** Finds the layout of a file from its first bytes; `whole` says that these are all of it. */
export const findLayout = (head: Uint8Array, whole: boolean, settings: Settings): Result.Result<Layout, Fault> =>
  Result.gen(function* () {
    const mark = byteOrderMark(head)
    const encoding = mark?.encoding ?? settings.encoding
    const foreign = notText(head, encoding)
    if (foreign !== undefined) return yield* Result.fail(foreign)
    const decoded = decodePrefix(head.subarray(mark?.bytes ?? 0), encoding)
    const separator = separatorLine.exec(decoded)
    const start = separator?.[0].length ?? 0
    const text = decoded.slice(start)
    const lineEnd = lineEndOf(decoded)
    const delimiter = settings.delimiter ?? separator?.[1] ?? (yield* findDelimiter(text, lineEnd, whole))
    const dialect = { delimiter, lineEnd }
    const readable = (mark?.bytes ?? 0) + byteLength(decoded, encoding)
    // A character may be cut at the end of the block; it has at most four bytes.
    const broken = head.length - readable >= 4
    const first = yield* Result.mapError(firstRecord(text, dialect, start === 0 ? 1 : 2, whole && !broken), (cause) =>
      broken ? undecodable(encoding, readable, decoded, 1, lineEnd) : cause,
    )
    const columns = settings.header
      ? yield* columnsOf(first.values, first.line)
      : first.values.map((_, index) => String(index + 1))
    const skipped = start + (settings.header ? first.end : first.start)
    const offset = (mark?.bytes ?? 0) + byteLength(decoded.slice(0, skipped), encoding)
    const newline = /[\r\n]/.test(text[first.end - 1]!) ? first.newline : undefined
    const line = settings.header ? first.nextLine : first.line
    return { encoding, dialect, newline, columns, width: first.values.length, body: { offset, line } }
  })
