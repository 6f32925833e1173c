/** Every mistake in a pipeline file, with the exact place where it is shown. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"

import { fileErrors } from "../src/file/errors.ts"
import { environment, mistakes, sound } from "./support/mistakes.ts"
import { diagnosticsOf, marked, read, short, shorts } from "./support/read.ts"

describe("a mistake is shown at its place", () => {
  it("the file without a mistake is sound", () => assert.isTrue(Result.isSuccess(read(sound, environment))))

  for (const { name, from, to, code, says } of mistakes) {
    it(`shows ${name}`, () => {
      assert.include(sound, from)
      const { text, at } = marked(sound.replace(from, () => to))
      const found = diagnosticsOf(text, environment)
      assert.deepStrictEqual(found.map(short), [`${at} ${code}`], JSON.stringify(found))
      assert.match(`${found[0]!.message} ${found[0]!.hint ?? ""}`, says ?? /./)
      assert.strictEqual(found[0]!.severity, "error")
      assert.strictEqual(found[0]!.place!.file, "waybill.yaml")
    })

    it(`shows ${name}, with CRLF`, () => {
      const { text, at } = marked(sound.replace(from, () => to))
      assert.deepStrictEqual(shorts(text.replaceAll("\n", "\r\n"), environment), [`${at} ${code}`])
    })
  }

  it("every code is in the catalogue, and every code of the catalogue is a word", () => {
    const known = new Set(fileErrors.map((each) => each.code))
    for (const { code } of mistakes) assert.isTrue(known.has(code), code)
    assert.strictEqual(known.size, fileErrors.length)
    for (const { code, meaning, fix } of fileErrors) {
      assert.match(code, /^WB-FILE-[A-Z-]+$/)
      assert.isAbove(Math.min(meaning.length, fix.length), 10)
    }
  })
})

describe("several mistakes", () => {
  it("are all shown, in the order of the file", () => {
    const text = sound
      .replace("name: test", "name: 1")
      .replace("${API_KEY}", "${NO}")
      .replace("after: [customers]", "afther: [customers]")
      .replace("distinct: first", "distinct: 1")
      .replace("number: record.No\n", "number: [1]\n")
    assert.deepStrictEqual(shorts(text, environment), [
      "2:7 WB-FILE-VALUE",
      "7:13 WB-FILE-VARIABLE",
      "18:5 WB-FILE-KEY",
      "21:15 WB-FILE-VALUE",
      "23:16 WB-FILE-VALUE",
    ])
  })

  it("of YAML are all shown, one for each line", () => {
    assert.deepStrictEqual(shorts("a: @x\nb: `y`\n"), ["1:4 WB-FILE-SYNTAX", "2:4 WB-FILE-SYNTAX"])
  })

  it("of two circles are both shown", () => {
    const flow = (name: string, after: string) =>
      `  ${name}: { after: [${after}], from: { connection: exports, stream: ${name} }, to: { connection: target, stream: ${name} } }\n`
    const text = sound + flow("a", "b") + flow("b", "c") + flow("c", "a") + flow("d", "e, a") + flow("e", "d")
    const messages = diagnosticsOf(text, environment).map(({ message }) => message)
    assert.lengthOf(messages, 2)
    assert.include(messages[0], "a → b → c → a")
    assert.include(messages[1], "d → e → d")
  })

  it("through an alias are shown once", () => {
    const text = sound
      .replace("map: { number: record.No, name: record.Name }", "map: &m { number: [1] }")
      .replace("map:\n      number: record.No", "map: *m")
    assert.deepStrictEqual(shorts(text, environment), ["16:24 WB-FILE-VALUE"])
  })

  it("with a mistake in one flow the others are still checked", () => {
    const text = sound
      .replace("from: { connection: exports, stream: customers.csv }", "from: 5")
      .replace("[customers]", "[x]")
    assert.deepStrictEqual(shorts(text, environment), ["13:11 WB-FILE-VALUE", "18:13 WB-FILE-AFTER"])
  })
})

describe("a file that is no pipeline", () => {
  it("is refused in one sentence", () => {
    for (const text of ["", "# only a comment\n", "just text", "- a\n- b\n", "5", "\uFEFF"]) {
      assert.deepStrictEqual(
        diagnosticsOf(text).map(({ code }) => code),
        ["WB-FILE-VALUE"],
        text,
      )
    }
    assert.deepStrictEqual(shorts("version: 1"), [
      "1:1 WB-FILE-REQUIRED",
      "1:1 WB-FILE-REQUIRED",
      "1:1 WB-FILE-REQUIRED",
    ])
    assert.deepStrictEqual(shorts("version: 1\nname: a\nconnections: {}\nflows: {}\n"), [
      "3:14 WB-FILE-VALUE",
      "4:8 WB-FILE-VALUE",
    ])
  })

  it("is refused where it is deep, large, or an alias of an alias of an alias", () => {
    const deep = `version: 1\na: ${"[".repeat(200)}${"]".repeat(200)}`
    assert.include(
      diagnosticsOf(deep).map(({ code }) => code),
      "WB-FILE-SYNTAX",
    )
    assert.deepStrictEqual(
      diagnosticsOf("[".repeat(100_000)).map(({ code }) => code),
      ["WB-FILE-SYNTAX"],
    )
    const laughs = Array.from(
      { length: 12 },
      (_, index) =>
        `k${index}: &a${index} [${Array(9)
          .fill(index === 0 ? "x" : `*a${index - 1}`)
          .join(", ")}]`,
    )
    assert.include(
      diagnosticsOf(laughs.join("\n")).map(({ message }) => message),
      "the file is too large",
    )
    assert.include(
      diagnosticsOf("a: &a [*a]").map(({ message }) => message),
      "the file is nested too deeply",
    )
  })
})
