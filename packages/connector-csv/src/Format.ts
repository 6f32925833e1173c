/**
 * Rows to delimited text that a spreadsheet can open without running anything.
 */
import Papa from "papaparse"

/** What a spreadsheet takes for a formula (OWASP, CSV injection); apostrophes before it are counted in. */
const formula = /^'*[=+\-@\t\r＝＋－＠]/

/** A number or a telephone number calls nothing: `-12.50`, `+372 555 1234`. */
const harmless = /^(?:-\d+(?:[.,]\d+)?|\+\d[\d ().-]*)$/

/**
 * Puts an apostrophe before a text that a spreadsheet would take for a formula: one that starts with `=`, `+`, `-`, `@`,
 * tab, CR or a full-width form of these, unless all of it is a number or a telephone number. {@link restoreCell} takes it
 * away again, exactly.
 */
export const defuseCell = (text: string): string => (formula.test(text) && !harmless.test(text) ? `'${text}` : text)

/** The inverse of {@link defuseCell}. */
export const restoreCell = (text: string): string => (text.startsWith("'") && formula.test(text) ? text.slice(1) : text)

/** Lines of delimited text, quoted where RFC 4180 asks for it, each with its end. The values are taken as they are. */
export const toLines = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  { delimiter, newline }: { readonly delimiter: string; readonly newline: "\n" | "\r\n" | "\r" },
): string => Papa.unparse([...rows], { delimiter, newline }) + newline

/**
 * A table as CSV text: comma, LF, every line ended, every cell and column name passed through {@link defuseCell}.
 *
 * Each row has a value for every column of the header. The text is UTF-8 when written, without a byte order mark.
 */
export const formatCsv = (header: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  toLines(
    [header, ...rows].map((cells) => cells.map(defuseCell)),
    { delimiter: ",", newline: "\n" },
  )
