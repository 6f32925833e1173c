import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { settingFaults } from "@waybill/pipeline"
import { Ajv2020 } from "ajv/dist/2020.js"
import { assert, describe, expect, it } from "vitest"
import { parse } from "yaml"

import { connectors } from "../src/connectors.ts"
import { errorCodes } from "../src/errorCodes.ts"
import { fileSchemaText } from "../src/fileSchema.ts"

describe("what is generated from the code", () => {
  it("docs/reference/waybill.schema.json is the schema of this version (mend it with `vitest run -u`)", async () => {
    await expect(fileSchemaText()).toMatchFileSnapshot("../../../docs/reference/waybill.schema.json")
  })

  it("the pipeline file of docs/pipeline-file.md and those of the examples fit the schema", () => {
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(fileSchemaText()))
    const root = join(import.meta.dirname, "../../..")
    const [, block = ""] = /```yaml\n([^]*?)```/.exec(readFileSync(join(root, "docs/pipeline-file.md"), "utf8")) ?? []
    const examples = globSync("examples/*/waybill.yaml", { cwd: root })
    const files = examples.map((name) => readFileSync(join(root, name), "utf8"))
    assert.isAtLeast(files.length, 10)
    for (const text of [block, ...files]) assert.isTrue(validate(parse(text)), JSON.stringify(validate.errors))
  })

  it("every connector describes its settings, and declares its secrets as such", () => {
    for (const { name, settings } of connectors) assert.deepStrictEqual(settingFaults(settings), [], name)
  })

  it("no two packages own one error code with different words", () => {
    const codes = errorCodes.map(({ code }) => code)
    assert.strictEqual(new Set(codes).size, codes.length)
    assert.deepStrictEqual(codes, codes.toSorted())
  })
})
