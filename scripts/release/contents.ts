/** What must be in a packed package, and what it may refer to. */
import { readFileSync } from "node:fs"
import { isBuiltin } from "node:module"
import { dirname, join, normalize } from "node:path"

import { parseSync } from "rolldown/utils"

import type { Manifest } from "./workspace.ts"

/** A package as whoever installs it gets it. */
export interface Contents {
  readonly folder: string
  readonly manifest: Manifest
  readonly files: ReadonlyArray<string>
}

/** The package that a specifier names; undefined: a file, or a part of Node. */
const packageOf = (specifier: string): string | undefined => {
  if (specifier.startsWith(".") || isBuiltin(specifier)) return undefined
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/")
}

const typesImported = /\bfrom\s*"([\w@.][^"\s]*)"|\bimport\s*\(?\s*"([\w@.][^"\s]*)"/g

/** What a file of declarations imports. */
const importsOfTypes = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(typesImported)].map(([, from, call]) => from ?? call ?? "")

/** What a module imports, parsed: a bundle holds texts that look like imports. */
const importsOf = (name: string, text: string): ReadonlyArray<string> => {
  const { staticImports, staticExports, dynamicImports } = parseSync(name, text).module
  const asked = [...staticImports, ...staticExports.flatMap(({ entries }) => entries)].map(
    (each) => each.moduleRequest?.value,
  )
  const loaded = dynamicImports.map(
    ({ moduleRequest: { start, end } }) => /^(["'`])(.*)\1$/.exec(text.slice(start, end))?.[2],
  )
  return [...asked, ...loaded].filter((each) => typeof each === "string")
}

const missingFiles = ({ manifest, files }: Contents): ReadonlyArray<string> => {
  const needed = ["README.md", "LICENSE", "package.json"]
  const sources = manifest.bin === undefined ? ["dist/index.js", "dist/index.d.ts"] : ["dist/main.js"]
  return [...needed, ...sources].filter((name) => !files.includes(name)).map((name) => `${name} is missing`)
}

const strayFiles = ({ files }: Contents): ReadonlyArray<string> =>
  files
    .filter((name) => /\.tsbuildinfo$|^(test|scripts|node_modules)\/|^\.env|^dist\/sources\.json$/.test(name))
    .map((name) => `${name} must not be in it`)

/** Whatever a file imports must be installed along. */
const undeclared = ({ folder, manifest, files }: Contents): ReadonlyArray<string> => {
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies }
  const code = files.filter((name) => /^dist\/.*\.(js|d\.ts)$/.test(name))
  return code.flatMap((name) => {
    const text = readFileSync(join(folder, name), "utf8")
    const packages = (name.endsWith(".d.ts") ? importsOfTypes(text) : importsOf(name, text)).map(packageOf)
    const wrong = new Set(packages.filter((each) => each !== undefined && !Object.hasOwn(declared, each)))
    return [...wrong].map((each) => `${name} imports ${each}, which is no dependency`)
  })
}

interface SourceMap {
  readonly sources: ReadonlyArray<string>
  readonly sourcesContent?: ReadonlyArray<string | null>
}

/** The sources that a map names must be in the package, or in the map. */
const lostSources = ({ folder, files }: Contents): ReadonlyArray<string> =>
  files
    .filter((name) => name.endsWith(".map"))
    .flatMap((name) => {
      const { sources, sourcesContent } = JSON.parse(readFileSync(join(folder, name), "utf8")) as SourceMap
      return sources
        .filter((_, index) => typeof sourcesContent?.[index] !== "string")
        .filter((source) => !files.includes(normalize(join(dirname(name), source)).replaceAll("\\", "/")))
        .map((source) => `${name} names ${source}, which is not there`)
    })

/** A file that says where its map is has one beside it. */
const lostMaps = ({ folder, files }: Contents): ReadonlyArray<string> =>
  files
    .filter((name) => /^dist\/.*\.(js|d\.ts)$/.test(name))
    .filter((name) => /^\/\/# sourceMappingURL=/m.test(readFileSync(join(folder, name), "utf8").slice(-200)))
    .filter((name) => !files.includes(`${name}.map`))
    .map((name) => `${name}.map is missing`)

const wrongManifest = ({ manifest }: Contents): ReadonlyArray<string> => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })
  return all
    .filter(([, range]) => /^(workspace|catalog|file|link):/.test(range))
    .map(([name, range]) => `${name} is asked for as ${range}`)
}

/** Everything that is wrong with a package, as sentences; none: it can go out. */
export const faultsOf = (contents: Contents): ReadonlyArray<string> =>
  [missingFiles, strayFiles, wrongManifest, undeclared, lostSources, lostMaps].flatMap((check) => check(contents))
