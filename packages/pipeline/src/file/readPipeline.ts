/**
 * From the text of `waybill.yaml` to a {@link Pipeline}, or to everything that is wrong with it.
 */
import { hash } from "node:crypto"
import { resolve } from "node:path"

import { Result, Schema } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import { diagnoseProblem, placesIn } from "./diagnoseProblems.ts"
import { fault, sorted } from "./diagnostics.ts"
import { FileSchema } from "./FileSchema.ts"
import { orderFlows, streamConflicts, unknownNames, unusedConnections } from "./flowChecks.ts"
import { parseYaml } from "./parseYaml.ts"
import type { Pipeline } from "./Pipeline.ts"
import { problemsOf } from "./schemaProblems.ts"
import { fillSpare, type Spare } from "./spare.ts"
import { connectionsOf, flowOf, type FlowSketch, sketchesOf, tablesOf } from "./specs.ts"
import { child, entriesOf, type Node, plain } from "./tree.ts"
import { type Environment, replaceVariables } from "./variables.ts"

export interface PipelineText {
  /** The path as it was given, for messages. */
  readonly file: string
  readonly text: string
  /** The folder of the file, absolute. */
  readonly directory: string
  readonly environment: Environment
  /** For connections that no flow reads from. */
  readonly spare?: Spare
}

export interface ReadPipeline {
  readonly pipeline: Pipeline
  readonly warnings: ReadonlyArray<Diagnostic>
}

const decode = Schema.decodeUnknownResult(FileSchema, { onExcessProperty: "error", errors: "all" })

const structureFaults = (root: Node): ReadonlyArray<Diagnostic> => {
  const decoded = decode(plain(root))
  if (Result.isSuccess(decoded)) return []
  const places = placesIn(root)
  return problemsOf(decoded.failure.issue).map((problem) => diagnoseProblem(problem, places))
}

/** A file of another version is judged by that version's rules: nothing else is said of it. */
const versionFault = (root: Node): Diagnostic | undefined => {
  const version = child(root, "version")
  if (version === undefined || (version.kind === "scalar" && version.value === 1)) return undefined
  const newer = version.kind === "scalar" && typeof version.value === "number" && version.value > 1
  return newer
    ? fault(version.place, "WB-FILE-VERSION", "the file is written for a newer Waybill", "install the newest Waybill")
    : fault(version.place, "WB-FILE-VERSION", "the version of the file's format must be 1", "write `version: 1`")
}

const stateFaults = (state: Node | undefined): ReadonlyArray<Diagnostic> =>
  state?.kind === "scalar" && /^[a-z][a-z0-9+.-]+:\/\//i.test(state.text)
    ? [
        fault(
          state.place,
          "WB-FILE-STATE",
          "in this version the ledger is a folder, not a database",
          "write a path, such as ./.waybill",
        ),
      ]
    : []

const textOf = (node: Node | undefined, otherwise: string): string => (node?.kind === "scalar" ? node.text : otherwise)

/** What is known of a pipeline beside its tree. */
export type Origin = Pick<Pipeline, "file" | "directory" | "hash">

const buildPipeline = (origin: Origin, root: Node, flows: ReadonlyArray<FlowSketch>): Pipeline => ({
  ...origin,
  name: textOf(child(root, "name"), ""),
  state: resolve(origin.directory, textOf(child(root, "state"), "./.waybill")),
  connections: connectionsOf(root),
  tables: tablesOf(root),
  flows: flows.flatMap(flowOf),
})

/** Checks the tree of a pipeline, whatever it was made of; opens nothing. */
export const checkTree = (
  root: Node,
  origin: Origin,
  found: ReadonlyArray<Diagnostic>,
): Result.Result<ReadPipeline, ReadonlyArray<Diagnostic>> => {
  const sketches = sketchesOf(root)
  const { ordered, diagnostics: circles } = orderFlows(sketches)
  const faults = [
    ...structureFaults(root),
    ...found,
    ...stateFaults(child(root, "state")),
    ...unknownNames(sketches, [...entriesOf(child(root, "connections")).keys()]),
    ...streamConflicts(sketches),
    ...circles,
  ]
  if (faults.length > 0) return Result.fail(sorted(faults))
  const pipeline = buildPipeline(origin, root, ordered)
  return Result.succeed({ pipeline, warnings: sorted(unusedConnections(pipeline.connections, sketches)) })
}

/**
 * Reads and checks a pipeline file; opens nothing. Fails with every diagnostic, in the order of the file; after an error
 * of YAML itself, or of the version, only with that.
 */
export const readPipeline = (source: PipelineText): Result.Result<ReadPipeline, ReadonlyArray<Diagnostic>> => {
  const parsed = parseYaml(source.file, source.text)
  if (Result.isFailure(parsed)) return Result.fail(sorted(parsed.failure))
  const version = versionFault(parsed.success.root)
  if (version !== undefined) return Result.fail([version])
  const { spare, environment, file, directory, text } = source
  const given = spare === undefined ? parsed.success.root : fillSpare(parsed.success.root, spare, environment)
  const { root, diagnostics: variables } = replaceVariables(given, environment)
  const origin = { file, directory, hash: hash("sha256", text) }
  return checkTree(root, origin, [...parsed.success.diagnostics, ...variables])
}
