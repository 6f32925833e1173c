import { assert, describe, it } from "@effect/vitest"
import type { Delivery, Listed } from "@waybill/connector"
import { Ledger } from "@waybill/ledger"
import { Effect, Stream } from "effect"

import { decideMatch, importCrosswalk, matchPipeline, PipelineFault } from "../src/index.ts"
import { addsUp } from "./support/addsUp.ts"
import { type TextRow, World } from "./support/memory.ts"

const fileWith = (rules: string, more = "") => `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
flows:
  customers:
    from: { connection: here, stream: customers }
    to: { connection: there, stream: customers }
    match: ${rules}
    map:
      number: record.No
      name: record.Name
      email: record.Email
      billingAddress: { postalCode: record.Post }
  invoices:
    after: [customers]
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: invoices }
    map: { number: record.No, customerNumber: record.Customer, total: 'money(record.Amount, "EUR")' }
    ${more}
`

const file = fileWith("[number, email, name and postcode]")
const version = "0.0.0-test"
const pipeline = { name: "test", hash: "h" }

const customer = (No: string, Name: string, Email = "", Post = ""): TextRow => ({ No, Name, Email, Post })
const listed = (targetId: string, model: Readonly<Record<string, unknown>>, number?: string): Listed => ({
  targetId,
  model,
  ...(number === undefined ? {} : { number }),
})

const held: ReadonlyArray<Listed> = [
  listed("t1", { name: "Nord OÜ", email: "info@nord.example", billingAddress: { postalCode: "10115" } }, "900"),
  listed("t2", { name: "Kalev Ltd", email: "kalev@kalev.example", billingAddress: { postalCode: "20222" } }),
  listed("t3", { name: "KALEV LTD", email: "kalev@kalev.example", billingAddress: { postalCode: "20222" } }),
]

const inWorld = <E>(use: (world: World) => Effect.Effect<void, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const world = new World()
      world.target.list = [held.slice(0, 2), held.slice(2)]
      world.table(
        "customers",
        ["No", "Name", "Email", "Post"],
        [
          customer("C1", "Nord", "INFO@nord.example", "10115"),
          customer("C2", "Kalev", "kalev@kalev.example", "20222"),
          customer("C3", "Saare Teras AS", "arved@saare.example", "93813"),
        ],
      )
      world.table(
        "invoices",
        ["No", "Customer", "Amount"],
        [
          { No: "I1", Customer: "C1", Amount: "10.00" },
          { No: "I2", Customer: "C2", Amount: "20.00" },
        ],
      )
      return world
    }),
    use,
    (world) => Effect.sync(() => world.remove()),
  )

const parentsOf = (world: World, key: string): Delivery<any>["parents"] =>
  world.target.calls.flat().find((item) => item.key === key)?.parents

const codesOf = (world: World) =>
  world.with(file, () =>
    Effect.map(
      Effect.flatMap(Ledger, (ledger) => ledger.rejects("test", {})),
      (rejects) => rejects.map(({ key, issues }) => [key, issues[0]?.code]),
    ),
  )

