/** What writing everything down costs: microseconds a record, bytes a record, and whether a full book is slower than an empty one. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { readTold, type ToldOfBook } from "../ledger/told.ts"
import { measured } from "../measure/process.ts"
import { median } from "../measure/sideBySide.ts"
import { goal, type Options } from "../measure/suite.ts"

const scripts = join(import.meta.dirname, "../ledger")

type Way = "load" | "unchanged" | "seen"

const pass = async (folder: string, records: number, way: Way, first = 0): Promise<ToldOfBook> => {
  const args = [join(scripts, "book.ts"), folder, String(records), way, String(first)]
  return readTold((await measured({ args })).stdout)
}

/** One round, every way in turn; each process goes over `records` records. */
const measureRound = async (round: number, records: number, known: number, big: string) => {
  const small = mkdtempSync(join(tmpdir(), "waybill-ledger-"))
  const control = mkdtempSync(join(tmpdir(), "waybill-ledger-"))
  try {
    const load = await pass(small, records, "load")
    return {
      load,
      loadAgain: await pass(control, records, "load"),
      // New numbers come after the known ones; those that come again lie in their midst.
      bigLoad: await pass(big, records, "load", known + round * records),
      unchanged: await pass(small, records, "unchanged"),
      seen: await pass(small, records, "seen"),
      bigSeen: await pass(big, records, "seen", Math.floor(known / 2) + round * records),
    }
  } finally {
    rmSync(small, { recursive: true, force: true })
    rmSync(control, { recursive: true, force: true })
  }
}

type Round = Awaited<ReturnType<typeof measureRound>>
type Pass = keyof Round

const of = (rounds: ReadonlyArray<Round>, pass: Pass, value: (told: ToldOfBook) => number): ReadonlyArray<number> =>
  rounds.map((round) => value(round[pass]))

const spread = (values: ReadonlyArray<number>): string =>
  `${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)})`

/** Of the CPU of all threads, within each round. */
const ratio = (rounds: ReadonlyArray<Round>, pass: Pass, base: Pass): number =>
  median(rounds.map((round) => round[pass].all / round[base].all))

const tableOf = (rounds: ReadonlyArray<Round>, names: ReadonlyArray<readonly [Pass, string, Pass]>): string => {
  const rows = names.map(([pass, name, base]) => [
    name,
    spread(of(rounds, pass, ({ wall }) => wall)),
    spread(of(rounds, pass, ({ main }) => main)),
    spread(of(rounds, pass, ({ all }) => all)),
    ratio(rounds, pass, base).toFixed(2),
  ])
  const head = ["µs a record", "one after the other", "CPU of the main thread", "CPU of all threads", "ratio"]
  return [head, ["---", ...Array(4).fill("---:")], ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")
}

const stepsTable = (rounds: ReadonlyArray<Round>): string => {
  const steps = ["lookup", "compared", "intend", "settle"] as const
  const cells = steps.map((step) => spread(of(rounds, "load", (told) => told.steps[step])))
  return [steps, steps.map(() => "---:"), cells].map((row) => `| ${row.join(" | ")} |`).join("\n")
}

export const ledger = async ({ rounds, small }: Options): Promise<string> => {
  const records = small ? 20_000 : 100_000
  const known = small ? 200_000 : 5_000_000
  const big = mkdtempSync(join(tmpdir(), "waybill-ledger-big-"))
  try {
    await measured({ args: [join(scripts, "fill.ts"), big, String(known)] })
    const all: Array<Round> = []
    for (let round = 0; round < rounds; round++) all.push(await measureRound(round, records, known, big))
    const { bytes } = all[0]!.load
    const millions = `${known / 1_000_000} million`
    return [
      "## The ledger",
      `${records.toLocaleString("en-US")} records, pages of 1,000, batches of 500, \`synchronous = FULL\`; looked up, compared, intended and settled one after the other, without anything to overlap with.`,
      tableOf(all, [
        ["load", "first load", "load"],
        ["loadAgain", "first load, once more (control)", "load"],
        ["bigLoad", `first load into ${millions} known`, "load"],
        ["unchanged", "unchanged, compared", "load"],
        ["seen", "unchanged, told by the source row", "load"],
        ["bigSeen", `the same among ${millions} known`, "seen"],
      ]),
      "Where the first load spends it (waiting for the disk and for the other thread included):",
      stepsTable(all),
      [
        goal(
          "intent and outcome of a record, microseconds",
          median(of(all, "load", ({ steps }) => steps.intend + steps.settle)),
          10,
        ),
        goal(`first load into ${millions} known, ratio of CPU`, ratio(all, "bigLoad", "load"), 1.2),
        goal(`unchanged among ${millions} known, ratio of CPU`, ratio(all, "bigSeen", "seen"), 1.2),
        goal("bytes a settled record", bytes / records, 150),
      ].join("\n"),
    ].join("\n\n")
  } finally {
    rmSync(big, { recursive: true, force: true })
  }
}
