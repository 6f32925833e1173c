import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Result, Schema } from "effect"

import manifest from "../package.json" with { type: "json" }
import { formatDiagnostic } from "../src/Diagnostic.ts"
import { effectRelease, type ModuleImporter } from "../src/file/modules.ts"
import { resolveConnections } from "../src/file/resolveConnections.ts"
import { settingFaults, settingsOf } from "../src/file/settingsOf.ts"
import { connectors, demo, folder, Settings } from "./support/connector.ts"
import { short, sound } from "./support/read.ts"

const environment = {
  API_KEY: "s3cret-value",
  EMPTY: "",
  SHORT: "zq7",
  PER_SECOND: "12.5",
  YES: "true",
  WORD: "w0rd-value",
  SEVEN: "007",
}

const nothing: ModuleImporter = () => Effect.fail("nothing to import")

/** A file with one connection `c`, whose settings begin in line 5. */
const file = (connection: string) => `version: 1
name: test
connections:
  c:
${connection.replace(/^(?=.)/gm, "    ")}
  f: { connector: folder }
flows:
  x: { from: { connection: f, stream: a }, to: { connection: c, stream: b } }
`

const resolve = (connection: string, importer = nothing) =>
  Effect.result(resolveConnections(sound(file(connection), environment), connectors, importer))

const faultsOf = Effect.fnUntraced(function* (connection: string, importer = nothing) {
  const result = yield* resolve(connection, importer)
  const faults = Result.isFailure(result) ? result.failure : []
  for (const fault of faults) {
    for (const value of [environment.API_KEY, environment.SHORT, environment.WORD, "literal-value"]) {
      assert.notInclude(formatDiagnostic(fault), value)
    }
  }
  return faults
})

const base = "connector: demo\nbaseUrl: https://example.test\napiKey: ${API_KEY}\n"

