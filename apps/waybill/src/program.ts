/** The command line as a program: what it runs on can be handed in, so that a test can put something between. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, Logger, References } from "effect"
import { Command } from "effect/cli"

import { cliFor } from "./cli.ts"
import { settleExit } from "./exit.ts"
import { layerHttp } from "./http.ts"
import { type LedgerOpener, OpenLedger } from "./openLedger.ts"
import { runMain } from "./signals.ts"
import { version } from "./version.ts"

/**
 * Files, paths, terminal and HTTP of this machine.
 *
 * @param patience milliseconds that a request may take from the right to send to its bytes: less than two thirds of the
 *   lease, which is renewed every third
 */
export const platformOf = (patience: number) => Layer.mergeAll(NodeServices.layer, layerHttp(patience))

export const platform = platformOf(10_000)

// Results alone go to stdout: logs are for people who watch.
const logs = Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])

/** The command line sets its log level for the command alone; why it failed is logged behind its end. */
const logsFailures = (args: ReadonlyArray<string>): boolean =>
  /(?:^| )--log-level[= ](?:all|trace|debug)(?: |$)/.test(args.join(" "))

export interface Grounds {
  readonly platform: typeof platform
  /** Absent: the ledger in the state folder, as it is. */
  readonly openLedger?: LedgerOpener
}

/** Runs the command that the process was started with. */
export const launch = ({ platform: ground, openLedger }: Grounds): void => {
  const args = process.argv.slice(2)
  const command = Effect.flatMap(cliFor(args), (cli) => Command.runWith(cli, { version })(args)).pipe(
    Effect.provideService(OpenLedger, openLedger),
    Effect.provide(Layer.merge(ground, logs)),
  )
  const program = settleExit(command, args.includes("--json")).pipe(
    Effect.provideService(References.MinimumLogLevel, logsFailures(args) ? "Debug" : "Info"),
    Effect.provide(logs),
    Effect.tap((exit) => Effect.sync(() => void (process.exitCode = exit))),
  )
  runMain(program, { disableErrorReporting: true })
}
