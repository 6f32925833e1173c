/**
 * How a command ends: what the process's exit code says, and what is printed where it failed.
 */
import { AlreadyRunning, LedgerError } from "@waybill/ledger"
import { type Diagnostic, PipelineFault } from "@waybill/pipeline"
import { Cause, Console, Effect, Option, Schema } from "effect"
import { CliError } from "effect/cli"

import { hintLine, renderDiagnostic } from "./output/hint.ts"

/** 0 all delivered · 1 run stopped · 2 file or usage wrong · 3 a system out of reach · 4 records need attention. */
export type ExitCode = 0 | 1 | 2 | 3 | 4

/** A command that ended with something to say by its exit code. Where it has no `code`, everything is printed already. */
export class Exit extends Schema.TaggedError<Exit>("@waybill/waybill/Exit")("Exit", {
  exit: Schema.Literals([1, 2, 3, 4]),
  code: Schema.optionalKey(Schema.String),
  message: Schema.String,
  hint: Schema.optionalKey(Schema.String),
}) {}

/** Ends the command with an exit code after its result was printed. */
export const exitWith = (exit: ExitCode): Effect.Effect<void, Exit> =>
  exit === 0 ? Effect.void : Effect.fail(new Exit({ exit, message: "" }))

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

const report = Effect.fnUntraced(function* (failure: Failure, json: boolean) {
  if (failure.message === "") return
  const { exit: _, ...error } = failure
  yield* json ? Console.log(JSON.stringify({ error }, null, 2)) : Console.error(asText(failure))
})

/** Runs a command to its exit code; every failure is printed once, in the form that was asked for. */
export const settleExit = <R>(
  program: Effect.Effect<void, unknown, R>,
  json: boolean,
): Effect.Effect<ExitCode, never, R> =>
  program.pipe(
    Effect.as<ExitCode>(0),
    Effect.catchCause((cause) => {
      if (Cause.hasInterruptsOnly(cause)) return Effect.succeed<ExitCode>(1)
      const error = Option.getOrUndefined(Cause.findErrorOption(cause))
      // The help and the mistake were printed by the command line itself.
      if (CliError.isCliError(error))
        return Effect.succeed<ExitCode>(error._tag === "ShowHelp" && error.errors.length === 0 ? 0 : 2)
      const failure = describe(error)
      return Effect.logDebug(Cause.pretty(cause)).pipe(Effect.andThen(report(failure, json)), Effect.as(failure.exit))
    }),
  )
