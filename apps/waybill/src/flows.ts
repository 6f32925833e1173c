/** The flows that a command was asked for, by name. */
import { didYouMean, type OpenFlow, type OpenPipeline } from "@waybill/pipeline"
import { Effect } from "effect"

import { Exit } from "./exit.ts"

/** The named flows, or all of them where none is named; an unknown name ends the command. */
export const knownFlows = (
  open: OpenPipeline,
  names: ReadonlyArray<string>,
): Effect.Effect<ReadonlyArray<OpenFlow>, Exit> => {
  const known = open.flows.map((flow) => flow.spec.name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    const suggestion = didYouMean(unknown, known)
    const hint = suggestion === undefined ? `the flows are ${known.join(", ")}` : `did you mean ${suggestion}?`
    return Effect.fail(new Exit({ exit: 2, code: "WB-CLI-FLOW", message: `there is no flow '${unknown}'`, hint }))
  }
  return Effect.succeed(names.length === 0 ? open.flows : open.flows.filter((flow) => names.includes(flow.spec.name)))
}
