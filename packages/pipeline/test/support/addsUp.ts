/** Invariant 3: what was read is the sum of what became of it, in records and in money. */
import { assert } from "@effect/vitest"

import { fates, type FlowSummary } from "../../src/index.ts"

export const addsUp = (flow: FlowSummary): void => {
  assert.strictEqual(
    flow.read,
    fates.reduce((sum, fate) => sum + flow[fate], 0),
  )
  for (const amounts of Object.values(flow.money)) {
    const cents = (text: string) => BigInt(text.replace(".", ""))
    assert.strictEqual(
      cents(amounts.read),
      fates.reduce((sum, fate) => sum + cents(amounts[fate]), 0n),
    )
  }
}
