import { assert, describe, it } from "@effect/vitest"
import { Duration, Exit, Schema } from "effect"

import { baseUrlText, batchField, httpFields, httpsOrLoopback } from "../src/index.ts"

const Settings = Schema.Struct({
  ...httpFields({ baseUrl: "https://api.example.test/v2/", rateLimit: { perSecond: 1, inFlight: 1 }, timeout: 30 }),
  batch: batchField({ records: 100, most: 1000 }),
}).check(httpsOrLoopback)

const decode = Schema.decodeUnknownExit(Settings, { onExcessProperty: "error", errors: "all" })

describe("settings", () => {
  it("has a default for everything", () => {
    const settings = Schema.decodeSync(Settings)({})
    assert.strictEqual(baseUrlText(settings), "https://api.example.test/v2")
    assert.deepStrictEqual(settings.rateLimit, { perSecond: 1, inFlight: 1 })
    assert.strictEqual(Duration.toSeconds(settings.timeout), 30)
    assert.strictEqual(settings.batch, 100)
  })

  it("takes part of a rate limit, and a time-out as seconds or text", () => {
    const settings = Schema.decodeSync(Settings)({ rateLimit: { inFlight: 3 }, timeout: "2 minutes" })
    assert.deepStrictEqual(settings.rateLimit, { perSecond: 1, inFlight: 3 })
    assert.strictEqual(Duration.toSeconds(settings.timeout), 120)
    const { rateLimit } = Schema.decodeSync(Settings)({ rateLimit: { perDay: 10_000_000 } })
    assert.deepStrictEqual(rateLimit, { perSecond: 1, perDay: 10_000_000, inFlight: 1 })
    assert.strictEqual(Duration.toMillis(Schema.decodeSync(Settings)({ timeout: 0.5 }).timeout), 500)
  })

  it("accepts http:// for this machine only, unless insecure", () => {
    for (const host of ["localhost:8080", "127.0.0.1", "127.1.2.3:1", "[::1]:9", "sandbox.localhost"]) {
      assert.isTrue(Exit.isSuccess(decode({ baseUrl: `http://${host}` })), host)
    }
    for (const host of ["example.test", "127.0.0.1.example.test", "localhost.example.test", "10.0.0.1"]) {
      assert.isTrue(Exit.isFailure(decode({ baseUrl: `http://${host}` })), host)
      assert.isTrue(Exit.isSuccess(decode({ baseUrl: `http://${host}`, insecure: true })), host)
    }
  })

  it("refuses what can't be meant, at its field", () => {
    const wrong: ReadonlyArray<readonly [object, string]> = [
      [{ baseUrl: "ftp://example.test" }, "baseUrl"],
      [{ baseUrl: "https://somebody:word@example.test" }, "baseUrl"],
      [{ baseUrl: "https://example.test/?a=1" }, "baseUrl"],
      [{ timeout: 0 }, "timeout"],
      [{ timeout: "soon" }, "timeout"],
      [{ batch: 0 }, "batch"],
      [{ rateLimit: { perSecond: 0 } }, "perSecond"],
      [{ rateLimit: { perDay: 0 } }, "perDay"],
      [{ rateLimit: { perDay: 1.5 } }, "perDay"],
      [{ rateLimit: { perDay: 10_000_001 } }, "perDay"],
      [{ rateLimit: { perWeek: 5 } }, "perWeek"],
    ]
    for (const [input, field] of wrong) {
      const exit = decode(input)
      assert.isTrue(Exit.isFailure(exit), field)
      assert.include(String(exit), `["${field}"]`)
      assert.notInclude(String(exit), "somebody")
    }
  })
})
