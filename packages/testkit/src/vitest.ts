/**
 * Registers the checks of a connector with vitest.
 */
import { Effect } from "effect"
import { assert, describe, it } from "vitest"

import type { Check } from "./Check.ts"
import { checksOf } from "./checksOf.ts"
import type { Conformance } from "./Conformance.ts"

/** Milliseconds of the machine; waits of a check are twenty times as quick. */
const timeout = 60_000

const groupOf = ({ subject, stream }: Check): string =>
  stream === undefined ? "connection" : `${stream} as a ${subject === "source" ? "source" : "target"}`

const register = ({ name, explanation, run }: Check): void =>
  it(name, { timeout }, async (context) => {
    const verdict = await Effect.runPromise(run, { signal: context.signal })
    if (verdict._tag === "Skipped") context.skip(verdict.reason)
    assert(verdict._tag === "Passed", verdict._tag === "Failed" ? `${verdict.message}\n\n${explanation}` : "")
  })

/** One `describe` per stream and direction, one test per check; what can't be checked is skipped with the reason. */
export const conformance = (suite: Conformance): void => {
  const groups = Map.groupBy(checksOf(suite), groupOf)
  describe(`${suite.connector.name} keeps the contract`, () => {
    for (const [group, checks] of groups) {
      describe(group, () => {
        for (const check of checks) register(check)
      })
    }
  })
}
