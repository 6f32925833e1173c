/** What mapping and validation cost, on one core, beside the same by hand and beside the expression engine alone. */
import { join } from "node:path"

import { script } from "../measure/script.ts"
import { median, ratio, sideBySide, type Standing } from "../measure/sideBySide.ts"
import { goalAtLeast, type Options } from "../measure/suite.ts"

const program = join(import.meta.dirname, "../mapping/measure.ts")

const ways = [
  ["by hand: 30 fields to JSON, nothing checked", "byHand"],
  ["by hand, once more", "byHand"],
  ["20 expressions to the model, checked", "twenty"],
  ["the same 20 by the CEL library alone, nothing checked", "engine"],
  ["30 fields: to the model", "model"],
  ["30 fields: on to the target's record", "record"],
  ["30 fields: on to JSON", "json"],
] as const

const goalPerSecond = 150_000

const secondsOf = ({ samples }: Standing): number => median(samples.map(({ seconds }) => seconds))

const table = (standings: ReadonlyArray<Standing>, rows: number): string => {
  const base = standings[0]!
  const cells = standings.map((standing) => [
    standing.name,
    ((secondsOf(standing) / rows) * 1e6).toFixed(2),
    ratio(standing, base, ({ seconds }) => seconds).toFixed(2),
    Math.round(rows / secondsOf(standing)).toLocaleString("en-US"),
  ])
  const lines = [["", "CPU µs a record", "ratio", "records/s on one core"], ["---", "---:", "---:", "---:"], ...cells]
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n")
}

export const mapping = async ({ rounds, small }: Options): Promise<string> => {
  const rows = small ? 20_000 : 200_000
  const contenders = ways.map(([name, way]) => script(name, [program, way, String(rows)]))
  const standings = await sideBySide(contenders, rounds)
  const twenty = standings[2]!
  return [
    "## Mapping",
    `${rows.toLocaleString("en-US")} invoices, read page by page; CPU time of mapping alone, garbage collection included, the first 20,000 records not. Of the 20 expressions six are money, two are dates, and two need the engine.`,
    table(standings, rows),
    goalAtLeast("20 expressions, checked, records/s on one core", rows / secondsOf(twenty), goalPerSecond),
  ].join("\n\n")
}
