/** What keeps a broken package from going out. */
import { afterEach, assert, beforeEach, describe, it } from "vitest"

// @boundaries-ignore what a release checks is the repository's, and tried here
import { faultsOf } from "../../../../scripts/release/contents.ts"
import { Folder } from "../support/cli.ts"

const sound: Readonly<Record<string, string>> = {
  "package.json": "{}",
  "README.md": "",
  LICENSE: "",
  "src/index.ts": "",
  "dist/index.js": `import { Effect } from "effect"\nimport fs from "node:fs"\nexport * from "./other.js"
const text = 'import { x } from "left-pad"'\n//# sourceMappingURL=index.js.map`,
  "dist/index.js.map": JSON.stringify({ sources: ["../src/index.ts"] }),
  "dist/index.d.ts": `export declare const x: import("effect/Schema").Schema<string>`,
}

describe("the contents of a package that goes out", () => {
  let folder: Folder
  beforeEach(() => {
    folder = new Folder()
  })
  afterEach(() => folder.remove())

  const faults = (changes: Readonly<Record<string, string | undefined>>, dependencies = {}): ReadonlyArray<string> => {
    const files = Object.entries({ ...sound, ...changes }).filter(([, text]) => text !== undefined)
    for (const [name, text] of files) folder.write(name, text ?? "")
    const manifest = { name: "x", version: "1.0.0", peerDependencies: { effect: "~4.1.0" }, dependencies }
    return faultsOf({ folder: folder.path, manifest, files: files.map(([name]) => name) })
  }

  it("are sound: what looks like an import in a text is none", () => assert.deepStrictEqual(faults({}), []))

  it.each<[string, Record<string, string | undefined>, string]>([
    ["no licence", { LICENSE: undefined }, "LICENSE is missing"],
    ["no types", { "dist/index.d.ts": undefined }, "dist/index.d.ts is missing"],
    ["what a compiler keeps", { "dist/.tsbuildinfo": "" }, "dist/.tsbuildinfo must not be in it"],
    ["tests", { "test/x.test.ts": "" }, "test/x.test.ts must not be in it"],
    ["an undeclared import", { "dist/a.js": `import("left-pad")` }, "dist/a.js imports left-pad"],
    ["undeclared types", { "dist/a.d.ts": `import type { B } from "@b/c/d"` }, "dist/a.d.ts imports @b/c"],
    ["a lost source", { "dist/index.js.map": `{"sources":["../src/gone.ts"]}` }, "names ../src/gone.ts"],
    ["a lost map", { "dist/index.js.map": undefined }, "dist/index.js.map is missing"],
  ])("%s is a fault", (_, changes, fault) => {
    const found = faults(changes)
    assert.lengthOf(found, 1)
    assert.include(found[0], fault)
  })

  it("a range that only a workspace knows is a fault", () => {
    assert.deepStrictEqual(faults({}, { y: "workspace:^" }), ["y is asked for as workspace:^"])
  })

  it("a map may hold its sources itself", () => {
    const map = JSON.stringify({ sources: ["gone.ts"], sourcesContent: ["const x = 1"] })
    assert.deepStrictEqual(faults({ "dist/index.js.map": map }), [])
  })
})
