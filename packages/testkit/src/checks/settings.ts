/**
 * Connections: what a pipeline file may write, and what nobody may ever read.
 */
import { Effect, Option, Result, Stream } from "effect"

import {
  type Bench,
  broken,
  type Checking,
  decodeSettings,
  expect,
  inapplicable,
  type World,
} from "../internal/bench.ts"
import { modelsOf, proxyOf } from "../internal/bench.ts"
import type { ConnectionCheck } from "../internal/definition.ts"
import { unauthorized } from "../internal/faults.ts"
import { leaked, overheard, shownForms } from "../internal/leaks.ts"
import { secretsIn, settingsIn, undeclaredSecrets } from "../internal/settingsSchema.ts"

const decoded = Effect.fnUntraced(function* ({ suite }: Bench, { settings }: World) {
  const result = yield* decodeSettings(suite, settings)
  return Result.isSuccess(result)
    ? result.success
    : yield* broken(`the settings of \`system\` are wrong: ${result.failure}`)
})

const described = ({ suite: { connector } }: Bench): Checking => {
  const settings = settingsIn(connector.settings)
  if (settings === undefined) return broken("`settings` was to be a struct: the pipeline file writes a map of settings")
  const silent = settings.filter(({ description }) => typeof description !== "string" || description === "")
  return expect(
    silent.length === 0,
    () => `these settings have no description: ${silent.map(({ name }) => name).join(", ")}; annotate them`,
  )
}

const required = Effect.fnUntraced(function* (bench: Bench) {
  const { settings } = yield* bench.start
  const names = (settingsIn(bench.suite.connector.settings) ?? []).filter(({ required }) => required)
  if (names.length === 0) return yield* inapplicable("the connector requires no setting")
  for (const { name } of names) {
    const { [name]: _, ...others } = settings
    const result = yield* decodeSettings(bench.suite, others)
    if (Result.isSuccess(result)) return yield* broken(`settings without \`${name}\` were to be refused, and are taken`)
    yield* expect(
      result.failure.includes(name),
      `the refusal of settings without \`${name}\` was to name it, and does not`,
    )
  }
})

const unknown = Effect.fnUntraced(function* (bench: Bench) {
  const { settings } = yield* bench.start
  const result = yield* decodeSettings(bench.suite, { ...settings, mispelt: "value" })
  if (Result.isSuccess(result))
    return yield* broken("an unknown setting was to be refused, and is taken: a typing error would pass")
  yield* expect(result.failure.includes("mispelt"), "the refusal of an unknown setting was to name it, and does not")
})

const noSecret = "the settings hold no secret (a field of `Schema.RedactedFromValue`)"

const hidden = Effect.fnUntraced(function* (bench: Bench) {
  const settings = yield* decoded(bench, yield* bench.start)
  const [plain] = undeclaredSecrets(settings)
  if (plain !== undefined) {
    return yield* broken(
      `\`${plain}\` is named like a secret and shown in plain: make it a \`Schema.RedactedFromValue\``,
    )
  }
  const secrets = secretsIn(settings)
  if (secrets.length === 0) return yield* inapplicable(noSecret)
  const count = leaked(secrets, shownForms(settings))
  yield* expect(count === 0, `the decoded settings were to hide their secrets, and show ${count} of them`)
})

/** Uses the connection in every way that asks the system. */
const useAll = (bench: Bench, world: World) =>
  Effect.gen(function* () {
    const connection = yield* world.connect()
    const attempts: Array<Effect.Effect<unknown, unknown, Effect.Services<Checking>>> = [connection.check]
    for (const stream of bench.streams) {
      const { name, entity } = stream
      if (stream.source) {
        attempts.push(Effect.flatMap(world.source(name), ({ read }) => Stream.runDrain(read(Option.none()))))
      }
      if (!stream.target) continue
      const write = Effect.gen(function* () {
        const { destination } = connection
        const target = yield* destination!(name, { entity })
        const records = modelsOf(bench, stream, 1).flatMap((model) =>
          Result.match(target.fromModel(model), { onFailure: () => [], onSuccess: (record) => [record] }),
        )
        return yield* target.deliver(records.map((record) => ({ key: target.key(record), record, change: "create" })))
      })
      attempts.push(write)
    }
    return yield* Effect.forEach(attempts, overheard)
  })

const silent = Effect.fnUntraced(function* (bench: Bench) {
  const world = yield* bench.start
  const secrets = secretsIn(yield* decoded(bench, world))
  if (secrets.length === 0) return yield* inapplicable(noSecret)
  const proxy = yield* proxyOf(world)
  proxy.strike(() => unauthorized)
  const texts = (yield* useAll(bench, world)).flat()
  yield* expect(proxy.calls().length > 0, "the system was to be asked, and no request came: nothing was found out")
  const count = leaked(secrets, texts)
  yield* expect(
    count === 0,
    `errors, logs and spans of refused calls were to hide the secrets, and show ${count} of them (invariant 7)`,
  )
})

export const settingsChecks: ReadonlyArray<ConnectionCheck> = [
  {
    name: "settings: described",
    explanation: "Every setting has a description: editors, `waybill connectors` and the docs show nothing else of it.",
    check: described,
  },
  {
    name: "settings: required",
    explanation: "A required setting that is left out is refused by name, before anything runs.",
    check: required,
  },
  {
    name: "settings: unknown",
    explanation: "A setting that the connector does not know is refused by name, so that a typing error is found.",
    check: unknown,
  },
  {
    name: "secrets: in settings",
    explanation: "Decoded settings hide their secrets as text, as JSON and when inspected (invariant 7).",
    check: hidden,
  },
  {
    name: "secrets: in errors and logs",
    explanation: "A system that refuses the credentials brings no secret into an error, a log or a span (invariant 7).",
    check: silent,
  },
]
