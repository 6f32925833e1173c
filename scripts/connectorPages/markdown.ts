/** Markdown as oxfmt leaves it: columns of a table are padded to one width. */

export const code = (text: string): string => `\`${text}\``

/** The anchor that GitHub gives a heading. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-")

export const link = (text: string, heading: string): string => `[${text}](#${anchor(heading)})`

const cell = (text: string): string => text.replaceAll("|", String.raw`\|`)

/** A table; columns without any content are left out, and so is a table without rows. */
export const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  if (rows.length === 0) return ""
  const used = head.map((_, column) => column).filter((column) => rows.some((row) => (row[column] ?? "") !== ""))
  const cells = [head, ...rows].map((row) => used.map((column) => cell(row[column] ?? "")))
  const widths = used.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)))
  const line = (row: ReadonlyArray<string>) =>
    `| ${row.map((text, column) => text.padEnd(widths[column]!)).join(" | ")} |`
  const [first, ...others] = cells.map(line)
  return [first, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...others].join("\n")
}

/** Something long that opens on a click. */
export const folded = (summary: string, content: string): string =>
  `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`

/** Blocks with one empty line between; empty ones are left out. */
export const blocks = (...parts: ReadonlyArray<string>): string => parts.filter((part) => part !== "").join("\n\n")
