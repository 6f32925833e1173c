import { assert, describe, it } from "vitest"

import { expressionFaults, expressionsIn } from "./support/expressions.ts"
import { blocks } from "./support/markdown.ts"
import { isWhole, partFaults, pipelineFaults, yamlFaults } from "./support/pipelines.ts"

/** The pages of error codes show files that are wrong, too; apps/waybill/test/errorPages.test.ts tries them. */
const yaml = blocks.filter(({ language, at }) => language === "yaml" && !at.startsWith("docs/errors/WB-"))

describe("every block of code", () => {
  it("says what language it is in", () => {
    assert.deepStrictEqual(
      blocks.flatMap(({ at, language }) => (language === "" ? [at] : [])),
      [],
    )
  })
})

describe("YAML on pages", () => {
  const whole = yaml.filter(({ text }) => isWhole(text))
  const fragments = yaml.filter(({ text, word }) => !isWhole(text) && word === "")
  const foreign = yaml.filter(({ text, word }) => !isWhole(text) && word !== "")

  it("is of each kind", () => {
    assert.isAbove(whole.length, 3)
    assert.isAbove(fragments.length, 10)
  })

  it.each(whole)("$at is a pipeline file that can be read", async ({ text }) => {
    assert.deepStrictEqual(await pipelineFaults(text), [])
  })

  it("is otherwise a part of a pipeline file, with keys that there are", () => {
    const faults = fragments.flatMap(({ at, text }) => partFaults(text).map((fault) => `${at} ${fault}`))
    assert.deepStrictEqual(faults, [])
  })

  it("or says behind its language whose file it is", () => {
    const faults = foreign.flatMap(({ at, text }) => yamlFaults(text).map((fault) => `${at} ${fault}`))
    assert.deepStrictEqual(faults, [])
  })

  it("has expressions that the language takes", () => {
    const shown = yaml.flatMap(({ at, text }) => expressionsIn(text).map((expression) => ({ at, expression })))
    assert.isAbove(shown.length, 30)
    const faults = shown.flatMap(({ at, expression }) =>
      expressionFaults(expression).map((code) => `${at} ${expression} ${code}`),
    )
    assert.deepStrictEqual(faults, [])
    assert.deepStrictEqual(expressionFaults("lwoer(record.Email)"), ["WB-MAP-FUNCTION"])
    assert.deepStrictEqual(expressionFaults('record["Email'), ["WB-MAP-SYNTAX"])
  })

  it("is told right from wrong", async () => {
    assert.deepStrictEqual(partFaults("where: true\nmatch: [number]"), [])
    assert.deepStrictEqual(partFaults("exports: { connector: csv, directory: ./data }"), [])
    assert.lengthOf(partFaults("from: { connection: a, stream: b, raed: full }"), 1)
    assert.lengthOf(partFaults("connector: csv\ndirektory: ./data"), 1)
    assert.lengthOf(yamlFaults("a: [1"), 1)
    const flows = "flows: { a: { from: { connection: c, stream: a.csv }, to: { connection: c, stream: b.csv } } }"
    const file = `version: 1\nname: a\nconnections: { c: { connector: csv } }\n${flows}\n`
    assert.deepStrictEqual(await pipelineFaults(file), [])
    assert.lengthOf(await pipelineFaults(file.replace("connector: csv", "connector: csv, delimeter: ;")), 1)
    assert.match((await pipelineFaults(file.replace("to:", "too:"))).join(), /WB-FILE-KEY/)
  })
})
