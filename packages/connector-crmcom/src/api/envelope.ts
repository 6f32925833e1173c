/**
 * What every answer is wrapped in. A failure arrives like a success, usually with HTTP status 200: only `status.code` tells.
 */
import { Schema } from "effect"

/** `code` is `OK`, or the name of an exception in capitals; `message` is fit for display. */
export const Status = Schema.Struct({
  code: Schema.String,
  message: Schema.optionalKey(Schema.NullOr(Schema.String)),
  description: Schema.optionalKey(Schema.NullOr(Schema.String)),
})
export type Status = typeof Status.Type

/** The envelope around `data`, which a failure leaves out. */
export const answer = <S extends Schema.Top>(data: S) =>
  Schema.Struct({ status: Status, data: Schema.optionalKey(Schema.NullOr(data)) })

/** Any envelope, before it is known what it holds. */
export const AnyAnswer = answer(Schema.Unknown)
