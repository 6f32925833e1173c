/** A folder in which the command is run: the pipeline file, its data and its ledger. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { writeCustomers, writeInvoices } from "../data/invoices.ts"
import type { Installed } from "./installed.ts"
import type { Command } from "./process.ts"

export interface Workplace {
  readonly folder: string
  /** The command with these arguments, against the receiver at `url`. */
  readonly waybill: (url: string, ...args: ReadonlyArray<string>) => Command
  /** The ledger goes: the next run is the first one. */
  readonly forget: () => void
  readonly remove: () => void
}

const pipeline = join(import.meta.dirname, "../data/waybill.yaml")

/** @param limit instead of the pipeline file's `rateLimit` */
export const workplace = ({ bin, env }: Installed, rows: number, limit?: string): Workplace => {
  const folder = mkdtempSync(join(tmpdir(), "waybill-bench-"))
  mkdirSync(join(folder, "data"))
  copyFileSync(pipeline, join(folder, "waybill.yaml"))
  if (limit !== undefined) {
    const text = readFileSync(pipeline, "utf8")
    writeFileSync(join(folder, "waybill.yaml"), text.replace(/rateLimit: .*/, `rateLimit: ${limit}`))
  }
  writeCustomers(join(folder, "data/customers.csv"))
  writeInvoices(join(folder, "data/invoices.csv"), rows)
  return {
    folder,
    waybill: (url, ...args) => ({
      args: [bin, ...args],
      cwd: folder,
      env: { ...env, RECEIVER_URL: url, RECEIVER_KEY: "key", RECEIVER_SECRET: "secret" },
    }),
    forget: () => rmSync(join(folder, ".waybill"), { recursive: true, force: true }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export const ledgerBytes = ({ folder }: Workplace): number => statSync(join(folder, ".waybill/ledger.db")).size
