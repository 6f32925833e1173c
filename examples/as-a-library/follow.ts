/** Runs the pipeline and tells what happens while it does. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { runStream } from "@waybill/pipeline"
import { layerNode } from "@waybill/pipeline/node"
import { Console, Effect, Stream } from "effect"

import { pipeline } from "./pipeline.ts"

const program = runStream(pipeline).pipe(
  Stream.runForEach((event) => {
    switch (event._tag) {
      case "Progress":
        return Console.log(`${event.flow}: ${event.counts.read} read, ${event.counts.confirmed} confirmed`)
      case "Waiting":
        return Console.log(`${event.flow}: no answer for ${event.records}; asking again in ${event.seconds} s`)
      case "Drift":
        return Console.log(`${event.flow}: the source looks otherwise than in the last run`)
      case "End":
        return Console.log(`${event.summary.outcome} in run ${event.summary.run}`)
    }
  }),
  Effect.provide(layerNode(pipeline)),
)

// Ctrl-C: what is on its way is settled and written down; the next run goes on from there.
NodeRuntime.runMain(program)
