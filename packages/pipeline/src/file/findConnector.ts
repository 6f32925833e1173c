/**
 * From the name behind `connector:` to the connector: one that the program brings along, or an npm package.
 */
import { type Connector, specVersion } from "@waybill/connector"
import { Effect, Option, Predicate, Schema } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import { didYouMean } from "../didYouMean.ts"
import { fault } from "./diagnostics.ts"
import type { Located } from "./Pipeline.ts"

/** Imports an npm package and yields the module, whatever it exports. */
export type ConnectorImporter = (packageName: string) => Effect.Effect<unknown, unknown>

/** Connectors by their short names; one that is an effect is loaded when a file names it. */
export type KnownConnectors = ReadonlyMap<string, Connector | Effect.Effect<Connector>>

const npmName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/

const refuse = ({ place }: Located<string>, message: string, hint: string): Effect.Effect<never, Diagnostic> =>
  Effect.fail(fault(place, "WB-FILE-CONNECTOR", message, hint))

/** The default export, or the one named `connector`. */
const exported = (module: unknown): unknown => {
  if (!Predicate.isObject(module)) return undefined
  const named = Predicate.hasProperty(module, "connector") ? module.connector : undefined
  return Predicate.hasProperty(module, "default") ? module.default : named
}

const isConnector = (value: unknown): value is Connector =>
  Predicate.hasProperty(value, "settings") &&
  Schema.isSchema(value.settings) &&
  Predicate.hasProperty(value, "open") &&
  Predicate.isFunction(value.open)

const checked = (name: Located<string>, module: unknown): Effect.Effect<Connector, Diagnostic> => {
  const value = exported(module)
  if (!Predicate.hasProperty(value, "specVersion")) {
    const hint = "its default export, or the one named `connector`, must be made with makeConnector"
    return refuse(name, `the package '${name.value}' exports no connector`, hint)
  }
  const found = value.specVersion
  if (found !== specVersion) {
    const built = Predicate.isString(found) ? `'${found}'` : "another contract"
    const hint = "install the version of the package that fits this Waybill"
    return refuse(name, `'${name.value}' is built for ${built}, this Waybill takes '${specVersion}'`, hint)
  }
  return isConnector(value)
    ? Effect.succeed(value)
    : refuse(name, `what '${name.value}' exports is not a whole connector`, "it must be made with makeConnector")
}

/**
 * Finds a connector by name. A name near a known one is a misspelt one and is never imported: a package of that name
 * could be anybody's.
 */
export const findConnector = (
  name: Located<string>,
  connectors: KnownConnectors,
  importer: ConnectorImporter,
): Effect.Effect<Connector, Diagnostic> => {
  const known = connectors.get(name.value)
  if (known !== undefined) return Effect.isEffect(known) ? known : Effect.succeed(known)
  const near = didYouMean(name.value, connectors.keys())
  const names = `known are ${[...connectors.keys()].join(", ")}, and every npm package that exports a connector`
  if (near !== undefined) return refuse(name, `there is no connector '${name.value}'`, `did you mean '${near}'?`)
  if (!npmName.test(name.value)) return refuse(name, `'${name.value}' is not the name of a connector`, names)
  return Effect.option(importer(name.value)).pipe(
    Effect.flatMap(
      Option.match({
        onNone: () => refuse(name, `the package '${name.value}' can't be loaded`, `install it; ${names}`),
        onSome: (module) => checked(name, module),
      }),
    ),
  )
}
