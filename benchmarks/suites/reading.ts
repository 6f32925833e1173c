/** What reading costs: the connectors' sources, as a flow reads them, beside the libraries that people read with. */
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { writeInvoices } from "../data/invoices.ts"
import { script } from "../measure/script.ts"
import { type Contender, median, ratio, sideBySide, type Standing, table } from "../measure/sideBySide.ts"
import { goal, type Options } from "../measure/suite.ts"

const program = (name: string) => join(import.meta.dirname, "../reading", name)

const inFolder = async <A>(use: (folder: string) => Promise<A>): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), "waybill-reading-"))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const secondsRatio = (one: Standing, base: Standing) => ratio(one, base, ({ seconds }) => seconds)
const peakOf = ({ samples }: Standing) => median(samples.map(({ peakMiB }) => peakMiB))

const csvText = async ({ rounds, small }: Options): Promise<ReadonlyArray<string>> =>
  inFolder(async (folder) => {
    const rows = small ? 100_000 : 1_000_000
    writeInvoices(join(folder, "invoices.csv"), rows)
    const papaparse = (name: string, mode: string) =>
      script(name, [program("papaparse.mjs"), folder, "invoices.csv", mode])
    const standings = await sideBySide(
      [
        papaparse("papaparse, arrays", "arrays"),
        papaparse("papaparse, arrays, once more", "arrays"),
        papaparse("papaparse, objects, as scripts use it", "objects"),
        script("the CSV source", [program("csvSource.ts"), folder, "invoices.csv"]),
      ],
      rounds,
    )
    return [
      `CSV: ${rows.toLocaleString("en-US")} invoices of 31 columns, every value read by its name. papaparse gets decoded text; for arrays, newline and delimiter too.`,
      table(standings, rows),
      goal(
        "time of the CSV source, of papaparse's arrays (0.9 of its speed)",
        secondsRatio(standings[3]!, standings[0]!),
        1.11,
      ),
    ]
  })

const excelText = async ({ rounds, small }: Options): Promise<ReadonlyArray<string>> =>
  inFolder(async (folder) => {
    const sizes = small ? [10_000, 30_000] : [100_000, 300_000]
    const [fewer, more] = sizes.map((rows) => `${rows}.xlsx`) as [string, string]
    for (const rows of sizes) {
      writeInvoices(join(folder, "invoices.csv"), rows)
      execFileSync(process.execPath, [
        program("writeWorkbook.mjs"),
        join(folder, "invoices.csv"),
        join(folder, `${rows}.xlsx`),
      ])
    }
    const exceljs = (name: string, file: string): Contender => script(name, [program("exceljs.ts"), folder, file])
    const source = (file: string): Contender => script("the Excel source", [program("excelSource.ts"), folder, file])
    const few = await sideBySide([exceljs("exceljs, streaming", fewer), source(fewer)], rounds)
    const many = await sideBySide(
      [exceljs("exceljs, streaming", more), exceljs("exceljs, streaming, once more", more), source(more)],
      rounds,
    )
    return [
      `Excel: the same invoices, with shared texts, numbers and dates; ${sizes[0]!.toLocaleString("en-US")} rows first, then ${sizes[1]!.toLocaleString("en-US")}. Only texts in ASCII are compared: exceljs breaks other characters where its chunks end.`,
      table(few, sizes[0]!),
      table(many, sizes[1]!),
      goal("time of the Excel source, of exceljs's (3 times its speed)", secondsRatio(many[2]!, many[0]!), 1 / 3),
      goal("peak memory at three times the rows, of that at one", peakOf(many[2]!) / peakOf(few[1]!), 1.3),
    ]
  })

export const reading = async (options: Options): Promise<string> =>
  ["## Reading", ...(await csvText(options)), ...(await excelText(options))].join("\n\n")
