import { spawnSync } from "node:child_process"
import { join } from "node:path"

import { assert, describe, it } from "@effect/vitest"

import { recordMaker } from "../src/internal/recordMaker.ts"

const hostile = [
  "__proto__",
  "constructor",
  'a"b',
  "a\\",
  "`${1}`",
  "] }; throw 1; //",
  "\u2028",
  "\n",
  "10",
  "2",
  "Größe",
]

describe("records", () => {
  it("have whatever name a column has as a property of their own", () => {
    const values = hostile.map((_, index) => `v${index}`)
    const record = recordMaker(hostile)(values)
    assert.strictEqual(Object.getPrototypeOf(record), Object.prototype)
    assert.sameMembers(Object.keys(record), hostile)
    for (const [index, column] of hostile.entries()) assert.strictEqual(record[column], `v${index}`)
    assert.deepStrictEqual(recordMaker(["b", "a"])(["1", "2", "left out"]), { b: "1", a: "2" })
  })

  it("are the same where code may not be made of text", () => {
    const module = join(import.meta.dirname, "../src/internal/recordMaker.ts")
    const program = `import { recordMaker } from ${JSON.stringify(module)}
      try { new Function("return 1")(); console.log("code was made") } catch {}
      const columns = ${JSON.stringify(hostile)}
      const record = recordMaker(columns)(columns.map((_, index) => "v" + index))
      console.log(JSON.stringify([Object.entries(record), Object.getPrototypeOf(record) === Object.prototype]))`
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--disallow-code-generation-from-strings", "--input-type=module-typescript", "--eval", program],
      { encoding: "utf8" },
    )
    const record = recordMaker(hostile)(hostile.map((_, index) => `v${index}`))
    assert.strictEqual(stdout.trim(), JSON.stringify([Object.entries(record), true]), stderr)
  })
})
