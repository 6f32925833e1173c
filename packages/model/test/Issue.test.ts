import { assert, describe, it } from "@effect/vitest"

import { aftermaths, type Catalogue, issueFrom, owners, toErrorCodes } from "../src/index.ts"

const catalogue = {
  "WB-DEMO-PLAIN": ["It is wrong.", "Mend it."],
  "WB-DEMO-OTHER": [
    "It is wrong over there.",
    "Mend it there.",
    { where: "target system", leaves: ["refused", "unknown"], related: ["WB-DEMO-PLAIN"] },
  ],
} as const satisfies Catalogue

describe("toErrorCodes", () => {
  it("gives each code what is usual in its catalogue, and what it says itself before that", () => {
    assert.deepStrictEqual(toErrorCodes(catalogue, { where: "source data", leaves: ["invalid"] }), [
      {
        code: "WB-DEMO-PLAIN",
        meaning: "It is wrong.",
        fix: "Mend it.",
        where: "source data",
        leaves: ["invalid"],
      },
      {
        code: "WB-DEMO-OTHER",
        meaning: "It is wrong over there.",
        fix: "Mend it there.",
        where: "target system",
        leaves: ["refused", "unknown"],
        related: ["WB-DEMO-PLAIN"],
      },
    ])
  })

  it("says no more than the meaning and the fix where a catalogue says no more", () => {
    const codes = toErrorCodes({ "WB-DEMO-PLAIN": catalogue["WB-DEMO-PLAIN"] })
    assert.deepStrictEqual(codes, [{ code: "WB-DEMO-PLAIN", meaning: "It is wrong.", fix: "Mend it." }])
  })
})

describe("issueFrom", () => {
  it("hints at the code's fix, and says where", () => {
    const issue = issueFrom(catalogue)
    assert.deepStrictEqual(issue("WB-DEMO-OTHER", "it is wrong", { field: "total" }), {
      code: "WB-DEMO-OTHER",
      message: "it is wrong",
      hint: "Mend it there.",
      field: "total",
    })
  })
})

describe("the words of error codes", () => {
  it("are each there once", () => {
    assert.lengthOf(new Set(owners), owners.length)
    assert.lengthOf(new Set(aftermaths), aftermaths.length)
  })
})