describe("connections", () => {
  it.effect("have their settings decoded, texts of the environment as the schema expects them", () =>
    Effect.gen(function* () {
      const result = yield* resolve(
        `${base}rateLimit: { perSecond: "\${PER_SECOND}" }\ninsecure: \${YES}\ntimeout: \${PER_SECOND}\naccounts: ["\${SEVEN}"]\nlogin: { user: "\${YES}x", token: "\${API_KEY}" }\n`,
      )
      const { connector, settings } = Result.getOrThrow(result).get("c")!
      assert.strictEqual(connector, demo)
      assert.isTrue(Schema.is(Settings)(settings))
      if (!Schema.is(Settings)(settings)) return
      const decoded = settings
      assert.strictEqual(Redacted.value(decoded.apiKey), "s3cret-value")
      assert.strictEqual(decoded.rateLimit.perSecond, 12.5)
      assert.isTrue(decoded.insecure)
      assert.strictEqual(decoded.timeout, "12.5")
      assert.deepStrictEqual(decoded.accounts, ["007"])
      assert.strictEqual(decoded.login!.user, "truex")
      assert.strictEqual(Redacted.value(decoded.login!.token), "s3cret-value")
      assert.strictEqual(Result.getOrThrow(result).get("f")!.connector, folder)
    }),
  )

  const mistakes: ReadonlyArray<readonly [name: string, settings: string, at: string, says: RegExp]> = [
    ["a literal secret", base.replace("${API_KEY}", "literal-value"), "7:13 WB-FILE-LITERAL-SECRET", /\$\{NAME\}/],
    [
      "a secret with more than a variable",
      base.replace("${API_KEY}", "'x${API_KEY}'"),
      "7:13 WB-FILE-LITERAL-SECRET",
      /nothing else/,
    ],
    ["a literal secret that is a number", base.replace("${API_KEY}", "5"), "7:13 WB-FILE-LITERAL-SECRET", /'apiKey'/],
    [
      "a literal secret in a map",
      `${base}login:\n  user: u\n  token: literal-value\n`,
      "10:14 WB-FILE-LITERAL-SECRET",
      /'login.token'/,
    ],
    ["an empty secret", base.replace("API_KEY", "EMPTY"), "7:13 WB-FILE-VALUE", /'apiKey'.*empty/],
    [
      "a secret that its own check would quote",
      `${base}login: { user: u, token: "\${SHORT}" }\n`,
      "8:30 WB-FILE-VALUE",
      /'token'/,
    ],
    ["a misspelt setting", `${base}timeuot: 5\n`, "8:5 WB-FILE-KEY", /'timeuot' in 'c'.*'timeout'/s],
    [
      "a misspelt setting of a map",
      `${base}rateLimit: { perSecnd: 5 }\n`,
      "8:18 WB-FILE-KEY",
      /'rateLimit'.*'perSecond'/s,
    ],
    ["a missing setting", "connector: demo\napiKey: ${API_KEY}\n", "4:3 WB-FILE-REQUIRED", /'baseUrl'.*'c'/],
    [
      "a missing setting of a map",
      `${base}login: { token: "\${API_KEY}" }\n`,
      "8:5 WB-FILE-REQUIRED",
      /'user'.*'login'/,
    ],
    ["a wrong kind", `${base}insecure: literal-value\n`, "8:15 WB-FILE-VALUE", /true or false, found text/],
    ["a wrong kind from the environment", `${base}insecure: \${WORD}\n`, "8:15 WB-FILE-VALUE", /true or false/],
    ["a number out of bounds", `${base}rateLimit: { perSecond: 500 }\n`, "8:29 WB-FILE-VALUE", /between 1 and 100/],
    ["a number for text", `${base}accounts: [a, 7]\n`, "8:19 WB-FILE-VALUE", /'accounts\[2\]'/],
    ["a map for text or a list", `${base}accounts: {}\n`, "8:15 WB-FILE-VALUE", /or a list, found a map/],
    ["another word", `${base}unit: decimals\n`, "8:11 WB-FILE-VALUE", /did you mean 'decimal'/],
    [
      "another word from the environment",
      `${base}unit: \${WORD}\n`,
      "8:11 WB-FILE-VALUE",
      /'whole' or 'minor' or 'decimal'/,
    ],
    ["a check over several settings", base.replace("https:", "http:"), "6:14 WB-FILE-VALUE", /https:\/\//],
    ["an address that is none", base.replace("https://example.test", "w0rd"), "6:14 WB-FILE-VALUE", /URL/],
    [
      "an unknown connector that is near a known one",
      "connector: dmeo\n",
      "5:16 WB-FILE-CONNECTOR",
      /did you mean 'demo'/,
    ],
    ["a connector that is a path from the root", "connector: /evil.js\n", "5:16 WB-FILE-CONNECTOR", /demo, folder/],
    [
      "a module that is not there",
      "connector: ./absent.ts\n",
      "5:16 WB-FILE-CONNECTOR",
      /'\.\/absent\.ts' can't be loaded: nothing to import.*folder of the pipeline file/s,
    ],
    [
      "a connector that is an address",
      "connector: https://example.test/x.js\n",
      "5:16 WB-FILE-CONNECTOR",
      /demo, folder/,
    ],
    ["a connector that is a module of Node", "connector: node:fs\n", "5:16 WB-FILE-CONNECTOR", /demo, folder/],
    [
      "a package that is not installed",
      "connector: '@acme/waybill-x'\n",
      "5:16 WB-FILE-CONNECTOR",
      /can't be loaded.*install/s,
    ],
  ]
  for (const [name, settings, at, says] of mistakes) {
    it.effect(name, () =>
      Effect.gen(function* () {
        const faults = yield* faultsOf(settings)
        assert.deepStrictEqual(faults.map(short), [at], JSON.stringify(faults))
        assert.match(`${faults[0]!.message} ${faults[0]!.hint ?? ""}`, says)
      }),
    )
  }

  it.effect("show all their mistakes at once, in the order of the file", () =>
    Effect.gen(function* () {
      const faults = yield* faultsOf("connector: demo\nbaseUlr: x\ninsecure: 5\napiKey: literal-value\npassword: p\n")
      assert.deepStrictEqual(faults.map(short), [
        "4:3 WB-FILE-REQUIRED",
        "6:5 WB-FILE-KEY",
        "7:15 WB-FILE-VALUE",
        "8:13 WB-FILE-LITERAL-SECRET",
        "9:15 WB-FILE-LITERAL-SECRET",
      ])
    }),
  )
})

describe("a connector from an npm package", () => {
  const imported =
    (exports: unknown, effect?: string): ModuleImporter =>
    () =>
      Effect.succeed({ exports, url: "file:///demo.js", digest: "", ...(effect === undefined ? {} : { effect }) })
  const use = "connector: '@acme/waybill-demo'\nbaseUrl: https://example.test\napiKey: ${API_KEY}\n"

  it.effect("is its default export, or the one named connector", () =>
    Effect.gen(function* () {
      for (const module of [{ default: demo }, { connector: demo }, { default: demo, connector: folder }]) {
        const result = yield* resolve(use, imported(module))
        assert.strictEqual(Result.getOrThrow(result).get("c")!.connector, demo)
      }
    }),
  )

  it.effect("is imported by the name in the file, and a near miss of a known name is not", () =>
    Effect.gen(function* () {
      const names: Array<string> = []
      const importer: ModuleImporter = (name, directory) => {
        names.push(`${name} from ${directory}`)
        return imported({ default: demo })(name, directory)
      }
      yield* resolve(use, importer)
      yield* resolve(use.replace("@acme/waybill-demo", "demoo"), importer)
      yield* resolve(use.replace("@acme/waybill-demo", "./demo.ts"), importer)
      assert.deepStrictEqual(names, ["@acme/waybill-demo from /srv/etl", "./demo.ts from /srv/etl"])
    }),
  )

  const strange: ReadonlyArray<readonly [module: unknown, says: RegExp]> = [
    [undefined, /exports no connector/],
    [{}, /exports no connector.*makeConnector/s],
    [{ default: () => demo }, /exports no connector/],
    [
      { default: { ...demo, specVersion: "connector/v2" } },
      /built for 'connector\/v2', this Waybill takes 'connector\/v1'/,
    ],
    [{ default: { ...demo, specVersion: 1 } }, /another contract/],
    [{ default: { specVersion: "connector/v1" } }, /not a whole connector/],
  ]
  for (const [module, says] of strange) {
    it.effect(`is refused where ${says.source}`, () =>
      Effect.gen(function* () {
        const faults = yield* faultsOf(use, imported(module))
        assert.deepStrictEqual(faults.map(short), ["5:16 WB-FILE-CONNECTOR"])
        assert.match(`${faults[0]!.message} ${faults[0]!.hint}`, says)
      }),
    )
  }

  it.effect("is refused where it brings another effect, and taken where it brings another patch of ours", () =>
    Effect.gen(function* () {
      const [fault] = yield* faultsOf(use, imported({ default: demo }, "4.2.0"))
      assert.match(fault!.message, /built with effect 4\.2\.0, this Waybill with effect 4\.1$/)
      assert.deepStrictEqual(yield* faultsOf(use, imported({ default: demo }, "4.1.7")), [])
      assert.strictEqual(manifest.peerDependencies.effect, `~${effectRelease}.0`)
    }),
  )
})

describe("the settings of a connector", () => {
  it("are listed with what is needed, nested ones one by one", () => {
    assert.deepStrictEqual(
      settingsOf(Settings).map(({ name, needed, secret }) => `${name}, ${needed}${secret ? ", secret" : ""}`),
      [
        "baseUrl, yes",
        "apiKey, yes, secret",
        "password, no, secret",
        "login.user, yes",
        "login.token, yes, secret",
        "rateLimit.perSecond, default 5",
        "insecure, default false",
        "unit, no",
        "timeout, no",
        "accounts, no",
      ],
    )
    assert.isTrue(settingsOf(Settings).every(({ description }) => description !== ""))
  })

  it("of a class are those of its struct", () => {
    class Connection extends Schema.Class<Connection>("Connection")({
      token: Schema.RedactedFromValue(Schema.String.annotate({ description: "Token" })),
    }) {}
    assert.deepStrictEqual(
      settingsOf(Connection).map(({ name, secret }) => [name, secret]),
      [["token", true]],
    )
  })

  it("are at fault where one sounds like a secret and isn't, or has no description", () => {
    assert.deepStrictEqual(settingFaults(Settings), [])
    const described = Schema.String.annotate({ description: "x" })
    const careless = Schema.Struct({
      webApiKey: described,
      keyColumn: described,
      tokenSeconds: Schema.Finite.annotate({ description: "x" }),
      login: Schema.Struct({ password: Schema.optionalKey(described) }),
      mute: Schema.String,
    })
    assert.deepStrictEqual(settingFaults(careless), [
      "'webApiKey' sounds like a secret: declare it with Schema.RedactedFromValue",
      "'login.password' sounds like a secret: declare it with Schema.RedactedFromValue",
      "'mute' has no description",
    ])
  })
})
