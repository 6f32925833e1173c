/**
 * Imports what a pipeline file names, as Node does, but as a module beside the file would: for the program that composes the
 * engine.
 */
import { hash } from "node:crypto"
import { readFileSync } from "node:fs"
import { findPackageJSON, registerHooks } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

import { Effect, Option, Predicate, Schema } from "effect"

import { addCopy, isKnownSchema } from "./copies.ts"
import { exportOf, type ImportedModule, isPath, type ModuleImporter } from "./file/modules.ts"
import { thrownText } from "./thrown.ts"

/** What is asked for, and the addresses of modules from whose place it is looked for, one after the other. */
interface Request {
  readonly name: string
  readonly places: ReadonlyArray<string>
  url?: string
}

const requests = new Map<string, Request>()

/** The modules of people's own that were loaded, and those that each imports. */
const imports = new Map<string, Set<string>>()

/** What was loaded: a module is loaded once a process, and what is said of it is said of what runs. */
const loaded = new Map<string, ImportedModule>()

const isOwn = (url: string): boolean => url.startsWith("file:") && !url.includes("/node_modules/")

const isAbsent = (error: unknown): boolean =>
  Predicate.hasProperty(error, "code") && error.code === "ERR_MODULE_NOT_FOUND"

/** Resolves a request from the first place where it is found, and notes what people's own modules import. */
const listen = (): void => {
  registerHooks({
    resolve: (specifier, context, next) => {
      const request = requests.get(specifier)
      if (request === undefined) {
        const found = next(specifier, context)
        const importing = imports.get(context.parentURL ?? "")
        if (importing !== undefined && isOwn(found.url)) note(found.url, importing)
        return found
      }
      const found = firstOf(request.places, (parentURL) => next(request.name, { ...context, parentURL }))
      request.url = found.url
      if (isOwn(found.url)) note(found.url)
      return found
    },
  })
}

const note = (url: string, importing?: Set<string>): void => {
  importing?.add(url)
  if (!imports.has(url)) imports.set(url, new Set())
}

const firstOf = <A>([place, ...others]: ReadonlyArray<string>, find: (place: string) => A): A => {
  try {
    return find(place ?? import.meta.url)
  } catch (error) {
    if (others.length === 0 || !isAbsent(error)) throw error
    return firstOf(others, find)
  }
}

let isListening = false
let count = 0

/** The texts of a module and of all of people's own that it imports. */
const digestOf = (url: string): string => {
  const seen = new Set([url])
  for (const each of seen) for (const other of imports.get(each) ?? []) seen.add(other)
  const texts = [...seen]
    .filter(isOwn)
    .sort()
    .map((each) => readFileSync(new URL(each), "utf8"))
  return hash("sha256", JSON.stringify(texts), "hex")
}

const decodeVersion = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Struct({ version: Schema.String })))

const effectOf = (url: string): string | undefined => {
  try {
    const file = findPackageJSON("effect", url)
    return file === undefined ? undefined : Option.getOrUndefined(decodeVersion(readFileSync(file, "utf8")))?.version
  } catch {
    return undefined
  }
}

const importFor = (request: Request): Promise<any> => {
  if (!isListening) listen()
  isListening = true
  const specifier = `waybill-import:${(count += 1)}`
  requests.set(specifier, request)
  return import(specifier).finally(() => requests.delete(specifier))
}

const holdsForeignSchema = (exported: unknown): boolean =>
  (["settings", "record"] as const).some(
    (name) =>
      Predicate.hasProperty(exported, name) && Schema.isSchema(exported[name]) && !isKnownSchema(exported[name]),
  )

/** Where a module brings its own copy of effect, that is what reads its schemas. */
const meetCopy = async (exports: unknown, url: string): Promise<void> => {
  const exported = ["connector", "transform"].map((name) => exportOf(exports, name))
  if (!exported.some(holdsForeignSchema)) return
  const [schema, ast] = ["effect/Schema", "effect/SchemaAST"].map((name) => importFor({ name, places: [url] }))
  addCopy({ Schema: await schema, SchemaAST: await ast })
}

const load = async (request: Request): Promise<ImportedModule> => {
  const exports: unknown = await importFor(request)
  const url = request.url ?? request.name
  const effect = effectOf(url)
  const module = loaded.get(url) ?? { exports, url, digest: digestOf(url), ...(effect === undefined ? {} : { effect }) }
  loaded.set(url, module)
  if (effect !== undefined) await meetCopy(exports, url)
  return module
}

/** Node's own words for a module that can't be loaded name modules and lines; anything else may hold what it likes. */
const sentenceOf = (error: unknown, { name, url }: Request): string => {
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : ""
  if (isAbsent(error)) {
    const [, missing = ""] = /^Cannot find (?:package|module) '([^']*)'/.exec(message) ?? []
    return url === undefined ? "it is not there" : `it imports '${missing}', which is not there`
  }
  const code = Predicate.hasProperty(error, "code") ? error.code : undefined
  const isNodes = error instanceof SyntaxError || (typeof code === "string" && code.startsWith("ERR_"))
  return isNodes ? `${message} (${name})` : `it threw ${thrownText(error, url)}`
}

/**
 * Makes an importer that looks for a package from the pipeline file's folder first and then from `ownPlace`; for a path from the
 * folder alone. Modules are loaded once a process: whoever changes one starts it anew.
 *
 * @param ownPlace the address of a module of the program: `import.meta.url`
 */
export const importerFrom =
  (ownPlace: string): ModuleImporter =>
  (name, directory) =>
    Effect.suspend(() => {
      const folder = pathToFileURL(join(directory, "waybill.yaml")).href
      const request: Request = { name, places: isPath(name) ? [folder] : [folder, ownPlace] }
      return Effect.tryPromise({ try: () => load(request), catch: (error) => sentenceOf(error, request) })
    })
