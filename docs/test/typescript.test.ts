import { assert, describe, it } from "vitest"

import { blocks } from "./support/markdown.ts"
import { typeFaults } from "./support/typeCheck.ts"

describe("TypeScript on pages", () => {
  const shown = blocks.filter(({ language }) => language === "ts" || language === "typescript")

  it("compiles, each block by itself, but for those that say to be a fragment", async () => {
    const whole = new Map(shown.flatMap(({ at, text, word }) => (word === "fragment" ? [] : [[at, text] as const])))
    const wrong = { "a wrong block": 'import { Money } from "@waybill/model"\nexport const money: Money = 1' }
    const faults = await typeFaults(new Map([...whole, ...Object.entries(wrong)]))
    assert.deepStrictEqual(
      faults.filter((fault) => !fault.startsWith("a wrong block")),
      [],
    )
    // The compiler did run, and knows the packages.
    assert.match(faults.join(), /a wrong block line 2: TS2322/)
    assert.isAbove(whole.size, 0)
  })
})
