/** The session of examples/matched-customers against its truth: who is whom is known for each of the 2,000. */
import { cpSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

// @boundaries-ignore the books are those of an example
import { heldCustomers } from "../../../examples/matched-customers/seed.ts"
import { type Ended, Folder } from "./support/cli.ts"
import { type RunningErplyBooks, startErplyBooks } from "./support/erplybooks.ts"
import { waybillHere } from "./support/here.ts"

const example = join(import.meta.dirname, "../../../examples/matched-customers")

const json = ({ stdout }: Ended) => JSON.parse(stdout)

/** Which of the held ones each customer really is, by number: one, or two where the books hold it twice. */
const truth = (): ReadonlyMap<string, ReadonlySet<string>> => {
  const lines = readFileSync(join(example, "data/truth.csv"), "utf8").trimEnd().split("\n").slice(1)
  const pairs = lines.map((line) => line.split(",") as [string, string])
  return new Map(
    [...Map.groupBy(pairs, ([number]) => number)].map(([number, of]) => [number, new Set(of.map(([, id]) => id))]),
  )
}

describe("2,000 customers into books that hold 1,400 of them, misspelt and some twice", () => {
  let folder: Folder
  let books: RunningErplyBooks
  let waybill: (...args: ReadonlyArray<string>) => Promise<Ended>
  beforeEach(async () => {
    folder = new Folder()
    books = await startErplyBooks({ customers: 0 })
    books.sandbox.seed({
      customers: heldCustomers().map(({ name = "", ...more }) => ({ name, ...more })),
      invoicesPerCustomer: 0,
    })
    for (const name of ["waybill.yaml", "data"])
      cpSync(join(example, name), join(folder.path, name), { recursive: true })
    waybill = waybillHere(folder.path, books.env)
  })
  afterEach(async () => {
    await books.stop()
    folder.remove()
  })

  it("creates no double, takes no wrong one, and lists what a person must decide", async () => {
    const customers = [...books.sandbox.customerTexts(100_000)].map((text) => JSON.parse(text))
    const registrationCodes = new Map(customers.map(({ id, registrationCode }) => [String(id), registrationCode]))
    const counterparts = truth()
    assert.strictEqual(counterparts.size, 1400)

    const planned = json(await waybill("plan", "--json")).flows.customers
    const dry = await waybill("match", "--dry-run", "--rows", "2000", "--json")
    assert.strictEqual(dry.code, 4, dry.stderr)
    const rows: ReadonlyArray<{ key: string; verdict: string; candidates: ReadonlyArray<{ targetId: string }> }> =
      json(dry).rows
    assert.strictEqual(rows.length, 2000)
    const wrong = rows.filter(
      ({ key, verdict, candidates: [one] }) =>
        verdict === "same" && counterparts.get(key)?.has(registrationCodes.get(one!.targetId)) !== true,
    )
    assert.deepStrictEqual(wrong, [])
    const doubled = rows.filter(({ key, verdict }) => verdict === "new" && counterparts.has(key))
    assert.deepStrictEqual(doubled, [])

    const ran = await waybill("run", "--json")
    assert.strictEqual(ran.code, 4, ran.stderr)
    const { customers: flow } = json(ran).flows
    const of = (verdict: string) => rows.filter((row) => row.verdict === verdict).length
    assert.deepInclude(flow, { read: 2000, matched: of("same"), held: of("undecided"), created: of("new"), refused: 0 })
    assert.deepInclude(planned, { matched: of("same"), held: of("undecided"), create: of("new") })
    assert.isBelow(flow.held, 300)
    assert.strictEqual(books.written("customers").records, flow.created)
    assert.strictEqual(books.sandbox.state().customers, customers.length + flow.created)

    // The decisions of a person: the truth, for each that waits.
    const { candidates } = json(await waybill("match", "list", "--json"))
    const waiting = Map.groupBy<string, { key: string; targetId: string }>(candidates, ({ key }) => key)
    assert.strictEqual(waiting.size, flow.held)
    const shown = [...waiting].filter(
      ([key, of]) =>
        counterparts.has(key) &&
        !of.some(({ targetId }) => counterparts.get(key)!.has(registrationCodes.get(targetId))),
    )
    assert.deepStrictEqual(shown, [], "whoever decides is shown the right one")

    const again = json(await waybill("run", "--json")).flows.customers
    assert.deepInclude(again, { unchanged: 2000 - flow.held, held: flow.held, created: 0, matched: 0 })
    assert.strictEqual(books.written("customers").records, flow.created)
  })
})
