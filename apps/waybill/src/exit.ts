/** How a command ends: what the process's exit code says. */
import { Cause, Effect, Option, Schema } from "effect"
import { CliError } from "effect/cli"

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
      if (error instanceof Exit && error.message === "") return Effect.succeed(error.exit)
      return Effect.logDebug(Cause.pretty(cause)).pipe(
        Effect.andThen(Effect.promise(() => import("./failure.ts"))),
        Effect.flatMap(({ report }) => report(error, json)),
      )
    }),
  )
