/**
 * JSON whose numbers stay the text they were sent as, so that a record that is read and written back is the same record
 * (invariant 4).
 */
import { parseNumbers } from "@waybill/connector-http"
import { Option, Predicate } from "effect"

/** A number as it stood in the JSON text; `JSON.stringify` writes it back unchanged. */
interface RawNumber {
  readonly rawJSON: string
}

declare global {
  /** Standard, and newer than the types. */
  interface JSON {
    rawJSON(text: string): RawNumber
    isRawJSON(value: unknown): value is RawNumber
  }
}

/** A whole record, declared fields or not. */
export type Raw = Readonly<Record<string, unknown>>

/** None where the text is not JSON. */
export const parseRaw: (text: string) => Option.Option<unknown> = Option.liftThrowable((text: string) =>
  parseNumbers(text, (source) => JSON.rawJSON(source)),
)

export const isRaw = (value: unknown): value is Raw =>
  Predicate.isObject(value) && !Array.isArray(value) && !JSON.isRawJSON(value)

/** Whether a value of {@link parseRaw} is this whole number, told by its text: it may have more digits than a double. */
export const isRawNumber = (value: unknown, number: number): boolean =>
  JSON.isRawJSON(value) && value.rawJSON === String(number)

export const hasId = (record: Raw, id: number): boolean => isRawNumber(record["id"], id)
