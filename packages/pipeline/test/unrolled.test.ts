import { spawnSync } from "node:child_process"
import { join } from "node:path"

import { assert, describe, it } from "@effect/vitest"

const program = join(import.meta.dirname, "programs/unrolled.ts")

const run = (
  ...flags: ReadonlyArray<string>
): { readonly mayMakeCode: boolean; readonly encoded: ReadonlyArray<any> } =>
  JSON.parse(spawnSync(process.execPath, [...flags, program], { encoding: "utf8" }).stdout)

describe("loops written out as code", () => {
  const { mayMakeCode, ...written } = run()
  const { mayMakeCode: mayStill, ...looped } = run("--disallow-code-generation-from-strings")

  it("do the same where code may not be made", () => {
    assert.deepStrictEqual([mayMakeCode, mayStill], [true, false])
    assert.deepStrictEqual(looped, written)
  })

  it("say which records fit", () => {
    assert.deepStrictEqual(
      written.encoded.map(([fits]) => fits),
      [true, true, false, false, false],
    )
  })
})
