/**
 * Records to values.
 */
import { plainView, type View } from "./encoding.ts"
import { closingQuote, find } from "./scan.ts"

const unescape = (text: string): string => (text.includes('"') ? text.replaceAll('""', '"') : text)

/** Splits the records of one text, in their order: every mark is sought once. */
export class Splitter {
  private readonly text: string
  private readonly delimiter: string
  private readonly view: View
  /** How the delimiter looks. */
  private readonly mark: string
  /** Where it stands next, the next quote, and the next character that is encoded, as far as they were sought. */
  private nextMark = -1
  private nextQuote = -1
  private nextEncoded = -1

  /** @param text as the view shows it */
  constructor(text: string, delimiter: string, view: View = plainView) {
    this.text = text
    this.delimiter = delimiter
    this.view = view
    this.mark = view.of(delimiter)
  }

  /**
   * The values of a record, at least one, in the place of what `values` holds. One that breaks the rules is given as it is
   * written.
   */
  split(start: number, end: number, values: Array<string> = []): Array<string> {
    const { text, view } = this
    if (this.nextEncoded < start) this.nextEncoded = view.encodedFrom(text, start)
    return this.nextEncoded < end
      ? splitText(view.textOf(text.slice(start, end)), this.delimiter, values)
      : this.splitPlain(start, end, values)
  }

  private splitPlain(start: number, end: number, values: Array<string>): Array<string> {
    const { text, mark } = this
    let { nextMark, nextQuote } = this
    let count = 0
    for (let at = start; at <= end;) {
      if (nextQuote < at) nextQuote = find(text, '"', at)
      const close = nextQuote === at ? closingQuote(text, at) : end
      if (close < end && (close + 1 === end || text.startsWith(mark, close + 1))) {
        values[count++] = unescape(text.slice(at + 1, close))
        at = close + 1 + mark.length
      } else {
        if (nextMark < at) nextMark = find(text, mark, at)
        const valueEnd = nextMark < end ? nextMark : end
        values[count++] = text.slice(at, valueEnd)
        at = valueEnd + mark.length
      }
    }
    this.nextMark = nextMark
    this.nextQuote = nextQuote
    if (values.length > count) values.length = count
    return values
  }
}

/** The values of a text that is one record. */
export const splitText = (text: string, delimiter: string, values: Array<string> = []): Array<string> =>
  new Splitter(text, delimiter).split(0, text.length, values)
