/**
 * What a target says that it holds: `show`, `list`, and whether that is what was delivered.
 */
import type { Listed } from "@waybill/connector"
import { Dates, Decimals, type Model, Money } from "@waybill/model"
import { Effect, Stream } from "effect"

import { type Checking, expect, must } from "./bench.ts"
import type { Item, Target } from "./delivering.ts"

/** Everything that the target lists. */
export const listAll = ({ bench, destination }: Target): Checking<ReadonlyArray<Listed> | undefined> =>
  destination.list === undefined
    ? Effect.undefined
    : Effect.map(must(bench, "`list`")(Stream.runCollect(destination.list)), (pages) => pages.flat())

/** One record, by its id where the target shows records, else by its key in the list; `undefined` where it tells of none. */
export const lookAt = Effect.fnUntraced(function* (target: Target, { key }: Item, targetId: string | undefined) {
  const { bench, destination } = target
  if (destination.show !== undefined && targetId !== undefined) {
    return (yield* must(bench, "`show`")(destination.show([targetId]))).get(targetId)
  }
  return (yield* listAll(target))?.find((one) => one.key === key)
})

/** A value as text: equal texts are equal values. */
const plainly = (value: unknown): string => {
  if (value instanceof Money) return `${Decimals.toText(value.amount)} ${value.currency}`
  return Dates.isCalendarDate(value) ? Dates.toIso(value) : JSON.stringify(value)
}

/** The fields that the target promises to give back must be as they were delivered (invariants 4 and 5). */
export const expectSame = Effect.fnUntraced(function* (
  { destination: { readBack = [] } }: Target,
  model: Model,
  listed: Listed,
) {
  for (const [field, value] of Object.entries(model)) {
    if (!readBack.includes(field)) continue
    yield* expect(
      plainly(listed.model[field]) === plainly(value),
      `\`readBack\` promises ${field} as it was delivered, and the target tells another value`,
    )
  }
})
