/**
 * Records on their way into a system, as the engine sends them.
 */
import type { Delivery, Destination, Outcome } from "@waybill/connector"
import type { Model } from "@waybill/model"
import { Cause, Effect, Exit, Result } from "effect"

import type { NotPassed } from "../Check.ts"
import {
  type Bench,
  broken,
  type Checking,
  expect,
  hear,
  inapplicable,
  modelsOf,
  type Settings,
  type StreamUnderCheck,
  type World,
} from "./bench.ts"
import { putParents } from "./parents.ts"

/** A record, and what it was made of. */
export interface Item {
  readonly model: Model
  readonly key: string
  readonly record: unknown
}

/** A stream opened for writing on a system that holds what must be there first. */
export interface Target {
  readonly bench: Bench
  readonly stream: StreamUnderCheck
  readonly world: World
  readonly destination: Destination<unknown>
}

/** What `fromModel` makes of a model; `undefined` where it says issues. It must not throw. */
export const itemOf = ({ bench, destination }: Pick<Target, "bench" | "destination">, model: Model) =>
  Effect.gen(function* () {
    const made = yield* Effect.exit(Effect.sync(() => destination.fromModel(model)))
    if (Exit.isFailure(made)) return yield* broken(`fromModel throws: ${Cause.pretty(made.cause)}`)
    if (Result.isFailure(made.value)) {
      hear(bench, made.value.failure)
      return undefined
    }
    const record: unknown = made.value.success
    return { model, key: destination.key(record), record } satisfies Item
  })

/** The items of plain records: those must be taken. */
export const plainItems = (target: Target, count: number): Checking<ReadonlyArray<Item>> =>
  Effect.forEach(modelsOf(target.bench, target.stream, count), (model, index) =>
    Effect.gen(function* () {
      const item = yield* itemOf(target, model)
      if (item !== undefined) return item
      const made = target.destination.fromModel(model)
      const why = Result.isFailure(made) ? `: ${made.failure[0].code}, ${made.failure[0].message}` : ""
      return yield* broken(
        `fromModel refuses record ${index} of ${target.stream.name}${why}; give \`records\` that this target takes`,
      )
    }),
  )

/** How many records have their parents put before a check begins. */
const parented = 40

/** Starts a system with what must be there first, and opens the stream for writing. */
export const openTarget = Effect.fnUntraced(function* (
  bench: Bench,
  stream: StreamUnderCheck,
  more: Settings = {},
): Effect.fn.Return<Target, Effect.Error<Checking>, Effect.Services<Checking>> {
  const world = yield* bench.start
  yield* putParents(bench, world.system, modelsOf(bench, stream, parented))
  return { bench, stream, world, destination: yield* world.destination(stream.name, more) }
})

/** The same, of a stream that makes records: others are not checked for what becomes of them. */
export const openMaker = (bench: Bench, stream: StreamUnderCheck, more: Settings = {}): Checking<Target> =>
  Effect.tap(openTarget(bench, stream, more), ({ destination }): Effect.Effect<void, NotPassed> =>
    destination.creates === false
      ? inapplicable("the stream makes nothing (`creates: false`)")
      : destination.batch.records < 1
        ? broken("batch.records is less than 1")
        : Effect.void,
  )

type How = Partial<Pick<Delivery<unknown>, "change" | "targetId">>

export const issuesOf = (outcomes: ReadonlyArray<Outcome>) =>
  outcomes.flatMap((outcome) => ("issue" in outcome ? [outcome.issue] : []))

/** `Refused WB-…`. */
export const shown = (outcome: Outcome | undefined): string =>
  outcome === undefined ? "no outcome" : `${outcome._tag}${"issue" in outcome ? ` ${outcome.issue.code}` : ""}`

/** Delivers a batch: an outcome for each record, and no death. */
export const deliver = Effect.fnUntraced(function* (
  { bench, destination }: Target,
  items: ReadonlyArray<Item>,
  how: How = {},
) {
  const batch = items.map(({ key, record }) => ({ key, record, change: "create" as const, ...how }))
  const exit = yield* Effect.exit(destination.deliver(batch))
  if (Exit.isFailure(exit)) return yield* broken(`deliver dies: ${Cause.pretty(exit.cause)}`)
  const { outcomes, stop } = exit.value
  hear(bench, issuesOf(outcomes))
  if (stop !== undefined) hear(bench, stop)
  yield* expect(
    outcomes.length === items.length,
    `deliver was to give an outcome for each of ${items.length} records, and gave ${outcomes.length}`,
  )
  return exit.value
})

/** Delivers records one batch after the other; all of them must be confirmed. */
export const deliverAll = Effect.fnUntraced(function* (target: Target, items: ReadonlyArray<Item>) {
  const confirmed: Array<Extract<Outcome, { readonly _tag: "Confirmed" }>> = []
  const { records } = target.destination.batch
  for (let from = 0; from < items.length; from += records) {
    const { outcomes } = yield* deliver(target, items.slice(from, from + records))
    for (const outcome of outcomes) {
      if (outcome._tag === "Confirmed") confirmed.push(outcome)
      else
        return yield* broken(
          `plain records were to be Confirmed, and one is ${shown(outcome)}: ${outcome.issue.message}`,
        )
    }
  }
  return confirmed
})

/** How often the system holds each key, once the flow is finished. */
export const held = Effect.fnUntraced(function* ({ destination, world, stream }: Target) {
  if (destination.finish !== undefined) {
    const finished = yield* Effect.exit(destination.finish)
    if (Exit.isFailure(finished)) return yield* broken(`finish fails: ${Cause.pretty(finished.cause)}`)
  }
  const counts = new Map<string, number>()
  for (const key of yield* world.system.holds(stream.name)) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
})

/** The system must hold a record so often. */
export const expectHeld = (target: Target, { key }: Pick<Item, "key">, times: number, when: string) =>
  Effect.flatMap(held(target), (counts) => {
    const count = counts.get(key) ?? 0
    return expect(
      count === times,
      () => `${when}: the system was to hold the record ${times} times, and holds it ${count} times`,
    )
  })

/** The one outcome of a record that is delivered alone. */
export const deliverOne = (target: Target, item: Item, how: How = {}) =>
  Effect.map(deliver(target, [item], how), ({ outcomes }) => outcomes[0]!)
