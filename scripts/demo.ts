/**
 * The main job on real input: customers and invoices from CSV files into PayorCRM's stand-in, twice, and what it holds
 * afterwards, counted by the stand-in itself.
 */
import { spawn, spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"

const root = join(import.meta.dirname, "..")
const waybill = join(root, "apps/waybill/bin/waybill.cjs")
const folder = mkdtempSync(join(tmpdir(), "waybill-demo-"))
cpSync(join(root, "examples/csv-to-payorcrm"), folder, { recursive: true })

const say = (text: string) => console.log(`\n\u001B[1m${text}\u001B[0m`)

const sandbox = spawn(process.execPath, [waybill, "sandbox", "--port", "0", "--json"], { stdio: ["ignore", "pipe", "inherit"] })

/** The stand-in says where it listens in its first line. */
const address = async (): Promise<{ url: string; apiKey: string; apiSecret: string }> => {
  for await (const line of createInterface({ input: sandbox.stdout })) return JSON.parse(line)
  throw new Error("the sandbox ended before it listened")
}

const run = (env: NodeJS.ProcessEnv, ...args: ReadonlyArray<string>): void => {
  say(`waybill ${args.join(" ")}`)
  const { status } = spawnSync(process.execPath, [waybill, "--file", join(folder, "waybill.yaml"), ...args], {
    stdio: "inherit",
    env: { ...process.env, ...env },
  })
  if (status !== 0) throw new Error(`waybill ${args[0]} ended with exit code ${status}`)
}

try {
  const { url, apiKey, apiSecret } = await address()
  const env = { PAYORCRM_URL: url, PAYORCRM_API_KEY: apiKey, PAYORCRM_API_SECRET: apiSecret }
  say(`PayorCRM's stand-in listens on ${url}; the sample data is that of examples/csv-to-payorcrm`)
  run(env, "plan")
  run(env, "run")
  run(env, "run")
  say("What the stand-in holds now, counted by itself")
  console.log(JSON.stringify(await (await fetch(`${url}/sandbox/state`)).json(), null, 2))
} finally {
  sandbox.kill()
  rmSync(folder, { recursive: true, force: true })
}
