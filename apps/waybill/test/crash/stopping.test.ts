/** Ctrl-C, SIGTERM, and a disk that is full. */
import { assert, describe, it } from "vitest"

import { canMount, fillUp } from "./support/disk.ts"
import { stopOnce, stopTwice } from "./support/signals.ts"

const limit = { timeout: 120_000 }

describe("a run that is asked to stop", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`${signal}: what is in flight is settled, and the summary says that it was stopped`, limit, async () => {
      assert.deepStrictEqual(await stopOnce("crmcom, posted", signal), [])
    })
  }

  it("a second SIGINT ends it at once, and the next run settles what was in flight", limit, async () => {
    assert.deepStrictEqual(await stopTwice("erplybooks", "SIGINT"), [])
  })
})

describe("a state folder that gets no more room", () => {
  it.runIf(canMount())("a full disk: the run stops, and goes on once there is room", limit, async () => {
    assert.deepStrictEqual(await fillUp("erplybooks", "a small disk"), [])
  })

  it("a limit on the size of files: the same", limit, async () => {
    assert.deepStrictEqual(await fillUp("erplybooks", "a limit on files"), [])
  })
})
