/** A pipeline that a program defines: checked, run, planned and told of as one from a file, which it becomes. */
import { join } from "node:path"

import { assert, describe, it } from "@effect/vitest"
import { Ledger } from "@waybill/ledger"
import { Decimals, Money } from "@waybill/model"
import { Deferred, Effect, Fiber, Layer, Redacted, Schema, Stream } from "effect"

import {
  connect,
  definePipeline,
  type DefinedPipeline,
  formatDiagnostic,
  openDefined,
  plan,
  run,
  type RunEvent,
  runStream,
} from "../src/index.ts"
import { transform } from "../src/Transform.ts"
import { memory, platform, type TextRow, World } from "./support/memory.ts"

const columns = ["No", "Customer", "Amount"]
const row = (index: number, amount = "10.50"): TextRow => ({ No: `I${index}`, Customer: "C1", Amount: amount })
const rowsTo = (count: number) => Array.from({ length: count }, (_, index) => row(index))

const Row = Schema.Struct({ No: Schema.String, Customer: Schema.String, Amount: Schema.String })
const own = transform({ entity: "invoice", record: Row }, (row) => ({
  number: row.No,
  customerNumber: row.Customer,
  total: new Money(Decimals.parse(row.Amount)!, "EUR"),
}))

const defined = (world: World, more: { readonly transform?: typeof own; readonly token?: string } = {}) =>
  definePipeline({
    name: "test",
    directory: world.directory,
    connections: {
      here: connect(memory(world), {}),
      there: connect(memory(world), more.token === undefined ? {} : { token: Redacted.make(more.token) }),
    },
    flows: {
      invoices: {
        from: { connection: "here", stream: "invoices" },
        to: { connection: "there", stream: "invoices" },
        transform: more.transform ?? own,
        map: { note: "record.No" },
      },
    },
  })

const inWorld = <A, E>(use: (world: World) => Effect.Effect<A, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const world = new World()
      world.table("invoices", columns, rowsTo(20))
      return world
    }),
    use,
    (world) => Effect.sync(() => world.remove()),
  )

const runs = (world: World) => Layer.merge(world.ledger, platform)

const statesOf = (world: World) =>
  Effect.flatMap(Ledger, (ledger) => ledger.standing("test")).pipe(
    Effect.map((standing) => standing.map(({ state }) => state)),
    Effect.provide(world.ledger),
  )

const outcomeOf = (world: World) =>
  Effect.flatMap(Ledger, (ledger) => ledger.runs("test", 1)).pipe(
    Effect.map(([last]) => last?.outcome),
    Effect.provide(world.ledger),
  )

describe("a pipeline that a program defines", () => {
  it.effect("is run, and run again", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        const first = yield* Effect.provide(run(defined(world)), runs(world))
        assert.deepInclude(first, { pipeline: "test", outcome: "complete" })
        assert.deepInclude(first.flows["invoices"], { read: 20, confirmed: 20 })
        const second = yield* Effect.provide(run(defined(world), { flows: ["invoices"] }), runs(world))
        assert.deepInclude(second.flows["invoices"], { read: 20, unchanged: 20 })
        assert.strictEqual(defined(world).state, join(world.directory, ".waybill"))
      }),
    ),
  )

  it.effect("is the same whatever its secrets are, and shows none", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        const open = (token: string) =>
          openDefined(defined(world, { token })).pipe(Effect.scoped, Effect.provide(platform))
        const [one, other] = [yield* open("s3cret-one"), yield* open("s3cret-other")]
        assert.deepStrictEqual([one.pipeline.hash, one.reading], [other.pipeline.hash, other.reading])
        assert.notInclude(JSON.stringify(defined(world, { token: "s3cret-one" })), "s3cret")
      }),
    ),
  )

  it.effect("is planned, and exactly the plan is carried out; not by another transform", () =>
    inWorld(
      Effect.fnUntraced(
        function* (world) {
          const planned = yield* plan(defined(world))
          assert.deepInclude(planned.flows["invoices"], { create: 20 })
          assert.deepStrictEqual(world.target.sent, [])
          const changed = transform({ entity: "invoice", record: Row }, (row) => own.make(row, undefined))
          const refused = yield* Effect.flip(run(defined(world, { transform: changed }), { plan: planned.id! }))
          assert.strictEqual(refused._tag, "PlanRefused")
          assert.include(JSON.stringify(refused), "transform of invoices")
          assert.deepStrictEqual(world.target.sent, [])
          const { outcome } = yield* run(defined(world), { plan: planned.id! })
          assert.strictEqual(outcome, "complete")
          assert.strictEqual(world.target.sent.length, 20)
        },
        (use, world) => Effect.provide(use, runs(world)),
      ),
    ),
  )
})

