/** Starts the tools that a release is made with. */
import { spawn } from "node:child_process"
import { delimiter, join } from "node:path"

import manifest from "../../package.json" with { type: "json" }

export interface Where {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  /** What it wrote to both, as it came. */
  readonly output: string
}

const bin = join(import.meta.dirname, "../../node_modules/.bin")

/** Runs a command to its end, whatever its exit code; tools of the repository are found by name. */
export const ended = (command: ReadonlyArray<string>, { cwd, env = {} }: Where): Promise<Ended> => {
  const [file = "", ...args] = command
  const path = `${bin}${delimiter}${process.env["PATH"] ?? ""}`
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, PATH: path, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    })
    let [stdout, output] = ["", ""]
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text
      output += text
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text))
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, stdout, output }))
  })
}

/** Runs a command that has to succeed; gives what it wrote to stdout. */
export const run = async (command: ReadonlyArray<string>, where: Where): Promise<string> => {
  const { code, stdout, output } = await ended(command, where)
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${output.trim()}`)
  return stdout
}

/** The pnpm that started this; otherwise the repository's own, as .ci/run starts it. */
const pnpmOf = (started = process.env["npm_execpath"]): ReadonlyArray<string> => {
  if (started === undefined || !/[\\/]pnpm[^\\/]*$/.test(started)) {
    return ["npx", "--yes", "--prefer-offline", `pnpm@${manifest.devEngines.packageManager.version}`]
  }
  return /\.[cm]?js$/.test(started) ? [process.execPath, started] : [started]
}

export const pnpm = pnpmOf()
