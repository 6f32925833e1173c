/**
 * Sources: data and systems that are not as nice as the examples.
 */
import { CalendarDate, type Model } from "@waybill/model"
import { Effect, Exit, Option } from "effect"

import {
  type Bench,
  broken,
  expect,
  inapplicable,
  modelAt,
  modelsOf,
  type StreamUnderCheck,
  type World,
} from "../internal/bench.ts"
import type { StreamCheck } from "../internal/definition.ts"
import { type Hostile, hostileModels } from "../internal/models.ts"
import {
  addTo,
  expectAll,
  isGood,
  marksOf,
  openSource,
  readPages,
  rowsOf,
  textsIn,
  textsOf,
} from "../internal/reading.ts"

const carries = (said: ReadonlySet<string>, value: string): boolean => textsIn(value).some((text) => said.has(text))

/** Whether the stream shows a field of a plain record as it is. */
const shows = (said: ReadonlySet<string>, plain: Model, field: string): boolean =>
  Object.entries(plain).some(([name, value]) => name === field && textsIn(value).some((text) => said.has(text)))

/** Puts hostile records there, beside a plain one; gives those that the system can hold. */
const putHostile = Effect.fnUntraced(function* (bench: Bench, world: World, stream: StreamUnderCheck) {
  yield* addTo(bench, world, stream, [modelAt(bench, stream, 0)])
  const wicked: Array<Hostile> = []
  for (const one of hostileModels(stream.entity, (index) => modelAt(bench, stream, index + 1))) {
    // Half a character can't stand in what is UTF-8.
    if (!one.value.isWellFormed()) continue
    const put = yield* Effect.exit(addTo(bench, world, stream, [one.model]))
    if (Exit.isSuccess(put)) wicked.push(one)
  }
  return wicked
})

const hostile = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const world = yield* bench.start
  const wicked = yield* putHostile(bench, world, stream)
  const plain = modelAt(bench, stream, 0)
  const readable = { bench, stream, world, source: yield* world.source(stream.name) }
  const rows = rowsOf(yield* readPages(readable))
  yield* expect(
    rows.length === wicked.length + 1,
    `${wicked.length + 1} records were put there, and ${rows.length} rows were read: none is lost, a bad one is a row with its issues`,
  )
  const texts = rows.map((row) => ({ row, said: textsOf(readable, row) }))
  const said = texts.find((one) => marksOf(plain).some((mark) => one.said.has(mark)))?.said
  if (said === undefined) return yield* broken("the plain record among the hostile ones was to be read, and was not")
  const refused = rows.filter((row) => !isGood(row)).length
  const absent = wicked
    .filter(({ field }) => shows(said, plain, field))
    .filter(({ value }) => !texts.some(({ row, said: of }) => isGood(row) && carries(of, value)))
  yield* expect(
    absent.length <= refused,
    () =>
      `these were to come exactly or be refused with an issue, and did neither: ${absent.map(({ name }) => name).join("; ")} (invariant 4)`,
  )
})

/** Records of few customers and far months: lists by account and by window have pages without any. */
const scattered = (bench: Bench, stream: StreamUnderCheck): ReadonlyArray<Model> =>
  modelsOf(bench, stream, 6).map((model, index) => {
    const day = new CalendarDate(2026, index < 3 ? 1 : 11, 5 + index)
    if ("total" in model) return { ...model, issueDate: day }
    return "amount" in model ? { ...model, receivedDate: day } : model
  })

const gaps = Effect.fnUntraced(function* (bench: Bench, stream: StreamUnderCheck) {
  const models = scattered(bench, stream)
  const readable = yield* openSource(bench, stream, models)
  const pages = yield* readPages(readable)
  const last = pages.findLastIndex(({ rows }) => rows.length > 0)
  const at = pages.findIndex(({ rows }, index) => rows.length === 0 && index < last)
  yield* expectAll(readable, pages, models)
  if (at === -1) return yield* inapplicable("the system gives no page without records between others")
  const rest = rowsOf(yield* readPages(readable, Option.some(pages[at]!.cursor)))
  const expected = rowsOf(pages.slice(at + 1)).length
  yield* expect(
    rest.length === expected,
    `behind a page without records stand ${expected} rows, and reading on from it gave ${rest.length}`,
  )
})

export const hostileSourceChecks: ReadonlyArray<StreamCheck> = [
  {
    name: "read: pages without records",
    explanation: "A page without records in the middle does not end the stream, and has a cursor that leads on.",
    check: gaps,
  },
  {
    name: "read: hostile data",
    explanation:
      "Long amounts, emoji, right-to-left and control characters come exactly, or as a bad row with issues; none is rounded or lost (invariant 4).",
    check: hostile,
  },
]
