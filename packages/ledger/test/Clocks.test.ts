/** When a run asks whether it still is the one: by two clocks, since each of them can fool. */
import { assert, layer } from "@effect/vitest"
import { Clock, Duration, Effect } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"

import { makeLease, moment } from "../src/internal/lease.ts"
import * as NodeSqlite from "../src/internal/nodeSqlite.ts"
import { clockOf, folder, platform } from "./support.ts"

const length = Duration.seconds(30)

/** A lease granted at noon on a bare table of runs, whose writer waits for nobody. */
const leased = Effect.fnUntraced(function* (directory: string, hands: { wall: number; monotonic: number }) {
  const open = Effect.provide(NodeSqlite.make({ filename: `${directory}/runs.db` }), Reactivity.layer)
  const sql = yield* open
  yield* sql`PRAGMA journal_mode = WAL`
  yield* sql`PRAGMA busy_timeout = 0`
  yield* sql`CREATE TABLE runs (id INTEGER PRIMARY KEY, outcome TEXT, lease INTEGER)`
  yield* sql`INSERT INTO runs VALUES (1, 'running', 0)`
  const clock = clockOf(() => hands)
  const at = yield* Effect.provideService(moment, Clock.Clock, clock)
  const lease = makeLease(sql, 1, length, at)
  return {
    alive: Effect.match(Effect.provideService(lease.alive, Clock.Clock, clock), {
      onFailure: ({ code }) => code,
      onSuccess: () => "alive",
    }),
    end: lease.end,
    until: Effect.map(sql<{ lease: number }>`SELECT lease FROM runs`, (rows) => rows[0]!.lease),
    takeOver: sql`UPDATE runs SET outcome = 'interrupted'`,
    /** Another program in the middle of a transaction. */
    other: open,
  }
})

const noon = () => ({ wall: 12 * 3_600_000, monotonic: 1_000 })

layer(platform)("a lease", (it) => {
  it.effect("costs nothing for a third of its length, then it is renewed", () =>
    Effect.gen(function* () {
      const hands = noon()
      const { alive, until } = yield* leased(yield* folder, hands)
      hands.wall += 9_999
      hands.monotonic += 9_999
      assert.strictEqual(yield* alive, "alive")
      assert.strictEqual(yield* until, 0)
      hands.wall += 1
      hands.monotonic += 1
      assert.strictEqual(yield* alive, "alive")
      assert.strictEqual(yield* until, hands.wall + 30_000)
    }),
  )

  const jumps = {
    "the machine was suspended: only the wall clock went on": { wall: 60_000, monotonic: 0 },
    "the clock was set back while time went on": { wall: -3_600_000, monotonic: 60_000 },
    "the clock was set back a moment ago": { wall: -3_600_000, monotonic: 1 },
    "the clock was set back to where it was": { wall: 0, monotonic: 60_000 },
  }
  for (const [name, { wall, monotonic }] of Object.entries(jumps)) {
    it.effect(`asks the ledger where ${name}`, () =>
      Effect.gen(function* () {
        const hands = noon()
        const { alive, takeOver } = yield* leased(yield* folder, hands)
        yield* takeOver
        assert.strictEqual(yield* alive, "alive", "a moment after the renewal it is not asked")
        hands.wall += wall
        hands.monotonic += monotonic
        assert.strictEqual(yield* alive, "WB-LEDGER-ENDED")
      }),
    )
  }

  it.effect("that can't be renewed now is good for two thirds of it, while nobody has taken over", () =>
    Effect.gen(function* () {
      const hands = noon()
      const { alive, other, takeOver } = yield* leased(yield* folder, hands)
      const sql = yield* other
      yield* sql`BEGIN IMMEDIATE`
      hands.wall += 19_999
      hands.monotonic += 19_999
      assert.strictEqual(yield* alive, "alive")
      hands.wall += 1
      hands.monotonic += 1
      assert.strictEqual(yield* alive, "WB-LEDGER-LOCKED")
      yield* sql`COMMIT`
      assert.strictEqual(yield* alive, "alive")
      yield* takeOver
      yield* sql`BEGIN IMMEDIATE`
      hands.wall += 19_999
      hands.monotonic += 19_999
      assert.strictEqual(yield* alive, "WB-LEDGER-ENDED")
    }),
  )

  it.effect("is over with its run, however short a time ago it was renewed", () =>
    Effect.gen(function* () {
      const { alive, end } = yield* leased(yield* folder, noon())
      end()
      assert.strictEqual(yield* alive, "WB-LEDGER-ENDED")
    }),
  )
})
