/** Invariants 2 and 3 against a target that loses, is late, refuses and dies at random: nothing is lost, nothing is there twice. */
import { assert, describe, it } from "@effect/vitest"
import { Ledger } from "@waybill/ledger"
import { Decimals } from "@waybill/model"
import { Effect, Schema } from "effect"

import { addsUp } from "./support/addsUp.ts"
import { Forgetful, kinds, lateness, steps } from "./support/forgetful.ts"
import { World } from "./support/memory.ts"

const pipeline = `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
flows:
  invoices:
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: invoices }
    map: { number: record.No, customerNumber: record.Customer, total: 'money(record.Amount, "EUR")' }
  customers:
    from: { connection: here, stream: customers }
    to: { connection: there, stream: customers }
    map: { number: record.No, name: record.Name }
`

const Case = Schema.Struct({
  kind: Schema.Literals(kinds),
  script: Schema.Array(Schema.Literals(steps)).check(Schema.isBetweenLength(0, 40)),
  /** By run: by how much each record's content differs from the first run's. */
  versions: Schema.Array(Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1 })))).check(
    Schema.isBetweenLength(1, 4),
  ),
  records: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9 })),
  batch: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 4 })),
  inFlight: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 3 })),
})

/** The long version: `WAYBILL_RUNS=2000 pnpm exec vitest run packages/pipeline/test/exactlyOnce.test.ts`. */
const runs = Number(process.env["WAYBILL_RUNS"] ?? 60)

const contentOf = (index: number, version: number): string => `${index + 1}.0${version}`

/** Puts the records of a run into the source. */
const fill = (world: World, records: number, versions: ReadonlyArray<number>): void => {
  const indices = Array.from({ length: records }, (_, index) => index)
  world.table(
    "customers",
    ["No", "Name"],
    [0, 1].map((index) => ({ No: `C${index}`, Name: `Customer ${index}` })),
  )
  world.table(
    "invoices",
    ["No", "Customer", "Amount"],
    indices.map((index) => ({
      No: `I${index}`,
      Customer: `C${index % 2}`,
      Amount: contentOf(index, versions[index] ?? 0),
    })),
  )
}

const settledBy = (target: Forgetful, worldOf: World) =>
  Effect.gen(function* () {
    // A target that can't be asked leaves it to a person, who looks at what is really there.
    const ledger = yield* Ledger
    const waiting = yield* ledger.rejects("test", { states: ["unknown"] })
    return waiting.flatMap(({ key = "" }) => {
      if (target.documents.has(key)) return []
      target.settle(key)
      return [key]
    })
  }).pipe(Effect.provide(worldOf.ledger))

describe("invariant 2: whatever a target does", () => {
  it.live.prop(
    "no record is sent again blindly, none is lost, none is there twice, and the counts add up",
    [Case],
    ([{ kind, script, versions, records, batch, inFlight }]) =>
      Effect.acquireUseRelease(
        Effect.sync(() => new World()),
        Effect.fnUntraced(function* (world) {
          const forgetful = new Forgetful(kind, script)
          Object.assign(world.target, { answer: forgetful.answer, repeat: forgetful.repeat, batch, inFlight })
          if (kind === "refuses" || kind === "duplicates") {
            Object.assign(world.target, { find: forgetful.find, visibleAfter: lateness })
          }
          const once = () => {
            for (const [number, copies] of forgetful.documents)
              assert.strictEqual(copies.length, 1, `${kind} ${number}`)
            assert.deepStrictEqual(forgetful.blind, [])
            assert.deepStrictEqual(forgetful.early, [])
          }
          for (const version of versions) {
            fill(world, records, version)
            const ended = yield* Effect.exit(world.run(pipeline))
            if (ended._tag === "Success") Object.values(ended.value.summary.flows).forEach(addsUp)
            once()
          }
          // The target has recovered: two runs bring everything home, but for what only a person can say.
          forgetful.recover()
          yield* Effect.sleep(lateness)
          yield* world.run(pipeline)
          const last = (yield* world.run(pipeline)).summary
          Object.values(last.flows).forEach(addsUp)
          once()
          const absent = kind === "mute" ? yield* settledBy(forgetful, world) : []
          const wanted = versions.at(-1)!
          for (let index = 0; index < records; index++) {
            if (kind === "mute" && (last.outcome !== "complete" || absent.includes(`I${index}`))) continue
            const [document] = forgetful.documents.get(`I${index}`) ?? []
            assert.isDefined(document, `I${index} is lost`)
            assert.strictEqual(Decimals.toText(document.content.total!, 2), contentOf(index, wanted[index] ?? 0))
          }
          if (kind !== "mute") {
            assert.strictEqual(last.outcome, "complete", JSON.stringify(last))
            assert.strictEqual(last.flows["invoices"]!.unchanged, records)
          }
        }),
        (world) => Effect.sync(() => world.remove()),
      ),
    { arbitrary: { runs }, timeout: 2_000 * runs },
  )
})
