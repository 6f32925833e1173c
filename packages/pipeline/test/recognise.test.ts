/** Rows that are what they were when their content was confirmed are not mapped again; nothing else about a run changes by it. */
import { assert, describe, it } from "@effect/vitest"
import { Ledger } from "@waybill/ledger"
import { Effect, Schema, Stream } from "effect"

import { rowDigest } from "../src/flow/recognise.ts"
import type { RunOptions, RunSummary } from "../src/index.ts"
import { pageSize, type TextRow, World } from "./support/memory.ts"

const fileOf = (map: string) => `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
flows:
  invoices:
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: invoices }
    map: ${map}
`

const file = fileOf(`{ number: record.No, customerNumber: record.Customer, total: 'money(record.Amount, "EUR")' }`)

const columns = ["No", "Customer", "Amount"]
const row = (index: number, amount = "10.50"): TextRow => ({ No: `I${index}`, Customer: "C1", Amount: amount })
const rowsTo = (count: number) => Array.from({ length: count }, (_, index) => row(index))

const inWorld = <E>(use: (world: World) => Effect.Effect<void, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => new World()),
    use,
    (world) => Effect.sync(() => world.remove()),
  )

/** Runs over these rows: what it said, how many records it mapped, and what it sent. */
const over = Effect.fnUntraced(function* (
  world: World,
  rows: ReadonlyArray<TextRow>,
  { text = file, ...options }: Partial<RunOptions> & { readonly text?: string } = {},
) {
  const { target } = world
  world.table("invoices", columns, rows)
  target.calls.length = 0
  target.mapped = 0
  const { summary } = yield* world.run(text, options)
  return { invoices: summary.flows["invoices"]!, mapped: target.mapped, sent: target.sent }
})

describe("a row that comes again as it was", () => {
  it.effect("is not mapped, and counts with its money", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        const rows = rowsTo(3 * pageSize)
        const first = yield* over(world, rows)
        assert.strictEqual(first.mapped, rows.length)
        const { invoices, mapped, sent } = yield* over(world, rows)
        assert.deepStrictEqual([mapped, sent], [0, []])
        assert.strictEqual(invoices.unchanged, rows.length)
        assert.strictEqual(invoices.money["EUR"]?.unchanged, first.invoices.money["EUR"]?.confirmed)
        const third = yield* over(world, rows)
        assert.strictEqual(third.mapped, 0)
      }),
    ),
  )

  it.effect("is mapped where it is another one, and only it", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        yield* over(world, rowsTo(20))
        const changed = rowsTo(20).with(4, row(4, "11.00"))
        const { invoices, mapped, sent } = yield* over(world, changed)
        assert.deepStrictEqual([mapped, sent], [1, ["I4"]])
        assert.deepStrictEqual([invoices.updated, invoices.unchanged], [1, 19])
        const back = yield* over(world, rowsTo(20))
        assert.deepStrictEqual([back.mapped, back.sent], [1, ["I4"]])
      }),
    ),
  )

  it.effect("is mapped with --full, by another version, and by another file", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        const rows = rowsTo(5)
        const other = file.replace("record.Customer,", "lower(record.Customer),")
        yield* over(world, rows)
        for (const options of [{ full: true }, { version: "0.0.1-test" }]) {
          const { invoices, mapped } = yield* over(world, rows, options)
          assert.deepStrictEqual([mapped, invoices.unchanged], [5, 5])
        }
        const { sent } = yield* over(world, rows, { text: other, version: "0.0.1-test" })
        assert.strictEqual(sent.length, 5)
      }),
    ),
  )

  it.effect("is mapped where the target did not take it, or said nothing", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        const issue = { code: "WB-TEST", message: "no" }
        world.target.answer = ({ key }) =>
          key === "I1" ? { _tag: "Refused", issue } : key === "I2" ? { _tag: "Unknown", issue } : { _tag: "Confirmed" }
        world.target.repeat = "duplicates"
        yield* over(world, rowsTo(4))
        const { mapped, invoices } = yield* over(world, rowsTo(4))
        assert.strictEqual(mapped, 2)
        assert.deepStrictEqual([invoices.unchanged, invoices.refused, invoices.unknown], [2, 1, 1])
      }),
    ),
  )
})

