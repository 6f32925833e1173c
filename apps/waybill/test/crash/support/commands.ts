/** The command line, as a child process with fault points, or here in the test's own process, which is quicker. */
import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

import { Console, Effect } from "effect"
import { Command } from "effect/cli"

import { cliFor } from "../../../src/cli.ts"
import { settleExit } from "../../../src/exit.ts"
import { platform } from "../../../src/program.ts"
import { childFile } from "./childFile.ts"
import { frozenMark } from "./points.ts"

export interface Ended {
  /** `null`: a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** What the child does at its fault points. */
export interface Faulty {
  readonly crashAt?: string
  readonly freezeAt?: string
  readonly countPoints?: string
  readonly lease?: number
}

export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Whether it has ended, without waiting. */
  readonly hasEnded: () => boolean
}

const environment = (waybill: string, { crashAt, freezeAt, countPoints, lease }: Faulty): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_COMPILE_CACHE: join(dirname(waybill), "compiled"),
  ...(crashAt === undefined ? {} : { CRASH_AT: crashAt }),
  ...(freezeAt === undefined ? {} : { FREEZE_AT: freezeAt }),
  ...(countPoints === undefined ? {} : { COUNT_POINTS: countPoints }),
  ...(lease === undefined ? {} : { LEASE_MILLIS: String(lease) }),
})

/** Longer than anything here takes: a child that hangs is ended, stopped or not. */
const mostMillis = 120_000

/** Words in front of the command: what it runs under, such as a shell with a limit. */
export const startUnder = async (
  prefix: ReadonlyArray<string>,
  cwd: string,
  args: ReadonlyArray<string>,
  faulty: Faulty = {},
): Promise<Started> => {
  const waybill = await childFile()
  const [file, ...rest] = [...prefix, process.execPath, waybill, ...args]
  const child = spawn(file!, rest, {
    cwd,
    env: environment(waybill, faulty),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: mostMillis,
    killSignal: "SIGKILL",
  })
  let [stdout, stderr] = ["", ""]
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  return { child, ended, hasEnded: () => child.exitCode !== null || child.signalCode !== null }
}

export const start = (cwd: string, args: ReadonlyArray<string>, faulty: Faulty = {}): Promise<Started> =>
  startUnder([], cwd, args, faulty)

/** Runs a command in this process: the same code from the arguments to the exit code. */
export const here = async (cwd: string, ...args: ReadonlyArray<string>): Promise<Ended> => {
  let stdout = ""
  const log = (...texts: ReadonlyArray<unknown>) => void (stdout += `${texts.join(" ")}\n`)
  const heard: Console.Console = { ...globalThis.console, log, error: log }
  const given = [...args, "--file", join(cwd, "waybill.yaml"), "--json"]
  const run = Effect.flatMap(cliFor(given), (cli) => Command.runWith(cli, { version: "0.0.0" })(given))
  const command = settleExit(run, true)
  const code = await Effect.runPromise(
    command.pipe(Effect.provideService(Console.Console, heard), Effect.provide(platform)),
  )
  return { code, signal: null, stdout, stderr: "" }
}

/** Waits until `done`, in steps of a few milliseconds; gives up after a bounded number of them. */
export const until = async (done: () => boolean, what: string): Promise<void> => {
  for (let step = 0; step < 8000 && !done(); step++) await new Promise((resolve) => setTimeout(resolve, 5))
  if (!done()) throw new Error(`waited in vain: ${what}`)
}

/** Waits until a child has stopped itself at its fault point. */
export const untilFrozen = (cwd: string, { hasEnded }: Started): Promise<void> =>
  until(() => hasEnded() || existsSync(join(cwd, frozenMark)), "the process never came to the point where it freezes")

/** Lets a frozen child go on, and waits for its end. Said more than once: the first time may come before it has stopped. */
export const thaw = async ({ child, ended }: Started): Promise<Ended> => {
  const again = setInterval(() => child.kill("SIGCONT"), 20)
  child.kill("SIGCONT")
  return ended.finally(() => clearInterval(again))
}

/** How often a whole command passes each point. */
export const countPoints = async (cwd: string, args: ReadonlyArray<string>): Promise<ReadonlyMap<string, number>> => {
  const file = join(cwd, "points.json")
  const { code, stdout, stderr } = await (await start(cwd, args, { countPoints: file })).ended
  if (code !== 0) throw new Error(`the command whose points are counted ended with ${code}: ${stdout}${stderr}`)
  return new Map(Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, number>))
}
