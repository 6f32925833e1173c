/** Another process at the same ledger. */
import { spawn } from "node:child_process"
import { createInterface } from "node:readline"

import { Effect, Queue } from "effect"

/**
 * - `send`: starts a run, moves the cursor, intends to send three records, says `sent` and never gets an answer.
 * - `undo`: starts the undo of run 1, writes one of its records down as about to be taken back, says `taking back`, and stays.
 * - `plan`: begins a plan, adds a record, says `planning`, and stays.
 * - `start`: starts a run, says what came of it, and stays.
 * - `obey`: says `ready`, then does what each line says: `start`, `stop`, `write`, `alive`; says what came of it.
 * - `write`: holds the ledger in a transaction for a moment, having said `writing`.
 * - `calls`: asks for 40 of 100 calls of a day, and says how many it got.
 * - `unprivileged`: opens the ledger as a user who may only read, and says what came of it.
 */
export type Errand = "send" | "undo" | "plan" | "start" | "obey" | "write" | "calls" | "unprivileged"

const script = new URL("./fixtures/process.ts", import.meta.url)

interface Extra {
  readonly pipeline?: string
  /** Milliseconds. */
  readonly lease?: number
}

export const child = Effect.fnUntraced(function* (directory: string, errand: Errand, extra: Extra = {}) {
  const { pipeline = "nightly", lease = 30_000 } = extra
  const running = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, [script.pathname, directory, errand, pipeline, String(lease)], {
        stdio: ["pipe", "pipe", "inherit"],
      }),
    ),
    (running) => Effect.sync(() => void running.kill("SIGKILL")),
  )
  const lines = yield* Queue.unbounded<string>()
  createInterface({ input: running.stdout })
    .on("line", (line) => Queue.offerUnsafe(lines, line))
    .on("close", () => Queue.offerUnsafe(lines, ""))
  const signal = (signal: NodeJS.Signals) => Effect.sync(() => void running.kill(signal))
  return {
    /** The next line that it says; empty where it dies without one. */
    line: Queue.take(lines),
    /** What it says to an order. */
    order: (order: string) =>
      Effect.andThen(
        Effect.sync(() => void running.stdin.write(`${order}\n`)),
        Queue.take(lines),
      ),
    /** Stands still, as on a suspended machine, until it is woken. */
    freeze: signal("SIGSTOP"),
    wake: signal("SIGCONT"),
    /** Ends it as a power cut would, and waits until it is gone. */
    kill: Effect.callback<void>((resume) => {
      running.once("exit", () => resume(Effect.void))
      running.kill("SIGKILL")
    }),
  }
})
