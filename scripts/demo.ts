/**
 * The main job on real input: customers and invoices from CSV files into PayorCRM's stand-in, twice, and what it holds
 * afterwards, counted by the stand-in itself.
 */
import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { startSandbox, waybill } from "./startSandbox.ts"

const example = "examples/csv-to-payorcrm"
const folder = mkdtempSync(join(tmpdir(), "waybill-demo-"))
cpSync(join(import.meta.dirname, "..", example), folder, { recursive: true })

const say = (text: string) => console.log(`\n\u001B[1m${text}\u001B[0m`)

const run = (env: Readonly<Record<string, string>>, command: string): void => {
  say(`waybill ${command}`)
  const { status } = spawnSync(process.execPath, [waybill, "--file", join(folder, "waybill.yaml"), command], {
    stdio: "inherit",
    env: { ...process.env, ...env },
  })
  if (status !== 0) throw new Error(`waybill ${command} ended with exit code ${status}`)
}

const sandbox = await startSandbox()
try {
  say(`PayorCRM's stand-in listens on ${sandbox.url}; the data is that of ${example}`)
  for (const command of ["plan", "run", "run"]) run(sandbox.env, command)
  say("What the stand-in holds now, counted by itself")
  console.log(JSON.stringify(await sandbox.state(), null, 2))
} finally {
  sandbox.stop()
  rmSync(folder, { recursive: true, force: true })
}
