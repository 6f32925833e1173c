/**
 * Invariant 2: unless its call is an upsert, the target is asked before a record is sent again whose fate nobody knows.
 */
import type { ConnectorError, Destination, Found } from "@waybill/connector"
import type { Known } from "@waybill/ledger"
import { Monies, type Money } from "@waybill/model"
import { Clock, Duration, Effect } from "effect"

import type { Ready } from "./transform.ts"

/** Sent by an earlier run, and nobody knows whether it arrived. */
export const isUnsettled = (known: Known | undefined): boolean =>
  known?.state === "sending" || known?.state === "unknown"

/** Whether what was found is what was sent: another amount has not arrived, and is put right by an update. */
export const holds = (found: Found, money: Money | undefined): boolean =>
  found.unfinished !== true && (found.money === undefined || money === undefined || Monies.equals(found.money, money))

/** From when on the target is believed where it says that it does not have a record, in milliseconds of UTC. */
export const believedFrom = (
  sentAt: number | undefined,
  { visibleAfter }: Pick<Destination<unknown>, "visibleAfter">,
): number => (sentAt ?? 0) + (visibleAfter === undefined ? 0 : Duration.toMillis(visibleAfter))

/**
 * What the target says of records whose fate is unknown, by key: `undefined` where it surely has none. Those of which "not
 * there" can't be believed yet, and those that nobody can be asked about, are absent.
 */
export type Asked = ReadonlyMap<string, Found | undefined>

const nothing: Asked = new Map()

/** A record to ask for: its key in the ledger, its key in the target, and when it was sent. */
export interface Question {
  readonly key: string
  readonly sentKey: string
  readonly sentAt: number | undefined
}

type Target = Pick<Destination<unknown>, "find" | "visibleAfter">

/** Asks once for all of them. */
export const askFor = Effect.fnUntraced(function* (
  { find, visibleAfter }: Target,
  questions: ReadonlyArray<Question>,
): Effect.fn.Return<Asked, ConnectorError> {
  if (find === undefined || questions.length === 0) return nothing
  const asked = yield* Clock.currentTimeMillis
  const found = yield* find([...new Set(questions.map(({ sentKey }) => sentKey))])
  const patience = visibleAfter === undefined ? {} : { visibleAfter }
  const told = questions.filter(({ sentKey, sentAt }) => found.has(sentKey) || asked >= believedFrom(sentAt, patience))
  return new Map(told.map(({ key, sentKey }) => [key, found.get(sentKey)]))
})

/** Makes what asks for the unsettled records of a page. */
export const asker =
  (destination: Target & Pick<Destination<unknown>, "repeat" | "key">) =>
  (ready: ReadonlyArray<Ready>, known: ReadonlyMap<string, Known>): Effect.Effect<Asked, ConnectorError> => {
    if (destination.repeat === "upsert") return Effect.succeed(nothing)
    const questions = ready.flatMap(({ key, record }) => {
      const before = known.get(key)
      return isUnsettled(before)
        ? [{ key, sentKey: before?.targetKey ?? destination.key(record), sentAt: before?.sentAt }]
        : []
    })
    return askFor(destination, questions)
  }
