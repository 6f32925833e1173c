/** The source changes while nobody knows whether the earlier version arrived: there is still one document. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { assert, describe, it } from "vitest"

import { here } from "./support/commands.ts"
import { inWorld } from "./support/world.ts"

describe("invariant 2: a record that changes while its fate is unknown", () => {
  it("ERPLY Books: the update that puts it right does not get out, and no second payment is made", async () => {
    await inWorld("erplybooks", { records: 1 }, async (world) => {
      const codes: Array<number | null> = []
      const run = async (faults: Parameters<typeof world.setFaults>[0]["faults"]) => {
        world.setFaults({ faults })
        codes.push((await here(world.path, "run")).code)
      }
      // Made, its answer lost, and nobody can be asked.
      await run([
        { fault: "cut-after", next: 1, calls: ["POST payments"] },
        { fault: "page-ok", calls: ["GET payments"] },
      ])
      const file = join(world.path, "payments.csv")
      writeFileSync(file, readFileSync(file, "utf8").replace(/,[\d.]+\n$/, ",12.34\n"))
      await run([{ fault: "throttle", retryAfter: 1000, calls: ["PUT payments"] }])
      await run([])
      assert.deepStrictEqual(codes, [1, 3, 0])
      assert.strictEqual(world.made(), world.records)
    })
  })
})
