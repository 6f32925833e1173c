/**
 * JSON whose numbers are looked at as the text they stand in, before JavaScript rounds them.
 */
import { Predicate } from "effect"

/** Parses `json`, with each number replaced by what `visit` makes of its text. Throws where it is not JSON. */
export const parseNumbers = (json: string, visit: (source: string, key: string, value: number) => unknown): unknown =>
  // The third argument is standard, and newer than the types.
  JSON.parse(json, (key: string, value: unknown, context?: unknown) =>
    typeof value === "number" && Predicate.hasProperty(context, "source") && typeof context.source === "string"
      ? visit(context.source, key, value)
      : value,
  )
