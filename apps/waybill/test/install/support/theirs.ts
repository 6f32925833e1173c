/** Programs of somebody who installed packages. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

import type { Project } from "./project.ts"

/** The first program of a package's README, as it is installed; undefined: it has none. */
export const readmeProgram = (project: Project, name: string): string | undefined => {
  const readme = readFileSync(join(project.path, "node_modules", name, "README.md"), "utf8")
  return /```ts\n([^]*?)```/.exec(readme)?.[1]
}

/** Loads packages and says how many names each gives. */
export const loadingProgram = (names: ReadonlyArray<string>): string =>
  [
    ...names.map((name, index) => `import * as package${index} from "${name}"`),
    `const packages = [${names.map((_, index) => `package${index}`).join(", ")}]`,
    `console.log(JSON.stringify(packages.map((each) => Object.keys(each).length)))`,
  ].join("\n")

/** Writes a workbook and reads it back. */
export const workbookProgram = `
import { NodeServices } from "@effect/platform-node"
import { readWorkbook, writeWorkbook } from "@waybill/connector-excel"
import { Effect } from "effect"

const program = Effect.gen(function* () {
  yield* writeWorkbook("book.xlsx", [{ name: "Invoices", header: ["number"], rows: [["00042"], [" ä\\u0000"]] }])
  const [sheet] = yield* readWorkbook("book.xlsx")
  return sheet!.rows.map(({ cells }) => cells.map(String))
})
console.log(JSON.stringify(await Effect.runPromise(program.pipe(Effect.provide(NodeServices.layer)))))
`
