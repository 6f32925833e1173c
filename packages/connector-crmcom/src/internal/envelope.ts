/**
 * The envelope of an answer, before it is known what it holds.
 */
import { Option, Schema } from "effect"

import { AnyAnswer } from "../api/envelope.ts"

/** The envelope that a body is; none where the body is a page, cut, empty, or another JSON. */
export const envelopeOf: (text: string) => Option.Option<typeof AnyAnswer.Type> = Schema.decodeOption(
  Schema.fromJsonString(AnyAnswer),
)
