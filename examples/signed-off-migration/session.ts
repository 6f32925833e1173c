/**
 * The whole way: rehearse, plan, land as drafts, tie out, post, tie out, report. Then the same with a target that loses an invoice,
 * changes one by a cent and doubles a payment; and at last everything is taken back.
 */
import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

import { startSandbox, waybill } from "../../scripts/startSandbox.ts"
import { accounts, totals, writeData } from "./data.ts"

/** Where the report to sign goes: a folder that stays, where one is named. */
const report = process.argv[2] === undefined ? undefined : resolve(process.argv[2])

const folder = mkdtempSync(join(tmpdir(), "waybill-migration-"))
const sandbox = await startSandbox("crmcom", ["accounts=0", "invoicesPerAccount=0", "paymentsPerAccount=0"])
const say = (text: string) => console.log(`\n\u001B[1m${text}\u001B[0m`)

/** Ends with 4 where something differs, and with 2 where a plan no longer holds. */
const run = (expected: number, ...args: ReadonlyArray<string>): string => {
  say(`waybill ${args.join(" ")}`)
  const { status, stdout } = spawnSync(process.execPath, [waybill, ...args], {
    cwd: folder,
    stdio: ["inherit", "pipe", "inherit"],
    encoding: "utf8",
    env: { ...process.env, ...sandbox.env },
  })
  console.log(stdout)
  if (status !== expected) throw new Error(`waybill ${args.join(" ")} ended with exit code ${status}`)
  return stdout
}

const planned = (): string => {
  const id = /^Plan ([0-9a-f]+), until/m.exec(run(0, "plan"))?.[1]
  if (id === undefined) throw new Error("the plan has no id")
  return id
}

const asOf = ["--as-of", "2026-11-21"]

try {
  cpSync(join(import.meta.dirname, "waybill.yaml"), join(folder, "waybill.yaml"))
  writeData(folder)
  await sandbox.admin("seed", { accountNumbers: accounts })

  run(0, "rehearse", ...asOf)
  const early = planned()
  const invoices = join(folder, "data/invoices.csv")
  const text = readFileSync(invoices, "utf8")
  say("Somebody changes a row of invoices.csv: the plan no longer holds")
  writeFileSync(invoices, text.replace("R-20007,K1007", "R-20007,K1008"))
  run(2, "run", "--plan", early)
  writeFileSync(invoices, text)
  run(0, "run", "--plan", early)
  run(0, "reconcile", ...asOf)
  run(0, "post", "1")
  run(0, "reconcile", ...asOf, "--report", report ?? join(folder, "sign-off"))
  run(0, "rehearse", "--compare")
  say(`By the data: ${JSON.stringify(totals())}. What the stand-in holds, counted by itself:`)
  const { invoices: held, payments } = await sandbox.state()
  console.log(JSON.stringify({ invoices: held, payments }, null, 2))

  say("The target loses an invoice, changes one by a cent, and doubles a payment")
  await sandbox.admin("tamper", { do: "lose", kind: "invoices", key: "WBI-R-20012" })
  await sandbox.admin("tamper", { do: "change", kind: "invoices", key: "WBI-R-20031", by: "0.01" })
  await sandbox.admin("tamper", { do: "double", kind: "payments", key: "WBP-Z-3044" })
  run(4, "reconcile", ...asOf)

  run(0, "undo", "1")
  run(4, "undo", "1", "--yes")
} finally {
  sandbox.stop()
  rmSync(folder, { recursive: true, force: true })
}
