/**
 * One record, read by its id.
 */
import { Effect } from "effect"

import { lost } from "../errors.ts"
import type { Exchange, Readable, Sending } from "./exchange.ts"

export const readOne = <A extends { readonly id: number }>(
  { json }: Exchange,
  operation: string,
  record: Readable<A>,
  send: (id: number) => Sending,
) =>
  Effect.fn(`ErplyBooks.${operation}`)(function* (id: number) {
    const answer = yield* json({ operation, one: true }, send(id), record)
    return answer.id === id ? answer : yield* lost(operation, "the answer is another record")
  })
