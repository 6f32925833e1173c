import { assert, layer } from "@effect/vitest"
import { Effect, Exit, FileSystem, Scope } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { TestClock } from "effect/testing"

import { Ledger, Operator } from "../src/index.ts"
import * as NodeSqlite from "../src/internal/nodeSqlite.ts"
import { child } from "./child.ts"
import { compared, folder, inLedger, inRun, invoices, platform, reject, start } from "./support.ts"

layer(platform)("runs", (it) => {
  it.effect("are numbered, and shown with what they said at their end, latest first", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 0, 31, 22, 0, 0))
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          const ledger = yield* Ledger
          yield* inRun((_, run) => run.end("attention", { read: 3, money: { EUR: "1.10" } }))
          yield* TestClock.adjust("1 hour")
          yield* inRun((_, run) => Effect.andThen(TestClock.adjust("90 seconds"), run.end("complete", { read: 0 })))
          const first = {
            ...start,
            run: 1,
            command: "run",
            startedAt: "2026-01-31T22:00:00.000Z",
            endedAt: "2026-01-31T22:00:00.000Z",
            outcome: "attention",
            summary: { read: 3, money: { EUR: "1.10" } },
          } as const
          const second = {
            ...start,
            run: 2,
            command: "run",
            startedAt: "2026-01-31T23:00:00.000Z",
            endedAt: "2026-01-31T23:01:30.000Z",
            outcome: "complete",
            summary: { read: 0 },
          } as const
          assert.deepStrictEqual(yield* ledger.runs(start.pipeline, 10), [second, first])
          assert.deepStrictEqual(yield* ledger.runs(start.pipeline, 1), [second])
          assert.deepStrictEqual(yield* ledger.run(start.pipeline, 1), first)
          assert.isUndefined(yield* ledger.run(start.pipeline, 3))
          assert.isUndefined(yield* ledger.run("other", 1))
        }),
      )
    }),
  )

  it.effect("say who started them, by which plan, and of which run they are", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const about = { plan: "ab12", of: 1 }
      yield* inLedger(
        directory,
        Effect.provideService(
          inRun((_, run) => run.end("complete", {}), "post", about),
          Operator,
          "somebody",
        ),
      )
      const [run] = yield* inLedger(
        directory,
        Effect.flatMap(Ledger, (ledger) => ledger.runs(start.pipeline, 1)),
      )
      assert.deepInclude(run, { ...about, by: "somebody", command: "post" })
    }),
  )

  it.effect("invariant 8: one at a time for a pipeline, another pipeline beside it", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          const ledger = yield* Ledger
          const scope = yield* Scope.make()
          yield* Scope.provide(ledger.start(start), scope)
          const error = yield* Effect.flip(Effect.scoped(ledger.start(start)))
          assert.strictEqual(error._tag, "AlreadyRunning")
          assert.strictEqual((yield* ledger.runs(start.pipeline, 10))[0]?.outcome, "running")
          yield* Effect.scoped(ledger.start({ ...start, pipeline: "../other pipeline" }))
          // The refused start and the look at the runs have not loosened the lock.
          assert.strictEqual((yield* Effect.flip(Effect.scoped(ledger.start(start)))).code, "WB-LEDGER-RUNNING")
          yield* Scope.close(scope, Exit.void)
          yield* Effect.scoped(ledger.start(start))
        }),
      )
    }),
  )

  it.effect("invariant 8: one goes on for as long as it renews its lease, and is named to whoever wants to start", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        inRun((book, run) =>
          Effect.gen(function* () {
            const ledger = yield* Ledger
            // A renewal is on its way to the disk while the clock stands still: what is asked after it waits for it.
            yield* Effect.repeat(Effect.andThen(TestClock.adjust("10 seconds"), book.readTo), { times: 60 })
            const error = yield* Effect.flip(Effect.scoped(ledger.start(start)))
            assert.deepStrictEqual(
              [error.code, error.message],
              ["WB-LEDGER-RUNNING", "Run 1 of this pipeline is under way."],
            )
            yield* run.alive
            yield* run.end("complete", {})
            assert.strictEqual((yield* Effect.flip(run.alive)).code, "WB-LEDGER-ENDED")
          }),
        ),
      )
    }),
  )

  it.effect("leave no lock behind, however they ended", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* folder
      const locks = Effect.map(fs.readDirectory(directory), (files) => files.filter((file) => file.endsWith(".lock")))
      yield* inLedger(
        directory,
        inRun((_, run) => run.end("complete", {})),
      )
      yield* inLedger(
        directory,
        inRun(() => Effect.void),
      )
      assert.deepStrictEqual(yield* locks, [])
      const killed = yield* child(directory, "start")
      assert.strictEqual(yield* killed.line, "started")
      yield* killed.kill
      assert.deepStrictEqual(yield* locks, ["nightly.3.lock"])
      yield* inLedger(
        directory,
        inRun(() => Effect.map(Effect.orDie(locks), (during) => assert.deepStrictEqual(during, ["nightly.4.lock"]))),
      )
      assert.deepStrictEqual(yield* locks, [])
    }),
  )

  it.effect("invariant 8: one of an older version, which knew no leases, is left alone while its process lives", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          const ledger = yield* Ledger
          yield* inRun(() => Effect.void)
          const open = (file: string) =>
            Effect.provide(NodeSqlite.make({ filename: `${directory}/${file}` }), Reactivity.layer)
          yield* (yield* open("ledger.db"))`UPDATE runs SET outcome = 'running', lease = NULL`
          yield* Effect.scoped(
            Effect.gen(function* () {
              yield* (yield* open("nightly.lock"))`BEGIN EXCLUSIVE`
              assert.strictEqual((yield* Effect.flip(Effect.scoped(ledger.start(start)))).code, "WB-LEDGER-RUNNING")
              assert.strictEqual((yield* ledger.run(start.pipeline, 1))?.outcome, "running")
            }),
          )
          assert.strictEqual((yield* ledger.run(start.pipeline, 1))?.outcome, "interrupted")
          yield* Effect.scoped(ledger.start(start))
        }),
      )
    }),
  )

  it.effect("one that its scope ends early is interrupted, and writes no more", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          const ledger = yield* Ledger
          const [run, book] = yield* inRun((book, run) => Effect.succeed([run, book] as const))
          assert.strictEqual((yield* ledger.run(start.pipeline, run.run))?.outcome, "interrupted")
          const late = [
            book.compared([compared("I-1", "pending")]),
            book.reject([]),
            book.complete,
            run.alive,
            book.moveTo(undefined),
            run.flow(invoices),
            run.end("complete", {}),
          ]
          for (const write of late) {
            assert.strictEqual((yield* Effect.flip<unknown, { code: string }, never>(write)).code, "WB-LEDGER-ENDED")
          }
        }),
      )
    }),
  )

  it.effect("one that has ended can't end again, and stays as it ended", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          const error = yield* inRun((_, run) =>
            Effect.andThen(run.end("stopped", {}), Effect.flip(run.end("complete", {}))),
          )
          assert.strictEqual(error.code, "WB-LEDGER-ENDED")
          assert.strictEqual((yield* (yield* Ledger).run(start.pipeline, 1))?.outcome, "stopped")
        }),
      )
    }),
  )

  it.effect("keep what people decided, with their reasons, latest first", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book) =>
          Effect.gen(function* () {
            yield* book.compared([compared("I-1", "pending"), compared("I-2", "pending")])
            yield* book.intend(["I-1", "I-2"])
            yield* book.reject([reject(2, "I-1", "unknown"), reject(3, "I-2", "unknown")])
          }),
        ),
      )
      const kept = yield* inLedger(
        directory,
        Effect.gen(function* () {
          const ledger = yield* Ledger
          yield* inRun((book) =>
            Effect.andThen(
              book.resolve([{ key: "I-1", decision: "delivered", targetId: "t-1", reason: "seen there" }]),
              book.resolve([{ key: "I-2", decision: "send", reason: "not there" }]),
            ),
          )
          const known = yield* inRun((book) => book.lookup(["I-1", "I-2"]))
          assert.deepInclude(known.get("I-1"), { state: "confirmed", targetId: "t-1" })
          assert.strictEqual(known.get("I-2")?.state, "pending")
          assert.deepStrictEqual(yield* ledger.rejects(start.pipeline, {}), [])
          return yield* ledger.resolutions(start.pipeline)
        }),
      )
      assert.deepStrictEqual(
        kept.map(({ at: _at, ...resolution }) => resolution),
        [
          { ...invoices, run: 2, key: "I-2", decision: "send", reason: "not there" },
          { ...invoices, run: 2, key: "I-1", decision: "delivered", targetId: "t-1", reason: "seen there" },
        ],
      )
    }),
  )
})
