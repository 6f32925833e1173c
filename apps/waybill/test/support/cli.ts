/** The real command line, as a child process; the examples and the first pipeline start it as it is installed. */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** The command as it is installed, from its sources. */
export const bin = fileURLToPath(new URL("../../bin/waybill.cjs", import.meta.url))
/** The same in one file, which starts faster; see commandLine.ts. */
const waybill = process.env["WAYBILL_COMMAND"] ?? bin

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
  /** What is started; the bundled command unless given. */
  readonly command?: string
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the command line; its output is gathered. */
export const start = (
  args: ReadonlyArray<string>,
  { cwd, env, command = waybill }: Options,
): { child: ChildProcess; ended: Promise<Ended> } => {
  const child = spawn(process.execPath, [command, ...args], {
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
  (cwd: string, env: Readonly<Record<string, string>> = {}, command: string = waybill) =>
  (...args: ReadonlyArray<string>): Promise<Ended> =>
    start(args, { cwd, env, command }).ended
