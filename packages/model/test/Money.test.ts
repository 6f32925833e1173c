import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Effect, Exit, Result, Schema } from "effect"

import { AmountSchema, Currencies, Decimals, Money, Monies, MoneySchema } from "../src/index.ts"
import { amount, money } from "./arbitraries.ts"

const many = { arbitrary: { runs: 2_000, size: 60 } }
const codec = Schema.toCodecJson(MoneySchema)
const toJson = Schema.encodeUnknownExit(codec)
const fromJson = Schema.decodeUnknownExit(codec)
const of = (text: string, currency: string): Money => new Money(Decimals.parse(text)!, currency)

describe("Money as JSON", () => {
  it.effect.prop(
    "comes back exactly (invariant 4)",
    [money],
    ([value]) =>
      Effect.gen(function* () {
        const json = JSON.stringify(yield* Schema.encodeEffect(codec)(value))
        const back = yield* Schema.decodeUnknownEffect(codec)(JSON.parse(json))
        assert.isTrue(Monies.equals(back, value), json)
      }),
    many,
  )

  it("is the amount and the currency, without an exponent", () => {
    assert.deepStrictEqual(toJson(of("1234.50", "EUR")), Exit.succeed("1234.5 EUR"))
    assert.deepStrictEqual(toJson(new Money(BigDecimal.make(-5n, -3), "JPY")), Exit.succeed("-5000 JPY"))
    assert.deepStrictEqual(toJson(new Money(BigDecimal.make(1n, 20), "EUR")), Exit.succeed(`0.${"0".repeat(19)}1 EUR`))
  })

  it.each([
    1234.5,
    "1234.5",
    "1,234.5 EUR",
    "1e3 EUR",
    "+1 EUR",
    ".5 EUR",
    "1 eur",
    "1 XXX",
    "1EUR",
    " 1 EUR",
    "1 EUR ",
    "1 EUR\n",
    "",
    `${"9".repeat(101)} EUR`,
  ])("%j is refused", (json) => assert.isTrue(Exit.isFailure(fromJson(json))))

  it("an amount too long to be read back is refused when it is written", () => {
    const longest = new Money(BigDecimal.make(10n ** 100n - 1n, 0), "EUR")
    assert.isTrue(Exit.isSuccess(toJson(longest)))
    assert.isTrue(Exit.isFailure(toJson(new Money(BigDecimal.make(10n ** 100n, 0), "EUR"))))
  })

  it("a currency that there isn't is refused when it is written", () => {
    assert.isTrue(Exit.isFailure(toJson(of("1", "XXX"))))
    assert.isTrue(Exit.isFailure(toJson(of("1", "eur"))))
  })
})

describe("AmountSchema", () => {
  const isAmount = Schema.is(AmountSchema)

  it.effect.prop(
    "takes what the currency can pay, and refuses a tenth of its minor unit",
    [amount],
    ([value]) =>
      Effect.sync(() => {
        assert.isTrue(isAmount(value))
        const finer = BigDecimal.make(1n, Currencies.minorUnits(value.currency) + 1)
        assert.isFalse(isAmount(new Money(BigDecimal.sum(value.amount, finer), value.currency)))
      }),
    many,
  )

  it.each([
    ["12.34", "12.345", "EUR"],
    ["12", "12.5", "JPY"],
    ["12.345", "12.3456", "KWD"],
    ["12.3456", "12.34567", "CLF"],
  ])("%s fits and %s does not fit %s", (fits, finer, currency) => {
    assert.isTrue(isAmount(of(fits, currency)))
    assert.isFalse(isAmount(of(finer, currency)))
    assert.isTrue(Schema.is(MoneySchema)(of(finer, currency)))
  })

  it("zeros behind the point need no room", () => assert.isTrue(isAmount(of("-12.000", "JPY"))))

  it("says why, without the amount (invariant 7)", () => {
    const exit = Schema.decodeExit(Schema.toCodecJson(AmountSchema))("98765.4321 EUR")
    assert.include(String(exit), "no more decimals than the currency has")
    assert.notInclude(String(exit), "98765")
  })
})

describe("Money", () => {
  it("is shown with at least the currency's minor unit", () => {
    assert.strictEqual(String(of("1234.5", "EUR")), "1234.50 EUR")
    assert.strictEqual(String(of("1234.567", "EUR")), "1234.567 EUR")
    assert.strictEqual(String(of("1234", "JPY")), "1234 JPY")
    assert.strictEqual(Monies.format(of("-1", "KWD")), "-1.000")
  })

  it("counts minor units, or says how many digits the amount needs", () => {
    assert.deepStrictEqual(Monies.toMinorUnits(of("12.30", "EUR")), Result.succeed(1230n))
    assert.deepStrictEqual(Monies.toMinorUnits(of("-12", "JPY")), Result.succeed(-12n))
    assert.deepStrictEqual(Monies.toMinorUnits(of("12.3", "CLF")), Result.succeed(123_000n))
    assert.deepStrictEqual(Monies.toMinorUnits(of("12.5", "JPY")), Result.fail(1))
  })

  it("equals by value and currency", () => {
    assert.isTrue(Monies.equals(of("1.5", "EUR"), of("1.500", "EUR")))
    assert.isFalse(Monies.equals(of("1.5", "EUR"), of("1.5", "USD")))
    assert.isFalse(Monies.equals(of("1.5", "EUR"), of("1.51", "EUR")))
  })
})
