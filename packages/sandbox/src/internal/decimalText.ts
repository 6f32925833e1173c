/** Exact decimals in bodies and settings: text, never a JavaScript number (invariant 4). */
import { Decimals } from "@waybill/model"
import { Schema, SchemaTransformation } from "effect"

/** `0.01`, `-3`. */
export const DecimalText = Schema.String.check(
  Schema.makeFilter((text: string) => Decimals.parse(text) !== undefined || "a decimal number as text, such as 0.01"),
).pipe(
  Schema.decodeTo(
    Schema.BigDecimal,
    SchemaTransformation.transform({
      decode: (text) => Decimals.parse(text)!,
      encode: (value) => Decimals.toText(value),
    }),
  ),
)
