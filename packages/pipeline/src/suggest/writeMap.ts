/**
 * Writes proposals into a pipeline file: checked before, and in one step.
 */
import type { Source } from "@waybill/connector"
import type { Entity } from "@waybill/model"
import { Effect, FileSystem, Path, Result, Schema } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import { fault } from "../file/diagnostics.ts"
import { parseYaml } from "../file/parseYaml.ts"
import type { FlowSpec, Pipeline, StructMap } from "../file/Pipeline.ts"
import { flowOf, sketchesOf } from "../file/specs.ts"
import { compileMapping } from "../mapping/compile.ts"
import { PipelineFault } from "../open.ts"
import { type Inserted, insertMap } from "./insertMap.ts"
import type { Suggestion } from "./Suggestion.ts"

const refuse = (diagnostics: ReadonlyArray<Diagnostic>) => new PipelineFault({ diagnostics })

/** What is wrong with the added part of a flow's map; that it may be incomplete is not its fault. */
const faultsOf = (
  text: string,
  file: string,
  flow: string,
  added: ReadonlySet<string>,
  { entity, source }: { readonly entity: Entity; readonly source: Source<object> },
): ReadonlyArray<Diagnostic> => {
  const parsed = parseYaml(file, text)
  if (Result.isFailure(parsed)) return parsed.failure
  const spec = sketchesOf(parsed.success.root)
    .flatMap(flowOf)
    .find(({ name }) => name === flow)
  if (spec === undefined) return []
  const only = (map: StructMap): StructMap => ({
    ...map,
    fields: new Map([...map.fields].filter(([name]) => added.has(name))),
  })
  const compiled = compileMapping({
    entity,
    source: source.record,
    target: Schema.Struct({}),
    requires: [],
    map: only(spec.map),
    set: { place: spec.place, fields: new Map() },
    tables: new Map(),
  })
  return Result.isFailure(compiled) ? compiled.failure.filter(({ code }) => code !== "WB-MAP-MISSING") : []
}

/** Writes beside the file and renames: there is never half a file. Links stay links, and the mode stays. */
const replace = Effect.fnUntraced(function* (file: string, text: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const real = yield* files.realPath(file)
  const { mode } = yield* files.stat(real)
  const folder = yield* files.makeTempDirectoryScoped({ directory: path.dirname(real), prefix: ".waybill-suggest-" })
  const beside = path.join(folder, path.basename(real))
  yield* files.writeFileString(beside, text, { flag: "wx", mode: 0o600 })
  yield* files.chmod(beside, mode & 0o7777)
  yield* files.rename(beside, real)
}, Effect.scoped)

export interface WriteMapInput {
  readonly pipeline: Pipeline
  readonly flow: FlowSpec
  readonly source: Source<object>
  readonly suggestion: Suggestion
}

/**
 * Adds the proposed fields that the flow does not map yet. What is written by hand stays, to the byte; hints
 * become comments. Fails, and changes nothing, where the result would not compile.
 */
export const writeMap = Effect.fn("writeMap")(function* ({
  pipeline,
  flow,
  source,
  suggestion,
}: WriteMapInput): Effect.fn.Return<Inserted, PipelineFault, FileSystem.FileSystem | Path.Path> {
  const files = yield* FileSystem.FileSystem
  const { file } = pipeline
  const cantWrite = (message: string) => refuse([fault(flow.place, "WB-SUGGEST-WRITE", message)])
  const text = yield* Effect.mapError(files.readFileString(file), () => cantWrite("the file can't be read again"))
  const inserted = yield* Effect.mapError(Effect.fromResult(insertMap(text, flow.name, suggestion.fields)), (message) =>
    refuse([fault(flow.map.place, "WB-SUGGEST-PLACE", message, "write `map:` with nothing behind it")]),
  )
  const added = new Set(inserted.added.map((name) => name.split(".")[0]!))
  const faults = faultsOf(inserted.text, file, flow.name, added, { entity: suggestion.entity.value, source })
  if (faults.length > 0) return yield* refuse(faults)
  if (inserted.text !== text) {
    yield* Effect.mapError(replace(file, inserted.text), () => cantWrite("the file can't be replaced"))
  }
  return inserted
})
