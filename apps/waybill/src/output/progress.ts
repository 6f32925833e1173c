/**
 * Progress on stderr: a bar on a terminal, a plain line now and then elsewhere.
 */
import type { Tally } from "@waybill/pipeline"
import { SingleBar } from "cli-progress"
import { Effect, type Scope } from "effect"

import { count } from "./table.ts"

export type OnProgress = (flow: string, tally: Tally) => void

/** A plain line after so many further records. */
const every = 10_000

const line = (flow: string, tally: Tally): string => {
  const { read, confirmed, unchanged, invalid, refused } = tally.summary()
  const rejected = count(invalid + refused)
  return `${flow}: ${count(read)} read, ${count(confirmed)} confirmed, ${count(unchanged)} unchanged, ${rejected} rejected`
}

const plainLines = (write: (text: string) => void): OnProgress => {
  const next = new Map<string, number>()
  return (flow, tally) => {
    if (tally.records < (next.get(flow) ?? every)) return
    next.set(flow, (Math.floor(tally.records / every) + 1) * every)
    write(`${line(flow, tally)}\n`)
  }
}

const bar = Effect.acquireRelease(
  Effect.sync(() => {
    // How many records there are is known only at the end: the bar counts, it does not promise.
    const made = new SingleBar({
      stream: process.stderr,
      gracefulExit: false,
      clearOnComplete: true,
      format: "{line}",
    })
    made.start(1, 0, { line: "" })
    return made
  }),
  (made) => Effect.sync(() => made.stop()),
)

/** Shows progress while the scope is open; nothing where output is for machines. */
export const progress = (quiet: boolean): Effect.Effect<OnProgress, never, Scope.Scope> => {
  if (quiet) return Effect.succeed(() => {})
  if (!process.stderr.isTTY) return Effect.succeed(plainLines((text) => process.stderr.write(text)))
  return Effect.map(bar, (made) => (flow, tally) => made.update(0, { line: line(flow, tally) }))
}

/** Says on stderr why nothing seems to happen; nothing where output is for machines. */
export const sayWait =
  (quiet: boolean) =>
  (flow: string, records: number, seconds: number): void => {
    if (quiet) return
    const what = records === 1 ? "a record" : `${count(records)} records`
    process.stderr.write(`${flow}: no answer for ${what}; in ${seconds} s the target can be asked what became of it\n`)
  }
