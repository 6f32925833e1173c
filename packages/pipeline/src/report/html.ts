/**
 * Markup that nobody's data can break out of: whatever is put into it is text, unless it is markup itself.
 */

/** Finished markup; only {@link markup} makes any. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

/** What can be put into markup; `undefined` is nothing. */
export type Piece = string | Html | undefined | ReadonlyArray<Piece>

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** What HTML can't hold. */
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]/g

/** The text as it stands between tags or within the quotes of an attribute. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(unwritable, "\uFFFD")
    .replace(/[&<>"']/g, (character) => entities[character]!)

const markupOf = (piece: Piece): string => {
  if (piece === undefined) return ""
  if (typeof piece === "string") return escaped(piece)
  return piece instanceof Html ? piece.markup : piece.map(markupOf).join("")
}

/** Markup from a template: its own text is markup, and each piece is escaped. */
export const markup = (template: TemplateStringsArray, ...pieces: ReadonlyArray<Piece>): Html =>
  new Html(template.map((part, index) => part + markupOf(pieces[index])).join(""))
