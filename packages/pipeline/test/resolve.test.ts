import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { resolveUnknown } from "../src/index.ts"
import { World } from "./support/memory.ts"

const file = `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
  elsewhere: { connector: memory, system: two }
flows:
  invoices:
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: invoices }
    map: { number: record.No, customerNumber: '"C1"', total: 'money("1", "EUR")' }
  others:
    from: { connection: here, stream: invoices }
    to: { connection: elsewhere, stream: invoices }
    map: { number: record.No, customerNumber: '"C1"', total: 'money("1", "EUR")' }
`

const pipeline = { name: "test", hash: "h" }
const said = { version: "0.0.0-test", decision: "delivered", reason: "seen there" } as const

/** A world whose target left every record of both flows without an answer. */
const lost = <E>(use: (made: World) => Effect.Effect<void, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const made = new World()
      made.table("invoices", ["No"], [{ No: "I1" }, { No: "I2" }])
      made.target.repeat = "duplicates"
      made.target.answer = () => ({ _tag: "Unknown", issue: { code: "WB-TEST", message: "no answer" } })
      return made
    }),
    (made) => Effect.andThen(made.run(file), use(made)),
    (made) => Effect.sync(() => made.remove()),
  )

describe("resolving", () => {
  it.effect("asks which flow is meant, and decides about that one only", () =>
    lost((made) =>
      Effect.gen(function* () {
        const resolve = (options: Partial<Parameters<typeof resolveUnknown>[1]>) =>
          Effect.provide(resolveUnknown(pipeline, { ...said, keys: ["I1"], ...options }), made.ledger)
        const error = yield* Effect.flip(resolve({}))
        assert.strictEqual(error._tag === "NotToResolve" ? error.code : error._tag, "WB-RESOLVE-FLOW")
        const resolved = yield* resolve({ flow: "others" })
        assert.deepStrictEqual(resolved.records, [{ flow: "others", target: "memory:two/invoices", key: "I1" }])
        const { flows } = (yield* made.run(file)).summary
        assert.deepInclude(flows["others"], { unchanged: 1, unknown: 1 })
        assert.deepInclude(flows["invoices"], { unchanged: 0, unknown: 2 })
      }),
    ),
  )

  it.effect("a number that is given twice is decided about once", () =>
    lost((made) =>
      Effect.gen(function* () {
        const resolved = yield* Effect.provide(
          resolveUnknown(pipeline, { ...said, keys: ["I1", "I1"], flow: "others" }),
          made.ledger,
        )
        assert.strictEqual(resolved.records.length, 1)
      }),
    ),
  )
})
