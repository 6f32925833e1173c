import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"

import { assert, describe, it } from "@effect/vitest"

const program = fileURLToPath(new URL("programs/printDates.ts", import.meta.url))

/** The zone's offset in 1970, which shows that the zone was taken, and the days. */
const run = (zone: string): { readonly offset: string; readonly days: ReadonlyArray<string> } => {
  const output = execFileSync(process.execPath, [program], { env: { ...process.env, TZ: zone }, encoding: "utf8" })
  const [offset = "", ...days] = output.split("\n")
  return { offset, days }
}

describe("dates don't drift with the machine's time zone (invariant 5)", () => {
  const utc = run("UTC")

  it("in UTC every day reads, writes and moves as it should", () => {
    assert.strictEqual(utc.days.length, 6_209)
    assert.strictEqual(utc.days[0], "16436 01/01/2015 2015-01-01 2015-01-01 2015-01-31 16436")
    assert.strictEqual(utc.days.at(-1), "22644 31/12/2031 2031-12-31 2031-12-31 2032-01-30 22644")
  })

  it.each([
    ["Pacific/Auckland", "offset -720"],
    ["America/St_Johns", "offset 210"],
    ["Africa/Casablanca", "offset 0"],
    ["America/Sao_Paulo", "offset 180"],
  ])("%s", (zone, offset) => assert.deepStrictEqual(run(zone), { offset, days: utc.days }))
})
