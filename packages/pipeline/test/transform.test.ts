/** A flow's own function in the place of the source's: whatever it does is the record's fate, and nothing of the record is told. */
import { assert, describe, it } from "@effect/vitest"
import { Ledger } from "@waybill/ledger"
import { type Customer, Decimals, Money } from "@waybill/model"
import { Effect, Result, Schema } from "effect"

import { checkPlan, findPlan, keepPlan } from "../src/index.ts"
import { compileTransform } from "../src/mapping/ownTransform.ts"
import { transform, type Transform } from "../src/Transform.ts"
import { addsUp } from "./support/addsUp.ts"
import { type TextRow, World } from "./support/memory.ts"

const fileOf = (more = "", read = "") => `version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
flows:
  invoices:
    from: { connection: here, stream: invoices${read} }
    to: { connection: there, stream: invoices }
    transform: ./invoice.ts
${more.replace(/^(?=.)/gm, "    ")}`

const Row = Schema.Struct({ No: Schema.String, Customer: Schema.String, Amount: Schema.String })

const euro = (amount: string) => new Money(Decimals.parse(amount)!, "EUR")

const own = transform({ entity: "invoice", record: Row }, (row) => ({
  number: row.No,
  customerNumber: row.Customer,
  total: euro(row.Amount),
  reference: row.Customer === "C2" ? "" : undefined,
}))

const columns = ["No", "Customer", "Amount"]
const row = (index: number): TextRow => ({ No: `I${index}`, Customer: "C1", Amount: "10.50" })
const rowsTo = (count: number) => Array.from({ length: count }, (_, index) => row(index))

const inWorld = <E>(use: (world: World) => Effect.Effect<void, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => new World()),
    use,
    (world) => Effect.sync(() => world.remove()),
  )

/** A world whose file names this transform. */
const has = (world: World, exported: Transform, digest = "text") => {
  world.modules.set(
    "./invoice.ts",
    Effect.succeed({ exports: { default: exported }, url: "file:///etl/invoice.ts", digest }),
  )
}

const invoicesOf = Effect.fnUntraced(function* (
  world: World,
  exported: Transform,
  rows: ReadonlyArray<TextRow>,
  more = "",
) {
  has(world, exported)
  world.table("invoices", columns, rows)
  const { summary } = yield* world.run(fileOf(more))
  addsUp(summary.flows["invoices"]!)
  return summary.flows["invoices"]!
})

const rejectsOf = (world: World) =>
  world.with(fileOf(), () => Effect.flatMap(Ledger, (ledger) => ledger.rejects("test", {})))

describe("a transform", () => {
  it.effect("makes the model, which `map` overrides, `where` sees and `set` comes after", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        const more = `where: model.customerNumber != "C2"\nmap: { number: lower(model.number) }\nset: { note: model.number + " " + record.No }\n`
        const rows = [row(1), { ...row(2), Customer: "C2" }, row(3)]
        const flow = yield* invoicesOf(world, own, rows, more)
        assert.deepInclude(flow, { read: 3, confirmed: 2, skipped: 1 })
        assert.deepStrictEqual(flow.money["EUR"]?.confirmed, "21.00")
        assert.deepStrictEqual(
          world.target.calls.flat().map(({ record }) => [record.number, record.note]),
          [
            ["i1", "i1 I1"],
            ["i3", "i3 I3"],
          ],
        )
      }),
    ),
  )

  it.effect("skips, refuses in its own words, and fails, a record at a time", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        const several = transform({ entity: "invoice", record: Row }, (row, model) => {
          if (row.No === "I1") return undefined
          if (row.No === "I2") return [{ message: "is older than the books", column: "Amount", hint: "leave it out" }]
          if (row.No === "I3") throw new RangeError(`no rate for ${row.Customer}`)
          return own.make(row, model)
        })
        const flow = yield* invoicesOf(world, several, rowsTo(5))
        assert.deepInclude(flow, { read: 5, confirmed: 2, skipped: 1, invalid: 2 })
        const issues = (yield* rejectsOf(world)).map((reject) => reject.issues[0]!)
        assert.deepStrictEqual(issues[0], {
          code: "WB-MAP-RULE",
          message: "is older than the books",
          column: "Amount",
          hint: "leave it out",
        })
        assert.strictEqual(issues[1]?.code, "WB-MAP-TRANSFORM")
        assert.match(issues[1]?.message ?? "", /^the flow's transform threw RangeError at transform\.test\.ts:\d+:\d+$/)
        assert.notInclude(JSON.stringify(issues), "no rate")
      }),
    ),
  )

  it.effect("is run for every row of every run, and sends what became another", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        let [rate, made] = ["1.00", 0]
        const rated = transform({ entity: "invoice", record: Row }, (row) => {
          made += 1
          return { number: row.No, customerNumber: row.Customer, total: euro(rate) }
        })
        yield* invoicesOf(world, rated, rowsTo(9))
        assert.deepInclude(yield* invoicesOf(world, rated, rowsTo(9)), { unchanged: 9 })
        assert.strictEqual(made, 18)
        rate = "2.00"
        assert.deepInclude(yield* invoicesOf(world, rated, rowsTo(9)), { updated: 9 })
      }),
    ),
  )

  it.effect("of another text refuses the plan that was made before, and reads from the start again", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        world.table("invoices", columns, rowsTo(3))
        world.incremental = true
        const file = fileOf("", ", read: incremental")
        has(world, own, "before")
        yield* world.run(file)
        assert.deepInclude((yield* world.run(file)).summary.flows["invoices"], { read: 0 })
        const planned = yield* world.with(file, (open) =>
          Effect.flatMap(Ledger, ({ plans }) => world.inCopy(keepPlan(open, { version: "1" }, plans))),
        )
        has(world, own, "after")
        const refused = yield* Effect.flip(
          world.with(file, (open) =>
            Effect.gen(function* () {
              const { plans } = yield* Ledger
              yield* world.inCopy(checkPlan(open, yield* findPlan(plans, "test", planned.id!), "1", plans))
            }),
          ),
        )
        assert.strictEqual(refused._tag, "PlanRefused")
        assert.include(JSON.stringify(refused), "transform of invoices")
        assert.deepInclude((yield* world.run(file)).summary.flows["invoices"], { read: 3, unchanged: 3 })
      }),
    ),
  )
})

