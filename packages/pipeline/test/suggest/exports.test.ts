/** Exports in four languages: what is proposed for each, held against what a person would map. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"

import type { Suggestion } from "../../src/suggest/Suggestion.ts"
import { suggestMap } from "../../src/suggest/suggestMap.ts"
import { compileFields } from "./compileFields.ts"
import { type Export, exportsOf, scoreOf } from "./exports.ts"

const suggest = ({ columns, rows, truth }: Export): Suggestion =>
  suggestMap({ columns, rows, answers: new Map(Object.entries(truth.answers)) })

const scoresOf = (files: ReadonlyArray<Export>) =>
  files.map((file) => ({ file, ...scoreOf(suggest(file), file.truth) }))

const shareOf = (files: ReadonlyArray<Export>): number => {
  const scores = scoresOf(files)
  const sum = (of: "right" | "of") => scores.reduce((total, score) => total + score[of], 0)
  return sum("right") / sum("of")
}

/** What is wrong though it was called certain. */
const wrongAndHigh = (files: ReadonlyArray<Export>): ReadonlyArray<string> =>
  scoresOf(files).flatMap(({ file, wrong }) =>
    wrong.filter((one) => one.startsWith("high")).map((one) => `${file.name} ${one}`),
  )

const tuned = exportsOf("exports")
const heldOut = exportsOf("heldOut")

describe("the exports that the words were written for", () => {
  it("are ten, in four languages, with customers, invoices and payments", () => {
    assert.strictEqual(tuned.length, 10)
    assert.deepStrictEqual([...new Set(tuned.map(({ name }) => name.slice(0, 2)))], ["de", "el", "en", "et"])
    assert.deepStrictEqual([...new Set(tuned.map(({ truth }) => truth.entity))].toSorted(), [
      "customer",
      "invoice",
      "payment",
    ])
  })
  it("nine of ten fields are right", () =>
    assert.isAtLeast(shareOf(tuned), 0.9, JSON.stringify(scoresOf(tuned), null, 1)))
  it("none is wrong and called high", () => assert.deepStrictEqual(wrongAndHigh(tuned), []))
})

describe("exports that were written after the words, which were left as they are", () => {
  it("more than four of five fields are right", () =>
    assert.isAtLeast(shareOf(heldOut), 0.85, JSON.stringify(scoresOf(heldOut), null, 1)))
  it("none is wrong and called high", () => assert.deepStrictEqual(wrongAndHigh(heldOut), []))
})

describe.each([...tuned, ...heldOut])("$name", (file) => {
  const suggestion = suggest(file)

  it("is taken for what it is", () => assert.strictEqual(suggestion.entity.value, file.truth.entity))

  it("is asked about where it does not say everything, and nowhere else", () => {
    const { questions } = suggestMap({ columns: file.columns, rows: file.rows })
    assert.deepStrictEqual(
      questions.map(({ name }) => name),
      file.truth.questions,
    )
  })

  it("has expressions that read every row", () => {
    const compiled = compileFields(suggestion, file.columns)
    if (Result.isFailure(compiled)) assert.fail(JSON.stringify(compiled.failure, null, 1))
    const failed = file.rows.map((row) => compiled.success.toModel(row)).filter(({ _tag }) => _tag !== "Mapped")
    assert.deepStrictEqual(failed, [])
  })

  it("is explained in sentences that hold no value of it", () => {
    const values = new Set(file.rows.flatMap((row) => Object.values(row)).filter((value) => value.length > 8))
    const said = suggestion.fields.map(({ reason }) => reason).join("\n")
    for (const value of values) assert.isFalse(said.includes(value), value)
  })
})
