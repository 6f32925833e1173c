/**
 * A connection that runs its statements in a thread of its own: while SQLite writes and waits for the disk, this thread maps
 * and sends.
 */
import { Worker } from "node:worker_threads"

import { Effect, type Scope } from "effect"
import type { SqlError } from "effect/sql"

import { type Runner, sqlErrorOf } from "./nodeSqlite.ts"
import { type Answer, type FileConfig, openStatements, type Order } from "./statements.ts"

/** An answer on its way. As JSON, where it is no bytes and no large integers, its cells are read in half the time. */
type Sent = Omit<Answer, "cells"> & { readonly cells: Answer["cells"] | string }

/** An error on its way; by its result code SQLite's are told apart. */
interface Failure {
  readonly message: string
  readonly errcode: unknown
}

/** What the thread says of each order, in their order. */
type Reply = { readonly isTransaction: boolean } & ({ readonly answer: Sent } | { readonly failure: Failure })

/** Answered by nothing but the end of the thread. */
const farewell = "close"

/** What the thread does. Given as text, with {@link openStatements}: so it needs no file of its own, wherever this one ended up. */
const serve = (open: typeof openStatements): void => {
  const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads")
  const sqlite = process.getBuiltinModule("node:sqlite")
  const port = parentPort!
  let statements: ReturnType<typeof openStatements> | undefined
  const isJson = (cell: unknown): boolean => cell === null || typeof cell === "string" || Number.isFinite(cell)
  const replyTo = (order: Order): Reply => {
    try {
      statements ??= open(sqlite, workerData)
      const answer = statements.answer(order)
      const cells = answer.cells.every(isJson) ? JSON.stringify(answer.cells) : answer.cells
      return { answer: { ...answer, cells }, isTransaction: statements.isTransaction() }
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : "failed"
      const errcode = cause instanceof Error && "errcode" in cause ? cause.errcode : undefined
      return { failure: { message, errcode }, isTransaction: statements?.isTransaction() === true }
    }
  }
  port.on("message", (order: Order | typeof farewell) => {
    if (order !== "close") return port.postMessage(replyTo(order))
    statements?.close()
    port.close()
  })
}

const received = ({ cells, ...answer }: Sent): Answer => ({
  ...answer,
  cells: typeof cells === "string" ? JSON.parse(cells) : cells,
})

type Resume = (result: Effect.Effect<Answer, SqlError.SqlError>) => void

/**
 * Starts the thread; its file is closed and the thread is gone when the scope has closed. Where it dies before that,
 * everything that waits for it fails, and so does what comes later.
 */
export const openThread = (config: FileConfig): Effect.Effect<Runner, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => startThread(config)),
      (thread) => thread.close,
    ),
    ({ runner }) => runner,
  )

const startThread = (config: FileConfig) => {
  const worker = new Worker(`(${serve.toString()})(${openStatements.toString()})`, {
    eval: true,
    workerData: config,
    // Nothing of the command line or the environment is its business.
    argv: [],
    env: {},
    execArgv: [],
  })
  const waiting: Array<Resume> = []
  let isTransaction = false
  let ended: SqlError.SqlError | undefined
  // Only who waits for an answer keeps the process alive.
  worker.unref()

  const end = (cause: unknown): void => {
    ended ??= sqlErrorOf(cause, "execute")
    // What it had not committed is gone with its connection.
    isTransaction = false
    for (const resume of waiting.splice(0)) resume(Effect.fail(ended))
  }
  worker.on("message", (reply: Reply) => {
    isTransaction = reply.isTransaction
    const resume = waiting.shift()
    if (waiting.length === 0) worker.unref()
    resume?.(
      "answer" in reply
        ? Effect.succeed(received(reply.answer))
        : Effect.fail(sqlErrorOf(Object.assign(new Error(reply.failure.message), reply.failure), "execute")),
    )
  })
  worker.on("error", end)
  worker.on("exit", () => end(new Error("the thread that writes the ledger has ended")))

  const send = (order: Order | typeof farewell) =>
    Effect.callback<Answer, SqlError.SqlError>((resume) => {
      if (ended !== undefined) return resume(Effect.fail(ended))
      waiting.push(resume)
      worker.ref()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
      worker.postMessage(order)
    }).pipe(Effect.uninterruptible)

  const runner: Runner = { run: send, isTransaction: () => isTransaction }
  return { runner, close: Effect.ignore(send(farewell)) }
}
