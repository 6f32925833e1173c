/** Reads one workbook after the other in a process with little memory; prints what became of them as JSON. */
import { readFileSync } from "node:fs"

import { NodeServices } from "@effect/platform-node"
import { Effect, Option, Stream } from "effect"

import { defaultLimits, type Limits } from "../../src/internal/limits.ts"
import { openSource } from "../../src/source.ts"

/** A file of the folder, without its ending, and limits other than the usual ones. */
export interface Task {
  readonly name: string
  readonly limits: Partial<Limits>
}

export interface Outcome {
  readonly code?: string
  readonly rows?: number
}

const attempt = Effect.fnUntraced(
  function* (directory: string, { name, limits }: Task) {
    const source = yield* openSource(`${name}.xlsx`, {
      directory,
      headerRow: 1,
      limits: { ...defaultLimits, ...limits },
    })
    const rows = yield* Stream.runFold(
      source.read(Option.none()),
      () => 0,
      (sum, page) => sum + page.rows.length,
    )
    yield* source.inspect!
    const outcome: Outcome = { rows }
    return outcome
  },
  Effect.catchTag("ConnectorError", ({ code }) => Effect.succeed<Outcome>({ code })),
)

/** What this program took at the most: `maxRSS` begins with what its parent had. */
const peakMebibytes = (): number =>
  process.platform === "linux"
    ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1024
    : process.resourceUsage().maxRSS / 1024

if (import.meta.main) {
  const [directory = "", argument = ""] = process.argv.slice(2)
  const tasks: ReadonlyArray<Task> = JSON.parse(argument)
  const all = Effect.forEach(tasks, (task) => attempt(directory, task))
  const outcomes = await Effect.runPromise(Effect.provide(all, NodeServices.layer))
  process.stdout.write(JSON.stringify({ outcomes, mebibytes: Math.round(peakMebibytes()) }))
}
