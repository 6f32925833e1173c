/**
 * The template of a connector as it stands in this repository, with the versions of this workspace. A bundle holds what this
 * module exports, and not the module: see scripts/bundle.ts.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { parse } from "yaml"

const root = join(import.meta.dirname, "../../../..")
const folder = join(root, "templates/connector")
const catalogFile = join(root, "pnpm-workspace.yaml")

/** What belongs to the workspace, or is made. */
const leftOut = new Set(["node_modules", "dist", "turbo.json", ".turbo"])

const templatePaths = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  .filter((path) => !leftOut.has(path.split("/")[0]!))
  .sort()

const packageFiles = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name, "package.json"))

const read = (file: string): string => readFileSync(file, "utf8")

/** By package: what `catalog:` and `workspace:^` stand for. */
const catalog: Readonly<Record<string, string>> = parse(read(catalogFile)).catalog
const workspace = new Map(
  packageFiles.map((file) => {
    const { name, version } = JSON.parse(read(file))
    return [name, `^${version}`]
  }),
)

const ranges = (dependencies: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(dependencies).map(([name, range]) => {
      if (range === "catalog:") return [name, catalog[name]]
      return [name, range === "workspace:^" ? workspace.get(name) : range]
    }),
  )

/** The template's package.json without what only the workspace understands. */
const packageJson = (): string => {
  const { private: _, ...fields } = JSON.parse(read(join(folder, "package.json")))
  const { dependencies, devDependencies } = fields
  const whole = { ...fields, dependencies: ranges(dependencies), devDependencies: ranges(devDependencies) }
  return `${JSON.stringify(whole, null, 2)}\n`
}

/** Path within the package, and text, with `acme` in the place of its name. */
export const templateFiles: ReadonlyArray<readonly [path: string, text: string]> = templatePaths.map((path) => [
  path,
  path === "package.json" ? packageJson() : read(join(folder, path)),
])

/** All that it was read from, folders too. */
export const readFrom: ReadonlyArray<string> = [
  ...templatePaths.map((path) => join(folder, path)),
  catalogFile,
  ...packageFiles,
]