describe("is mapped all the same", () => {
  it.effect("where it names records of others, whose ids may be others by now", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        const text = `${fileOf(`{ number: record.No, customerNumber: 'ref("customers", record.Customer)', total: 'money(record.Amount, "EUR")' }`)}
    after: [customers]
  customers:
    from: { connection: here, stream: customers }
    to: { connection: there, stream: customers }
    map: { number: record.No, name: record.No }
`
        world.table("customers", ["No"], [{ No: "C1" }])
        world.target.parents = () => []
        world.target.answer = ({ key }) => ({ _tag: "Confirmed", targetId: `id of ${key}` })
        yield* over(world, rowsTo(5), { text })
        const { mapped, invoices } = yield* over(world, rowsTo(5), { text })
        assert.deepStrictEqual([mapped, invoices.unchanged], [5, 5])
      }),
    ),
  )

  it.effect("where its number stood in this run before: what comes after is told of the first one's row", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        // Far enough from one another that each page in between is written down.
        const [early, all] = [6 * pageSize, 12 * pageSize]
        yield* over(world, rowsTo(all))
        const rows = [...rowsTo(early), row(0), ...rowsTo(all).slice(early), row(0, "7.00")]
        const { invoices } = yield* over(world, rows)
        assert.deepStrictEqual([invoices.unchanged, invoices.invalid], [all + 1, 1])
        const [reject] = yield* world.with(file, () => Effect.flatMap(Ledger, (ledger) => ledger.rejects("test", {})))
        assert.include(reject?.issues[0]?.message, "in row 2 ")
      }),
    ),
  )
})

it("rows of other values have other digests, also where values hold what stands between values", () => {
  const record = Schema.Struct({ a: Schema.String, b: Schema.String })
  const digest = rowDigest("by", { source: { record, read: () => Stream.empty } })
  const digests = [
    { a: "1", b: "2" },
    { a: "12", b: "" },
    { a: "1\0", b: "2" },
    { a: "1", b: "\x002" },
  ].map(digest)
  assert.strictEqual(new Set(digests).size, digests.length)
  assert.strictEqual(digest({ a: "1", b: "2" }), digests[0])
})

const Edit = Schema.Struct({
  at: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 20 })),
  to: Schema.Literals([
    "gone",
    "another amount",
    "no amount",
    "twice",
    "twice, another amount",
    "first",
    "as at first",
  ]),
})
const Edits = Schema.Array(Schema.Array(Edit).check(Schema.isMaxLength(5))).check(Schema.isBetweenLength(1, 4))

const edit = (rows: ReadonlyArray<TextRow>, { at, to }: typeof Edit.Type): ReadonlyArray<TextRow> => {
  const one = rows[at]
  if (one === undefined) return rows
  switch (to) {
    case "gone":
      return rows.toSpliced(at, 1)
    case "another amount":
      return rows.with(at, { ...one, Amount: "99.01" })
    case "no amount":
      return rows.with(at, { ...one, Amount: "-" })
    case "twice":
      return [...rows, one]
    case "twice, another amount":
      return rows.toSpliced(at, 0, { ...one, Amount: "7.00" })
    case "first":
      return [one, ...rows.toSpliced(at, 1)]
    case "as at first":
      return rows.with(at, { ...one, Amount: "10.50" })
  }
}

const said = ({ flows, outcome }: Pick<RunSummary, "flows" | "outcome">) => ({ flows, outcome })

it.effect.prop(
  "whatever changes between runs, they say and send what runs say and send that map everything",
  [Edits],
  ([series]) =>
    inWorld((world) =>
      inWorld(
        Effect.fnUntraced(function* (other) {
          let rows: ReadonlyArray<TextRow> = rowsTo(16)
          for (const edits of [[], ...series, []]) {
            rows = edits.reduce(edit, rows)
            for (const each of [world, other]) each.table("invoices", columns, rows)
            const one = yield* world.run(file)
            const whole = yield* other.run(file, { full: true })
            assert.deepStrictEqual(said(one.summary), said(whole.summary))
            assert.deepStrictEqual(world.target.sent, other.target.sent)
          }
          assert.isBelow(world.target.mapped, other.target.mapped)
        }),
      ),
    ),
  // The long version: `WAYBILL_RUNS=500 pnpm exec vitest run packages/pipeline/test/recognise.test.ts`.
  { arbitrary: { runs: Number(process.env["WAYBILL_RUNS"] ?? 12) } },
)
