/** Invariant 4: money crosses JSON exactly, or is refused. */
import { assert, describe, it } from "@effect/vitest"
import { Decimals } from "@waybill/model"
import { BigDecimal, Effect, Equal, Exit, Result, Schema } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"

import { DecimalNumber, exactAnswers } from "../src/index.ts"

const decode = Schema.decodeUnknownResult(DecimalNumber)
const encode = Schema.encodeUnknownResult(DecimalNumber)
const decimal = BigDecimal.fromStringUnsafe

describe("DecimalNumber", () => {
  const Digits = Schema.String.check(Schema.isPattern(/^-?[0-9]{1,15}$/))
  const Scale = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 15 }))

  it.effect.prop("any fifteen digits survive JSON text both ways", [Digits, Scale], ([digits, scale]) =>
    Effect.sync(() => {
      const value = BigDecimal.make(BigInt(digits), scale)
      const json = JSON.stringify(Result.getOrThrow(encode(value)))
      assert.isTrue(Equal.equals(decimal(json), value), json)
      assert.isTrue(Equal.equals(Result.getOrThrow(decode(JSON.parse(json))), value), json)
    }),
  )

  it("refuses sixteen digits, either way", () => {
    for (const text of ["1234567890123456", "-12345678901234.56", "0.1234567890123456", "1000000000000000000000"]) {
      assert.isTrue(Result.isFailure(encode(decimal(text))), text)
    }
    for (const number of [1234567890123456, 0.1 + 0.2, 1e21])
      assert.isTrue(Result.isFailure(decode(number)), String(number))
  })

  it("takes small fractions and negative amounts as they are", () => {
    for (const text of ["0", "-0.01", "12112", "0.0000001", "123456789012345"]) {
      assert.strictEqual(Decimals.toText(decimal(JSON.stringify(Result.getOrThrow(encode(decimal(text)))))), text)
    }
  })
})

describe("exactAnswers", () => {
  const read = (body: string) => {
    const client = HttpClient.make((request) => Effect.succeed(HttpClientResponse.fromWeb(request, new Response(body))))
    return Effect.exit(Effect.flatMap(exactAnswers(client).get("https://example.test/"), (response) => response.text))
  }

  it.effect("fails where JavaScript would round, naming the key and not the value", () =>
    Effect.gen(function* () {
      for (const number of ["12345678901234567.89", "1234567890123456", "0.12345678901234567"]) {
        const exit = yield* read(`{"data":[{"total":${number}}]}`)
        assert.isTrue(Exit.isFailure(exit), number)
        assert.include(String(exit), "'total'")
        assert.notInclude(String(exit), number)
      }
    }),
  )

  it.effect("lets everything else through: long texts, short numbers, what is not JSON", () =>
    Effect.gen(function* () {
      const id = "00000000000000000000000000"
      for (const body of [`{"id":"${id}","total":12.34}`, '{"total":123456789012345}', `<html>${id}`, "", id]) {
        assert.deepStrictEqual(yield* read(body), Exit.succeed(body))
      }
      for (const number of ["1000000000.000000", "-12345678901234.500", "0.100000000000000000e2"]) {
        const body = `{"total":${number}}`
        assert.deepStrictEqual(yield* read(body), Exit.succeed(body))
      }
    }),
  )
})
