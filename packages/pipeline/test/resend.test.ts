import { assert, describe, it } from "@effect/vitest"
import { type KeptReject, Ledger } from "@waybill/ledger"
import { Effect } from "effect"

import { dismissRejects, type Edit, resend, resendAsTheyAre, resendEdited, type RunEnd } from "../src/index.ts"
import { addsUp } from "./support/addsUp.ts"
import { type TextRow, World } from "./support/memory.ts"

const file = `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
flows:
  customers:
    from: { connection: here, stream: customers }
    to: { connection: there, stream: customers }
    where: record.Name != "closed"
    map: { number: record.No, name: record.Name }
  invoices:
    after: [customers]
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: invoices }
    map: { number: record.No, customerNumber: record.Customer, total: 'money(record.Amount, "EUR")' }
`

const version = "0.0.0-test"

const customers: ReadonlyArray<TextRow> = [
  { No: "C1", Name: "First" },
  { No: "C2", Name: "Second" },
]

const inWorld = <E>(use: (world: World) => Effect.Effect<void, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const world = new World()
      world.table("customers", ["No", "Name"], customers)
      world.table("invoices", ["No", "Customer", "Amount"], invoices)
      return world
    }),
    use,
    (world) => Effect.sync(() => world.remove()),
  )

/** I2 has no readable amount, I3 no number, twice. */
const invoices: ReadonlyArray<TextRow> = [
  { No: "I1", Customer: "C1", Amount: "10.00" },
  { No: "I2", Customer: "C1", Amount: "20,00" },
  { No: "", Customer: "C2", Amount: "30.00" },
  { No: "", Customer: "C2", Amount: "30.00" },
]

const rejectsOf = (world: World) =>
  world.with(file, () => Effect.flatMap(Ledger, (ledger) => ledger.rejects("test", {})))

const editing = (world: World, edit: (reject: KeptReject) => Readonly<Record<string, string>> | undefined) =>
  world.with(file, (open) =>
    Effect.gen(function* () {
      const rejects = yield* (yield* Ledger).rejects("test", {})
      const edits = rejects.flatMap((reject): ReadonlyArray<Edit> => {
        const changed = edit(reject)
        return changed === undefined ? [] : [{ reject, source: { ...reject.source, ...changed } }]
      })
      return yield* resend(open, yield* resendEdited(open, edits, "rejects.xlsx"), { version })
    }),
  )

const retrying = (world: World, filter: Parameters<typeof resendAsTheyAre>[1] = {}, text = file) =>
  world.with(text, (open) => Effect.flatMap(resendAsTheyAre(open, filter), (what) => resend(open, what, { version })))

const flowsOf = ({ summary }: RunEnd) => {
  for (const flow of Object.values(summary.flows)) addsUp(flow)
  return summary.flows
}

