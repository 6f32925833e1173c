import { install, type Installed } from "../measure/installed.ts"
import { measured } from "../measure/process.ts"
/** How time and memory grow with the number of records, first loads alone. */
import { type Receiver, startReceiver } from "../measure/receiver.ts"
import { median } from "../measure/sideBySide.ts"
import type { Suite } from "../measure/suite.ts"
import { ledgerBytes, workplace } from "../measure/workplace.ts"

interface Size {
  readonly rows: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMiB: number
  readonly ledgerMiB: number
}

const loadOnce = async (installed: Installed, rows: number, receiver: Receiver): Promise<Size> => {
  const place = workplace(installed, rows)
  try {
    const { seconds, cpuSeconds, peakMiB } = await measured(place.waybill(receiver.url, "run", "--json"))
    const { records } = await receiver.counted()
    if (records !== rows) throw new Error(`${records} records arrived, and not ${rows}`)
    return { rows, seconds, cpuSeconds, peakMiB, ledgerMiB: ledgerBytes(place) / 2 ** 20 }
  } finally {
    place.remove()
  }
}

const load = async (installed: Installed, rows: number): Promise<Size> => {
  const receiver = await startReceiver()
  try {
    return await loadOnce(installed, rows, receiver)
  } finally {
    receiver.stop()
  }
}

/** The exponent of growth from one size to the next: 1 is in proportion. */
const exponent = (from: Size, to: Size, of: (size: Size) => number): string =>
  (Math.log(of(to) / of(from)) / Math.log(to.rows / from.rows)).toFixed(2)

const line = (size: Size, before: Size | undefined): string => {
  const { rows, seconds, cpuSeconds, peakMiB, ledgerMiB } = size
  const grown = (of: (size: Size) => number) => (before === undefined ? "" : exponent(before, size, of))
  return [
    rows.toLocaleString("en-US"),
    seconds.toFixed(2),
    grown(({ seconds }) => seconds),
    ((seconds / rows) * 1e6).toFixed(1),
    cpuSeconds.toFixed(2),
    peakMiB.toFixed(0),
    grown(({ peakMiB }) => peakMiB),
    ledgerMiB.toFixed(1),
  ].join(" | ")
}

/** The larger ones take minutes and once is enough: a machine's moods are small against them. */
const timesOf = (rows: number, rounds: number): number => (rows >= 1_000_000 ? 1 : rounds)

export const growth: Suite = async ({ rounds, small }) => {
  const installed = await install()
  const sizes: Array<Size> = []
  for (const rows of small ? [1_000, 10_000] : [10_000, 100_000, 1_000_000, 10_000_000]) {
    const loads: Array<Size> = []
    for (let time = 0; time < timesOf(rows, rounds); time++) loads.push(await load(installed, rows))
    const middle = (of: (size: Size) => number) => median(loads.map(of))
    sizes.push({
      rows,
      seconds: middle(({ seconds }) => seconds),
      cpuSeconds: middle(({ cpuSeconds }) => cpuSeconds),
      peakMiB: middle(({ peakMiB }) => peakMiB),
      ledgerMiB: middle(({ ledgerMiB }) => ledgerMiB),
    })
  }
  installed.remove()
  return [
    "## Growth",
    "First loads of the same kind, whole command. An exponent of 1 is growth in proportion, 0 is none.",
    [
      "| records | seconds | exponent | µs a record | CPU s | peak MiB | exponent | ledger MiB |",
      `|${" ---: |".repeat(8)}`,
      ...sizes.map((size, index) => `| ${line(size, sizes[index - 1])} |`),
    ].join("\n"),
  ].join("\n\n")
}
