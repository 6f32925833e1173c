/**
 * Lists that are searched for an id of our own.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, Stream } from "effect"

import { lost } from "../errors.ts"

/** Fails where a list leaves out the field that is looked at: then it does not say what is there (invariant 9). */
export const telling =
  <A extends object>(operation: string, field: keyof A & string) =>
  (listed: Stream.Stream<A, ConnectorError>): Stream.Stream<A, ConnectorError> =>
    Stream.mapArrayEffect(listed, (page) =>
      page.every((record) => record[field] !== undefined)
        ? Effect.succeed(page)
        : Effect.fail(lost(operation, `the list leaves out ${field}`)),
    )
