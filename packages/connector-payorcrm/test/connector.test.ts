import { inspect } from "node:util"

import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Effect, Exit, Layer, Schema } from "effect"

import { errors, payorcrm, PayorCrm, PayorCrmSettings } from "../src/index.ts"
import { quick, recorder } from "./recorder.ts"

const strict = { onExcessProperty: "error", errors: "all" } as const
const decode = Schema.decodeUnknownExit(PayorCrmSettings, strict)
const platform = Layer.mergeAll(NodeHttpClient.layerUndici, NodeServices.layer)
const credentials = { apiKey: "key-5f1e", apiSecret: "secret-5f1e" }

const Document = Schema.Struct({
  properties: Schema.Record(
    Schema.String,
    Schema.Struct({ description: Schema.NonEmptyString, default: Schema.optionalKey(Schema.Unknown) }),
  ),
})

describe("settings", () => {
  it("needs nothing but the credentials, and has the documented defaults", () => {
    const settings = Schema.decodeSync(PayorCrmSettings, strict)(credentials)
    const { apiKey: _apiKey, apiSecret: _apiSecret, baseUrl, timeout: _timeout, ...rest } = settings
    assert.strictEqual(baseUrl.href, "https://app.payorcrm.com/")
    assert.deepStrictEqual(rest, {
      insecure: false,
      rateLimit: { perSecond: 1, inFlight: 1 },
      batch: 100,
      amountUnit: "whole",
      balanceFormat: "decimal",
      negativeAmounts: "send",
      dateFormat: "yyyy-MM-dd",
      currencyCode: "send",
      addresses: false,
      onDuplicate: "upsert",
      partialSuccess: "never",
      answers: "any",
    })
  })

  it("refuses what is missing or wrong, at its field and without the value", () => {
    const wrong: ReadonlyArray<readonly [object, string]> = [
      [{ apiKey: undefined }, "apiKey"],
      [{ apiSecret: "" }, "apiSecret"],
      [{ apiSecret: "secret-5f1e\n" }, "apiSecret"],
      [{ amountUnit: "cents" }, "amountUnit"],
      [{ dateFormat: "yy" }, "dateFormat"],
      [{ batch: 0 }, "batch"],
      [{ baseUrl: "http://example.test" }, "baseUrl"],
      [{ apiSecrte: "secret-5f1e" }, "apiSecrte"],
    ]
    for (const [part, field] of wrong) {
      const input = JSON.parse(JSON.stringify({ ...credentials, ...part }))
      const exit = decode(input)
      assert.isTrue(Exit.isFailure(exit), field)
      assert.include(String(exit), field)
      assert.notInclude(String(exit), "5f1e")
    }
  })

  it("shows no secret, however it is printed", () => {
    const settings = Schema.decodeSync(PayorCrmSettings, strict)(credentials)
    for (const shown of [inspect(settings, { depth: null }), JSON.stringify(settings)]) {
      assert.notInclude(shown, "5f1e")
    }
  })

  it("describes every setting, and every default, for editors", () => {
    const { definitions } = Schema.toJsonSchemaDocument(PayorCrmSettings, strict)
    const { properties } = Schema.decodeUnknownSync(Document)(definitions["PayorCrmSettings"])
    assert.deepStrictEqual(Object.keys(properties), Object.keys(PayorCrmSettings.fields))
    const withoutDefault = new Set(["apiKey", "apiSecret", "account", "localAmountUnit"])
    for (const [field, property] of Object.entries(properties)) {
      assert.strictEqual("default" in property, !withoutDefault.has(field), field)
    }
  })
})

const open = Effect.fnUntraced(function* (url: string, extra: object = {}) {
  const settings = yield* Schema.decodeEffect(PayorCrmSettings, strict)({ ...quick(url), ...extra })
  return yield* PayorCrm.make(settings)
})

const invoice = { customerNumber: "C-9", invoiceNumber: "I-9", invoiceAmount: BigDecimal.fromBigInt(1n) }

describe("answers", () => {
  const upload = (answer: string, extra: object = {}) =>
    Effect.gen(function* () {
      const { url } = yield* recorder(answer)
      const client = yield* open(url, extra)
      return yield* Effect.exit(client.uploadInvoices([invoice]))
    }).pipe(Effect.scoped, Effect.provide(NodeHttpClient.layerUndici))

  it.live("a success is told by its status, whatever the body, but a page of HTML", () =>
    Effect.gen(function* () {
      for (const body of ["", "OK", "{}", "[1,2]", '{"error":"x"}', "12345678901234567890.5"]) {
        assert.deepStrictEqual(yield* upload(body), Exit.void, body)
      }
      const page = yield* Effect.flip(yield* upload("<html><body>Sign in</body></html>"))
      assert.deepStrictEqual([page.reason._tag, page.sent], ["Lost", "maybe"])
    }),
  )

  it.live("where answers must be JSON, anything else leaves the upload unknown", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* upload("{}", { answers: "json" }), Exit.void)
      for (const body of ["", "OK"]) {
        const error = yield* Effect.flip(yield* upload(body, { answers: "json" }))
        assert.deepStrictEqual([error.reason._tag, error.sent], ["Lost", "maybe"])
      }
    }),
  )
})

describe("the connector", () => {
  it.live("check reaches the host without credentials, and says what it could not verify (invariant 9)", () =>
    Effect.gen(function* () {
      const { url, received } = yield* recorder("<html>", 404)
      const settings = yield* Schema.decodeEffect(PayorCrmSettings, strict)(quick(url))
      const connection = yield* payorcrm.open(settings, { connection: "test", baseDirectory: "/" })
      const unverified = yield* connection.check
      assert.match(unverified.join(), /credentials/)
      assert.strictEqual(received.length, 1)
      assert.strictEqual(received[0]!.method, "GET")
      assert.notProperty(received[0]!.headers, "api_key")
      assert.notProperty(received[0]!.headers, "api_secret")
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )

  it("lists each code once, with meaning and fix", () => {
    assert.strictEqual(new Set(errors.map(({ code }) => code)).size, errors.length)
    for (const { code, meaning, fix } of errors) {
      assert.match(code, /^WB-(HTTP|PAYORCRM)-[A-Z-]+$/)
      assert.isTrue(meaning.length > 0 && fix.length > 0)
    }
  })
})
