/** Every `waybill …` and `pnpm …` that a page shows, against the real declarations. */
import { join } from "node:path"

import { Effect } from "effect"
import { assert, beforeAll, describe, it } from "vitest"

// @boundaries-ignore names of columns that begin like a command
import { flowColumn, ownColumns } from "../../packages/pipeline/src/index.ts"
// @boundaries-ignore the declarations are those that the reference is made from
import { commandTree } from "../../scripts/referencePages/commandTree.ts"
import { blocks, pages, root } from "./support/markdown.ts"
import { commandFaults, commandsIn, faultsOf } from "./support/shell.ts"

type Tree = Effect.Success<typeof commandTree>

const columns = new Set<string>([flowColumn, ...ownColumns])
const shells = new Set(["sh", "bash", "shell", "console"])

describe("commands on pages", () => {
  let tree: Tree
  beforeAll(async () => {
    tree = await Effect.runPromise(commandTree)
  })

  const shown = blocks.filter(({ language }) => shells.has(language))

  it("in blocks are commands that there are, with flags that they have", () => {
    assert.isAbove(shown.length, 20)
    const faults = shown.flatMap(({ at, page, text }) =>
      commandsIn(text).flatMap((words) => commandFaults(tree, words, page.folder).map((fault) => `${at} ${fault}`)),
    )
    assert.deepStrictEqual(faults, [])
  })

  it("within sentences are, too", () => {
    const codes = pages.flatMap((page) => page.codes.map((code) => ({ ...code, page })))
    const commands = codes.filter(({ href }) => /^(?:waybill|npx|pnpm) [^…]*$/.test(href) && !columns.has(href))
    assert.isAbove(commands.length, 100)
    const faults = commands.flatMap(({ at, href, page }) =>
      commandsIn(href).flatMap((words) => commandFaults(tree, words, page.folder).map((fault) => `${at} ${fault}`)),
    )
    assert.deepStrictEqual(faults, [])
  })

  it.each([
    ["run --ful", ["waybill run has no flag --ful"]],
    ["runn", ["there is no command runn"]],
    ["rejects list --code WB-X now", ["waybill rejects list takes no value more"]],
    ["suggest exports", ["waybill suggest needs a value more"]],
    ["--file a.yaml run --limit 5 -f b.yaml", []],
    ["rejects export --to rejects.xlsx --state invalid", []],
    ["undo RUN --yes", []],
  ])("`waybill %s` is told right from wrong", (line, faults) => {
    assert.deepStrictEqual(faultsOf(tree, line.split(" ")), faults)
  })

  it("a script of pnpm is one of the package's or the repository's", () => {
    const at = (line: string) => commandsIn(line).flatMap((words) => commandFaults(tree, words, join(root, "docs")))
    assert.deepStrictEqual(at("npx --yes pnpm@12.16.0 demo && pnpm install"), [])
    assert.deepStrictEqual(at("npx --yes pnpm@12.16.0 waybill runn"), ["there is no command runn"])
    assert.deepStrictEqual(at("TZ=UTC pnpm run dmeo"), ["there is no script dmeo"])
    assert.deepStrictEqual(at("pnpm run docs && pnpm docs"), ["pnpm docs is pnpm's own: write pnpm run docs"])
  })
})
