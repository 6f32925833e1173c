/** PayorCRM's stand-in as a process of its own, as `waybill sandbox` starts it. */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"

export const waybill = join(import.meta.dirname, "../apps/waybill/bin/waybill.cjs")

export interface Sandbox {
  readonly url: string
  /** The variables that the sample pipelines read. */
  readonly env: Readonly<Record<string, string>>
  /** What it holds, counted by itself. */
  readonly state: () => Promise<{ readonly customers: number; readonly invoices: number }>
  readonly stop: () => void
}

export const startSandbox = async (): Promise<Sandbox> => {
  const child = spawn(process.execPath, [waybill, "sandbox", "payorcrm", "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const lines = createInterface({ input: child.stdout })
  // It says where it listens in its first line.
  const { value: line } = await lines[Symbol.asyncIterator]().next()
  const { origin, env } = JSON.parse(line ?? "{}").payorcrm
  return {
    url: origin,
    env,
    state: async () => JSON.parse(await (await fetch(`${origin}/sandbox/state`)).text()),
    stop: () => child.kill(),
  }
}
