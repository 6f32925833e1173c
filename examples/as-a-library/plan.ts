/** Plans, lets somebody decide, and then carries out exactly what was planned. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { plan, run } from "@waybill/pipeline"
import { layerNode } from "@waybill/pipeline/node"
import { Console, Effect } from "effect"

import { pipeline } from "./pipeline.ts"

const program = Effect.gen(function* () {
  const planned = yield* plan(pipeline)
  for (const [flow, { create, update, unchanged, invalid }] of Object.entries(planned.flows)) {
    yield* Console.log(`${flow}: ${create} to create, ${update} to update, ${unchanged} unchanged, ${invalid} invalid`)
  }
  if (planned.id === undefined || process.argv[2] !== "yes") return
  // Fails with PlanRefused, and sends nothing, where a source, a setting or a transform is another by now.
  const { outcome } = yield* run(pipeline, { plan: planned.id })
  yield* Console.log(outcome)
}).pipe(Effect.provide(layerNode(pipeline)))

NodeRuntime.runMain(program)
