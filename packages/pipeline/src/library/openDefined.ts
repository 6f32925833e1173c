/**
 * Opens a pipeline that a program defines: the checks are those of a pipeline file.
 */
import { hash } from "node:crypto"

import type { Platform } from "@waybill/connector"
import { Effect, Result, type Scope } from "effect"

import type { FlowSpec } from "../file/Pipeline.ts"
import { checkTree, type ReadPipeline } from "../file/readPipeline.ts"
import { type Composition, openLoaded, type OpenPipeline, PipelineFault } from "../open.ts"
import { definedText, definedTree } from "./definedTree.ts"
import type { DefinedPipeline, PipelineDefinition } from "./definePipeline.ts"

/** A definition names nothing that would have to be found. */
const composition = ({ connections }: PipelineDefinition): Composition => ({
  connectors: new Map(Object.entries(connections).map(([name, { connector }]) => [name, connector])),
  importModule: () => Effect.fail("a definition holds its connectors and transforms itself"),
  environment: {},
  readTable: () => Effect.fail("a definition holds its tables itself"),
})

const withTransform =
  ({ flows, name: file }: PipelineDefinition) =>
  (spec: FlowSpec): FlowSpec => {
    const transform = flows[spec.name]?.transform
    const place = { file, line: 1, column: 1, path: `flows.${spec.name}.transform` }
    return transform === undefined ? spec : { ...spec, transform: { _tag: "Value", place, transform } }
  }

const load = ({ definition, directory }: DefinedPipeline): Effect.Effect<ReadPipeline, PipelineFault> => {
  const { root, faults } = definedTree(definition)
  const origin = { file: definition.name, directory, hash: hash("sha256", definedText(root)) }
  const checked = checkTree(root, origin, faults)
  if (Result.isFailure(checked)) return Effect.fail(new PipelineFault({ diagnostics: checked.failure }))
  const { pipeline, warnings } = checked.success
  return Effect.succeed({ pipeline: { ...pipeline, flows: pipeline.flows.map(withTransform(definition)) }, warnings })
}

/** Opens connections, streams and expressions. Changes nothing anywhere. */
export const openDefined = Effect.fn("openDefined")(function* (
  pipeline: DefinedPipeline,
): Effect.fn.Return<OpenPipeline, PipelineFault, Platform | Scope.Scope> {
  return yield* openLoaded(yield* load(pipeline), composition(pipeline.definition))
})
