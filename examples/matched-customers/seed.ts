/** What the books hold before: the customers of data/held.csv, for the stand-in of ERPLY Books. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

const held = join(import.meta.dirname, "data/held.csv")

/** One line of the file; a value with a comma or a space at its edge stands in quotes. */
const cells = (line: string): ReadonlyArray<string> =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  )

/** The customers, in the vendor's own fields; a field that is empty is left out. */
export const heldCustomers = (): ReadonlyArray<Readonly<Record<string, string>>> => {
  const [header = "", ...lines] = readFileSync(held, "utf8").trimEnd().split("\n")
  const names = cells(header)
  return lines.map((line) => {
    const values = cells(line)
    return Object.fromEntries(
      names.map((name, index) => [name, values[index] ?? ""]).filter(([, value]) => value !== ""),
    )
  })
}
