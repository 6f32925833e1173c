/** Another process at the same ledger. */
import { spawn } from "node:child_process"
import { createInterface } from "node:readline"

import { Effect } from "effect"

/**
 * - `send`: starts a run, intends to send three records, says `sent` and never gets an answer.
 * - `start`: starts a run, says what came of it, and stays.
 * - `write`: holds the ledger in a transaction for a moment, having said `writing`.
 * - `unprivileged`: opens the ledger as a user who may only read, and says what came of it.
 */
export type Errand = "send" | "start" | "write" | "unprivileged"

const script = new URL("./fixtures/process.ts", import.meta.url)

export const child = Effect.fnUntraced(function* (directory: string, errand: Errand, pipeline = "nightly") {
  const running = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, [script.pathname, directory, errand, pipeline], { stdio: ["ignore", "pipe", "inherit"] }),
    ),
    (running) => Effect.sync(() => void running.kill("SIGKILL")),
  )
  return {
    /** The first line it says; empty where it dies without one. */
    line: Effect.callback<string>((resume) => {
      const lines = createInterface({ input: running.stdout })
      lines.once("line", (line) => resume(Effect.succeed(line)))
      lines.once("close", () => resume(Effect.succeed("")))
    }),
    /** Ends it as a power cut would, and waits until it is gone. */
    kill: Effect.callback<void>((resume) => {
      running.once("exit", () => resume(Effect.void))
      running.kill("SIGKILL")
    }),
  }
})
