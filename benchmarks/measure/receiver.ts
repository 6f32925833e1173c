/** The receiving end of one measured upload. */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"

/** What arrived, counted by the receiver itself. */
export interface Counted {
  readonly requests: number
  readonly records: number
  readonly customers: number
  /** Numbers that came more than once. */
  readonly doubled: number
  readonly cents: string
  readonly cpuSeconds: number
}

export interface Receiver {
  readonly url: string
  readonly counted: () => Promise<Counted>
  readonly stop: () => void
}

/** @param latency milliseconds before each answer */
export const startReceiver = async (latency = 0): Promise<Receiver> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../receiver.ts"), String(latency)], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const lines = createInterface({ input: child.stdout })
  const { value } = await lines[Symbol.asyncIterator]().next()
  const { url } = JSON.parse(value ?? "{}")
  return {
    url,
    counted: async () => JSON.parse(await (await fetch(`${url}/counted`, { headers: { connection: "close" } })).text()),
    stop: () => child.kill(),
  }
}
