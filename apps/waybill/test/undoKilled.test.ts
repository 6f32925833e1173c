/** SIGKILL while a run is taken back: finished afterwards, nothing is taken back twice and nothing is forgotten. */
import { assert, describe, it } from "vitest"

import { problemsOf } from "./crash/support/boundaries.ts"
import { cancelling, dieWhileUndoing, killWhileUndoing, placesOfUndo } from "./crash/support/undoing.ts"

const limit = { timeout: 180_000 }

describe("invariants 1 and 2: an undo that dies", () => {
  it("100 drafts, 10 of them edited, dies twice: 90 are gone and 10 listed", limit, async () => {
    const asked = { records: 50, inFlight: 4, kills: 2, edited: 5, seed: 1 }
    assert.deepStrictEqual(await killWhileUndoing("crmcom, drafts", asked), [])
  })

  it("posted records are cancelled once each", limit, async () => {
    const asked = { records: 8, inFlight: 3, kills: 3, edited: 1, seed: 2, connection: cancelling }
    const slow = [{ fault: "delay", millis: 20 }] as const
    assert.deepStrictEqual(await killWhileUndoing("crmcom, posted", { ...asked, faults: slow }), [])
  })

  it("ERPLY Books: dies at each boundary of a deletion", limit, async () => {
    const asked = { records: 1 }
    const places = await placesOfUndo("erplybooks", asked)
    assert.include(places, "takeBack.after:1")
    assert.include(places, "DELETE answer.before:1")
    assert.deepStrictEqual(await problemsOf(places, (place) => dieWhileUndoing("erplybooks", asked, place)), [])
  })
})
