import { assert, describe, it } from "@effect/vitest"
import { CalendarDate, Dates } from "@waybill/model"
import { DateTime, Schema } from "effect"

import { noonIn } from "../../src/map/noon.ts"

const zones = [
  "UTC",
  "Asia/Nicosia",
  "America/Sao_Paulo",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
  "Pacific/Apia",
  "Pacific/Pago_Pago",
  "Pacific/Chatham",
  "Africa/Monrovia",
] as const

const zone = (name: string) => DateTime.zoneMakeNamedUnsafe(name)

/** The day of a UTC text in a zone as the platform's own calendar tells it, by another way than the code under test. */
const platformDay = (text: string, name: string): string => {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: name,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(Date.parse(`${text}Z`))
  const part = (type: string) => parts.find((each) => each.type === type)!.value
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`
}

const first = Dates.toEpochDay(new CalendarDate(1900, 1, 1))
const last = Dates.toEpochDay(new CalendarDate(2200, 12, 31))
const Day = Schema.Int.check(Schema.isBetween({ minimum: first, maximum: last }))

describe("noonIn", () => {
  it("writes noon of the zone as UTC", () => {
    const date = new CalendarDate(2026, 3, 1)
    assert.strictEqual(noonIn(zone("UTC"))(date), "2026-03-01T12:00:00")
    assert.strictEqual(noonIn(zone("Asia/Nicosia"))(date), "2026-03-01T10:00:00")
    // Summer time.
    assert.strictEqual(noonIn(zone("Asia/Nicosia"))(new CalendarDate(2026, 7, 1)), "2026-07-01T09:00:00")
    // Thirteen hours ahead and more: noon is the day before in UTC, and the same day in the zone.
    assert.strictEqual(noonIn(zone("Pacific/Kiritimati"))(date), "2026-02-28T22:00:00")
  })

  it("has no noon for a day that the zone left out, and none beyond the calendar", () => {
    assert.isUndefined(noonIn(zone("Pacific/Apia"))(new CalendarDate(2011, 12, 30)))
    assert.strictEqual(noonIn(zone("Pacific/Apia"))(new CalendarDate(2011, 12, 29)), "2011-12-29T22:00:00")
    assert.isUndefined(noonIn(zone("Etc/GMT+12"))(new CalendarDate(9999, 12, 31)))
    assert.strictEqual(noonIn(zone("UTC"))(new CalendarDate(9999, 12, 31)), "9999-12-31T12:00:00")
    assert.strictEqual(noonIn(zone("UTC"))(new CalendarDate(1, 1, 1)), "0001-01-01T12:00:00")
  })

  it.prop(
    "is the same day in its zone, whatever the zone (invariant 5)",
    [Day, Schema.Literals(zones)],
    ([day, name]) => {
      const date = Dates.fromEpochDay(day)!
      const noon = noonIn(zone(name))(date)
      if (noon === undefined) assert.deepStrictEqual([name, String(date)], ["Pacific/Apia", "2011-12-30"])
      else assert.strictEqual(platformDay(noon, name), String(date))
    },
  )
})
