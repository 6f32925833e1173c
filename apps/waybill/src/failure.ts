/** What is told of an error that ended a command; loaded when one did. */
import { AlreadyRunning, LedgerError } from "@waybill/ledger"
import { type Diagnostic, PipelineFault } from "@waybill/pipeline"
import { Console, Effect } from "effect"

import { Exit, type ExitCode } from "./exit.ts"
import { hintLine, renderDiagnostic } from "./output/hint.ts"

interface Failure {
  readonly exit: ExitCode
  readonly code?: string
  readonly message: string
  readonly hint?: string
  readonly diagnostics?: ReadonlyArray<Diagnostic>
}

/** What is told of an error that has a code: its own fields and nothing else of it. */
const told = (exit: ExitCode, { code, message, hint }: Omit<Failure, "exit">): Failure => ({
  exit,
  message,
  ...(code === undefined ? {} : { code }),
  ...(hint === undefined ? {} : { hint }),
})

const describe = (error: unknown): Failure => {
  if (error instanceof Exit) return told(error.exit, error)
  if (error instanceof PipelineFault) {
    const { diagnostics } = error
    const faults = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length
    return {
      exit: 2,
      code: "WB-FILE",
      message: `${faults} ${faults === 1 ? "mistake" : "mistakes"}; nothing was read or sent`,
      diagnostics,
    }
  }
  if (error instanceof LedgerError || error instanceof AlreadyRunning) return told(1, error)
  return {
    exit: 1,
    code: "WB-BUG",
    message: "Waybill failed in a way it does not know",
    hint: "what was sent is in the ledger: run again; and report this with the output of --log-level debug",
  }
}

const asText = ({ code, message, hint, diagnostics = [] }: Failure): string =>
  [
    ...diagnostics.map(renderDiagnostic),
    `${code === undefined ? "" : `${code}: `}${message}`,
    ...(code === undefined ? [] : hintLine(code, hint)),
  ].join("\n")

const print = Effect.fnUntraced(function* (failure: Failure, json: boolean) {
  const { exit: _, ...error } = failure
  yield* json ? Console.log(JSON.stringify({ error }, null, 2)) : Console.error(asText(failure))
})

/** Tells of an error once, in the form that was asked for; gives the exit code that says the same. */
export const report = Effect.fnUntraced(function* (error: unknown, json: boolean) {
  const failure = describe(error)
  yield* print(failure, json)
  return failure.exit
})
