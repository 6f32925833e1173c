/**
 * Records of one kind, written: a PUT replaces the whole record, so an update reads it whole, declared fields or not, and
 * writes it back with the changes.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, Option, Schema, Struct } from "effect"

import type { New, Updated } from "../Calls.ts"
import { lost, unread, unsendable } from "../errors.ts"
import { type Exchange, type Readable, type Sending, whereOf } from "./exchange.ts"
import { hasId, isRaw, parseRaw } from "./rawJson.ts"

type Answer<A> = Effect.Effect<A, ConnectorError>

/** A kind of record, and its declared calls. */
export interface Kind<A extends { readonly id: number }> {
  /** The part of the address: `payments`. */
  readonly name: string
  readonly record: Readable<A>
  readonly create: (record: New<A>) => Sending
  readonly remove: (id: number) => Sending
  /** Reads the record whole, its numbers as text. */
  readonly whole: (operation: string, id: number) => Answer<unknown>
}

export interface Records<A extends { readonly id: number }> {
  readonly create: (record: New<A>) => Answer<A>
  readonly update: (id: number, change: Partial<New<A>>, missing?: Partial<New<A>>) => Answer<Updated<A>>
  readonly restore: (id: number, before: string) => Answer<A>
  readonly remove: (id: number) => Answer<void>
}

/** A record that came back: one that was saved has an id. */
const saved = <A extends { readonly id: number }>(operation: string, answer: Answer<A>): Answer<A> =>
  Effect.filterOrFail(
    answer,
    ({ id }) => id > 0,
    () => lost(operation, "unreadable answer: a record without an id"),
  )

const readWhole = Effect.fnUntraced(function* (kind: Pick<Kind<never>, "whole">, operation: string, id: number) {
  const whole = yield* kind.whole(operation, id)
  // Another record than was asked for must not be written over this one.
  return isRaw(whole) && hasId(whole, id) ? whole : yield* lost(operation, "the answer is another record")
})

export const makeRecords = <A extends { readonly id: number }>(exchange: Exchange, kind: Kind<A>): Records<A> => {
  const { name, record } = kind
  const put = (operation: string, id: number, body: string) =>
    saved(operation, exchange.json({ operation }, exchange.put(`${name}/${id}`, body), record))

  const create = Effect.fn(`ErplyBooks.${name}.create`)((fields: New<A>) => {
    const operation = `${name}.create`
    return saved(operation, exchange.json({ operation }, kind.create(fields), record))
  })

  const update = Effect.fn(`ErplyBooks.${name}.update`)(function* (
    id: number,
    change: Partial<New<A>>,
    missing: Partial<New<A>> = {},
  ) {
    const operation = `${name}.update`
    const encoded = yield* encodeFields(operation, record, { ...missing, ...change, id })
    const whole = yield* Effect.mapError(readWhole(kind, operation, id), unread)
    const before = JSON.stringify(whole)
    const held = Object.keys(missing).filter((field) => !isNothing(whole[field]))
    const updated = yield* put(
      operation,
      id,
      JSON.stringify({ ...whole, ...Struct.omit(encoded, held), id: whole["id"] }),
    )
    return { record: updated, before }
  })

  const restore = Effect.fn(`ErplyBooks.${name}.restore`)(function* (id: number, before: string) {
    const operation = `${name}.restore`
    const whole = Option.getOrUndefined(parseRaw(before))
    return isRaw(whole) && hasId(whole, id)
      ? yield* put(operation, id, before)
      : yield* unsendable(operation, "`before` is not the record that an update kept")
  })

  const remove = Effect.fn(`ErplyBooks.${name}.remove`)((id: number) =>
    exchange.done({ operation: `${name}.remove` }, kind.remove(id)),
  )

  return { create, update, restore, remove }
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === ""

/** Fields as ERPLY Books' JSON has them; fails, before anything is sent, where one is not as declared. */
const encodeFields = Effect.fnUntraced(function* <A>(operation: string, record: Readable<A>, fields: object) {
  const encode = Schema.encodeUnknownEffect(record, { onExcessProperty: "error", errors: "all" })
  const encoded = yield* Effect.mapError(encode(fields), (error) => unsendable(operation, whereOf(error)))
  // A record's schema is a struct, which its type does not say.
  return isRaw(encoded) ? encoded : {}
})
