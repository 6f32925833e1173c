/** The flags that `plan` and `run` share. */
import type { OpenPipeline, RunOptions } from "@waybill/pipeline"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"

import type { Exit } from "../exit.ts"
import { knownFlows } from "../flows.ts"
import { version } from "../version.ts"

export const limits = {
  flow: Flag.String("flow").pipe(Flag.withDescription("Only this flow; may be given several times"), Flag.atLeast(0)),
  limit: Flag.Int("limit").pipe(Flag.withDescription("Read at most so many records of each flow"), Flag.optional),
}

/** What the flags mean to the engine. */
export const runOptions = (
  open: OpenPipeline,
  flags: { readonly flow: ReadonlyArray<string>; readonly limit: Option.Option<number> },
): Effect.Effect<RunOptions, Exit> =>
  Effect.map(knownFlows(open, flags.flow), (flows) => ({
    version,
    flows: flows.map((flow) => flow.spec.name),
    ...(Option.isSome(flags.limit) ? { limit: flags.limit.value } : {}),
  }))
