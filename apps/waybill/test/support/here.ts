/** The command line in the test's own process, which starts at once: for tests that are about what a command does, not how it is started. */
import { format } from "node:util"

import { Console, Effect, Layer, Logger } from "effect"
import { Command } from "effect/cli"

import { cliFor } from "../../src/cli.ts"
import { settleExit } from "../../src/exit.ts"
import { platform } from "../../src/program.ts"
import { version } from "../../src/version.ts"
import type { Ended } from "./cli.ts"

const logs = Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])

/** Works in a folder and with variables, which are the process's own: for one command at a time. */
const within = async <A>(cwd: string, env: Readonly<Record<string, string>>, work: () => Promise<A>): Promise<A> => {
  const [folder, variables] = [process.cwd(), { ...process.env }]
  process.chdir(cwd)
  Object.assign(process.env, env)
  try {
    return await work()
  } finally {
    process.chdir(folder)
    for (const name of Object.keys(env)) delete process.env[name]
    Object.assign(process.env, variables)
  }
}

/** As {@link waybillIn}: the same code from the arguments to the exit code. */
export const waybillHere =
  (cwd: string, env: Readonly<Record<string, string>> = {}) =>
  async (...args: ReadonlyArray<string>): Promise<Ended> => {
    let [stdout, stderr] = ["", ""]
    const log = (...texts: ReadonlyArray<unknown>): void => void (stdout += `${format(...texts)}\n`)
    const error = (...texts: ReadonlyArray<unknown>): void => void (stderr += `${format(...texts)}\n`)
    const heard: Console.Console = { ...globalThis.console, log, error }
    const run = Effect.flatMap(cliFor(args), (cli) => Command.runWith(cli, { version })(args))
    const command = settleExit(run, args.includes("--json")).pipe(
      Effect.provideService(Console.Console, heard),
      Effect.provide(Layer.merge(platform, logs)),
    )
    const code = await within(cwd, env, () => Effect.runPromise(command))
    return { code, stdout, stderr }
  }
