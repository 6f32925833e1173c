/** The real command line, with fault points in its ledger and its transport: what crash tests start. */
import "effect/schema/SchemaJITCompiler/enable"
import { Duration } from "effect"

import { launch, platform, platformOf } from "../../src/program.ts"
import { layerWatched } from "./support/watchedLedger.ts"
import { watchHttp } from "./support/watchHttp.ts"

const lease = process.env["LEASE_MILLIS"]

watchHttp()
launch({
  platform: lease === undefined ? platform : platformOf(Number(lease) / 2),
  openLedger: (options) =>
    layerWatched({ ...options, ...(lease === undefined ? {} : { lease: Duration.millis(Number(lease)) }) }),
})
