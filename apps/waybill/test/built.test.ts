import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs"
import { join } from "node:path"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { bin, Folder } from "./support/cli.ts"

describe("what the command runs in a clone", () => {
  let folder: Folder
  beforeEach(() => {
    folder = new Folder()
    folder.write("apps/waybill/bin/waybill.cjs", readFileSync(bin))
    folder.write("apps/waybill/package.json", `{ "type": "module" }`)
    folder.write("apps/waybill/dist/main.js", `console.log("build")`)
    folder.write("packages/model/src/index.ts", "export {}")
    mkdirSync(join(folder.path, "apps/waybill/src"))
  })
  afterEach(() => folder.remove())

  const write = (): string => folder.write("apps/waybill/src/main.ts", `console.log("sources")`)

  /** As the build writes it down. */
  const built = (): void => {
    const files = ["apps/waybill/src/main.ts", "packages/model/src/index.ts"]
    const times = files.map((file) => [file, statSync(join(folder.path, file)).mtimeMs])
    folder.write("apps/waybill/dist/sources.json", JSON.stringify(Object.fromEntries(times)))
  }

  const ran = (): string =>
    execFileSync(process.execPath, [join(folder.path, "apps/waybill/bin/waybill.cjs")], { encoding: "utf8" }).trim()

  it("the build, where every source is as it was", () => {
    write()
    built()
    assert.strictEqual(ran(), "build")
  })

  it("the sources, where there is no build that knows them", () => {
    write()
    assert.strictEqual(ran(), "sources")
  })

  it("the sources, where one was edited since, in any package", () => {
    write()
    built()
    utimesSync(join(folder.path, "packages/model/src/index.ts"), new Date(), new Date(1))
    assert.strictEqual(ran(), "sources")
  })

  it("the sources, where one is gone", () => {
    write()
    built()
    rmSync(join(folder.path, "packages/model/src/index.ts"))
    assert.strictEqual(ran(), "sources")
  })

  it("the build, where it is installed: there are no sources", () => {
    assert.strictEqual(ran(), "build")
  })
})