describe("records that the target held before", () => {
  it.effect("one is taken over, several are held, none is created; and children go to the counterpart", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        const { summary } = yield* world.run(file)
        addsUp(summary.flows["customers"]!)
        assert.deepInclude(summary.flows["customers"], { read: 3, unchanged: 1, matched: 1, held: 1, created: 1 })
        assert.deepStrictEqual(world.target.sent, ["C3", "I1"])
        assert.deepStrictEqual(parentsOf(world, "I1"), [{ entity: "customer", key: "C1", targetId: "t1" }])
        assert.deepStrictEqual(yield* codesOf(world), [
          ["C2", "WB-MATCH-SEVERAL"],
          ["I2", "WB-RUN-HELD"],
        ])
        const again = (yield* world.run(file)).summary.flows["customers"]
        assert.deepInclude(again, { read: 3, unchanged: 2, matched: 0, held: 1, created: 0 })
      }),
    ),
  )

  it.effect("a change of one that was taken over is an update of it", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        world.table("customers", ["No", "Name", "Email", "Post"], [customer("C1", "Nord Group", "new@nord.example")])
        yield* world.run(file)
        const last = world.target.calls.flat().at(-1)
        assert.deepInclude(last, { key: "C1", change: "update", targetId: "t1" })
      }),
    ),
  )

  it.effect("a person's decision is kept, and done by the next run", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        const candidates = yield* world.with(file, () =>
          Effect.flatMap(Ledger, (ledger) => ledger.candidates("test", {})),
        )
        assert.deepStrictEqual(
          candidates.map(({ key, targetId, about }) => [key, targetId, about["name"]]),
          [
            ["C2", "t2", "Kalev Ltd"],
            ["C2", "t3", "KALEV LTD"],
          ],
        )
        const decide = (targetId: string | undefined) =>
          world.with(file, (open) =>
            decideMatch(open, {
              version,
              key: "C2",
              reason: "the older one",
              ...(targetId === undefined ? {} : { targetId }),
            }),
          )
        const wrong = yield* Effect.flip(decide("t9"))
        assert.strictEqual(wrong._tag === "NotToDecide" ? wrong.code : wrong._tag, "WB-MATCH-ID")
        yield* decide("t3")
        const { flows } = (yield* world.run(file)).summary
        assert.deepInclude(flows["customers"], { unchanged: 3, matched: 1, held: 0 })
        assert.deepInclude(flows["invoices"], { confirmed: 1, unchanged: 1 })
        assert.deepStrictEqual(parentsOf(world, "I2"), [{ entity: "customer", key: "C2", targetId: "t3" }])
        const rows = yield* world.with(file, () =>
          Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.crosswalk("test", { flow: "customers" }))),
        )
        assert.deepStrictEqual(
          rows.map(({ key, targetId, how, note }) => [key, targetId, how, note]),
          [
            ["C1", "t1", "rule", "email"],
            ["C2", "t3", "decided", "the older one"],
            ["C3", undefined, "delivered", undefined],
          ],
        )
      }),
    ),
  )

  it.effect("one that is decided to be new is created", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        yield* world.with(file, (open) => decideMatch(open, { version, key: "C2", reason: "another one" }))
        assert.deepInclude((yield* world.run(file)).summary.flows["customers"], { created: 1, held: 0 })
        assert.deepStrictEqual(world.target.sent.slice(-2), ["C2", "I2"])
        const [row] = yield* world.with(file, () =>
          Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.crosswalk("test", { key: "C2" }))),
        )
        assert.deepInclude(row, { how: "delivered", note: "another one" })
      }),
    ),
  )

  it.effect("two records of the source never become one of the target", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.table(
          "customers",
          ["No", "Name", "Email", "Post"],
          [
            customer("C1", "Nord", "info@nord.example", "10115"),
            customer("C9", "Nord OÜ", "info@nord.example", "10115"),
          ],
        )
        const { flows } = (yield* world.run(file)).summary
        assert.deepInclude(flows["customers"], { matched: 1, held: 1, created: 0 })
        // Also not in a later run.
        assert.deepInclude((yield* world.run(file)).summary.flows["customers"], { matched: 0, held: 1, created: 0 })
        assert.deepInclude(Object.fromEntries(yield* codesOf(world)), { C9: "WB-MATCH-TAKEN" })
      }),
    ),
  )

  it.effect("one that waits for a decision holds the cursor back; one that was lost is not matched, but settled", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.incremental = true
        const reading = file.replace("stream: customers }\n    to", "stream: customers, read: incremental }\n    to")
        yield* world.run(reading)
        assert.deepInclude((yield* world.run(reading)).summary.flows["customers"], { read: 3, held: 1 })
        world.target.repeat = "duplicates"
        world.target.answer = () => ({ _tag: "Unknown", issue: { code: "WB-TEST", message: "?" } })
        world.table("customers", ["No", "Name", "Email", "Post"], [customer("C7", "Zuzu", "zuzu@zuzu.example")])
        yield* world.run(file)
        // Its answer was lost: whatever the target lists by now, the ledger does not know whether that is it.
        world.target.list = [[listed("t5", { name: "Zuzu", email: "zuzu@zuzu.example" }, "C7")]]
        const { flows } = (yield* world.run(file)).summary
        assert.deepInclude(flows["customers"], { unknown: 1, matched: 0 })
      }),
    ),
  )

  it.effect("a number that waits in two flows is decided for one of them", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        const two = file.replace(
          "flows:\n  customers:",
          "flows:\n  others:\n    from: { connection: here, stream: customers }\n    to: { connection: there, stream: others }\n    match: [email]\n    map: { number: record.No, name: record.Name, email: record.Email }\n  customers:",
        )
        yield* world.run(two)
        const decide = (flow?: string) =>
          world.with(two, (open) =>
            decideMatch(open, { version, key: "C2", reason: "new", ...(flow === undefined ? {} : { flow }) }),
          )
        const error = yield* Effect.flip(decide())
        assert.strictEqual(error._tag === "NotToDecide" ? error.code : error._tag, "WB-MATCH-FLOW")
        assert.strictEqual((yield* decide("others")).flow, "others")
        const { flows } = (yield* world.run(two)).summary
        assert.deepInclude(flows["others"], { created: 1, held: 0 })
        assert.deepInclude(flows["customers"], { created: 0, held: 1 })
      }),
    ),
  )

  it.effect("an invoice is matched by its number, unless its amount is another", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        const byNumber = file.replace(
          "    map: { number: record.No, c",
          "    match: [number]\n    map: { number: record.No, c",
        )
        const { Money } = yield* Effect.promise(() => import("@waybill/model"))
        const { BigDecimal } = yield* Effect.promise(() => import("effect"))
        const total = (cents: bigint) => new Money(BigDecimal.make(cents, 2), "EUR")
        world.target.list = [
          [
            ...held,
            listed("i1", { number: "I1", total: total(1000n) }, "I1"),
            listed("i2", { total: total(1n) }, "I2"),
          ],
        ]
        world.table(
          "customers",
          ["No", "Name", "Email", "Post"],
          [customer("C1", "Nord", "info@nord.example", "10115")],
        )
        world.table(
          "invoices",
          ["No", "Customer", "Amount"],
          [
            { No: "I1", Customer: "C1", Amount: "10.00" },
            { No: "I2", Customer: "C1", Amount: "20.00" },
          ],
        )
        const flow = (yield* world.run(byNumber)).summary.flows["invoices"]
        assert.deepInclude(flow, { read: 2, unchanged: 1, matched: 1, held: 1, confirmed: 0 })
        assert.deepInclude(flow?.money["EUR"], { matched: "10.00", held: "20.00" })
        assert.deepInclude(Object.fromEntries(yield* codesOf(world)), { I2: "WB-MATCH-AMOUNT" })
      }),
    ),
  )

  it.effect("a target that can only be asked by number is asked", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.target.list = undefined
        world.target.find = (keys) =>
          Effect.succeed(new Map(keys.filter((key) => key === "C3").map((key) => [key, { targetId: "t7" }])))
        world.target.repeat = "duplicates"
        const { flows } = (yield* world.run(fileWith("[number]"))).summary
        assert.deepInclude(flows["customers"], { matched: 1, created: 2 })
      }),
    ),
  )

  it.effect("a plan counts the same and writes nothing", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(fileWith("[number]").replace("record.No\n", 'record.No + "x"\n'))
        const plan = yield* world.plan(file)
        assert.deepInclude(plan.flows["customers"], { matched: 1, held: 1, create: 1 })
        assert.deepInclude((yield* world.run(file)).summary.flows["customers"], { matched: 1, held: 1, created: 1 })
      }),
    ),
  )

  it.effect("the match table takes over what is clear and sends nothing", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        const found = yield* world.with(file, (open) => matchPipeline(open, { version }, 10))
        assert.deepStrictEqual(found.flows, { customers: { same: 1, new: 1, undecided: 1 } })
        assert.deepStrictEqual(
          found.rows.map(({ key, verdict, why }) => [key, verdict, why]),
          [
            ["C2", "undecided", "WB-MATCH-SEVERAL"],
            ["C1", "same", "email"],
            ["C3", "new", ""],
          ],
        )
        assert.deepStrictEqual(world.target.sent, [])
        assert.deepInclude((yield* world.run(file)).summary.flows["customers"], {
          unchanged: 1,
          matched: 0,
          created: 1,
        })
      }),
    ),
  )

  it.effect("a record that comes again is looked for once", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        const again = customer("C2", "Kalev", "kalev@kalev.example", "20222")
        const others = Array.from({ length: 7 }, (_, index) => customer(`N${index}`, `Zuzu ${index}`))
        world.table("customers", ["No", "Name", "Email", "Post"], [again, ...others, again])
        const found = yield* world.with(file, (open) => matchPipeline(open, { version }, 10))
        assert.deepStrictEqual(found.flows, { customers: { same: 0, new: 7, undecided: 1 } })
      }),
    ),
  )

  it.effect("a flow whose target can't be asked is refused before anything is read", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.target.list = undefined
        const error = yield* Effect.flip(world.run(file))
        const codes = error instanceof PipelineFault ? error.diagnostics.map(({ code }) => code) : []
        assert.deepStrictEqual(codes, ["WB-FLOW-MATCH"])
      }),
    ),
  )

  it.effect("an expression is worked out on both sides; a mistake in it points at its place", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        const byPost = fileWith(`['model.billingAddress.postalCode']`)
        assert.deepInclude((yield* world.run(byPost)).summary.flows["customers"], { matched: 1, held: 1, created: 1 })
        const error = yield* Effect.flip(world.run(fileWith("[model.nmae]")))
        const [first] = error instanceof PipelineFault ? error.diagnostics : []
        assert.deepInclude(first, { code: "WB-MAP-COLUMN", hint: "did you mean model.name?" })
        assert.strictEqual(first?.place?.line, 11)
      }),
    ),
  )
})

