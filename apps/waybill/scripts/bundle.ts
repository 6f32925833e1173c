/**
 * The command line in a few files that hold all they need: one with what every start needs, and one for each part that is
 * loaded when it is used. A start reads a hundredth of the files that its sources are, and V8 keeps what it made of them.
 */
import { createRequire } from "node:module"

import { type OutputChunk, type Plugin, rolldown } from "rolldown"

import { readFrom, templateFiles } from "../src/create/templateFiles.ts"

/** Modules of Node that take milliseconds to load, and of which a command may need none. */
const heavyBuiltins = ["node:child_process", "node:crypto", "node:readline"]

/** Their functions load them when they are called first. A value that is no function is no export: the build fails. */
const lazyBuiltins: Plugin = {
  name: "lazy-builtins",
  resolveId: (id) => (heavyBuiltins.includes(id) ? `\0${id}` : null),
  load: (id) => {
    const name = id.slice(1)
    if (!id.startsWith("\0") || !heavyBuiltins.includes(name)) return null
    const functions = Object.entries(process.getBuiltinModule(name) ?? {}).filter(
      ([, value]) => typeof value === "function",
    )
    return [
      "let loaded",
      `const load = () => (loaded ??= process.getBuiltinModule("${name}"))`,
      ...functions.map(
        ([each]) =>
          `export function ${each}(...args) { return new.target ? Reflect.construct(load().${each}, args) : load().${each}(...args) }`,
      ),
    ].join("\n")
  },
}

/** Its exports are made while it runs, so that a bundler can't know them: they are named for it. */
const namedExports: Plugin = {
  name: "named-exports",
  resolveId: (id, importer) => {
    if (id !== "undici" || importer === undefined || importer.startsWith("\0")) return null
    return { id: `\0undici:${createRequire(importer).resolve(id)}`, moduleSideEffects: false }
  },
  load: (id) => {
    if (!id.startsWith("\0undici:")) return null
    const file = id.slice("\0undici:".length)
    const names = Object.keys(createRequire(import.meta.url)(file)).filter((name) => /^\w+$/.test(name))
    return [
      `import undici from ${JSON.stringify(file)}`,
      ...names.map((name) => `export const ${name} = undici.${name}`),
      "export default undici",
    ].join("\n")
  },
}

/** An installed package has no workspace around it: what the template of a connector is made of is read now. */
const template: Plugin = {
  name: "template",
  load: {
    filter: { id: /\/src\/create\/templateFiles\.ts$/ },
    handler() {
      for (const file of readFrom) this.addWatchFile(file)
      return `export const templateFiles = ${JSON.stringify(templateFiles)}`
    },
  },
}

const segmenter =
  'const graphemeSegmenter = /*#__PURE__*/new Intl.Segmenter(undefined, {\n  granularity: "grapheme"\n});'
const measured = "export const displayWidth = text => {"

/** Making one costs 15 ms of a start, and texts of ASCII alone, as all of ours are, are as wide as they are long. */
const lazySegmenter: Plugin = {
  name: "lazy-segmenter",
  transform: {
    filter: { id: /effect\/dist\/cli\/CliOutput\.js$/ },
    handler: (code) => {
      if (!code.includes(segmenter) || !code.includes(measured))
        throw new Error("effect/cli measures texts in another way now")
      return code
        .replace(
          segmenter,
          'let made; const graphemeSegmenter = { segment: text => (made ??= new Intl.Segmenter(undefined, { granularity: "grapheme" })).segment(text) };',
        )
        .replace(
          measured,
          `${measured}\n  const plain = stripAnsi(text);\n  if (/^[\\x20-\\x7e]*$/.test(plain)) return plain.length;`,
        )
    },
  },
}

/** What every start needs, in one file; what reading a pipeline file needs on top of it, in another. */
const together: ReadonlyArray<readonly [name: string, module: RegExp]> = [
  ["main", /\/src\/main\.ts$|\/crash\/child\.ts$/],
  ["pipeline", /\/src\/commands\/check\.ts$/],
]

type Chunks = ReadonlyArray<OutputChunk>

/** The modules that come with a file, and with all that it imports. */
const loadedWith = (chunks: Chunks, file: string, seen = new Set<string>()): ReadonlyArray<string> => {
  const chunk = chunks.find(({ fileName }) => fileName === file)
  if (chunk === undefined || seen.has(file)) return []
  seen.add(file)
  return [...chunk.moduleIds, ...chunk.imports.flatMap((each) => loadedWith(chunks, each, seen))]
}

/** Left alone, the bundler makes a file for each set of modules that the same commands use: a start would read dozens. */
const groupsOf = (chunks: Chunks) =>
  together.map(([name, module], index) => {
    const of = chunks.filter(({ facadeModuleId }) => facadeModuleId !== null && module.test(facadeModuleId))
    const ids = new Set(of.flatMap(({ fileName }) => loadedWith(chunks, fileName)))
    return { name, priority: together.length - index, test: (id: string) => ids.has(id) }
  })

/** What a bundler warns of is an export that is not there, or a file that is not found: both would show when it runs. */
const refuse = (_level: string, { message }: { readonly message: string }): never => {
  throw new Error(message)
}

/**
 * @param entry the module that is started
 * @param folder where the files go; what is there already is removed
 * @returns absolute paths of all that it is made of
 */
export const bundle = async (entry: string, folder: string): Promise<ReadonlyArray<string>> => {
  const build = await rolldown({
    input: entry,
    platform: "node",
    plugins: [lazyBuiltins, namedExports, lazySegmenter, template],
    onLog: refuse,
  })
  const { output } = await build.generate()
  const chunks = output.filter((each) => each.type === "chunk")
  await build.write({
    dir: folder,
    cleanDir: true,
    // Names stay: a stack trace is read by people, and cel-js and exceljs tell classes apart by theirs.
    minify: { compress: { keepNames: { class: true, function: true } }, mangle: { keepNames: true } },
    chunkFileNames: "[name]-[hash].js",
    codeSplitting: { groups: groupsOf(chunks) },
  })
  const files = await build.watchFiles
  await build.close()
  return files
}
