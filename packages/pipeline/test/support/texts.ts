/** Puts other texts where a tie-out has text that somebody else wrote. */
import type { TieOut } from "../../src/tieOut/TieOut.ts"

/** All that is neither a figure nor a word of the tie-out's own. */
const foreign = new Set(
  (
    "pipeline by version fileHash asOf madeAt flow connection stream system why key file targetId customer reason message " +
    "hint at code plan startedAt endedAt name fields copies"
  ).split(" "),
)

/** `text`: by the place's number, from 0 on. */
export const withTexts = (tieOut: TieOut, text: (index: number) => string): TieOut => {
  let index = 0
  const replaced = (name: string, value: unknown): unknown => {
    if (typeof value === "string") return foreign.has(name) && value !== "" ? text(index++) : value
    if (Array.isArray(value)) return value.map((item) => replaced(name, item))
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaced(name, inner)]))
  }
  return replaced("", tieOut) as TieOut
}