describe("the cross-walk of an earlier tool", () => {
  const importing = (world: World, lines: ReadonlyArray<readonly [key: string, targetId: string]>) =>
    world.with(file, (open) =>
      importCrosswalk(pipeline, open.flows[0]!, {
        version,
        lines: lines.map(([key, targetId], index) => ({ row: index + 2, key, targetId })),
        note: "old.csv",
      }),
    )

  it.effect("is taken over, and what refers to it may go", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        assert.deepInclude(yield* importing(world, [["C2", "t2"]]), { linked: 1, known: 0 })
        const flows = (yield* world.run(file, { flows: ["invoices"] })).summary.flows
        assert.deepInclude(flows["invoices"], { confirmed: 1, held: 1 })
        assert.deepStrictEqual(parentsOf(world, "I2"), [{ entity: "customer", key: "C2", targetId: "t2" }])
        assert.deepInclude((yield* world.run(file)).summary.flows["customers"], { matched: 2, created: 1, held: 0 })
      }),
    ),
  )

  it.effect("contradicting itself or the ledger it is refused whole", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        const codeOf = (lines: ReadonlyArray<readonly [string, string]>) =>
          Effect.map(Effect.flip(importing(world, lines)), (error) => ("code" in error ? error.code : error._tag))
        assert.strictEqual(
          yield* codeOf([
            ["C1", "t1"],
            ["C1", "t2"],
          ]),
          "WB-CROSSWALK-TWICE",
        )
        assert.strictEqual(yield* codeOf([["C1", ""]]), "WB-CROSSWALK-EMPTY")
        yield* importing(world, [["C1", "t1"]])
        yield* world.run(file)
        assert.strictEqual(
          yield* codeOf([
            ["C2", "t2"],
            ["C1", "t5"],
          ]),
          "WB-CROSSWALK-CONFLICT",
        )
        assert.deepInclude(yield* importing(world, [["C1", "t1"]]), { linked: 0, known: 1 })
        world.target.repeat = "duplicates"
        world.target.answer = () => ({ _tag: "Unknown", issue: { code: "WB-TEST", message: "?" } })
        world.table("customers", ["No", "Name", "Email", "Post"], [customer("C7", "Zuzu")])
        yield* world.run(file)
        assert.strictEqual(yield* codeOf([["C7", "t7"]]), "WB-CROSSWALK-UNKNOWN")
      }),
    ),
  )
})

