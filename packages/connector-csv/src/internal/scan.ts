/**
 * Finds where records begin and end in decoded text, and everything about their quotes and line ends that papaparse
 * would guess at or pass over in silence. papaparse then splits only what is known to be well formed (RFC 4180).
 */

/** A longer record is an error instead of a claim on memory: with one, a lost quote ends somewhere. */
export const maxRecordLength = 1_048_576

/** The records of a page. */
export const pageRecords = 1000

/** How a file is written, found once per file. */
export interface Dialect {
  readonly delimiter: string
  /** `\n` stands for LF and for CRLF: both end a record, even in one file. */
  readonly lineEnd: "\n" | "\r"
}

/** Well-formed records, one after the other, that end their lines in the same way. */
export interface Run {
  readonly _tag: "Run"
  readonly start: number
  end: number
  readonly newline: "\n" | "\r\n" | "\r"
  /** The line of the first record, counted from 1. */
  readonly line: number
  /** The line of what follows. */
  next: number
  records: number
  /** Records of the run, counted from 0, that go over several lines, and how many line breaks they hold. */
  readonly breaks: Array<readonly [record: number, lineBreaks: number]>
}

export interface Flaw {
  readonly kind: "stray quote" | "text after quote" | "open quote" | "line break"
  /** Where it was noticed. */
  readonly at: number
  /** Where the quoted value starts that it belongs to. */
  readonly quote?: number
}

/** A record that breaks the rules. */
export interface Damaged {
  readonly _tag: "Damaged"
  readonly start: number
  readonly end: number
  readonly line: number
  readonly next: number
  readonly flaw: Flaw
  /** Whether the flawed value goes over several lines: they may as well be records of their own. */
  readonly doubtful: boolean
}

/** A record that goes beyond {@link maxRecordLength}; nothing is read after it. */
export interface TooLong {
  readonly _tag: "TooLong"
  readonly line: number
  readonly start: number
  /** Where the quote stands that was opened last and not closed. */
  readonly quote?: number
}

export interface Scan {
  readonly pieces: ReadonlyArray<Run | Damaged | TooLong>
  /** Where the record starts that the text ends within. */
  readonly rest: number
}

/** Walks record by record; every mark it looks for is sought once, so that time grows with the text alone. */
class Walker {
  readonly text: string
  readonly dialect: Dialect
  readonly final: boolean
  readonly otherEnd: "\n" | "\r"
  /** The next end of a line, the next quote and the next line break of the other kind; the text's length if none. */
  eol: number
  quote: number
  other: number
  /** Of the record just walked: where it starts and ends, its line breaks within quotes, its first flaw. */
  start = 0
  end = 0
  breaks = 0
  flaw: Flaw | undefined
  doubtful = false
  crlf = false
  /** The quote that the text ends within. */
  open: number | undefined

  constructor(text: string, dialect: Dialect, final: boolean) {
    this.text = text
    this.dialect = dialect
    this.final = final
    this.otherEnd = dialect.lineEnd === "\n" ? "\r" : "\n"
    this.eol = this.find(dialect.lineEnd, 0)
    this.quote = this.find('"', 0)
    this.other = this.find(this.otherEnd, 0)
  }

  find(mark: string, from: number): number {
    const at = this.text.indexOf(mark, from)
    return at === -1 ? this.text.length : at
  }

  /** Goes on to the next record. False where the text ends before the record does, and more is to come. */
  next(): boolean {
    this.start = this.end
    this.breaks = 0
    this.flaw = undefined
    this.doubtful = false
    this.open = undefined
    while (this.quote < this.eol) {
      if (this.other < this.quote) this.note({ kind: "line break", at: this.other })
      if (!this.value()) return false
    }
    const { text, eol, other, dialect } = this
    if (eol === text.length && !this.final) return false
    this.crlf = dialect.lineEnd === "\n" && eol < text.length && other === eol - 1
    if (other < eol && !this.crlf) this.note({ kind: "line break", at: other })
    this.end = Math.min(eol + 1, text.length)
    this.eol = this.find(dialect.lineEnd, this.end)
    if (other < this.end) this.other = this.find(this.otherEnd, this.end)
    return true
  }

  /** Goes beyond the next quote, or the value that it opens. False where the text ends within that value. */
  value(): boolean {
    const { quote, text } = this
    if (quote !== this.start && text[quote - 1] !== this.dialect.delimiter) {
      this.note({ kind: "stray quote", at: quote })
      this.quote = this.find('"', quote + 1)
      return true
    }
    const close = this.closing(quote)
    const breaksBefore = this.breaks
    while (this.eol < close) {
      this.breaks++
      this.eol = this.find(this.dialect.lineEnd, this.eol + 1)
    }
    const spansLines = this.breaks > breaksBefore
    if (close === text.length) {
      this.open = quote
      this.flaw = { kind: "open quote", at: quote, quote }
      this.doubtful = spansLines
    } else if (!this.endsValue(close + 1)) {
      this.note({ kind: "text after quote", at: close + 1, quote })
      this.doubtful ||= spansLines
    }
    if (this.other < close) this.other = this.find(this.otherEnd, close)
    this.quote = this.find('"', close + 1)
    return this.open === undefined || this.final
  }

  /** The quote that closes the one at `from`; the text's length if there is none. */
  closing(from: number): number {
    let at = this.find('"', from + 1)
    while (this.text[at + 1] === '"') at = this.find('"', at + 2)
    return at
  }

  /** Whether a quoted value may end before `at`. The text's end decides nothing: the record is walked again there. */
  endsValue(at: number): boolean {
    const next = this.text[at]
    if (next === undefined || next === this.dialect.delimiter || next === this.dialect.lineEnd) return true
    return next === "\r" && this.text[at + 1] === "\n"
  }

  note(flaw: Flaw): void {
    this.flaw ??= flaw
  }
}

/**
 * Cuts `text` into pieces, runs of at most `runRecords` records among them. It starts at the beginning of a record,
 * which stands in line `line` of the file; `final` says that nothing comes after it.
 */
export const scan = (
  text: string,
  dialect: Dialect,
  line: number,
  final: boolean,
  runRecords: number = pageRecords,
): Scan => {
  const pieces: Array<Run | Damaged | TooLong> = []
  const walker = new Walker(text, dialect, final)
  let run: Run | undefined
  const tooLong = (): TooLong => ({
    _tag: "TooLong",
    line,
    start: walker.start,
    ...(walker.open === undefined ? {} : { quote: walker.open }),
  })
  while (walker.end < text.length && walker.next()) {
    const { start, end, breaks, flaw, doubtful } = walker
    const next = line + 1 + breaks
    if (end - start > maxRecordLength) return { pieces: [...pieces, tooLong()], rest: start }
    if (flaw === undefined) {
      const newline = walker.crlf ? "\r\n" : dialect.lineEnd
      if (run === undefined || run.records === runRecords || (run.newline !== newline && endsLine(text, end))) {
        run = { _tag: "Run", start, end, newline, line, next, records: 0, breaks: [] }
        pieces.push(run)
      }
      if (breaks > 0) run.breaks.push([run.records, breaks])
      run.records++
      run.end = end
      run.next = next
    } else {
      run = undefined
      pieces.push({ _tag: "Damaged", start, end, line, next, flaw, doubtful })
    }
    line = next
  }
  if (text.length - walker.end > maxRecordLength) pieces.push(tooLong())
  return { pieces, rest: walker.end }
}

const endsLine = (text: string, end: number): boolean => text[end - 1] === "\n" || text[end - 1] === "\r"
