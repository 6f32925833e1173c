/**
 * The table of texts that cells refer to by number. It must be held while the sheet is read, within limits.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, Stream } from "effect"

import { Fault } from "../errors.ts"
import { type Limits, maxCellCharacters } from "./limits.ts"
import { decodeText, type XmlHandler, XmlScanner } from "./xml.ts"
import { type Archive, readPart } from "./zip.ts"

const escape = /_x([0-9A-Fa-f]{4})_/g

/** Undoes Excel's own escapes for what XML can't hold: `_x000D_` (ECMA-376 part 1, 22.9.2.19, ST_Xstring). */
export const unescape = (text: string): string =>
  text.includes("_x") ? text.replace(escape, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text

/** Adds to a cell's text, never beyond what a cell can hold. */
export const lengthen = (text: string, more: string): string => {
  if (text.length + more.length > maxCellCharacters * 7) {
    throw new Fault("WB-EXCEL-TOO-LARGE", "one cell of the workbook is larger than Excel allows")
  }
  return text === "" ? more : text + more
}

/** The text of a cell as it is meant. */
export const finishText = (raw: string): string => {
  const text = unescape(raw)
  if (text.length > maxCellCharacters) {
    throw new Fault("WB-EXCEL-TOO-LARGE", `one cell of the workbook has more than ${maxCellCharacters} characters`)
  }
  return text
}

/** How many texts are kept in one string. */
const blockSize = 1024

/** Many texts joined into one, and where each of them ends. */
interface Block {
  readonly text: string
  readonly ends: Uint32Array
}

/**
 * Texts by number. They are joined block by block: millions of strings of their own would take three times the memory,
 * and the garbage collector would visit each of them again and again.
 */
export class StringTable {
  private readonly blocks: Array<Block> = []
  private pending: Array<string> = []

  get size(): number {
    return this.blocks.length * blockSize + this.pending.length
  }

  add(text: string): void {
    this.pending.push(text)
    if (this.pending.length < blockSize) return
    let end = 0
    const ends = Uint32Array.from(this.pending, (text) => (end += text.length))
    this.blocks.push({ text: this.pending.join(""), ends })
    this.pending = []
  }

  /** `undefined` where there is no such number. */
  get(index: number): string | undefined {
    const block = this.blocks[Math.floor(index / blockSize)]
    const at = index % blockSize
    if (block === undefined) return index < this.size ? this.pending[at] : undefined
    return block.text.slice(at === 0 ? 0 : block.ends[at - 1], block.ends[at])
  }
}

class SharedStrings implements XmlHandler {
  readonly table = new StringTable()
  private readonly limits: Limits
  private depth = 0
  private phonetic = false
  private inText = false
  private current = ""
  private characters = 0

  constructor(limits: Limits) {
    this.limits = limits
  }

  open(name: string): void {
    this.depth += 1
    if (this.depth === 2) this.current = ""
    // `si/t` or, in rich text, `si/r/t`; `si/rPh/t` is how a Japanese text is pronounced.
    else if (this.depth === 3 && name === "rPh") this.phonetic = true
    this.inText = name === "t" && (this.depth === 3 || this.depth === 4) && !this.phonetic
  }

  text(source: string, from: number, to: number, plain: boolean): void {
    if (this.inText) this.current = lengthen(this.current, decodeText(source, from, to, plain))
  }

  close(name: string): void {
    this.inText = false
    this.depth -= 1
    if (this.depth === 2 && name === "rPh") this.phonetic = false
    else if (this.depth === 1 && name === "si") this.add(finishText(this.current))
  }

  private add(text: string): void {
    this.characters += text.length
    if (this.table.size === this.limits.strings || this.characters > this.limits.stringCharacters) {
      throw new Fault("WB-EXCEL-TOO-LARGE", "the workbook has more text than can be held in memory")
    }
    this.table.add(text)
  }
}

/** The table, or its beginning up to and including number `last`: enough for the header row of a large workbook. */
export const readSharedStrings = Effect.fn("readSharedStrings")(function* (
  archive: Archive,
  part: string | undefined,
  last = Number.POSITIVE_INFINITY,
): Effect.fn.Return<StringTable, ConnectorError> {
  if (part === undefined || last < 0) return new StringTable()
  const strings = new SharedStrings(archive.limits)
  const scanner = new XmlScanner(strings)
  const write = (text: string): ReadonlyArray<number> => {
    scanner.write(text)
    return [strings.table.size]
  }
  yield* readPart(archive, part, archive.limits.stringsPart, { write, end: () => scanner.end() }).pipe(
    Stream.takeUntil((size) => size > last),
    Stream.runDrain,
  )
  return strings.table
})
