/**
 * Reads, moves and writes days around changes of daylight saving time, and prints them: the output is the same in every
 * time zone. Run by `timeZones.test.ts` as a process of its own, since a process keeps the zone that it starts with.
 */
import { Schema } from "effect"

import { CalendarDateSchema, Dates } from "../../src/index.ts"

const codec = Schema.toCodecJson(CalendarDateSchema)
const parse = Dates.compile("dd/MM/yyyy")

const lines = function* (): Generator<string> {
  // 1 January 2015 to 31 December 2031, day by day: every change of clocks of some years, and Samoa-like jumps.
  for (let day = 16_436; day <= 22_644; day++) {
    const date = Dates.fromEpochDay(day)!
    const text = Dates.toIso(date).split("-").toReversed().join("/")
    const back = parse._tag === "Success" ? parse.success(text) : undefined
    const json = JSON.stringify(Schema.encodeSync(codec)(date))
    const decoded = Schema.decodeUnknownSync(codec)(JSON.parse(json))
    yield [day, text, back, decoded, Dates.addDays(date, 30), Dates.toEpochDay(decoded)].join(" ")
  }
}

process.stdout.write([`offset ${new Date(0).getTimezoneOffset()}`, ...lines()].join("\n"))
