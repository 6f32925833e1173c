/**
 * Held to in every run of the tests: a small load against the script that people write by hand, one after the other in one run. CPU
 * time, since other tests run beside it; a ratio, since machines differ.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"

import { assert, it } from "vitest"

import { totalCents } from "./data/invoices.ts"
import { measured } from "./measure/process.ts"
import { startReceiver } from "./measure/receiver.ts"
import { median } from "./measure/sideBySide.ts"
import { workplace } from "./measure/workplace.ts"

const rows = 20_000
const rounds = 5
/** By how much the ratio may have grown. */
const grown = 1.3

/** What it was when it was last written down, on a quiet machine. */
const recorded: { readonly cpuRatio: number } = JSON.parse(
  readFileSync(join(import.meta.dirname, "recorded.json"), "utf8"),
)

it("a first load needs no more of the CPU, against the script by hand, than it did", { timeout: 240_000 }, async () => {
  // The bundle that all tests start.
  const place = workplace({ bin: process.env["WAYBILL_COMMAND"]!, env: {}, remove: () => undefined }, rows)
  const receiver = await startReceiver()
  try {
    const ratios: Array<number> = []
    for (let round = 0; round < rounds; round++) {
      place.forget()
      const script = join(import.meta.dirname, "naive/upload.mjs")
      const byHand = await measured({ args: [script, join(place.folder, "data/invoices.csv"), receiver.url] })
      const waybill = await measured(place.waybill(receiver.url, "run", "--json"))
      ratios.push(waybill.cpuSeconds / byHand.cpuSeconds)
    }
    const { records, cents } = await receiver.counted()
    assert.deepStrictEqual([records, BigInt(cents)], [2 * rounds * rows, BigInt(2 * rounds) * totalCents(rows)])
    const ratio = median(ratios)
    assert.isAtMost(
      ratio,
      recorded.cpuRatio * grown,
      `${ratio.toFixed(2)} now, ${recorded.cpuRatio} when it was recorded`,
    )
  } finally {
    receiver.stop()
    place.remove()
  }
})
