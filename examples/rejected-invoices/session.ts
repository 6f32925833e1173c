/**
 * The whole session: run, hand out the rejects, edit them, take them back, run again; and what the target's stand-in holds then.
 */
import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { startSandbox, waybill } from "../../scripts/startSandbox.ts"
import { total, writeData } from "./data.ts"
import { editWorkbook } from "./edit.ts"

const folder = mkdtempSync(join(tmpdir(), "waybill-rejects-"))
const sandbox = await startSandbox()
const say = (text: string) => console.log(`\n\u001B[1m${text}\u001B[0m`)

/** Ends with 4 where records need attention. */
const run = (expected: number, ...args: ReadonlyArray<string>): void => {
  say(`waybill ${args.join(" ")}`)
  const { status } = spawnSync(process.execPath, [waybill, ...args], {
    cwd: folder,
    stdio: "inherit",
    env: { ...process.env, ...sandbox.env },
  })
  if (status !== expected) throw new Error(`waybill ${args.join(" ")} ended with exit code ${status}`)
}

try {
  cpSync(join(import.meta.dirname, "waybill.yaml"), join(folder, "waybill.yaml"))
  writeData(folder)
  run(4, "run")
  run(0, "rejects", "list", "--code", "WB-MAP-CURRENCY-CODE")
  run(0, "rejects", "export", "--to", "rejects.xlsx")
  say(`${await editWorkbook(join(folder, "rejects.xlsx"))} rows are mended in the workbook`)
  run(0, "rejects", "import", "rejects.xlsx", "--dry-run")
  run(0, "rejects", "import", "rejects.xlsx")
  run(0, "run")
  run(0, "status")
  say(`The invoices add up to ${total()} EUR. What the stand-in holds, counted by itself:`)
  console.log(JSON.stringify(await sandbox.state(), null, 2))
} finally {
  sandbox.stop()
  rmSync(folder, { recursive: true, force: true })
}
