/**
 * From the path behind `transform:` to the transform that the module exports.
 */
import { entities } from "@waybill/model"
import { Effect, Predicate, Schema } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import { type Transform, transformVersion } from "../Transform.ts"
import { fault } from "./diagnostics.ts"
import { exportOf, type ImportedModule, type ModuleImporter, strangeEffect } from "./modules.ts"
import type { Located, TransformSpec } from "./Pipeline.ts"

/** A flow's transform, ready to be compiled. */
export interface FoundTransform {
  readonly transform: Transform
  /** Another one where what it does may be another. */
  readonly digest: string
  /** The module's address; absent: it has none of its own. */
  readonly url?: string
}

const refuse = ({ place }: Located<string>, message: string, hint: string): Effect.Effect<never, Diagnostic> =>
  Effect.fail(fault(place, "WB-FILE-TRANSFORM", message, hint))

const isTransform = (value: object): value is Transform =>
  Predicate.hasProperty(value, "make") &&
  Predicate.isFunction(value.make) &&
  Predicate.hasProperty(value, "entity") &&
  entities.some((entity) => entity === value.entity) &&
  (!Predicate.hasProperty(value, "record") || value.record === undefined || Schema.isSchema(value.record))

const checked = (name: Located<string>, module: ImportedModule): Effect.Effect<FoundTransform, Diagnostic> => {
  const another = "install the versions of @waybill/pipeline and effect that fit this Waybill"
  const value = exportOf(module.exports, "transform")
  if (!Predicate.hasProperty(value, "specVersion")) {
    const hint = "its default export must be made with `transform` of @waybill/pipeline/transform"
    return refuse(name, `'${name.value}' exports no transform`, hint)
  }
  if (value.specVersion !== transformVersion) {
    return refuse(name, `'${name.value}' is made for another contract than '${transformVersion}'`, another)
  }
  const strange = Predicate.hasProperty(value, "record") ? strangeEffect(module) : undefined
  if (strange !== undefined) return refuse(name, `'${name.value}' can't be used: ${strange}`, another)
  return isTransform(value)
    ? Effect.succeed({ transform: value, digest: module.digest, url: module.url })
    : refuse(name, `what '${name.value}' exports is not a whole transform`, "it must be made with `transform`")
}

/** @param directory the folder of the pipeline file: the path starts there */
export const findTransform = (
  spec: TransformSpec,
  directory: string,
  importer: ModuleImporter,
): Effect.Effect<FoundTransform, Diagnostic> =>
  spec._tag === "Value"
    ? Effect.succeed({ transform: spec.transform, digest: spec.transform.make.toString() })
    : Effect.matchEffect(importer(spec.path.value, directory), {
        onFailure: (why) =>
          refuse(
            spec.path,
            `'${spec.path.value}' can't be loaded: ${why}`,
            "the path starts at the folder of the file",
          ),
        onSuccess: (module) => checked(spec.path, module),
      })
