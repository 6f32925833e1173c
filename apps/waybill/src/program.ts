/** The command line as a program: what it runs on can be handed in, so that a test can put something between. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, Logger } from "effect"
import { Command } from "effect/cli"

import { cli } from "./cli.ts"
import { type LedgerOpener, OpenLedger } from "./composition.ts"
import { settleExit } from "./exit.ts"
import { runMain } from "./signals.ts"
import { version } from "./version.ts"

/** Files, paths, terminal and HTTP of this machine. */
export const platform = Layer.mergeAll(NodeServices.layer, NodeHttpClient.layerUndici)

// Results alone go to stdout: logs are for people who watch.
const logs = Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])

export interface Grounds {
  readonly platform: typeof platform
  /** Absent: the ledger in the state folder, as it is. */
  readonly openLedger?: LedgerOpener
}

/** Runs the command that the process was started with. */
export const launch = (grounds: Grounds): void => {
  const command = settleExit(Command.run(cli, { version }), process.argv.includes("--json")).pipe(
    Effect.tap((exit) => Effect.sync(() => void (process.exitCode = exit))),
    Effect.provide(Layer.merge(grounds.platform, logs)),
  )
  const { openLedger } = grounds
  const program = openLedger === undefined ? command : Effect.provideService(command, OpenLedger, openLedger)
  runMain(program, { disableErrorReporting: true })
}
