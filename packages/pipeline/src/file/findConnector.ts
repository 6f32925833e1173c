/**
 * From the name behind `connector:` to the connector: one that the program brings along, an npm package, or a module beside the file.
 */
import { type Connector, specVersion } from "@waybill/connector"
import { Effect, Predicate, Schema } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import { didYouMean } from "../didYouMean.ts"
import { fault } from "./diagnostics.ts"
import { exportOf, type ImportedModule, isPath, type ModuleImporter, strangeEffect } from "./modules.ts"
import type { Located } from "./Pipeline.ts"

/** Connectors by their short names; one that is an effect is loaded when a file names it. */
export type KnownConnectors = ReadonlyMap<string, Connector | Effect.Effect<Connector>>

const npmName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/

const refuse = ({ place }: Located<string>, message: string, hint: string): Effect.Effect<never, Diagnostic> =>
  Effect.fail(fault(place, "WB-FILE-CONNECTOR", message, hint))

const isConnector = (value: unknown): value is Connector =>
  Predicate.hasProperty(value, "settings") &&
  Schema.isSchema(value.settings) &&
  Predicate.hasProperty(value, "open") &&
  Predicate.isFunction(value.open)

const anotherVersion = "install the version of the package that fits this Waybill"

const checked = (name: Located<string>, module: ImportedModule): Effect.Effect<Connector, Diagnostic> => {
  const strange = strangeEffect(module)
  if (strange !== undefined) return refuse(name, `'${name.value}' can't be used: ${strange}`, anotherVersion)
  const value = exportOf(module.exports, "connector")
  if (!Predicate.hasProperty(value, "specVersion")) {
    const hint = "its default export, or the one named `connector`, must be made with makeConnector"
    return refuse(name, `'${name.value}' exports no connector`, hint)
  }
  const found = value.specVersion
  if (found !== specVersion) {
    const built = Predicate.isString(found) ? `'${found}'` : "another contract"
    return refuse(name, `'${name.value}' is built for ${built}, this Waybill takes '${specVersion}'`, anotherVersion)
  }
  return isConnector(value)
    ? Effect.succeed(value)
    : refuse(name, `what '${name.value}' exports is not a whole connector`, "it must be made with makeConnector")
}

const imported = (
  name: Located<string>,
  directory: string,
  importer: ModuleImporter,
  known: string,
): Effect.Effect<Connector, Diagnostic> => {
  const [what, hint] = isPath(name.value)
    ? [`'${name.value}'`, "the path starts at the folder of the pipeline file"]
    : [`the package '${name.value}'`, `install it beside the pipeline file; ${known}`]
  return Effect.matchEffect(importer(name.value, directory), {
    onFailure: (why) => refuse(name, `${what} can't be loaded: ${why}`, hint),
    onSuccess: (module) => checked(name, module),
  })
}

/**
 * Finds a connector by name, or by a path that begins with `./` or `../`. A name near a known one is a misspelt one and is never
 * imported: a package of that name could be anybody's.
 *
 * @param directory the folder of the pipeline file: packages and paths are found from there
 */
export const findConnector = (
  name: Located<string>,
  directory: string,
  connectors: KnownConnectors,
  importer: ModuleImporter,
): Effect.Effect<Connector, Diagnostic> => {
  const known = connectors.get(name.value)
  if (known !== undefined) return Effect.isEffect(known) ? known : Effect.succeed(known)
  const names = `known are ${[...connectors.keys()].join(", ")}, and every npm package or ./module that exports one`
  if (!isPath(name.value)) {
    const near = didYouMean(name.value, connectors.keys())
    if (near !== undefined) return refuse(name, `there is no connector '${name.value}'`, `did you mean '${near}'?`)
    if (!npmName.test(name.value)) return refuse(name, `'${name.value}' is not the name of a connector`, names)
  }
  return imported(name, directory, importer, names)
}
