import { countedIn, edit, fatesOf, heldIn } from "./support/undoing.ts"
import { cancelling } from "./crash/support/undoing.ts"
import { spawn } from "node:child_process"
import { childFile } from "./crash/support/childFile.ts"
import { removeChild } from "./crash/support/childFile.ts"
import { inWorld, type TargetName } from "./crash/support/world.ts"

const each = Number(process.argv[3] ?? 5000)
const name = process.argv[2] as TargetName
const file = await childFile()
const start = (cwd: string, args: string[]) => new Promise<{ code: number | null; stdout: string }>((resolve) => {
  const child = spawn(process.execPath, [file, ...args], { cwd, stdio: ["ignore", "pipe", "inherit"] })
  let stdout = ""
  child.stdout.setEncoding("utf8").on("data", (t: string) => (stdout += t))
  child.on("close", (code) => resolve({ code, stdout }))
})
const keyOf = (r: Record<string, unknown>) => String(r["back_office_code"] ?? r["partnerDocumentId"] ?? r["archivingId"])
await inWorld(name, { records: each, inFlight: 8, ...(name.startsWith("crmcom") ? { connection: cancelling } : {}) }, async (world) => {
  const timed = async (what: string, args: string[]) => {
    const before = world.requests()
    const at = performance.now()
    const ended = await start(world.path, args)
    console.log(name, what, "exit", ended.code, ((performance.now() - at) / 1000).toFixed(1), "s", world.requests() - before, "requests")
    return ended
  }
  await timed("run", ["run", "--json"])
  for (const kind of ["invoices", "payments"] as const) await edit(world, kind, (await heldIn(world, kind)).map(keyOf).slice(0, 50))
  await timed("plan of undo", ["undo", "1", "--json"])
  const ended = await timed("undo --yes", ["undo", "1", "--yes", "--json"])
  const summary = JSON.parse(ended.stdout)
  console.log(summary.seconds, Object.keys(summary.flows).map((f) => `${f}: ${fatesOf({ code: 0, summary }, f)}`), await countedIn(world))
})
await removeChild()
