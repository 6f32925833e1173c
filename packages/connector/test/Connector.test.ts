import { assert, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

import { makeConnector, specVersion } from "../src/index.ts"

it.effect("a connector carries the contract's version and its settings' type", () =>
  Effect.gen(function* () {
    const connector = makeConnector({
      name: "demo",
      title: "Demo",
      description: "Holds nothing.",
      settings: Schema.Struct({ directory: Schema.String }),
      streams: [],
      errors: [],
      open: ({ directory }) => Effect.as(Effect.logDebug(directory.toUpperCase()), { check: Effect.succeed([]) }),
    })
    assert.strictEqual(connector.specVersion, "connector/v1")
    assert.strictEqual(connector.specVersion, specVersion)
    const settings = yield* Schema.decodeEffect(connector.settings)({ directory: "./data" })
    assert.deepStrictEqual(settings, { directory: "./data" })
  }),
)
