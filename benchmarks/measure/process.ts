/** A process that is measured from its start to its end. */
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export interface Used {
  /** Wall-clock time from before the start to after the end. */
  readonly seconds: number
  /** User and system, of all threads. */
  readonly cpuSeconds: number
  readonly peakMiB: number
  readonly stdout: string
}

/** Left behind by `atExit.cjs`: microseconds and KiB. */
interface Usage {
  readonly userCPUTime: number
  readonly systemCPUTime: number
  readonly maxRSS: number
}

const atExit = join(import.meta.dirname, "atExit.cjs")

export interface Command {
  /** Of `node`. */
  readonly args: ReadonlyArray<string>
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs `node` with these arguments and measures it. Fails where it ends otherwise than with exit code 0. */
export const measured = async ({ args, cwd, env }: Command): Promise<Used> => {
  const folder = mkdtempSync(join(tmpdir(), "waybill-measured-"))
  const usageFile = join(folder, "usage.json")
  try {
    const begin = performance.now()
    const child = spawn(process.execPath, ["--require", atExit, ...args], {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env, USAGE_FILE: usageFile },
      stdio: ["ignore", "pipe", "pipe"],
    })
    let [stdout, stderr] = ["", ""]
    child.stdout.on("data", (part) => (stdout += part))
    child.stderr.on("data", (part) => (stderr += part))
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve))
    const seconds = (performance.now() - begin) / 1000
    if (code !== 0) throw new Error(`node ${args.join(" ")} ended with exit code ${code}:\n${stderr}${stdout}`)
    const usage: Usage = JSON.parse(readFileSync(usageFile, "utf8"))
    const cpuSeconds = (usage.userCPUTime + usage.systemCPUTime) / 1e6
    return { seconds, cpuSeconds, peakMiB: usage.maxRSS / 1024, stdout }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