/** What is wrong with the definition, as it is told. */
const toldOf = (world: World, change: (definition: any) => void) =>
  Effect.gen(function* () {
    const pipeline = defined(world)
    change(pipeline.definition)
    const fault = yield* Effect.flip(openDefined(pipeline as DefinedPipeline))
    assert.strictEqual(fault.message, fault.diagnostics.map(formatDiagnostic).join("\n"))
    return fault.message
  }).pipe(Effect.scoped, Effect.provide(platform))

const circle: Array<unknown> = []
circle.push(circle)

const mistakes: ReadonlyArray<readonly [name: string, change: (definition: any) => void, told: RegExp]> = [
  [
    "a column that there is not",
    ({ flows }) => (flows.invoices.map.note = "lower(record.Nmae)"),
    /^flows\.invoices\.map\.note error WB-MAP-COLUMN: /,
  ],
  [
    "a field that there is not",
    ({ flows }) => (flows.invoices.map["no te"] = "1"),
    /^flows\.invoices\.map\["no te"\] error WB-MAP-FIELD: /,
  ],
  [
    "a record that the source has not",
    ({ flows }) =>
      (flows.invoices.transform = transform(
        { entity: "invoice", record: Schema.Struct({ Nr: Schema.String }) },
        () => undefined,
      )),
    /^flows\.invoices\.transform error WB-MAP-COLUMN: .*'Nr'/,
  ],
  [
    "a connection that there is not",
    ({ flows }) => (flows.invoices.to.connection = "ther"),
    /^flows\.invoices\.to\.connection error WB-FILE-CONNECTION: .*\n.*did you mean 'there'/,
  ],
  [
    "a plain secret",
    ({ connections }) => (connections.there.settings = { token: "s3cret" }),
    /^connections\.there\.token error WB-FILE-LITERAL-SECRET: .*must not be plain text\n.*Redacted\.make/,
  ],
  [
    "a setting that there is not",
    ({ connections }) => (connections.there.settings = { sytem: "two" }),
    /^connections\.there\.sytem error WB-FILE-KEY: .*'sytem' in 'there'\n.*'system'/,
  ],
  [
    "a value that no file holds",
    ({ flows }) => (flows.invoices.set = { note: () => "1" }),
    /^flows\.invoices\.set\.note error WB-FILE-VALUE: /,
  ],
  ["a value that goes in circles", ({ flows }) => (flows.invoices.match = circle), /match(\[0\])+ error WB-FILE-VALUE/],
  [
    "two flows that write one stream",
    ({ flows }) => (flows.again = flows.invoices),
    /^flows\.again\.to\.stream error WB-FILE-TWO-WRITERS: .*\(flows\.invoices\.to\.stream\)/,
  ],
]

describe("a definition with a mistake", () => {
  for (const [name, change, told] of mistakes) {
    it.effect(`says where: ${name}`, () =>
      inWorld((world) =>
        Effect.map(toldOf(world, change), (text) => {
          assert.match(text, told)
          assert.notInclude(text, "s3cret")
        }),
      ),
    )
  }
})

