/** SIGKILL at every boundary: before and after each write to the ledger, each request and each answer. */
import { assert, describe, it } from "vitest"

import { dieAndSettle, dieThenPost, placesIn, placesOfPosting, problemsOf } from "./support/boundaries.ts"

const asked = { records: 3 }
const limit = 300_000

/** What is only read. A death there leaves what the point before it leaves, so all of them follow each other in one world. */
const reads = /^(hasAmendments|shape|lookup|parents)\./

/** In the order in which a run comes to them. */
const byPassing = (one: string, other: string): number => Number(one.split(":")[1]) - Number(other.split(":")[1])

/** A run that dies between a create and its answer, so that the next one finds what it made. */
const afterCreate = "POST answer.before:3"

describe("invariants 1 and 2: a run that dies at a boundary", () => {
  it("CRM.COM, posted: at each boundary of a run", { timeout: limit }, async () => {
    const places = await placesIn("crmcom, posted", asked)
    assert.isAbove(places.length, 30)
    const reading = places.filter((place) => reads.test(place)).toSorted(byPassing)
    assert.isAbove(reading.length, 10)
    const deaths = [reading, ...places.filter((place) => !reads.test(place)).map((place) => [place])]
    assert.deepStrictEqual(await problemsOf(deaths, (each) => dieAndSettle("crmcom, posted", asked, ...each)), [])
  })

  it("ERPLY Books: at each boundary where a second copy could come from", { timeout: limit }, async () => {
    const places = (await placesIn("erplybooks", asked)).filter((place) => /^(POST|PUT|settle)/.test(place))
    assert.isAbove(places.length, 10)
    assert.deepStrictEqual(await problemsOf(places, (place) => dieAndSettle("erplybooks", asked, place)), [])
  })

  it("dies once more while it finds out what became of the first one's records", { timeout: limit }, async () => {
    const places = ["found.before:1", "found.after:1", "GET answer.after:1", "compared.before:1"]
    assert.deepStrictEqual(
      await problemsOf(places, (place) => dieAndSettle("crmcom, drafts", asked, afterCreate, place)),
      [],
    )
  })

  it("posting drafts: at each boundary", { timeout: limit }, async () => {
    const places = await placesOfPosting(asked)
    assert.include(places, "posting.after:1")
    assert.deepStrictEqual(await problemsOf(places, (place) => dieThenPost(asked, place)), [])
  })
})
