/** Type-checks blocks of TypeScript as modules of their own, all in one go. */
import { execFile } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

import { root } from "./markdown.ts"

const compiler = join(dirname(createRequire(join(root, "package.json")).resolve("typescript/package.json")), "bin/tsc")

/** Every module that a package of the workspace exports, by its name, as its source. */
const workspace = Object.fromEntries(
  readdirSync(join(root, "packages")).flatMap((name) => {
    const folder = join(root, "packages", name)
    const { exports }: { exports: object } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
    const sources = Object.entries(exports).filter(([, file]) => String(file).endsWith(".ts"))
    return sources.map(([path, file]) => [join(`@waybill/${name}`, path), [join(folder, file)]])
  }),
)

/** Where the blocks lie while they are checked: below what was installed, so that other packages are found. */
const shelf = join(root, "node_modules/.cache")

const run = (folder: string): Promise<string> =>
  new Promise((resolve) => {
    // One checker: several work out the types that all blocks share several times.
    const options = ["--project", folder, "--checkers", "1"]
    execFile(process.execPath, [compiler, ...options], (_, stdout) => resolve(stdout))
  })

/** The errors of the compiler, each behind the name of its block. */
export const typeFaults = async (blocks: ReadonlyMap<string, string>): Promise<ReadonlyArray<string>> => {
  mkdirSync(shelf, { recursive: true })
  const folder = mkdtempSync(join(shelf, "blocks-"))
  try {
    const names = [...blocks.keys()]
    const files = names.map((_, index) => `block${index}.ts`)
    for (const [index, file] of files.entries()) writeFileSync(join(folder, file), blocks.get(names[index]!)!)
    const nothingWritten = { noEmit: true, declaration: false, declarationMap: false }
    const compilerOptions = { ...nothingWritten, noUnusedLocals: false, paths: workspace }
    const config = { extends: join(root, "tsconfig.base.json"), compilerOptions, files }
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config))
    const printed = await run(folder)
    return printed.split("\n").flatMap((line) => {
      const [, index, place, message] = /block(\d+)\.ts\((\d+),\d+\): error (.*)$/.exec(line) ?? []
      return index === undefined ? [] : [`${names[Number(index)]} line ${place}: ${message}`]
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