describe("a run as a stream", () => {
  it.live("tells of progress, of drift, of waiting, and at last of its end", () =>
    inWorld(
      Effect.fnUntraced(
        function* (world) {
          const events = yield* Stream.runCollect(runStream(defined(world)))
          const last = events.at(-1)
          assert.isTrue(last?._tag === "End" && last.summary.outcome === "complete")
          const progress = events.flatMap((event) => (event._tag === "Progress" ? [event.counts.confirmed] : []))
          assert.deepStrictEqual([progress.at(-1), progress], [20, progress.toSorted((a, b) => a - b)])
          assert.deepStrictEqual([...new Set(events.map(({ _tag }) => _tag))], ["Progress", "End"])

          world.table("invoices", [...columns, "New"], [{ ...row(50), New: "x" }])
          world.target.answer = () => ({ _tag: "Unknown", issue: { code: "WB-TEST", message: "no answer" } })
          Object.assign(world.target, {
            repeat: "duplicates",
            visibleAfter: 300,
            find: () => Effect.succeed(new Map()),
          })
          const second = yield* Stream.runCollect(runStream(defined(world)))
          const drift = second.flatMap((event) => (event._tag === "Drift" ? event.drift : []))
          assert.strictEqual(drift[0]?.field, "New")
          const waiting = second.find((event) => event._tag === "Waiting")
          assert.deepInclude(waiting, { flow: "invoices", records: 1 })
        },
        (use, world) => Effect.provide(use, runs(world)),
      ),
    ),
  )

  it.live("keeps no more than one progress of a flow for a reader who is slow", () =>
    inWorld(
      Effect.fnUntraced(
        function* (world) {
          world.table("invoices", columns, rowsTo(500))
          const over = Deferred.makeUnsafe<void>()
          world.target.before = Effect.suspend(() =>
            world.target.sent.length >= 490 ? Deferred.succeed(over, undefined) : Effect.void,
          )
          const slow = Stream.mapEffect(runStream(defined(world)), (event) => Effect.as(Deferred.await(over), event))
          const events = yield* Stream.runCollect(slow)
          // The first, what moved while that was looked at, and what moved after the end of the wait.
          assert.isBelow(events.length, 20)
          assert.deepInclude(events.at(-1), { _tag: "End" })
        },
        (use, world) => Effect.provide(use, runs(world)),
      ),
    ),
  )

  const isMoving = (event: RunEvent) => event._tag === "Progress" && event.counts.confirmed > 0

  const leavers: ReadonlyArray<
    readonly [
      string,
      (pipeline: DefinedPipeline, sending: Deferred.Deferred<void>) => Effect.Effect<unknown, unknown, any>,
    ]
  > = [
    ["stops listening", (pipeline) => Stream.runDrain(Stream.takeUntil(runStream(pipeline), isMoving))],
    [
      "is interrupted",
      Effect.fnUntraced(function* (pipeline, sending) {
        const fiber = yield* Effect.forkChild(run(pipeline))
        yield* Deferred.await(sending)
        yield* Fiber.interrupt(fiber)
      }),
    ],
  ]
  for (const [name, leave] of leavers) {
    it.live(`settles what is on its way where its reader ${name}, and the next run goes on`, () =>
      inWorld(
        Effect.fnUntraced(function* (world) {
          world.table("invoices", columns, rowsTo(200))
          const sending = Deferred.makeUnsafe<void>()
          let [begun, ended] = [0, 0]
          const { target } = world
          target.before = Effect.gen(function* () {
            begun += 1
            yield* Deferred.succeed(sending, undefined)
            yield* Effect.sleep(5)
            ended += 1
          })
          yield* Effect.provide(leave(defined(world), sending), runs(world)) as Effect.Effect<unknown, unknown>
          assert.deepStrictEqual([begun > 0, ended], [true, begun])
          assert.isBelow(target.sent.length, 200)
          assert.notInclude(yield* statesOf(world), "sending")
          assert.strictEqual(yield* outcomeOf(world), "stopped")
          target.before = Effect.void
          const { outcome } = yield* Effect.provide(run(defined(world)), runs(world))
          assert.strictEqual(outcome, "complete")
          // Invariant 2: each once.
          assert.deepStrictEqual([target.sent.length, new Set(target.sent).size], [200, 200])
        }),
      ),
    )
  }

  it.effect("fails with what is wrong, before anything is read", () =>
    inWorld(
      Effect.fnUntraced(function* (world) {
        const pipeline = defined(world)
        const wrong = { ...pipeline, definition: { ...pipeline.definition, name: "not a name" } }
        const fault = yield* Effect.flip(Effect.provide(run(wrong), runs(world)))
        assert.include(fault.message, "WB-FILE-VALUE")
        assert.strictEqual(world.pagesRead, 0)
      }),
    ),
  )
})
