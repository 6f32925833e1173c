/**
 * Destinations: a record that comes a second time, changed, or beside a bad one.
 */
import type { Outcome } from "@waybill/connector"
import { CalendarDate, type Model } from "@waybill/model"
import { Effect } from "effect"

import { type Bench, broken, expect, inapplicable, modelAt, type StreamUnderCheck } from "../internal/bench.ts"
import type { StreamCheck } from "../internal/definition.ts"
import {
  deliver,
  deliverAll,
  deliverOne,
  held,
  type Item,
  itemOf,
  openMaker,
  plainItems,
  shown,
  type Target,
} from "../internal/delivering.ts"
import { expectSame, lookAt } from "../internal/looking.ts"
import { hostileModels } from "../internal/models.ts"

const repeat = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  const declared = target.destination.repeat
  const [item] = yield* plainItems(target, 1)
  yield* deliverAll(target, [item!])
  const second = yield* deliverOne(target, item!)
  const count = (yield* held(target)).get(item!.key) ?? 0
  const found = `\`repeat: "${declared}"\`: a second copy is ${shown(second)}, and the system holds ${count}`
  // A connector that looks before it sends may make one of two also where the system would not.
  const allowed = declared === "duplicates" ? count === 1 || count === 2 : count === 1
  yield* expect(allowed, `${found}; declare what the system does, or a lost record is doubled`)
  const tags: ReadonlyArray<Outcome["_tag"]> = declared === "refuses" ? ["Refused", "Confirmed"] : ["Confirmed"]
  yield* expect(tags.includes(second._tag), `${found}; it was to be ${tags.join(" or ")}`)
})

/** A record with another name, date and note, and the same key. */
const changed = (model: Model): Model => {
  const later = new CalendarDate(2027, 2, 28)
  if ("total" in model) return { ...model, note: "changed", ...(model.dueDate === undefined ? {} : { dueDate: later }) }
  return "amount" in model
    ? { ...model, note: "changed" }
    : { ...model, name: "Changed", email: "changed@example.test" }
}

const update = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  const [item] = yield* plainItems(target, 1)
  const [first] = yield* deliverAll(target, [item!])
  const later = yield* itemOf(target, changed(item!.model))
  if (later === undefined) return yield* inapplicable("fromModel refuses the changed record")
  yield* expect(later.key === item!.key, "a record that changed was to keep its key, and has another")
  const targetId = first?.targetId
  const outcome = yield* deliverOne(target, later, {
    change: "update",
    ...(targetId === undefined ? {} : { targetId }),
  })
  const count = (yield* held(target)).get(item!.key) ?? 0
  const { repeat, find } = target.destination
  // Where nobody can be asked, a second copy is what the target declares.
  const most = repeat === "duplicates" && find === undefined ? 2 : 1
  yield* expect(
    count >= 1 && count <= most,
    `after an update that is ${shown(outcome)} the system was to hold the record once, and holds it ${count} times`,
  )
  yield* expect(
    outcome._tag === "Confirmed" || outcome._tag === "Refused",
    `an update was to be Confirmed, or Refused where the system has no call for it, and is ${shown(outcome)}`,
  )
  const listed = yield* lookAt(target, item!, targetId)
  if (listed !== undefined) yield* expectSame(target, (outcome._tag === "Confirmed" ? later : item!).model, listed)
})

/** Records that a system may refuse although `fromModel` takes them. */
const candidates = (bench: Bench, stream: StreamUnderCheck): ReadonlyArray<Model> => {
  const given = bench.suite.refused?.[stream.name]
  if (given !== undefined) return [given(1)]
  const model = modelAt(bench, stream, 1)
  const orphan = "customerNumber" in model ? [{ ...model, customerNumber: "NOBODY-0" }] : []
  return [
    ...orphan,
    ...hostileModels(stream.entity, (index) => modelAt(bench, stream, index + 1)).map((one) => one.model),
  ]
}

const isNo = (outcome: Outcome): boolean => outcome._tag === "Refused" || outcome._tag === "Held"

/** A model that the system refuses when it comes alone. */
const findBad = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const target = yield* openMaker(bench, stream)
  for (const model of candidates(bench, stream)) {
    const item = yield* itemOf(target, model)
    if (item !== undefined && isNo(yield* deliverOne(target, item))) return model
  }
  return undefined
}, Effect.scoped)

/** What a batch says of its records must be so. */
const expectTrue = Effect.fnUntraced(function* (
  target: Target,
  items: ReadonlyArray<Item>,
  outcomes: ReadonlyArray<Outcome>,
) {
  const counts = yield* held(target)
  for (const [index, { key }] of items.entries()) {
    const [outcome, count] = [outcomes[index]!, counts.get(key) ?? 0]
    const isTrue = outcome._tag === "Confirmed" ? count === 1 : outcome._tag === "Unknown" ? count <= 1 : count === 0
    yield* expect(
      isTrue,
      `record ${index + 1} of ${items.length} is ${shown(outcome)}, and the system holds it ${count} times`,
    )
  }
})

const oneBad = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const bad = yield* findBad(bench, stream)
  if (bad === undefined)
    return yield* inapplicable("no record was found that the system refuses: give one in `refused`")
  const target = yield* openMaker(bench, stream)
  const [first, , last] = yield* plainItems(target, 3)
  const middle = yield* itemOf(target, bad)
  if (middle === undefined) return yield* broken("fromModel takes a record once, and refuses it then")
  const { records } = target.destination.batch
  const items = [first!, middle, last!].slice(0, Math.max(2, records))
  const outcomes: Array<Outcome> = []
  for (let from = 0; from < items.length; from += records) {
    outcomes.push(...(yield* deliver(target, items.slice(from, from + records))).outcomes)
  }
  yield* expectTrue(target, items, outcomes)
  yield* expect(isNo(outcomes[1]!), `the one bad record of a batch was to be Refused, and is ${shown(outcomes[1])}`)
  const blamed = outcomes.find((outcome, index) => index !== 1 && isNo(outcome))
  yield* expect(blamed === undefined, `a good record beside a bad one was not to be blamed, and is ${shown(blamed)}`)
})

export const repeatChecks: ReadonlyArray<StreamCheck> = [
  {
    name: "repeat",
    explanation:
      "A second copy does what `repeat` declares: the engine sends a lost record again, or asks first, by it (invariant 2).",
    check: repeat,
  },
  {
    name: "update",
    explanation:
      "A changed record takes the place of the earlier one, or is Refused and leaves it as it was; it is never held twice.",
    check: update,
  },
  {
    name: "batch: one bad record",
    explanation: "Of a batch with one bad record only that one is refused, and what is said of the others is so.",
    check: oneBad,
  },
]
