/**
 * Peak memory of `waybill run` for 100,000 and for 1,000,000 rows of CSV, in turn, into PayorCRM's stand-in, which counts
 * what arrives in a process of its own. The claim: the larger run needs at most 1.3 times as much.
 *
 * `pnpm bench:memory [rounds]`
 */
import { spawnSync } from "node:child_process"
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { startSandbox, waybill } from "../scripts/startSandbox.ts"

const sizes = [100_000, 1_000_000] as const
const claim = 1.3
const rounds = Number(process.argv[2] ?? 1)

const header = "Invoice No,Customer No,Issued,Due,Amount,Reference,Note"

/** A row of 120 characters or so; amounts run through all cents. */
const row = (index: number): string => {
  const number = String(index).padStart(8, "0")
  const day = String((index % 28) + 1).padStart(2, "0")
  const amount = `${(index * 7919) % 100_000}.${String(index % 100).padStart(2, "0")}`
  return `INV-${number},C${index % 500},${day}/10/2026,${day}/11/2026,${amount},REF ${number},"Delivered, counted and accepted: ${number}"`
}

const writeInvoices = (path: string, rows: number): void => {
  const file = openSync(path, "w")
  writeSync(file, `${header}\n`)
  for (let start = 0; start < rows; start += 10_000) {
    const block = Array.from({ length: Math.min(10_000, rows - start) }, (_, index) => row(start + index))
    writeSync(file, `${block.join("\n")}\n`)
  }
  closeSync(file)
}

const pipeline = `version: 1
name: memory
connections:
  files: { connector: csv, directory: ./data }
  collections:
    connector: payorcrm
    baseUrl: \${PAYORCRM_URL}
    apiKey: \${PAYORCRM_API_KEY}
    apiSecret: \${PAYORCRM_API_SECRET}
    amountUnit: decimal
    batch: 500
    rateLimit: { perSecond: 1000, inFlight: 4 }
flows:
  customers:
    from: { connection: files, stream: customers.csv }
    to: { connection: collections, stream: customers }
    map: { number: record.No, email: record.Email }
  invoices:
    after: [customers]
    from: { connection: files, stream: invoices.csv }
    to: { connection: collections, stream: invoices }
    map:
      number: record["Invoice No"]
      customerNumber: record["Customer No"]
      issueDate: date(record.Issued, "dd/MM/yyyy")
      dueDate: date(record.Due, "dd/MM/yyyy")
      total: money(record.Amount, "EUR")
      reference: record.Reference
      note: record.Note
`

interface Measured {
  readonly rows: number
  readonly peakMiB: number
  readonly seconds: number
}

/** One run in a folder and against a stand-in of its own. */
const measure = async (rows: number): Promise<Measured> => {
  const folder = mkdtempSync(join(tmpdir(), "waybill-memory-"))
  const sandbox = await startSandbox()
  try {
    mkdirSync(join(folder, "data"))
    writeFileSync(join(folder, "waybill.yaml"), pipeline)
    const customers = Array.from({ length: 500 }, (_, index) => `C${index},c${index}@example.com`)
    writeFileSync(join(folder, "data/customers.csv"), `No,Email\n${customers.join("\n")}\n`)
    writeInvoices(join(folder, "data/invoices.csv"), rows)
    const peakFile = join(folder, "peak")
    const run = spawnSync(
      process.execPath,
      [
        "--import",
        join(import.meta.dirname, "peak.ts"),
        waybill,
        "--file",
        join(folder, "waybill.yaml"),
        "run",
        "--json",
      ],
      {
        encoding: "utf8",
        env: { ...process.env, ...sandbox.env, PEAK_FILE: peakFile },
      },
    )
    if (run.status !== 0) throw new Error(`the run ended with exit code ${run.status}: ${run.stderr}${run.stdout}`)
    const { invoices } = await sandbox.state()
    if (invoices !== rows) throw new Error(`the stand-in holds ${invoices} invoices, not ${rows}`)
    return { rows, peakMiB: Number(readFileSync(peakFile, "utf8")) / 1024, seconds: JSON.parse(run.stdout).seconds }
  } finally {
    sandbox.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const median = (values: ReadonlyArray<number>): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

const measured: Array<Measured> = []
for (let round = 0; round < rounds; round++) {
  for (const rows of sizes) {
    const one = await measure(rows)
    measured.push(one)
    console.log(
      `${one.rows.toLocaleString("en-US")} rows: ${one.peakMiB.toFixed(0)} MiB at the peak, ${one.seconds.toFixed(1)} s`,
    )
  }
}
const peaks = sizes.map((rows) => median(measured.filter((one) => one.rows === rows).map((one) => one.peakMiB)))
const ratio = peaks[1]! / peaks[0]!
console.log(`ratio of the medians: ${ratio.toFixed(2)} (claim: at most ${claim})`)
process.exitCode = ratio <= claim ? 0 : 1