describe("opening a pipeline with a transform", () => {
  const says: ReadonlyArray<readonly [name: string, exported: unknown, at: string, message: RegExp]> = [
    [
      "a column that the source doesn't have",
      transform({ entity: "invoice", record: Schema.Struct({ Amuont: Schema.String }) }, () => undefined),
      "10:16 WB-MAP-COLUMN",
      /'Amuont'.*did you mean 'Amount'/s,
    ],
    [
      "a column of another type",
      transform({ entity: "invoice", record: Schema.Struct({ Amount: Schema.BigDecimal }) }, () => undefined),
      "10:16 WB-MAP-TYPE",
      /'Amount' as a decimal, and the source has text/,
    ],
    ["another entity", transform({ entity: "payment" }, () => undefined), "10:16 WB-FLOW-ENTITY", /payments.*invoices/],
    ["no transform", { make: () => undefined }, "10:16 WB-FILE-TRANSFORM", /exports no transform/],
    ["another contract", { ...own, specVersion: "transform/v2" }, "10:16 WB-FILE-TRANSFORM", /another contract/],
    ["half a transform", { ...own, make: "text" }, "10:16 WB-FILE-TRANSFORM", /not a whole transform/],
    ["an entity that there is not", { ...own, entity: "order" }, "10:16 WB-FILE-TRANSFORM", /not a whole transform/],
  ]
  for (const [name, exported, at, message] of says) {
    it.effect(`says of ${name} where it is named`, () =>
      inWorld(
        Effect.fnUntraced(function* (world) {
          has(world, exported as Transform)
          world.table("invoices", columns, [])
          const fault = yield* Effect.flip(world.run(fileOf()))
          assert.strictEqual(fault._tag, "PipelineFault")
          if (fault._tag !== "PipelineFault") return
          const [{ place, code, message: said, hint } = { code: "", message: "" }] = fault.diagnostics
          assert.strictEqual(`${place?.line}:${place?.column} ${code}`, at)
          assert.match(`${said} ${hint}`, message)
        }),
      ),
    )
  }

  it.effect("says that the module is not there, and takes nothing but a path", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        world.table("invoices", columns, [])
        const absent = yield* Effect.flip(world.run(fileOf()))
        assert.include(JSON.stringify(absent), "'./invoice.ts' can't be loaded: nothing to import")
        const name = yield* Effect.flip(world.run(fileOf().replace("./invoice.ts", "invoice")))
        assert.include(JSON.stringify(name), "'transform': expected a path such as ./invoice.ts")
      }),
    ),
  )
})

const customerOf = (make: (record: any, model: Customer | undefined) => unknown) =>
  compileTransform(transform({ entity: "customer" }, make as any), undefined)

