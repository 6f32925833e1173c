/** A record of the target as JSON text. */
import { Result, Schema } from "effect"

export const compileJson = <R>(schema: Schema.Codec<R, unknown>): ((record: R) => string | undefined) => {
  const encode = Schema.encodeUnknownResult(schema)
  return (record) => {
    const encoded = encode(record)
    return Result.isSuccess(encoded) ? JSON.stringify(encoded.success) : undefined
  }
}