describe("ref()", () => {
  const referring = fileWith("[number, email]", "set: { note: 'ref(\"customers\", record.Customer)' }")

  it.effect("gives the target's id of a record that was matched or delivered", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.target.answer = ({ key }) => ({ _tag: "Confirmed", targetId: `new-${key}` })
        world.table(
          "invoices",
          ["No", "Customer", "Amount"],
          [
            { No: "I1", Customer: "C1", Amount: "10.00" },
            { No: "I3", Customer: "C3", Amount: "10.00" },
            { No: "I8", Customer: "C8", Amount: "10.00" },
          ],
        )
        const plan = yield* world.plan(referring)
        assert.deepInclude(plan.flows["invoices"], { create: 2, invalid: 1 })
        const { flows } = (yield* world.run(referring)).summary
        assert.deepInclude(flows["invoices"], { read: 3, confirmed: 2, invalid: 1 })
        const notes = world.target.calls.flat().flatMap(({ key, record }) => (key.startsWith("I") ? [record.note] : []))
        assert.deepStrictEqual(notes, ["t1", "new-C3"])
        assert.deepInclude(Object.fromEntries(yield* codesOf(world)), { I8: "WB-MAP-REF" })
        assert.deepInclude((yield* world.plan(referring)).flows["invoices"], { unchanged: 2, update: 0, invalid: 1 })
      }),
    ),
  )

  it.effect("a target that tells no ids is no reason for a plan to see changes", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        const without = referring
          .replace("ref(", "default(ref(")
          .replace("record.Customer)'", 'record.Customer), "none")\'')
        yield* world.run(without)
        yield* world.with(file, (open) => decideMatch(open, { version, key: "C2", reason: "new" }))
        yield* world.run(without)
        assert.deepInclude((yield* world.plan(without)).flows["invoices"], { unchanged: 2, update: 0 })
      }),
    ),
  )

  it.effect("a flow that is not there, and one that runs later, are mistakes of the file", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        const faultsOf = (text: string) =>
          Effect.map(Effect.flip(world.run(text)), (error) =>
            error instanceof PipelineFault ? error.diagnostics.map(({ code, hint }) => [code, hint]) : [],
          )
        assert.deepStrictEqual(yield* faultsOf(referring.replace('ref("customers"', 'ref("custmers"')), [
          ["WB-MAP-FLOW", "did you mean customers?"],
        ])
        assert.deepStrictEqual(
          yield* faultsOf(fileWith("[number]").replace("name: record.Name", `name: 'ref("invoices", record.Name)'`)),
          [["WB-FLOW-REF", "write `after: [invoices]` in 'customers'"]],
        )
      }),
    ),
  )
})
