/**
 * Whether what is over there is what would be sent.
 */
import { type CalendarDate, Dates } from "@waybill/model"

import type { dayIn } from "../map/zone.ts"
import type { InvoiceRecord } from "./record.ts"

type AccountRecord = InvoiceRecord["accounts_receivable_identifier"]
type ShownAccount = { readonly [Name in keyof AccountRecord]?: string | null }

/** Whether a record is the account's, by the field that names it. */
export const isAccount = (wanted: AccountRecord, shown: ShownAccount | null | undefined): boolean =>
  (["id", "number", "name"] as const).some((by) => wanted[by] !== undefined && wanted[by] === shown?.[by])

/** Whether a moment is on the day, where a day is wanted at all. */
export const isDay = (
  wanted: CalendarDate | undefined,
  shown: string | null | undefined,
  dayOf: ReturnType<typeof dayIn>,
): boolean => {
  if (wanted === undefined) return true
  const day = shown == null ? undefined : dayOf(shown)
  return day !== undefined && Dates.compare(day, wanted) === 0
}

/** The note to send: CRM.COM appends it to a log, behind author and time, so that one that ends the log is left out. */
export const newNote = (note: string | undefined, log: string | null | undefined): { readonly notes?: string } =>
  note === undefined || log === note || log?.endsWith(`\t${note}`) === true ? {} : { notes: note }
