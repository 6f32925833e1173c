/** The settings in the README of each connector's package, from the code, between two marks; the rest is written by hand. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

import type { Connector } from "../../packages/connector/src/index.ts"
import { documented } from "./pages.ts"
import { settingsText } from "./settings.ts"

const packages = join(import.meta.dirname, "../../packages")

const marks = /(<!-- settings: .*? -->)[^]*?(<!-- \/settings -->)/

const readme = ({ name, settings }: Connector): ReadonlyArray<readonly [string, string]> => {
  const path = join(packages, `connector-${name}`, "README.md")
  const text = existsSync(path) ? readFileSync(path, "utf8") : ""
  if (!marks.test(text)) return []
  return [[path, text.replace(marks, (_, begin, end) => `${begin}\n\n${settingsText(settings)}\n\n${end}`)]]
}

/** By path. */
export const connectorReadmes = (): ReadonlyMap<string, string> => new Map([...documented.values()].flatMap(readme))
