/** A stand-in as a process of its own, as `waybill sandbox` starts it. */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"

export const waybill = join(import.meta.dirname, "../apps/waybill/bin/waybill.cjs")

export interface Sandbox {
  readonly url: string
  /** The variables that the sample pipelines read. */
  readonly env: Readonly<Record<string, string>>
  /** What it holds, counted by itself. */
  readonly state: () => Promise<{ readonly customers: number; readonly invoices: number; readonly payments?: unknown }>
  /** Tells it something: `seed`, `faults`. */
  readonly admin: (what: string, body: unknown) => Promise<void>
  readonly stop: () => void
}

/** @param switches as `--set` takes them, after the system's name */
export const startSandbox = async (
  system: "payorcrm" | "crmcom" | "erplybooks" = "payorcrm",
  switches: ReadonlyArray<string> = [],
): Promise<Sandbox> => {
  const set = switches.flatMap((one) => ["--set", `${system}.${one}`])
  const child = spawn(process.execPath, [waybill, "sandbox", system, "--port", "0", "--json", ...set], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const lines = createInterface({ input: child.stdout })
  // It says where it listens in its first line.
  const { value: line } = await lines[Symbol.asyncIterator]().next()
  const { origin, env } = JSON.parse(line ?? "{}")[system]
  return {
    url: origin,
    env,
    state: async () => JSON.parse(await (await fetch(`${origin}/sandbox/state`)).text()),
    admin: async (what, body) => {
      const headers = { "content-type": "application/json" }
      const said = await fetch(`${origin}/sandbox/${what}`, { method: "POST", headers, body: JSON.stringify(body) })
      if (!said.ok) throw new Error(`the stand-in refused: ${await said.text()}`)
    },
    stop: () => child.kill(),
  }
}
