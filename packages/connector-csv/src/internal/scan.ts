/**
 * Finds where records begin and end, and everything about their quotes and line ends that a lenient reader would guess at or
 * pass over in silence. Only what is known to be well formed (RFC 4180) becomes a record.
 */

/** A longer record, in characters, is an error instead of a claim on memory: with one, a lost quote ends somewhere. */
export const maxRecordLength = 1_048_576

/** How a file is written, found once per file. */
export interface Dialect {
  readonly delimiter: string
  /** `\n` stands for LF and for CRLF: both end a record, even in one file. */
  readonly lineEnd: "\n" | "\r"
}

export type Newline = "\n" | "\r\n" | "\r"

export interface Flaw {
  readonly kind: "stray quote" | "text after quote" | "open quote" | "line break"
  /** Where it was noticed. */
  readonly at: number
  /** Where the quoted value starts that it belongs to. */
  readonly quote?: number
}

/** Where `mark` stands next; the text's length if nowhere. */
export const find = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from)
  return at === -1 ? text.length : at
}

/** The quote that closes the one at `from`; the text's length if there is none. */
export const closingQuote = (text: string, from: number): number => {
  let at = find(text, '"', from + 1)
  while (text[at + 1] === '"') at = find(text, '"', at + 2)
  return at
}

/** Walks record by record; every mark it looks for is sought once, so that time grows with the text alone. */
export class Walker {
  /** Of the record just walked: where it starts, where its values end, and where the next one starts. */
  start = 0
  valuesEnd = 0
  end = 0
  /** The line in which it starts, counted from 1, and that of the next one. */
  line: number
  nextLine: number
  /** How it ends; the last one of a file may end without. */
  newline: Newline
  /** The first thing that is wrong with it. */
  flaw: Flaw | undefined
  /** Whether the flawed value goes over several lines: they may as well be records of their own. */
  doubtful = false
  /** The quote that the text ends within. */
  open: number | undefined

  private readonly text: string
  private readonly dialect: Dialect
  private readonly final: boolean
  private readonly otherEnd: "\n" | "\r"
  /** The next end of a line, the next quote and the next line break of the other kind; the text's length if none. */
  private eol: number
  private quote: number
  private other: number

  /**
   * @param text starts at the beginning of a record
   * @param line of the file, in which the text starts
   * @param final says that nothing comes after the text
   */
  constructor(text: string, dialect: Dialect, line: number, final: boolean) {
    this.text = text
    this.dialect = dialect
    this.final = final
    this.line = line
    this.nextLine = line
    this.newline = dialect.lineEnd
    this.otherEnd = dialect.lineEnd === "\n" ? "\r" : "\n"
    this.eol = find(text, dialect.lineEnd, 0)
    this.quote = find(text, '"', 0)
    this.other = find(text, this.otherEnd, 0)
  }

  /** Goes on to the next record. False where the text ends, or ends before the record does and more is to come. */
  next(): boolean {
    const { text, dialect } = this
    this.start = this.end
    this.line = this.nextLine
    this.flaw = undefined
    this.doubtful = false
    this.open = undefined
    if (this.start === text.length) return false
    while (this.quote < this.eol) {
      if (this.other < this.quote) this.note({ kind: "line break", at: this.other })
      if (!this.passValue()) return false
    }
    const { eol, other } = this
    if (eol === text.length && !this.final) return false
    const crlf = dialect.lineEnd === "\n" && eol < text.length && other === eol - 1
    if (other < eol && !crlf) this.note({ kind: "line break", at: other })
    this.newline = crlf ? "\r\n" : dialect.lineEnd
    this.valuesEnd = crlf ? eol - 1 : eol
    this.end = Math.min(eol + 1, text.length)
    this.nextLine++
    this.eol = find(text, dialect.lineEnd, this.end)
    if (other < this.end) this.other = find(text, this.otherEnd, this.end)
    return true
  }

  /** Goes beyond the next quote, or the value that it opens. False where the text ends within that value. */
  private passValue(): boolean {
    const { quote, text, dialect } = this
    if (quote !== this.start && !text.startsWith(dialect.delimiter, quote - dialect.delimiter.length)) {
      this.note({ kind: "stray quote", at: quote })
      this.quote = find(text, '"', quote + 1)
      return true
    }
    const close = closingQuote(text, quote)
    const lineBefore = this.nextLine
    while (this.eol < close) {
      this.nextLine++
      this.eol = find(text, dialect.lineEnd, this.eol + 1)
    }
    const spansLines = this.nextLine > lineBefore
    if (close === text.length) {
      this.open = quote
      this.flaw = { kind: "open quote", at: quote, quote }
      this.doubtful = spansLines
    } else if (!this.endsValue(close + 1)) {
      this.note({ kind: "text after quote", at: close + 1, quote })
      this.doubtful ||= spansLines
    }
    if (this.other < close) this.other = find(text, this.otherEnd, close)
    this.quote = find(text, '"', close + 1)
    return this.open === undefined || this.final
  }

  /** Whether a quoted value may end before `at`. The text's end decides nothing: the record is walked again there. */
  private endsValue(at: number): boolean {
    const { text, dialect } = this
    const next = text[at]
    if (next === undefined || next === dialect.lineEnd || text.startsWith(dialect.delimiter, at)) return true
    return next === "\r" && text[at + 1] === "\n"
  }

  private note(flaw: Flaw): void {
    this.flaw ??= flaw
  }
}
