import { settingFaults } from "@waybill/pipeline"
import { assert, describe, expect, it } from "vitest"

import { connectors } from "../src/composition.ts"
import { errorCodes } from "../src/errorCodes.ts"
import { fileSchemaText } from "../src/fileSchema.ts"

describe("what is generated from the code", () => {
  it("docs/reference/waybill.schema.json is the schema of this version (mend it with `vitest run -u`)", async () => {
    await expect(fileSchemaText()).toMatchFileSnapshot("../../../docs/reference/waybill.schema.json")
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
