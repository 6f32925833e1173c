/**
 * From a CSV file to an API, as a whole: the script that people write by hand against `waybill run`, with everything that it
 * does besides, and started as users start it.
 */
import { join } from "node:path"

import { totalCents } from "../data/invoices.ts"
import { install, type Installed } from "../measure/installed.ts"
import { measured, type Used } from "../measure/process.ts"
import { type Counted, type Receiver, startReceiver } from "../measure/receiver.ts"
import { median, ratio, type Sample, type Standing, table } from "../measure/sideBySide.ts"
import { goal, type Options, type Suite } from "../measure/suite.ts"
import { ledgerBytes, type Workplace, workplace } from "../measure/workplace.ts"

const naive = join(import.meta.dirname, "../naive/upload.mjs")

/** What the receiver counted is the truth: nobody's word is taken for it. */
const arrived = ({ records, doubled, cents }: Counted): string =>
  `${records} records, ${doubled} doubled, ${cents} cents`

const expected = (rows: number): string =>
  arrived({ requests: 0, customers: 0, cpuSeconds: 0, records: rows, doubled: 0, cents: String(totalCents(rows)) })

const sampleOf = ({ stdout: _stdout, ...used }: Used, check: string): Sample => ({ ...used, check })

const withReceiver = async <A>(use: (receiver: Receiver) => Promise<A>): Promise<A> => {
  const receiver = await startReceiver()
  try {
    return await use(receiver)
  } finally {
    receiver.stop()
  }
}

const byHand = ({ folder }: Workplace): Promise<Sample> =>
  withReceiver(async ({ url, counted }) => {
    const used = await measured({ args: [naive, join(folder, "data/invoices.csv"), url] })
    return sampleOf(used, arrived(await counted()))
  })

/** The first load, and the same once more: nothing new arrives then. */
const firstAndAgain = (place: Workplace): Promise<{ readonly first: Sample; readonly again: Sample }> =>
  withReceiver(async ({ url, counted }) => {
    place.forget()
    const first = await measured(place.waybill(url, "run", "--json"))
    const before = arrived(await counted())
    const again = await measured(place.waybill(url, "run", "--json"))
    return { first: sampleOf(first, before), again: sampleOf(again, arrived(await counted())) }
  })

interface Measured {
  readonly standings: ReadonlyArray<Standing>
  readonly bytesPerRecord: number
}

const measure = async (installed: Installed, rows: number, rounds: number): Promise<Measured> => {
  const place = workplace(installed, rows)
  try {
    const [once, twice, first, again]: ReadonlyArray<Array<Sample>> = [[], [], [], []]
    for (let round = 0; round < rounds; round++) {
      once!.push(await byHand(place))
      const both = await firstAndAgain(place)
      first!.push(both.first)
      again!.push(both.again)
      twice!.push(await byHand(place))
    }
    const standings = [
      { name: "script by hand", samples: once! },
      { name: "script by hand, a second time (A/A)", samples: twice! },
      { name: "`waybill run`, first load", samples: first! },
      { name: "`waybill run`, unchanged", samples: again! },
    ]
    const wrong = standings.flatMap(({ samples }) => samples).find(({ check }) => check !== expected(rows))
    if (wrong !== undefined) throw new Error(`${wrong.check} arrived, and not ${expected(rows)}`)
    return { standings, bytesPerRecord: ledgerBytes(place) / rows }
  } finally {
    place.remove()
  }
}

const seconds = ({ seconds }: Sample): number => seconds
const peak = ({ samples }: Standing): number => median(samples.map(({ peakMiB }) => peakMiB))

const sizesOf = ({ small }: Options): ReadonlyArray<number> => (small ? [20_000] : [100_000, 1_000_000])

export const endToEnd: Suite = async (options) => {
  const installed = await install()
  const sizes = sizesOf(options)
  const parts: Array<string> = []
  const firsts: Array<Standing> = []
  for (const rows of sizes) {
    const { standings, bytesPerRecord } = await measure(installed, rows, options.rounds)
    const [base, , first, again] = standings
    firsts.push(first!)
    parts.push(
      `### ${rows.toLocaleString("en-US")} invoices`,
      table(standings, rows),
      [
        goal("first load, of the script's time", ratio(first!, base!, seconds), 0.8),
        goal("unchanged run, of the first load's time", ratio(again!, first!, seconds), 0.5),
        `- ledger: ${bytesPerRecord.toFixed(1)} bytes a record`,
      ].join("\n"),
    )
  }
  installed.remove()
  const [smaller, larger] = firsts
  const memory =
    larger === undefined
      ? []
      : [
          [
            goal("peak memory, of that of the smaller file", peak(larger) / peak(smaller!), 1.2),
            goal("peak memory in MiB", peak(larger), 350),
          ].join("\n"),
        ]
  return [
    "## End to end",
    "CSV of 31 columns → map (30 expressions) → exact money → validate → ledger → POST in batches of 500, 4 in flight; start-up included.",
    ...parts,
    ...memory,
  ].join("\n\n")
}
