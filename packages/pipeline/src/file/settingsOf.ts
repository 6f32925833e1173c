/**
 * A connector's settings as a list for people, and what a reviewer would ask of them.
 */
import { type Schema, SchemaAST } from "effect"

import { annotationOf, type Setting, settingsIn } from "./settings.ts"

export interface SettingInfo {
  /** Nested ones with a dot: `rateLimit.perSecond`. */
  readonly name: string
  /** `yes`, `no`, or the default: `default 5`. */
  readonly needed: string
  readonly secret: boolean
  readonly description: string
}

const nameOf = ({ path }: Setting): string => path.join(".")

const descriptionOf = ({ ast }: Setting): string => {
  const description = annotationOf(ast, "description")
  return typeof description === "string" ? description : ""
}

const neededOf = ({ ast }: Setting): string => {
  const otherwise = annotationOf(ast, "default")
  if (otherwise !== undefined) return `default ${JSON.stringify(otherwise)}`
  return SchemaAST.isOptional(SchemaAST.toEncoded(ast)) ? "no" : "yes"
}

/** The settings of a connector, in their order. */
export const settingsOf = (schema: Schema.Top): ReadonlyArray<SettingInfo> =>
  settingsIn(schema).map((setting) => ({
    name: nameOf(setting),
    needed: neededOf(setting),
    secret: setting.secret,
    description: descriptionOf(setting),
  }))

const soundsSecret = /token|secret|password|key/i
/** Names of columns, files and the like, which only speak of a key. */
const speaksOf = /(?:column|field|file|path|id|name|case)s?$/i

const isText = ({ ast }: Setting): boolean => SchemaAST.isString(SchemaAST.toEncoded(ast))

/**
 * What is wrong with the settings of a connector, as sentences: a field that sounds like a secret and isn't one, a field
 * without a description. For a connector's own tests.
 */
export const settingFaults = (schema: Schema.Top): ReadonlyArray<string> =>
  settingsIn(schema).flatMap((setting) => {
    const name = nameOf(setting)
    const last = String(setting.path.at(-1))
    const open = !setting.secret && isText(setting) && soundsSecret.test(last) && !speaksOf.test(last)
    return [
      ...(open ? [`'${name}' sounds like a secret: declare it with Schema.RedactedFromValue`] : []),
      ...(descriptionOf(setting) === "" ? [`'${name}' has no description`] : []),
    ]
  })