describe("rejects are edited and sent again", () => {
  it.effect("only the edited ones go, and later runs take the edit in the place of the row", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { read: 4, invalid: 3, confirmed: 1 })
        const edited = flowsOf(yield* editing(world, ({ key }) => (key === "I2" ? { Amount: "20.00" } : undefined)))
        assert.deepStrictEqual(Object.keys(edited), ["invoices"])
        assert.deepInclude(edited["invoices"], { read: 1, confirmed: 1, invalid: 0 })
        assert.deepStrictEqual(world.target.sent.slice(3), ["I2"])
        assert.strictEqual((yield* rejectsOf(world)).length, 2)
        const again = flowsOf(yield* world.run(file))
        assert.deepInclude(again["invoices"], { read: 4, unchanged: 2, invalid: 2, confirmed: 0 })
        assert.strictEqual(again["invoices"]?.money["EUR"]?.unchanged, "30.00")
        assert.strictEqual(world.target.sent.length, 4)
      }),
    ),
  )

  it.effect("two rows of the same content are edited each to its own number", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        const numbers = new Map([
          [4, "I3"],
          [5, "I4"],
        ])
        const edited = flowsOf(
          yield* editing(world, ({ row }) => (numbers.has(row) ? { No: numbers.get(row)! } : undefined)),
        )
        assert.deepInclude(edited["invoices"], { read: 2, confirmed: 2 })
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { unchanged: 3, invalid: 1, confirmed: 0 })
        // A row that moves within its file is still the one that was edited.
        world.table("invoices", ["No", "Customer", "Amount"], [invoices[3]!, invoices[0]!, invoices[2]!])
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { read: 3, unchanged: 3 })
      }),
    ),
  )

  it.effect("one twin alone that is edited leaves the other one invalid", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        yield* editing(world, ({ row }) => (row === 5 ? { No: "I4" } : undefined))
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { unchanged: 2, invalid: 2 })
        assert.deepStrictEqual(
          (yield* rejectsOf(world)).map(({ row }) => row),
          [3, 4],
        )
      }),
    ),
  )

  it.effect("an edit that fails again is edited again, and both versions are kept", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        const [before] = (yield* rejectsOf(world)).filter(({ key }) => key === "I2")
        const first = flowsOf(yield* editing(world, ({ key }) => (key === "I2" ? { Amount: "x" } : undefined)))
        assert.deepInclude(first["invoices"], { read: 1, invalid: 1 })
        const [after] = (yield* rejectsOf(world)).filter(({ key }) => key === "I2")
        assert.deepInclude(after, { origin: before!.origin, version: 1 })
        const second = flowsOf(yield* editing(world, ({ key }) => (key === "I2" ? { Amount: "21.00" } : undefined)))
        assert.deepInclude(second["invoices"], { confirmed: 1 })
        const versions = yield* world.with(file, () => Effect.flatMap(Ledger, (ledger) => ledger.versions("test", {})))
        assert.deepStrictEqual(
          versions.map(({ version, decision, source, note }) => [version, decision, source?.["Amount"], note ?? ""]),
          [
            [0, "read", "20,00", ""],
            [1, "edited", "x", "rejects.xlsx"],
            [2, "edited", "21.00", "rejects.xlsx"],
          ],
        )
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { unchanged: 2, invalid: 2 })
      }),
    ),
  )

  it.effect("a row that is mended in its source counts again", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        yield* editing(world, ({ key }) => (key === "I2" ? { Amount: "20.00" } : undefined))
        world.table("invoices", ["No", "Customer", "Amount"], [{ ...invoices[1]!, Amount: "22.00" }])
        const mended = flowsOf(yield* world.run(file))["invoices"]
        assert.deepInclude(mended, { confirmed: 1, updated: 1 })
        assert.strictEqual(mended?.money["EUR"]?.confirmed, "22.00")
      }),
    ),
  )

  it.effect("a refused record that gets another number leaves nothing of the old one behind", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.target.answer = ({ key }) =>
          key === "I1" ? { _tag: "Refused", issue: { code: "WB-TEST", message: "no" } } : { _tag: "Confirmed" }
        yield* world.run(file)
        yield* editing(world, ({ key }) => (key === "I1" ? { No: "I9" } : undefined))
        const standing = yield* world.with(file, () => Effect.flatMap(Ledger, (ledger) => ledger.standing("test")))
        assert.deepStrictEqual(
          standing.map(({ flow, state, records }) => [flow, state, records]),
          [
            ["customers", "confirmed", 2],
            ["invoices", "confirmed", 1],
          ],
        )
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { unchanged: 1, refused: 0, invalid: 3 })
      }),
    ),
  )

  it.effect("what waits for an edited record goes with it", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.table("customers", ["No", "Name"], [customers[0]!, { No: " ", Name: "Second" }])
        world.table("invoices", ["No", "Customer", "Amount"], [{ No: "I5", Customer: "C2", Amount: "5.00" }])
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { held: 1 })
        const edited = flowsOf(yield* editing(world, ({ flow }) => (flow === "customers" ? { No: "C2" } : undefined)))
        assert.deepInclude(edited["customers"], { read: 1, confirmed: 1 })
        assert.deepInclude(edited["invoices"], { read: 1, confirmed: 1, held: 0 })
        assert.deepStrictEqual(yield* rejectsOf(world), [])
      }),
    ),
  )

  it.effect("what `where` leaves out after the edit is no reject any more", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.table("customers", ["No", "Name"], [{ No: " ", Name: "Second" }])
        world.table("invoices", ["No", "Customer", "Amount"], [])
        yield* world.run(file)
        const edited = flowsOf(yield* editing(world, () => ({ Name: "closed" })))
        assert.deepInclude(edited["customers"], { read: 1, skipped: 1 })
        assert.deepStrictEqual(yield* rejectsOf(world), [])
      }),
    ),
  )

  it.effect("a value that is none of the column's kind keeps all of it out", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        const error = yield* Effect.flip(
          world.with(file, (open) =>
            Effect.gen(function* () {
              const [reject] = yield* (yield* Ledger).rejects("test", {})
              return yield* resendEdited(open, [{ reject: reject!, source: { ...reject!.source, Amount: ["x"] } }], "f")
            }),
          ),
        )
        assert.strictEqual(error._tag === "NoRejects" ? error.code : error._tag, "WB-REJECTS-RECORD")
      }),
    ),
  )
})

