/**
 * The whole session: what is in the books already is found, what is not clear is listed, a person decides about two, and nobody
 * is created a second time.
 */
import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { startSandbox, waybill } from "../../scripts/startSandbox.ts"
import { heldCustomers } from "./seed.ts"

const folder = mkdtempSync(join(tmpdir(), "waybill-matches-"))
const sandbox = await startSandbox("erplybooks", ["customers=0"])
const say = (text: string) => console.log(`\n\u001B[1m${text}\u001B[0m`)

/** Ends with 4 where a person must decide. */
const run = (expected: number, args: ReadonlyArray<string>, quiet = false): string => {
  if (!quiet) say(`waybill ${args.join(" ")}`)
  const { status, stdout } = spawnSync(process.execPath, [waybill, ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...sandbox.env },
  })
  if (!quiet) console.log(stdout.split("\n").slice(0, 20).join("\n"))
  if (status !== expected) throw new Error(`waybill ${args.join(" ")} ended with exit code ${status}`)
  return stdout
}

try {
  for (const name of ["waybill.yaml", "data"]) {
    cpSync(join(import.meta.dirname, name), join(folder, name), { recursive: true })
  }
  const customers = heldCustomers()
  await sandbox.admin("seed", { customers, invoicesPerCustomer: 0 })
  say(`The books hold ${customers.length} customers`)
  run(4, ["match", "--dry-run"])
  run(4, ["run"])
  const { candidates } = JSON.parse(run(0, ["match", "list", "--json"], true))
  const [first] = candidates
  const other = candidates.find(({ key }: { key: string }) => key !== first.key)
  say(`${new Set(candidates.map(({ key }: { key: string }) => key)).size} customers wait for a decision; two are made`)
  run(0, ["match", "same", first.key, first.targetId, "--reason", "the same telephone number"])
  run(0, ["match", "new", other.key, "--reason", "the son"])
  run(4, ["run"])
  run(0, ["crosswalk", "show", first.key])
  run(0, ["crosswalk", "export", "--to", "crosswalk.csv"])
} finally {
  sandbox.stop()
  rmSync(folder, { recursive: true, force: true })
}
