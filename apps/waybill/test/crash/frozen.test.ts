/** A process that stands still past its lease, as a suspended machine makes it; and two that start at the same moment. */
import { assert, describe, it } from "vitest"

import { startTogether, wakeAlone, wakeMeanwhile, wakeTooLate } from "./support/frozen.ts"

const limit = { timeout: 120_000 }

/** Written down and not sent yet; about to be written to the socket; answered and not settled yet; in the middle of reading. */
const places = ["intend.after:2", "POST request.before:2", "POST answer.after:2", "lookup.after:1"]

describe("invariant 8: a process that stands still past its lease", () => {
  for (const place of places) {
    it(`at ${place}: another run takes over, and it neither sends nor writes when it wakes up`, limit, async () => {
      assert.deepStrictEqual(await wakeTooLate("erplybooks", place), [])
    })
  }

  it("wakes up while the other run is under way: the same", limit, async () => {
    assert.deepStrictEqual(await wakeMeanwhile("crmcom, posted", "intend.after:2"), [])
  })

  it("goes on where nobody has taken over", limit, async () => {
    assert.deepStrictEqual(await wakeAlone("crmcom, posted", "intend.after:2"), [])
  })
})

describe("invariant 8: two runs at the same moment", () => {
  it("one is refused and the other one delivers, three times in a row", limit, async () => {
    for (let time = 1; time <= 3; time++) {
      assert.deepStrictEqual(await startTogether("erplybooks"), [], `time ${time}`)
    }
  })
})