describe("rejects are sent again as they are", () => {
  it.effect("after the mapping was mended, without reading the source", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        world.pagesRead = 0
        const mended = file.replace(`money(record.Amount, "EUR")`, `money(record.Amount, "EUR", {"decimal": ","})`)
        const { invoices: retried } = flowsOf(yield* retrying(world, { at: "Amount" }, mended))
        assert.strictEqual(world.pagesRead, 0)
        assert.deepInclude(retried, { read: 1, confirmed: 1 })
        assert.strictEqual((yield* rejectsOf(world)).length, 2)
      }),
    ),
  )

  it.effect("what another target did not accept is not sent to this one, nor dismissed", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.table("customers", ["No", "Name"], [customers[0]!])
        yield* world.run(file)
        const other = file.replace("there: { connector: memory }", "there: { connector: memory, system: two }")
        const sent = world.target.sent.length
        const none = yield* Effect.flip(retrying(world, {}, other))
        assert.strictEqual(none._tag === "NoRejects" ? none.code : none._tag, "WB-REJECTS-NONE")
        const all = { version, filter: { states: ["invalid", "held"] as const }, reason: "old" }
        assert.strictEqual(
          (yield* Effect.flip(world.with(other, (open) => dismissRejects(open, all))))._tag,
          "NoRejects",
        )
        yield* world.run(other, { flows: ["customers"] })
        world.table("customers", ["No", "Name"], [{ No: " ", Name: "Third" }])
        yield* world.run(other, { flows: ["customers"] })
        assert.deepInclude(flowsOf(yield* retrying(world, {}, other))["customers"], { read: 1, invalid: 1 })
        assert.strictEqual(world.target.sent.length, sent + 1)
      }),
    ),
  )

  it.effect("those that fail again stay, once each", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        assert.deepInclude(flowsOf(yield* retrying(world))["invoices"], { read: 3, invalid: 3 })
        assert.strictEqual((yield* rejectsOf(world)).length, 3)
      }),
    ),
  )

  it.effect("a record of which nobody knows whether it arrived is not sent again", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.target.repeat = "duplicates"
        world.target.answer = ({ key }) =>
          key === "I1" ? { _tag: "Unknown", issue: { code: "WB-TEST", message: "?" } } : { _tag: "Confirmed" }
        yield* world.run(file)
        const sent = world.target.sent.length
        const error = yield* Effect.flip(retrying(world, { states: ["unknown"] }))
        assert.strictEqual(error._tag === "NoRejects" ? error.code : error._tag, "WB-REJECTS-UNKNOWN")
        yield* retrying(world)
        assert.strictEqual(world.target.sent.length, sent)
      }),
    ),
  )

  it.effect("one whose number another row has never goes out in the place of that one", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        const first = { No: "I1", Customer: "C1", Amount: "10.00" }
        world.table("invoices", ["No", "Customer", "Amount"], [first, { ...first, Amount: "99.00" }])
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { confirmed: 1, invalid: 1 })
        const sent = world.target.sent.length
        assert.deepInclude(flowsOf(yield* retrying(world))["invoices"], { read: 1, invalid: 1, confirmed: 0 })
        // Neither with another content, nor under the number of a third row.
        yield* editing(world, () => ({ Amount: "98.00" }))
        assert.strictEqual(world.target.sent.length, sent)
        assert.deepInclude(flowsOf(yield* editing(world, () => ({ No: "I2" })))["invoices"], { confirmed: 1 })
        assert.deepStrictEqual(world.target.sent.slice(sent), ["I2"])
        assert.deepStrictEqual(yield* rejectsOf(world), [])
      }),
    ),
  )

  it.effect("an edit that takes another row's number is refused as repeated", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        const sent = world.target.sent.length
        const { invoices: edited } = flowsOf(yield* editing(world, ({ row }) => (row === 4 ? { No: "I1" } : undefined)))
        assert.deepInclude(edited, { read: 1, invalid: 1 })
        assert.strictEqual(world.target.sent.length, sent)
        const [reject] = (yield* rejectsOf(world)).filter(({ row }) => row === 4)
        assert.deepInclude(reject?.issues[0], { code: "WB-RUN-REPEATED" })
      }),
    ),
  )

  it.effect("an update that failed goes out also after its row has moved", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        world.table("invoices", ["No", "Customer", "Amount"], [invoices[1]!, { ...invoices[0]!, Amount: "x" }])
        yield* world.run(file)
        const { invoices: edited } = flowsOf(
          yield* editing(world, ({ key }) => (key === "I1" ? { Amount: "11.00" } : undefined)),
        )
        assert.deepInclude(edited, { read: 1, updated: 1 })
      }),
    ),
  )

  it.effect("the order of the columns means nothing to an edit", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        yield* editing(world, ({ key }) => (key === "I2" ? { Amount: "20.00" } : undefined))
        const turned = invoices.map(({ No, Customer, Amount }) => ({ Amount: Amount!, No: No!, Customer: Customer! }))
        world.table("invoices", ["Amount", "No", "Customer"], turned)
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { unchanged: 2, invalid: 2 })
      }),
    ),
  )

  it.effect("of a source that is read on, behind whose cursor they stand", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.incremental = true
        const reading = file.replaceAll("stream: invoices }\n    to", "stream: invoices, read: incremental }\n    to")
        world.target.answer = ({ key }) =>
          key === "I1" ? { _tag: "Refused", issue: { code: "WB-TEST", message: "no" } } : { _tag: "Confirmed" }
        yield* world.run(reading)
        world.target.answer = () => ({ _tag: "Confirmed" })
        // The cursor is behind it: what was refused does not come again by itself.
        assert.deepInclude(flowsOf(yield* world.run(reading))["invoices"], { read: 0 })
        assert.deepInclude(flowsOf(yield* retrying(world, {}, reading))["invoices"], { read: 4, confirmed: 1 })
        assert.deepInclude(flowsOf(yield* world.run(reading))["invoices"], { read: 0 })
        assert.strictEqual((yield* rejectsOf(world)).length, 3)
      }),
    ),
  )

  it.effect("a retry that dies leaves its records in the list", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        world.target.answer = ({ key }) =>
          key === "I1" ? { _tag: "Refused", issue: { code: "WB-TEST", message: "no" } } : { _tag: "Confirmed" }
        yield* world.run(file)
        world.target.answer = () => ({ _tag: "NotSent", issue: { code: "WB-TEST", message: "not now" } })
        yield* retrying(world, { states: ["refused"] })
        const [left] = (yield* rejectsOf(world)).filter(({ key }) => key === "I1")
        assert.strictEqual(left?.issues[0]?.code, "WB-RUN-AGAIN")
        world.target.answer = () => ({ _tag: "Confirmed" })
        assert.deepInclude(flowsOf(yield* retrying(world, { flow: "invoices" }))["invoices"], {
          confirmed: 1,
          invalid: 3,
        })
        assert.strictEqual((yield* rejectsOf(world)).length, 3)
      }),
    ),
  )
})

