/** The real command line, as a child process. */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const waybill = fileURLToPath(new URL("../../bin/waybill.cjs", import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder of its own for one test; `remove` deletes it. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "waybill-test-"))
  write(name: string, text: string | Uint8Array): string {
    const path = join(this.path, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

export interface Options {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the command line; its output is gathered. */
export const start = (
  args: ReadonlyArray<string>,
  { cwd, env }: Options,
): { child: ChildProcess; ended: Promise<Ended> } => {
  const child = spawn(process.execPath, [waybill, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let [stdout, stderr] = ["", ""]
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })))
  return { child, ended }
}

export const waybillIn =
  (cwd: string, env: Readonly<Record<string, string>> = {}) =>
  (...args: ReadonlyArray<string>): Promise<Ended> =>
    start(args, { cwd, env }).ended
