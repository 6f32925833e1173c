import { execFileSync } from "node:child_process"

import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, DateTime, Effect, Schema } from "effect"

import { dayIn } from "../../src/map/zone.ts"

const day = (text: string, zone: string): string => String(dayIn(DateTime.zoneMakeNamedUnsafe(zone))(text))

const zones = [
  "UTC",
  "Asia/Nicosia",
  "Europe/Tallinn",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
  "Pacific/Apia",
  "Pacific/Pago_Pago",
  "Australia/Lord_Howe",
  "Africa/Monrovia",
] as const

describe("the day of a moment", () => {
  it("is that of the zone", () => {
    assert.strictEqual(day("2014-11-05T23:30:00", "Asia/Nicosia"), "2014-11-06")
    assert.strictEqual(day("2014-11-05T21:59:59", "Asia/Nicosia"), "2014-11-05")
    assert.strictEqual(day("2014-11-05T22:00:00", "Asia/Nicosia"), "2014-11-06")
    // Summer time.
    assert.strictEqual(day("2014-07-05T20:59:59", "Asia/Nicosia"), "2014-07-05")
    assert.strictEqual(day("2014-07-05T21:00:00", "Asia/Nicosia"), "2014-07-06")
    assert.strictEqual(day("2014-11-05T23:59:59", "UTC"), "2014-11-05")
    assert.strictEqual(day("2014-12-31T23:30:00", "Europe/Tallinn"), "2015-01-01")
    assert.strictEqual(day("2024-03-01T02:00:00", "America/New_York"), "2024-02-29")
    // The island skipped 30 December 2011.
    assert.strictEqual(day("2011-12-30T10:00:00", "Pacific/Apia"), "2011-12-31")
    assert.strictEqual(day("0050-06-15T12:00:00", "UTC"), "0050-06-15")
  })

  it.each([
    "",
    "2014-11-05",
    "2014-11-05T24:00:00",
    "2014-11-05T23:60:00",
    "2014-11-05T23:59:60",
    "2014-02-29T12:00:00",
    "2014-13-01T12:00:00",
    "2014-11-05T15:49:59Z",
    "2014-11-05T15:49:59+02:00",
    "2014-11-05T15:49:59.000",
    "2014-11-05 15:49:59",
    " 2014-11-05T15:49:59",
    "05/11/2014",
    "0001-01-01T00:00:00",
    "9999-12-31T23:00:00",
  ])("%j has none, or none that can be told", (text) => {
    assert.strictEqual(day(text, text.startsWith("0001") ? "America/New_York" : "Asia/Tokyo"), "undefined")
  })

  const seconds = Schema.Int.check(Schema.isBetween({ minimum: -2_000_000_000, maximum: 8_000_000_000 }))

  it.effect.prop(
    "is what the platform's calendar says",
    [Arbitrary.schema(seconds), Arbitrary.schema(Schema.Literals(zones))],
    ([second, zone]) =>
      Effect.sync(() => {
        const moment = DateTime.makeUnsafe(second * 1000)
        const local = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" })
        const expected = local.format(DateTime.toEpochMillis(moment))
        assert.strictEqual(day(DateTime.formatIso(moment).slice(0, 19), zone), expected)
      }),
    { arbitrary: { runs: 2000 } },
  )

  it("does not depend on the zone of the machine (invariant 5)", () => {
    const program = `
      import { DateTime } from "effect"
      import { dayIn } from ${JSON.stringify(new URL("../../src/map/zone.ts", import.meta.url).href)}
      const days = ${JSON.stringify(zones)}.flatMap((zone) => {
        const day = dayIn(DateTime.zoneMakeNamedUnsafe(zone))
        return ["2014-11-05T23:30:00", "2026-03-29T00:30:00", "2017-10-15T02:59:59"].map((text) => String(day(text)))
      })
      console.log(new Date(0).getTimezoneOffset(), days.join(" "))`
    const run = (TZ: string) =>
      execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", program], {
        cwd: new URL("../..", import.meta.url),
        env: { ...process.env, TZ },
        encoding: "utf8",
      })
        .trim()
        .split(" ")
    const [hereOffset, ...here] = run("America/Sao_Paulo")
    const [thereOffset, ...there] = run("Pacific/Kiritimati")
    assert.notStrictEqual(hereOffset, thereOffset)
    assert.deepStrictEqual(here, there)
    assert.strictEqual(here.length, zones.length * 3)
    assert.include(here, "2014-11-06")
  })
})
