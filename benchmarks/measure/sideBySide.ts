/**
 * Programs that do the same, in turn: A B C, A B C. Ratios are made within a round and their median is told: what the machine
 * does meanwhile hits all of them alike.
 */
import type { Used } from "./process.ts"

export interface Sample extends Omit<Used, "stdout"> {
  /** What was done, counted by whoever received it: must be the same for all. */
  readonly check: string
}

export interface Contender {
  readonly name: string
  readonly run: () => Promise<Sample>
}

export interface Standing {
  readonly name: string
  readonly samples: ReadonlyArray<Sample>
}

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Fails where two of them did not do the same. */
export const sideBySide = async (
  contenders: ReadonlyArray<Contender>,
  rounds: number,
): Promise<ReadonlyArray<Standing>> => {
  const samples = contenders.map((): Array<Sample> => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, { run }] of contenders.entries()) samples[index]!.push(await run())
  }
  const checks = new Set(samples.flat().map(({ check }) => check))
  if (checks.size > 1) throw new Error(`not all did the same: ${[...checks].join(" / ")}`)
  return contenders.map(({ name }, index) => ({ name, samples: samples[index]! }))
}

/** Median of the ratios of the rounds. */
export const ratio = (one: Standing, base: Standing, of: (sample: Sample) => number): number =>
  median(one.samples.map((sample, round) => of(sample) / of(base.samples[round]!)))

const spread = (standing: Standing, of: (sample: Sample) => number, digits: number): string => {
  const values = standing.samples.map(of)
  const text = (value: number) => value.toFixed(digits)
  return values.length === 1
    ? text(values[0]!)
    : `${text(median(values))} (${text(Math.min(...values))}–${text(Math.max(...values))})`
}

/** A table in Markdown: medians, with the least and the most; the first one is the base of the ratios. */
export const table = (standings: ReadonlyArray<Standing>, records: number): string => {
  const base = standings[0]!
  const rows = standings.map((standing) => {
    const perSecond = records / median(standing.samples.map(({ seconds }) => seconds))
    return [
      standing.name,
      spread(standing, ({ seconds }) => seconds, 2),
      ratio(standing, base, ({ seconds }) => seconds).toFixed(2),
      Math.round(perSecond).toLocaleString("en-US"),
      spread(standing, ({ cpuSeconds }) => cpuSeconds, 2),
      spread(standing, ({ peakMiB }) => peakMiB, 0),
    ]
  })
  const lines = [["", "seconds", "ratio", "records/s", "CPU s", "peak MiB"], ["---", ...Array(5).fill("---:")], ...rows]
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")
}
