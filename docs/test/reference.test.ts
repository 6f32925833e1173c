import { readdirSync } from "node:fs"
import { join } from "node:path"

import { Effect } from "effect"
import { assert, describe, expect, it } from "vitest"

// @boundaries-ignore every connector that comes with Waybill
import { connectors } from "../../apps/waybill/src/connectors.ts"
// @boundaries-ignore what the mapping language offers
import {
  functions as offeredFunctions,
  methods as offeredMethods,
} from "../../packages/pipeline/src/mapping/offered.ts"
// @boundaries-ignore its operators
import { registerOperators } from "../../packages/pipeline/src/mapping/operators.ts"
// @boundaries-ignore the pages are made by a script of the repository
import { evaluate } from "../../scripts/referencePages/evaluate.ts"
// @boundaries-ignore the pages are made by a script of the repository
import * as Examples from "../../scripts/referencePages/expressionExamples.ts"
// @boundaries-ignore the pages are made by a script of the repository
import { folder, referencePages } from "../../scripts/referencePages/pages.ts"
// @boundaries-ignore the pages are made by a script of the repository
import { examples as keyExamples, keysOf } from "../../scripts/referencePages/pipelineFile.ts"
import { expressionFaults } from "./support/expressions.ts"
import { partFaults } from "./support/pipelines.ts"

const pages = [...(await Effect.runPromise(referencePages))]

describe("docs/reference, generated from the code", () => {
  it.each(pages)(
    "%s is what `pnpm run docs` writes (mend it with that, or with `vitest run -u`)",
    async (name, text) => {
      await expect(text).toMatchFileSnapshot(join(folder, name))
    },
  )

  it("has the promises of every connector that can be written to", () => {
    const [, text = ""] = pages.find(([name]) => name === "promises.md") ?? []
    const targets = connectors.filter(({ streams }) => streams.some(({ target }) => target))
    for (const { name } of targets) assert.include(text, `../connectors/${name}.md)`)
  })

  it("has no other page", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".md"))
    assert.sameMembers(
      files,
      pages.map(([name]) => name),
    )
  })
})

const shown: ReadonlyArray<Examples.Shown> = [
  ...Object.values(Examples.functions).flatMap(([, ...examples]) => examples),
  ...Object.values(Examples.methods).flat(),
  ...Examples.operators,
  ...Examples.patterns.map(([, , expression, gives]) => [expression, gives] as const),
  ...Examples.refused,
]

describe("the examples of expressions", () => {
  it.each(shown.map(([expression, gives]) => ({ expression, gives })))(
    "$expression gives $gives",
    ({ expression, gives }) => {
      assert.strictEqual(evaluate(expression), gives)
    },
  )

  it("show every function and every method, and none that is not offered", () => {
    assert.sameMembers(Object.keys(Examples.functions), [...offeredFunctions.keys()])
    assert.sameMembers(Object.keys(Examples.methods), [...offeredMethods.keys()])
    for (const [name, [, ...examples]] of Object.entries(Examples.functions)) {
      for (const [expression] of examples) assert.include(expression, `${name}(`)
    }
    for (const [name, examples] of Object.entries(Examples.methods)) {
      for (const [expression] of examples) assert.include(expression, `.${name}(`)
    }
  })

  it("show every operator that the language has of its own", () => {
    const signs = new Set<string>()
    const recorder = {
      registerOperator: (signature: string) => signs.add(/^-(?=\w)| (\S+) /.exec(signature)![1] ?? "-"),
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this one method is called
    registerOperators(recorder as unknown as Parameters<typeof registerOperators>[0])
    assert.isAbove(signs.size, 8)
    for (const sign of [...signs, "!=", "&&", "||", "!", "?", "%"]) {
      assert.isTrue(
        Examples.operators.some(([expression]) => expression.includes(sign)),
        sign,
      )
    }
  })
})

describe("the examples of the model's fields", () => {
  it("are expressions that the language takes", () => {
    const [, text = ""] = pages.find(([name]) => name === "model.md") ?? []
    const written = [...text.matchAll(/`([^`]*\brecord\.[^`]*)`/g)].map(([, expression = ""]) => expression)
    assert.isAbove(written.length, 40)
    assert.deepStrictEqual(written.flatMap(expressionFaults), [])
  })
})

describe("the examples of the pipeline file's keys", () => {
  it("are one for each key of the file, of a flow, and of what flows name", () => {
    for (const name of ["PipelineFile", "Flow", "SourceRef", "StreamRef"]) {
      assert.sameMembers([...keysOf(name)], Object.keys(keyExamples[name] ?? {}), name)
    }
  })

  it("are YAML that the schema takes", () => {
    const written = [...Object.values(keyExamples["PipelineFile"]!), ...Object.values(keyExamples["Flow"]!)]
    const faults = written.filter((text) => !text.includes("…")).flatMap((text) => partFaults(text))
    assert.deepStrictEqual(faults, [])
  })
})
