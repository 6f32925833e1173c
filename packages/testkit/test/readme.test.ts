/** The table of checks in the README is the code's. Write it anew: `WRITE=1 vitest run packages/testkit/test/readme.test.ts`. */
import { readFileSync, writeFileSync } from "node:fs"
import { env } from "node:process"

import { assert, it } from "@effect/vitest"
import { allChecks } from "@waybill/testkit"

const file = new URL("../README.md", import.meta.url)
const [begin, end] = ["<!-- checks -->\n", "<!-- /checks -->\n"]

const titles = {
  connection: "A connection",
  source: "A source, for each stream",
  destination: "A destination, for each stream",
}

const table = (["connection", "source", "destination"] as const)
  .map((subject) => {
    const rows = allChecks.filter((check) => check.subject === subject)
    const lines = rows.map(({ name, explanation }) => `| \`${name}\` | ${explanation} |`)
    return [`### ${titles[subject]}`, "", "| check | what is promised |", "| --- | --- |", ...lines, ""].join("\n")
  })
  .join("\n")

/** The formatter pads tables. */
const unpadded = (text: string): string => text.replace(/ {2,}/g, " ").replace(/-{3,}/g, "---")

it("lists every check", () => {
  const text = readFileSync(file, "utf8")
  const [before = "", rest = ""] = text.split(begin)
  const [, behind = ""] = rest.split(end)
  const expected = `${before}${begin}\n${table}\n${end}${behind}`
  if (env["WRITE"] === "1") writeFileSync(file, expected)
  else assert.strictEqual(unpadded(text), unpadded(expected))
})
