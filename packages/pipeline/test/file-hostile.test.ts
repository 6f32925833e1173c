/** Whatever the file holds, it is read or refused; and no secret is ever shown (invariant 7). */
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Predicate, Result, Schema } from "effect"
import { stringify } from "yaml"

import { formatDiagnostic } from "../src/Diagnostic.ts"
import { readPipeline } from "../src/file/readPipeline.ts"
import { resolveConnections } from "../src/file/resolveConnections.ts"
import { connectors } from "./support/connector.ts"

const secret = "s3cret-v4lue"
const environment = { KEY: secret, __proto__x: secret }

const readText = (text: string) => readPipeline({ file: "waybill.yaml", text, directory: "/srv/etl", environment })

const assertHonest = (text: string): void => {
  const result = readText(text)
  if (Result.isSuccess(result)) return
  assert.isNotEmpty(result.failure)
  const lines = text.split(/\n/).length
  for (const diagnostic of result.failure) {
    assert.notInclude(JSON.stringify(diagnostic), secret)
    assert.isTrue(diagnostic.place!.line >= 1 && diagnostic.place!.line <= lines, JSON.stringify(diagnostic))
    assert.isAtLeast(diagnostic.place!.column, 1)
  }
  const places = result.failure.map(({ place }) => place!.line * 10_000 + place!.column)
  assert.deepStrictEqual(
    places,
    places.toSorted((a, b) => a - b),
  )
}

const pieces = [
  "version: 1\n", "name: x\n", "connections:\n", "flows:\n", "  a:\n", "    connector: demo\n", "    apiKey: ${KEY}\n",
  "    from: { connection: a, stream: '${KEY}' }\n", "    to: { connection: a, stream: b }\n", "    after: [a, b]\n",
  "state: ${KEY}\n", "${KEY}", "${", "$${", "}", "- ", "? ", ": ", "&a ", "*a ", "<<: ", "!tag ", "!!str ", "| ", ">-\n", "'", '"',
  "\\", "\\u0041", "\n", "\r\n", "\t", "  ", "[", "]", "{", ",", "#", "%YAML 1.1\n", "---\n", "...\n", "\uFEFF", "\u0000", "\uD800", "😀", "__proto__: ",
  "constructor: ", "0x1F", ".inf", "~", "true", "1e400",
] as const // prettier-ignore

const text = Arbitrary.schema(Schema.Array(Schema.Literals(pieces)).check(Schema.isBetweenLength(0, 60)))

const names = [
  "version",
  "name",
  "connections",
  "flows",
  "state",
  "tables",
  "connector",
  "apiKey",
  "from",
  "to",
  "stream",
  "connection",
  "after",
  "map",
  "set",
  "where",
  "distinct",
  "entity",
  "a",
  "b",
  "__proto__",
  "toString",
  "login",
  "token",
  "rateLimit",
  "perSecond",
  "lines",
] as const
const Leaf = Schema.Union([
  Schema.Literals([
    "${KEY}",
    "x${KEY}",
    "demo",
    "dmeo",
    "a",
    "b",
    "first",
    "customer",
    "${NOPE}",
    "",
    "__proto__",
    1,
    2,
    1.5,
    true,
  ]),
  Schema.Null,
])
/** A few entries or items of `value`, or `value` itself. */
const around = <A>(value: Schema.Codec<A>) =>
  Schema.Union([value, Schema.Array(value).check(Schema.isMaxLength(3)), Schema.Record(Schema.Literals(names), value)])
const Value1 = around(Leaf)
const Value2 = around(Value1)

/** A file whose form is right, with anything in its places. */
const almost = Arbitrary.schema(
  Schema.Struct({ connections: Value2, flows: Value2, state: Value1, tables: Value1, settings: Value2, flow: Value2 }),
)

const mapOf = (value: unknown): object => (Predicate.isObject(value) ? value : {})

describe("reading a pipeline file", () => {
  it.prop("never throws on any text, and points into it", [text], ([parts]) => assertHonest(parts.join("")), {
    arbitrary: { runs: 1000 },
  })

  it.prop(
    "never throws on any values in any of its places",
    [almost],
    ([each]) => {
      const { connections, flows, state, tables, settings, flow } = each
      assertHonest(stringify({ version: 1, name: "x", connections, flows, state, tables }))
      const end = { connection: "a", stream: "${KEY}" }
      const file = {
        version: 1,
        name: "x",
        connections: { a: { connector: "demo", ...mapOf(settings) } },
        flows: { b: { ...mapOf(flow), from: end, to: { ...end, stream: "t" } } },
      }
      assertHonest(stringify(file))
      assertHonest(JSON.stringify(file))
    },
    { arbitrary: { size: 4, runs: 200 } },
  )

  it.effect.prop(
    "a connection's settings from the environment are never shown, whatever they are",
    [almost],
    ([{ settings }]) =>
      Effect.gen(function* () {
        const end = { connection: "a", stream: "s" }
        const connection = {
          ...mapOf(settings),
          connector: "demo",
        }
        const flows = { b: { from: end, to: { ...end, stream: "t" } } }
        const read = readText(stringify({ version: 1, name: "x", connections: { a: connection }, flows }))
        if (Result.isFailure(read)) return
        const resolved = yield* Effect.result(
          resolveConnections(read.success.pipeline, connectors, () => Effect.fail("nothing")),
        )
        const faults = Result.isFailure(resolved) ? resolved.failure : []
        for (const fault of faults) assert.notInclude(formatDiagnostic(fault), secret)
      }),
  )
})