describe("rejects are dismissed", () => {
  const dismissing = (world: World, filter: Parameters<typeof resendAsTheyAre>[1]) =>
    world.with(file, (open) => dismissRejects(open, { version, filter, reason: "written off" }))

  it.effect("they are skipped, counted with their money, and hold nothing up", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* world.run(file)).summary.outcome, "attention")
        const { records } = yield* dismissing(world, { flow: "invoices" })
        assert.strictEqual(records.length, 3)
        for (const _ of [1, 2]) {
          const { summary } = yield* world.run(file)
          assert.strictEqual(summary.outcome, "complete")
          assert.deepInclude(summary.flows["invoices"], { read: 4, skipped: 3, dismissed: 3, unchanged: 1, invalid: 0 })
          // The one that could not be read has no amount that anybody knows.
          assert.strictEqual(summary.flows["invoices"]?.money["EUR"]?.dismissed, "60.00")
          addsUp(summary.flows["invoices"]!)
          assert.deepStrictEqual(
            (yield* rejectsOf(world)).map(({ state }) => state),
            ["dismissed", "dismissed", "dismissed"],
          )
        }
      }),
    ),
  )

  it.effect("a dismissed change leaves the record as the target has it", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        world.target.answer = () => ({ _tag: "Refused", issue: { code: "WB-TEST", message: "no" } })
        world.table("invoices", ["No", "Customer", "Amount"], [{ ...invoices[0]!, Amount: "11.00" }])
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { refused: 1 })
        yield* dismissing(world, { flow: "invoices" })
        const standing = yield* world.with(file, () => Effect.flatMap(Ledger, (ledger) => ledger.standing("test")))
        assert.deepInclude(standing[1], { state: "confirmed", records: 1, money: { EUR: "10.00" } })
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { skipped: 1, dismissed: 1, refused: 0 })
        // Mended in the source it is a change like any.
        world.target.answer = () => ({ _tag: "Confirmed" })
        world.table("invoices", ["No", "Customer", "Amount"], [{ ...invoices[0]!, Amount: "12.00" }])
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { updated: 1 })
        world.table("invoices", ["No", "Customer", "Amount"], [{ ...invoices[0]!, Amount: "12.00" }])
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { unchanged: 1 })
      }),
    ),
  )

  it.effect("one is taken back by sending it again", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        yield* world.run(file)
        yield* dismissing(world, { flow: "invoices" })
        const [one] = (yield* rejectsOf(world)).filter(({ row }) => row === 3)
        yield* retrying(world, { origins: [one!.origin.slice(0, 12)] })
        assert.deepStrictEqual(
          (yield* rejectsOf(world)).map(({ row, state }) => [row, state]),
          [
            [3, "invalid"],
            [4, "dismissed"],
            [5, "dismissed"],
          ],
        )
        assert.deepInclude(flowsOf(yield* world.run(file))["invoices"], { invalid: 1, skipped: 2, dismissed: 2 })
      }),
    ),
  )
})
