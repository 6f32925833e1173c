/** Ctrl-C, and a run that another one has taken over from: nothing more leaves, and what is under way is written down. */
import { assert, describe, it } from "@effect/vitest"
import { MaySend } from "@waybill/connector"
import { Ledger } from "@waybill/ledger"
import { Deferred, Effect, Fiber } from "effect"

import { addsUp } from "./support/addsUp.ts"
import { World } from "./support/memory.ts"

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
    map: { number: record.No, name: record.Name }
  others:
    after: [customers]
    from: { connection: here, stream: others }
    to: { connection: there, stream: others }
    map: { number: record.No, name: record.Name }
`
const rows = Array.from({ length: 60 }, (_, index) => ({ No: `C${index}`, Name: `Customer ${index}` }))

const inWorld = <E>(use: (made: World) => Effect.Effect<void, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const made = new World()
      made.table("customers", ["No", "Name"], rows)
      made.table("others", ["No", "Name"], rows.slice(0, 1))
      return made
    }),
    use,
    (made) => Effect.sync(() => made.remove()),
  )

describe("a run that is asked to stop", () => {
  it.live("finishes and settles what is under way, says what is left, and the next run goes on from there", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const [sending, answer, signal] = [
          Deferred.makeUnsafe<void>(),
          Deferred.makeUnsafe<void>(),
          Deferred.makeUnsafe<string>(),
        ]
        made.target.batch = 5
        made.target.before = Effect.andThen(Deferred.succeed(sending, undefined), Deferred.await(answer))
        const fiber = yield* Effect.forkChild(made.run(file, { haltWhen: Deferred.await(signal) }))
        yield* Deferred.await(sending)
        yield* Deferred.succeed(signal, "SIGINT")
        yield* Effect.yieldNow
        yield* Deferred.succeed(answer, undefined)
        const { summary, outside } = yield* Fiber.join(fiber)
        assert.isFalse(outside)
        assert.strictEqual(summary.outcome, "stopped")
        assert.deepStrictEqual(
          summary.stopped.map(({ flow, code }) => [flow, code]),
          [
            ["customers", "WB-RUN-HALTED"],
            ["others", "WB-RUN-NOT-RUN"],
          ],
        )
        assert.include(summary.stopped[0]!.message, "SIGINT")
        const flow = summary.flows["customers"]!
        assert.strictEqual(flow.confirmed, made.target.sent.length)
        assert.isBelow(flow.confirmed, rows.length)
        addsUp(flow)
        const standing = yield* Effect.flatMap(Ledger, (ledger) => ledger.standing("test")).pipe(
          Effect.provide(made.ledger),
        )
        assert.deepStrictEqual(
          standing.map(({ state }) => state).filter((state) => state === "sending"),
          [],
        )
        made.target.before = Effect.void
        const next = (yield* made.run(file)).summary
        assert.strictEqual(next.outcome, "complete")
        assert.deepStrictEqual([...made.target.sent].sort(), [...rows.map(({ No }) => No), "C0"].sort())
      }),
    ),
  )

  it.live("does not wait for a source that gives nothing", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const signal = Deferred.makeUnsafe<string>()
        made.endless.add("customers")
        const fiber = yield* Effect.forkChild(made.run(file, { haltWhen: Deferred.await(signal) }))
        while (made.target.sent.length < 50) yield* Effect.sleep(1)
        yield* Deferred.succeed(signal, "SIGINT")
        const { summary } = yield* Fiber.join(fiber)
        assert.strictEqual(summary.outcome, "stopped")
        const { read, confirmed, pending } = summary.flows["customers"]!
        assert.deepStrictEqual([read, confirmed + pending], [60, 60])
      }),
    ),
  )

  it.live("does not wait for a target to be believed", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const signal = Deferred.makeUnsafe<string>()
        Object.assign(made.target, {
          repeat: "duplicates",
          visibleAfter: 600_000,
          find: () => Effect.succeed(new Map()),
        })
        made.target.answer = () => ({ _tag: "Unknown", issue: { code: "WB-TEST", message: "no answer" } })
        made.table("customers", ["No", "Name"], rows.slice(0, 2))
        const { summary } = yield* made.run(file, {
          haltWhen: Deferred.await(signal),
          onWait: () => Deferred.doneUnsafe(signal, Effect.succeed("SIGTERM")),
        })
        assert.deepInclude(summary.flows["customers"], { unknown: 2 })
        assert.strictEqual(made.target.sent.length, 2)
      }),
    ),
  )

  it.live("is asked for the right to send: invariant 8, none once another run has taken over", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const rights: Array<unknown> = []
        made.target.before = Effect.gen(function* () {
          rights.push((yield* Effect.exit(yield* MaySend))._tag)
        })
        yield* made.run(file)
        assert.deepStrictEqual([...new Set(rights)], ["Success"])
      }),
    ),
  )
})
