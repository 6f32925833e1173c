import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { aftermaths, type Example, owners } from "@waybill/model"
import { Effect, Layer } from "effect"
import { Command } from "effect/cli"
import { TestConsole } from "effect/testing"
import { assert, describe, it } from "vitest"

// @boundaries-ignore the pages are made by a script of the repository, not by the program
import { errorPages, folder as pagesFolder } from "../../../scripts/errorPages/pages.ts"
import { cliFor } from "../src/cli.ts"
import { errorCodes, fixOf } from "../src/errorCodes.ts"
import { errorPage } from "../src/errorPage.ts"
import { platform } from "../src/program.ts"
import { tryExample } from "./support/tryExample.ts"

const root = join(import.meta.dirname, "../../..")
const codes = errorCodes.map(({ code }) => code)

/** What a command prints. */
const printed = (args: ReadonlyArray<string>): Promise<string> =>
  Effect.flatMap(cliFor(args), (cli) => Command.runWith(cli, { version: "" })(args)).pipe(
    Effect.ignore,
    Effect.andThen(TestConsole.logLines),
    Effect.provide(Layer.merge(platform, TestConsole.layer)),
    Effect.map((lines) => lines.join("\n")),
    Effect.runPromise,
  )

describe("docs/errors, generated from the catalogues", () => {
  const pages = errorPages()

  it("every code has a page, every page is what `pnpm run docs` writes, and none is left of a code that is gone", () => {
    const files = readdirSync(pagesFolder)
    assert.sameMembers(files, [...pages.keys()])
    const stale = files.filter((name) => readFileSync(join(pagesFolder, name), "utf8") !== pages.get(name))
    assert.deepStrictEqual(stale, [])
  })

  it("a page is short", () => {
    const long = [...pages].filter(([name, text]) => name !== "README.md" && text.split("\n").length > 60)
    assert.deepStrictEqual(
      long.map(([name]) => name),
      [],
    )
  })
})

describe("every code", () => {
  it("says where it is mended, and what becomes of the record or the run", () => {
    const ownerless = errorCodes.filter(({ where }) => where === undefined || !owners.includes(where))
    const endless = errorCodes.filter(
      ({ leaves = [] }) => leaves.length === 0 || leaves.some((each) => !aftermaths.includes(each)),
    )
    assert.deepStrictEqual(
      [...ownerless, ...endless].map(({ code }) => code),
      [],
    )
  })

  it("names related codes that there are, each of which names it back", () => {
    for (const { code, related = [] } of errorCodes) {
      for (const other of related) {
        assert.include(errorCodes.find((each) => each.code === other)?.related ?? [], code, `${code} names ${other}`)
      }
      assert.notInclude(related, code)
    }
  })

  it("has a fix, which is the hint of an issue that came without one", () => {
    for (const { code, fix } of errorCodes) assert.isNotEmpty(fixOf(code), `${code}: ${fix}`)
    assert.isUndefined(fixOf("WB-NO-SUCH-CODE"))
  })
})

describe("`waybill errors`", () => {
  it("says of one code all that its page says", async () => {
    const text = (await printed(["errors", "wb-csv-stray-quote"])).replaceAll(/\s+/g, " ")
    const { answers, example, related } = errorPage(errorCodes.find(({ code }) => code === "WB-CSV-STRAY-QUOTE")!)
    const parts = [...answers.flatMap(([, all]) => all), ...example.map((shown) => shown.text), ...related]
    assert.isAbove(parts.length, 5)
    for (const part of parts) assert.include(text, part.replaceAll(/\s+/g, " "))
  })

  it("lists every code with where it is mended", async () => {
    const lines = (await printed(["errors"])).split("\n")
    assert.lengthOf(lines, errorCodes.length + 1)
    assert.isTrue(lines.some((line) => /^WB-HTTP-THROTTLED +connection +The system keeps/.test(line)))
  })

  it("gives machines the whole of it", async () => {
    assert.deepStrictEqual(JSON.parse(await printed(["errors", "--json"])), errorCodes)
    assert.lengthOf(JSON.parse(await printed(["errors", "WB-HTTP-LOST", "--json"])), 1)
  })
})

/** The text of every source file of the packages and the program. */
const sources = ["packages", "apps"].flatMap((area) =>
  readdirSync(join(root, area)).flatMap((name) =>
    readdirSync(join(root, area, name, "src"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => readFileSync(join(root, area, name, "src", path), "utf8")),
  ),
)

/** Where a code stands in its catalogue: as a key, or as the `code` beside a `meaning`. */
const entry = /"WB-[A-Z0-9-]+": \[|^ +(\w+): \{\s+code: "WB-[A-Z0-9-]+",\s+meaning:|code: "WB-[A-Z0-9-]+",\s+meaning:/gm

/** Codes that are made of a beginning and an end: `WB-MAP-DATE${name}` of "-ORDER". */
const joined = (source: string): ReadonlyArray<string> =>
  [...source.matchAll(/`(WB-[A-Z-]+)\$\{\w+\}`/g)].flatMap(([, start = ""]) =>
    [...source.matchAll(/"(-[A-Z][A-Z-]*)"/g)].map(([, end = ""]) => start + end),
  )

/** Codes that their catalogue gives a name, by which they are made: `ledgerError("full")`. */
const named = new Map(
  sources.flatMap((source) =>
    [...source.matchAll(/^ +(\w+): \{\s+code: "(WB-[A-Z0-9-]+)",\s+meaning:/gm)].map(
      ([, name = "", code = ""]) => [code, name] as const,
    ),
  ),
)

describe("the source code", () => {
  const used = sources.map((source) => source.replaceAll(entry, "")).join("\n")

  it("makes no code that is in no catalogue", () => {
    const written = [...sources.join("\n").matchAll(/WB-[A-Z]+(?:-[A-Z0-9]+)+/g)].map(([code]) => code)
    const unknown = new Set([...written, ...sources.flatMap(joined)]).difference(new Set(codes))
    assert.deepStrictEqual([...unknown], [])
  })

  it("makes every code of the catalogues somewhere", () => {
    const parts = new Set(sources.flatMap(joined))
    const isMade = (code: string) => {
      const name = named.get(code)
      return used.includes(`"${code}"`) || parts.has(code) || (name !== undefined && used.includes(`"${name}"`))
    }
    assert.deepStrictEqual(
      codes.filter((code) => !isMade(code)),
      [],
    )
  })
})

describe("the examples", () => {
  const all = errorCodes.flatMap(({ code, example }) => (example === undefined ? [] : [[code, example] as const]))
  const tried = all.filter(([, { of }]) => of !== "command")

  it.each(tried)("%s: before there is the error, after there is none", async (code, example: Example) => {
    if (example.before !== undefined) assert.include(await tryExample(example, "before"), code)
    assert.deepStrictEqual(await tryExample(example, "after"), [])
  })

  const commands = new Set(all.flatMap(([, { of, after }]) => (of === "command" ? [after] : [])))

  it.each([...commands])("`%s` is a command with such options", async (command) => {
    const [typed = "", ...options] = command.split(/ (?=--)/)
    const words = typed.split(" ")
    const help = await printed([...words.slice(1), "--help"])
    const [, usage = ""] = /^\s*(waybill(?: [a-z]+)*)/m.exec(help) ?? []
    assert.isTrue(words.join(" ").startsWith(usage) && usage !== "waybill", help)
    assert.isTrue(words.join(" ") === usage || help.includes("ARGUMENTS"), help)
    for (const option of options) assert.include(help, option.split(" ")[0]!)
  })
})
