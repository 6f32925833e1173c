/**
 * When a call was made, in the two ways the vendor writes it.
 */
import { DateTime } from "effect"

export interface Moment {
  /** `yyyy-MM-ddTHH:mm:ss` in UTC: what records carry. It sorts as text. */
  readonly utc: string
  /** `d/M/yyyy HH:mm:ss` where the vendor is, in Cyprus: what notes carry. */
  readonly local: string
  readonly millis: number
}

const cyprus = DateTime.zoneMakeNamedUnsafe("Asia/Nicosia")

const two = (value: number): string => String(value).padStart(2, "0")

export const momentOf = (millis: number): Moment => {
  const utc = DateTime.makeUnsafe(millis)
  const { day, month, year, hour, minute, second } = DateTime.toParts(DateTime.setZone(utc, cyprus))
  return {
    utc: DateTime.formatIso(utc).slice(0, 19),
    local: `${day}/${month}/${year} ${two(hour)}:${two(minute)}:${two(second)}`,
    millis,
  }
}