const failureOf = (make: (record: any) => unknown, record: object = {}) => {
  const made = customerOf(make)(record)
  return made !== undefined && Result.isFailure(made) ? made.failure[0] : undefined
}

describe("what a transform returns", () => {
  const strange: ReadonlyArray<readonly [value: unknown, says: RegExp]> = [
    [null, /no model/],
    ["C1", /no model/],
    [new Map(), /no model/],
    [() => ({ number: "C1" }), /no model/],
    [Promise.resolve({ number: "C1" }), /a promise.*synchronous/],
    [[], /a list that is none of issues/],
    [[{ number: "C1" }, { number: "C2" }], /a list that is none of issues.*one model/],
    [[{ message: "x" }, { message: "" }], /a list that is none of issues/],
    [[{ message: "x", hint: 5 }], /a list that is none of issues/],
    [{ number: "C1", emial: "x" }, /a field that there is not did you mean 'email'/],
    [{ number: "C1", billingAddress: { cty: "Graz" } }, /a field that there is not did you mean 'city'/],
  ]
  for (const [value, says] of strange) {
    it(`is an issue where it is ${says.source}`, () => {
      const issue = failureOf(() => value)
      assert.strictEqual(issue?.code, "WB-MAP-TRANSFORM")
      assert.match(`${issue?.message} ${issue?.hint}`, says)
    })
  }

  it("is not waited for, and ends nothing, where it is a promise that fails", async () => {
    const issue = failureOf(() => Promise.reject(new Error("gone")))
    await new Promise((resolve) => setImmediate(resolve))
    assert.include(issue?.message, "a promise")
  })

  it("is without what is empty, and otherwise as it came", () => {
    const total = euro("1")
    const made = customerOf(() => ({ number: "C1", name: "", billingAddress: { city: undefined, line1: "x" } }))
    assert.deepStrictEqual(made({}), Result.succeed({ number: "C1", billingAddress: { line1: "x" } }))
    const bare = customerOf(() => ({ number: total, billingAddress: { city: "" } }))
    assert.deepStrictEqual(bare({}), Result.succeed({ number: total } as any))
  })

  it("can't change the source's record, which is kept for whoever mends a reject", () => {
    const record = { No: "C1" }
    const issue = failureOf((given) => ((given.No = "C2"), { number: given.No }), record)
    assert.match(issue?.message ?? "", /threw TypeError at transform\.test\.ts/)
    assert.deepStrictEqual(record, { No: "C1" })
  })

  it("may be made from what the source itself made of the record, where it could", () => {
    const source = (record: { No: string }) =>
      record.No === ""
        ? Result.fail([{ code: "WB-TEST", message: "no number" }] as const)
        : Result.succeed({ number: record.No })
    const make = compileTransform(
      transform({ entity: "customer" }, (_record, model) => ({ number: "none", ...model, name: "N" })),
      source,
    )
    assert.deepStrictEqual(make({ No: "C1" }), Result.succeed({ number: "C1", name: "N" }))
    assert.deepStrictEqual(make({ No: "" }), Result.succeed({ number: "none", name: "N" }))
  })

  it("is not asked for where the record is not what the transform declares, which names the column", () => {
    const Kind = Schema.Struct({ Kind: Schema.Literals(["a", "b"]), Day: Schema.optionalKey(Schema.String) })
    const make = compileTransform(
      transform({ entity: "customer", record: Kind }, ({ Kind }) => ({ number: Kind })),
      undefined,
    )
    assert.deepStrictEqual(make({ Kind: "b" }), Result.succeed({ number: "b" }))
    const made = make({ Kind: "secret" })
    assert.deepInclude(made !== undefined && Result.isFailure(made) ? made.failure[0] : {}, {
      code: "WB-MODEL-CHOICE",
      column: "Kind",
    })
  })

  it.effect.prop(
    "never throws and never tells a value, whatever it is",
    [Schema.Json, Schema.Literals(["returned", "thrown", "listed", "a message"])],
    ([value, how]) =>
      Effect.sync(() => {
        const secret = "s3cret-value"
        const made = customerOf(() => {
          const marked = { [secret]: secret, number: value, name: secret }
          if (how === "thrown")
            throw Object.assign(new Error(secret), marked, { message: `${secret} ${JSON.stringify(value)}` })
          if (how === "a message") throw Object.assign(new Error("x"), { name: `${secret} ${JSON.stringify(value)}` })
          return how === "listed" ? [marked, value] : marked
        })
        const result = made({})
        assert.isTrue(result !== undefined && Result.isFailure(result))
        assert.notInclude(JSON.stringify(result), secret)
      }),
  )
})
