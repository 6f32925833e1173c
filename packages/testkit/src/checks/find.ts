/**
 * Destinations: what is asked about records, and whether "not there" can be believed.
 */
import type { Found } from "@waybill/connector"
import { Effect, Result } from "effect"

import {
  type Bench,
  broken,
  expect,
  hear,
  inapplicable,
  must,
  proxyOf,
  type StreamUnderCheck,
} from "../internal/bench.ts"
import type { StreamCheck } from "../internal/definition.ts"
import { deliverAll, held, type Item, openTarget, plainItems, type Target } from "../internal/delivering.ts"
import { lies } from "../internal/faults.ts"
import { expectSame, listAll } from "../internal/looking.ts"

/** Brings records into the target: delivers them, or puts them there where the stream makes none. */
const bring = Effect.fnUntraced(function* (target: Target, items: ReadonlyArray<Item>) {
  const { destination, world, stream } = target
  if (destination.creates !== false) {
    const outcomes = yield* deliverAll(target, items)
    yield* Effect.sleep(destination.visibleAfter ?? 0)
    yield* held(target)
    return outcomes.map(({ targetId }) => targetId)
  }
  if (world.system.put === undefined)
    return yield* inapplicable("the system has no `put`, and the stream makes nothing")
  yield* world.system.put(
    stream.name,
    items.map(({ model }) => model),
  )
  const found =
    destination.find === undefined
      ? undefined
      : yield* must(target.bench, "`find`")(destination.find(items.map(({ key }) => key)))
  return items.map(({ key }) => found?.get(key)?.targetId)
})

type Find = (
  keys: ReadonlyArray<string>,
) => Effect.Effect<ReadonlyMap<string, Found>, Effect.Error<ReturnType<typeof broken>>>

const findOf = ({ bench, destination: { find } }: Target) =>
  find === undefined
    ? inapplicable("the destination declares no `find`")
    : Effect.succeed<Find>((keys) => must(bench, "`find`")(find(keys)))

const finds = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openTarget(bench, stream)
  const find = yield* findOf(target)
  const [first, second, absent] = yield* plainItems(target, 3)
  yield* bring(target, [first!, second!])
  const cases = [
    [[first!.key], 1],
    [[absent!.key], 0],
    [[absent!.key, second!.key, first!.key], 2],
    [[], 0],
  ] as const
  for (const [keys, count] of cases) {
    const found = yield* find(keys)
    yield* expect(
      found.size === count && !found.has(absent!.key),
      `of ${keys.length} keys ${count} are there, and \`find\` gives ${found.size}${found.has(absent!.key) ? ", the absent one among them" : ""}`,
    )
  }
})

const cannotLook = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openTarget(bench, stream)
  yield* findOf(target)
  const proxy = yield* proxyOf(target.world)
  const [item] = yield* plainItems(target, 1)
  yield* bring(target, [item!])
  for (const [name, fault] of Object.entries(lies)) {
    proxy.strike(() => fault)
    const result = yield* Effect.result(target.destination.find!([item!.key]))
    if (Result.isFailure(result)) hear(bench, result.failure)
    yield* expect(proxy.calls().length > 0, "`find` was to ask the system, and sent no request")
    yield* expect(
      Result.isFailure(result),
      `${name}, to every request of a look-up: it was to fail, and says that the record is ${Result.isSuccess(result) && result.success.has(item!.key) ? "there" : "absent"} (invariant 9)`,
    )
  }
})

const lists = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openTarget(bench, stream)
  if (target.destination.list === undefined) return yield* inapplicable("the destination declares no `list`")
  const items = yield* plainItems(target, 3)
  const ids = yield* bring(target, items)
  const listed = (yield* listAll(target)) ?? []
  for (const [index, { key, model }] of items.entries()) {
    const id = ids[index]
    const found = listed.filter(
      (one) => one.key === key || (id !== undefined && one.targetId === id) || one.number === model.number,
    )
    yield* expect(found.length === 1, `a delivered record was to be listed once, and is listed ${found.length} times`)
    yield* expectSame(target, model, found[0]!)
  }
})

const shows = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openTarget(bench, stream)
  const { show } = target.destination
  if (show === undefined) return yield* inapplicable("the destination declares no `show`")
  const items = yield* plainItems(target, 2)
  const ids = (yield* bring(target, items)).filter((id) => id !== undefined)
  if (ids.length < items.length) return yield* inapplicable("no answer of the system gives the ids to show")
  const shown = yield* must(bench, "`show`")(show(ids))
  for (const [index, id] of ids.entries()) {
    const listed = shown.get(id)
    if (listed === undefined) return yield* broken("a delivered record was to be shown by its id, and is not")
    yield* expect(listed.targetId === id, "what is shown of an id was to be that record, and has another id")
    yield* expectSame(target, items[index]!.model, listed)
  }
  const none = yield* must(bench, "`show` of no ids")(show([]))
  yield* expect(none.size === 0, "`show` of no ids was to give nothing, and gives records")
})

export const findChecks: ReadonlyArray<StreamCheck> = [
  {
    name: "find",
    explanation:
      "`find` gives the records that are there, and no other: what is absent may be sent again (invariant 2).",
    check: finds,
  },
  {
    name: "find: could not look",
    explanation:
      'A look-up whose answers are cut, failed, empty or no answers fails: that is not "absent" (invariant 9).',
    check: cannotLook,
  },
  {
    name: "list",
    explanation:
      "`list` has every delivered record once, with the fields of `readBack` exactly: the tie-out adds them up (invariants 3 to 5).",
    check: lists,
  },
  {
    name: "show",
    explanation: "`show` gives each record by its id, with the fields of `readBack` exactly (invariants 4 and 5).",
    check: shows,
  },
]
