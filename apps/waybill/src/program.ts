/** The command line as a program: what it runs on can be handed in, so that a test can put something between. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { layerSqlite, Operator } from "@waybill/ledger"
import { Effect, Layer, Logger } from "effect"
import { Command } from "effect/cli"

import { cli } from "./cli.ts"
import { type LedgerOpener, OpenLedger } from "./composition.ts"
import { layerHttp } from "./dispatcher.ts"
import { settleExit } from "./exit.ts"
import { operator } from "./operator.ts"
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

export interface Grounds {
  readonly platform: typeof platform
  /** Absent: the ledger in the state folder, as it is. */
  readonly openLedger?: LedgerOpener
}

/** Runs the command that the process was started with. */
export const launch = ({ platform: ground, openLedger = layerSqlite }: Grounds): void => {
  const command = Command.run(cli, { version }).pipe(
    Effect.provideService(OpenLedger, openLedger),
    Effect.provideService(Operator, operator),
    Effect.provide(Layer.merge(ground, logs)),
  )
  const program = Effect.tap(settleExit(command, process.argv.includes("--json")), (exit) =>
    Effect.sync(() => void (process.exitCode = exit)),
  )
  runMain(program, { disableErrorReporting: true })
}
