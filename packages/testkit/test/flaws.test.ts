/** A connector that is broken on purpose fails exactly the checks that are about what is broken. */
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { allChecks, checksOf, type Conformance, type Subject } from "@waybill/testkit"
import { Effect, Layer } from "effect"
import { FetchHttpClient } from "effect/http"

import { connectionFlaws } from "./support/connectionFlaws.ts"
import { destinationFlaws } from "./support/destinationFlaws.ts"
import { suiteOf } from "./support/shelf.ts"
import { sourceFlaws } from "./support/sourceFlaws.ts"

const flaws = { connection: connectionFlaws, source: sourceFlaws, destination: destinationFlaws }

const failures = Effect.fnUntraced(function* (suite: Conformance, subject: Subject) {
  const checks = checksOf(suite).filter((check) => check.subject === subject)
  const run = checks.map(({ name, run }) => Effect.map(run, (verdict) => ({ name, verdict })))
  const verdicts = yield* Effect.all(run, { concurrency: 6 })
  return verdicts.filter(({ verdict }) => verdict._tag === "Failed").map(({ name }) => name)
})

for (const subject of ["connection", "source", "destination"] as const) {
  describe(subject, () => {
    for (const [name, { flaws: of, fails }] of Object.entries(flaws[subject])) {
      it.live(name, () => Effect.map(failures(suiteOf(of), subject), (failed) => assert.deepStrictEqual(failed, fails)))
    }
  })
}

it.live("a system that keeps what an earlier check left", () =>
  Effect.scoped(
    Effect.gen(function* () {
      const suite = suiteOf()
      const system = yield* suite.system
      const failed = yield* failures({ ...suite, system: Effect.succeed(system) }, "connection")
      assert.deepStrictEqual(failed, ["system: fresh"])
    }),
  ).pipe(Effect.provide(Layer.merge(NodeServices.layer, FetchHttpClient.layer))),
)

it("every check is failed by one flaw at least", () => {
  const noticed = new Set(["system: fresh"])
  for (const variants of Object.values(flaws)) {
    for (const { fails } of Object.values(variants)) for (const name of fails) noticed.add(name)
  }
  assert.deepStrictEqual(
    allChecks.map(({ name }) => name).filter((name) => !noticed.has(name)),
    [],
  )
})
