/** The command line. Only this package reads the process: arguments, environment, terminal. */
import "effect/schema/SchemaJITCompiler/enable"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Effect, Layer, Logger } from "effect"
import { Command } from "effect/cli"

import { cli } from "./cli.ts"
import { platform } from "./composition.ts"
import { settleExit } from "./exit.ts"
import { version } from "./version.ts"

// Results alone go to stdout: logs are for people who watch.
const logs = Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])

const program = settleExit(Command.run(cli, { version }), process.argv.includes("--json")).pipe(
  Effect.tap((exit) => Effect.sync(() => void (process.exitCode = exit))),
  Effect.provide(Layer.merge(platform, logs)),
)

NodeRuntime.runMain(program, { disableErrorReporting: true })
