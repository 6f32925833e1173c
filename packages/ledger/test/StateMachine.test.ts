/** The book against a model of it in memory: whatever is called in whatever order, both say the same. */
import { assert, layer } from "@effect/vitest"
import { Decimals } from "@waybill/model"
import { BigDecimal, Clock, Effect, Exit, Schema, Scope } from "effect"
import { TestClock } from "effect/testing"

import {
  type FlowBook,
  type Known,
  layerCopy,
  Ledger,
  type LedgerError,
  type RunBook,
  type Standing,
  type State,
} from "../src/index.ts"
import { clockOf, compared, folder, hashOf, invoices, platform, start } from "./support.ts"

const keys = ["A", "B"] as const
const Key = Schema.Literals(keys)
const Content = Schema.Literals(["a", "b"])

const some = <S extends Schema.Top>(item: S) =>
  Schema.Array(item).check(Schema.isMinLength(1), Schema.isMaxLength(keys.length))

/** Whether the step leaves out what would refuse it: else hardly a record would get far. */
const fitting = { fitting: Schema.Boolean }
const Outcome = Schema.Literals(["confirmed", "refused", "unknown", "pending", "held"])

const Step = Schema.Union([
  Schema.TaggedStruct("Compared", {
    ...fitting,
    records: some(
      Schema.Struct({
        key: Key,
        content: Content,
        source: Schema.Literals(["none", "1", "2"]),
        verdict: Schema.Literals(["unchanged", "pending", "held", "unknown"]),
      }),
    ),
  }),
  Schema.TaggedStruct("Seen", { ...fitting, records: some(Schema.Struct({ key: Key })) }),
  Schema.TaggedStruct("Intend", { ...fitting, records: some(Schema.Struct({ key: Key })) }),
  Schema.TaggedStruct("Settle", {
    ...fitting,
    records: some(Schema.Struct({ key: Key, state: Outcome, draft: Schema.Boolean })),
  }),
  Schema.TaggedStruct("Found", { ...fitting, records: some(Schema.Struct({ key: Key, draft: Schema.Boolean })) }),
  Schema.TaggedStruct("Resolve", {
    ...fitting,
    records: some(Schema.Struct({ key: Key, decision: Schema.Literals(["delivered", "send"]) })),
  }),
  Schema.TaggedStruct("Posting", { ...fitting, records: some(Schema.Struct({ key: Key })) }),
  Schema.TaggedStruct("Posted", {
    ...fitting,
    records: some(Schema.Struct({ key: Key, posted: Schema.Literals(["posted", "draft", "unknown"]) })),
  }),
  Schema.TaggedStruct("NextRun", {}),
  Schema.TaggedStruct("TakeOver", {}),
  Schema.TaggedStruct("MoveTo", { place: Schema.Literals(["a", "b", "nowhere"]) }),
])
type Step = typeof Step.Type
type RecordStep = Extract<Step, { readonly records: unknown }>

/** A record's whole way in three steps: drawn one by one, few records would go it. */
const Way = Schema.Struct({ key: Key, content: Content, state: Outcome, draft: Schema.Boolean })

const stepsOf = ({ key, content, state, draft }: typeof Way.Type): ReadonlyArray<Step> => [
  { _tag: "Compared", fitting: true, records: [{ key, content, source: "1", verdict: "pending" }] },
  { _tag: "Intend", fitting: true, records: [{ key }] },
  { _tag: "Settle", fitting: true, records: [{ key, state, draft }] },
]

type Content = typeof Content.Type
type Source = "1" | "2"
const amounts = { a: "0.10", b: "1000000000000000000.01" }

interface Entry {
  readonly state: State
  readonly content: Content
  readonly confirmed?: Content
  /** What its content was made of. */
  readonly source?: Source | undefined
  readonly run: number
  /** Since when it is on its way. */
  readonly sentAt?: number | undefined
  /** The content that it was to be sent with last. */
  readonly sentAs?: Content | undefined
  /** The run that it landed in, and whether it is a draft there, or on its way to be posted. */
  readonly landed?: number
  readonly draft?: "held" | "posting" | undefined
}

type Book = ReadonlyMap<string, Entry>

type CompareStep = Extract<Step, { readonly _tag: "Compared" }>["records"][number]

const sourceOf = ({ source }: CompareStep): Source | undefined => (source === "none" ? undefined : source)

const compareOne = (entry: Entry | undefined, step: CompareStep, run: number): Entry | undefined => {
  const { content, verdict } = step
  const source = sourceOf(step)
  const onItsWay = entry?.state === "sending" && entry.run === run
  if (verdict === "pending" || verdict === "held")
    return onItsWay
      ? undefined
      : {
          ...entry,
          state: verdict,
          content,
          source,
          run,
          sentAt: undefined,
          sentAs: verdict === "pending" ? content : undefined,
        }
  if (entry === undefined) return undefined
  if (verdict === "unknown") {
    return !onItsWay && ["sending", "unknown"].includes(entry.state) ? { ...entry, state: "unknown", run } : undefined
  }
  const returned = entry.confirmed === content && ["pending", "held", "refused"].includes(entry.state)
  if (returned) return { ...entry, state: "confirmed", content, source, run }
  return entry.content === content ? { ...entry, source: source ?? entry.source, run } : { ...entry, run }
}

/** The run that a step is made in, and when. */
interface Place {
  readonly run: number
  readonly now: number
}

/** What a step makes of one record, or `undefined` where the record refuses it. */
const move = (book: Book, step: RecordStep, index: number, { run, now }: Place) => {
  const entry = book.get(step.records[index]!.key)
  if (step._tag === "Compared") return compareOne(entry, step.records[index]!, run)
  if (step._tag === "Seen") return entry?.state === "confirmed" ? { ...entry, run } : undefined
  if (step._tag === "Intend")
    return entry?.state === "pending" ? { ...entry, state: "sending" as const, run, sentAt: now } : undefined
  if (step._tag === "Posting") return entry?.draft === undefined ? undefined : { ...entry, draft: "posting" as const }
  if (step._tag === "Posted") return entry?.draft === "posting" ? postedOne(entry, step.records[index]!) : undefined
  if (step._tag === "Found") {
    const lost = entry?.state === "unknown" || (entry?.state === "sending" && entry.run !== run)
    return lost ? landedOne({ ...entry, run }, step.records[index]!, run) : undefined
  }
  if (step._tag === "Resolve") {
    const lost = entry?.state === "unknown" || (entry?.state === "sending" && entry.run !== run)
    if (!lost) return undefined
    return step.records[index]!.decision === "delivered"
      ? landedOne(entry, { draft: false }, run)
      : { ...entry, state: "pending" as const, sentAt: undefined }
  }
  const { state } = step.records[index]!
  if (entry?.state !== "sending") return undefined
  if (state === "confirmed") return landedOne(entry, step.records[index]!, run)
  return { ...entry, state, sentAt: state === "unknown" ? now : undefined }
}

const landedOne = (entry: Entry, { draft }: { readonly draft: boolean }, run: number): Entry => ({
  ...entry,
  state: "confirmed",
  confirmed: entry.content,
  sentAt: undefined,
  landed: run,
  draft: draft ? "held" : undefined,
})

const stillDraft = { posted: undefined, draft: "held", unknown: "posting" } as const

const postedOne = (entry: Entry, { posted }: { readonly posted: keyof typeof stillDraft }): Entry => ({
  ...entry,
  draft: stillDraft[posted],
})

/** The step with each key once, as a page has it, and without what refuses it where it is to fit. */
const prepared = (book: Book, step: RecordStep, place: Place): RecordStep => {
  const records = step.records.filter(
    ({ key }, index) =>
      step.records.findIndex((other) => other.key === key) === index &&
      !(step.fitting && move(book, step, index, place) === undefined),
  )
  return Object.assign({}, step, { records })
}

/** The next book, or `undefined` where one record refuses the step. */
const next = (book: Book, step: RecordStep, place: Place): Book | undefined => {
  const moved = step.records.map(({ key }, index) => [key, move(book, step, index, place)] as const)
  const entries = moved.filter((pair): pair is readonly [(typeof pair)[0], Entry] => pair[1] !== undefined)
  return entries.length === moved.length ? new Map([...book, ...entries]) : undefined
}

const apply = (book: FlowBook, step: RecordStep): Effect.Effect<void, LedgerError> => {
  if (step._tag === "Seen") return book.seen(step.records.map((record) => ({ ...record, row: 2 })))
  if (step._tag === "Intend") return book.intend(step.records.map(({ key }) => key))
  if (step._tag === "Compared") {
    return book.compared(
      step.records.map(({ key, content, source, verdict }) => ({
        ...compared(key, verdict, { content, amount: amounts[content] }),
        ...(source === "none" ? {} : { source: digestOf(source) }),
        ...(verdict === "pending" ? { targetKey: `k-${content}` } : {}),
      })),
    )
  }
  if (step._tag === "Found") return book.found(step.records.map((record) => ({ ...record, row: 2 })))
  if (step._tag === "Resolve") return book.resolve(step.records.map((record) => ({ ...record, reason: "seen there" })))
  if (step._tag === "Posting") return book.posting(step.records.map(({ key }) => key))
  const why = { code: "WB-TEST", message: "no" }
  if (step._tag === "Posted") {
    return book.posted(
      step.records.map(({ key, posted }) =>
        posted === "posted" ? { key, state: posted } : { key, state: posted, ...why },
      ),
    )
  }
  return book.settle(
    step.records.map(({ key, state, draft }) => {
      if (state === "confirmed") return { key, state, draft }
      return state === "pending" ? { key, state } : { key, state, ...why }
    }),
  )
}

const digestOf = (source: Source): string => hashOf(source).slice(0, 16)

const knownOf = ({ state, content, confirmed, source, run, sentAt, sentAs }: Entry): Known => ({
  state,
  hash: hashOf(content),
  ...(confirmed === undefined ? {} : { confirmedHash: hashOf(confirmed) }),
  ...(source === undefined ? {} : { source: digestOf(source) }),
  money: { amount: amounts[content], currency: "EUR" },
  ...(sentAs === undefined ? {} : { targetKey: `k-${sentAs}` }),
  ...(sentAt === undefined ? {} : { sentAt }),
  run,
  row: 2,
})

const sumsOf = (book: Book): ReadonlyArray<Standing> =>
  (["pending", "held", "sending", "confirmed", "refused", "unknown"] as const).flatMap((state) => {
    const entries = [...book.values()].filter((entry) => entry.state === state)
    if (entries.length === 0) return []
    const sum = BigDecimal.sumAll(entries.map(({ content }) => Decimals.parse(amounts[content])!))
    const drafts = entries.filter((entry) => entry.draft !== undefined).length
    return [{ ...invoices, state, records: entries.length, drafts, money: { EUR: Decimals.toText(sum, 2) } }]
  })

interface Open {
  readonly run: RunBook
  readonly book: FlowBook
  readonly close: Effect.Effect<void>
}

const begin = Effect.gen(function* () {
  const scope = yield* Scope.make()
  const run = yield* Scope.provide((yield* Ledger).start(start), scope)
  return { run, book: yield* run.flow(invoices), close: Scope.close(scope, Exit.void) } satisfies Open
})

const hour = 3_600_000
const leaseMillis = 30_000

/** As a process sees it that an hour has passed for: whoever did not renew a lease since has lost it. */
const anHourLater = Effect.map(Clock.Clock, (clock) =>
  clockOf(() => ({ wall: clock.currentTimeMillisUnsafe() + hour, monotonic: 0 })),
)

/** The next run takes over, and whatever this one still does comes to nothing (invariant 8). */
const takenOver = Effect.fnUntraced(function* ({ run, book, close }: Open) {
  const next = yield* Effect.provideService(begin, Clock.Clock, yield* anHourLater)
  yield* TestClock.adjust("10 seconds")
  for (const late of [run.alive, book.intend([]), book.moveTo(undefined), run.end("complete", {})]) {
    assert.strictEqual((yield* Effect.flip(late)).code, "WB-LEDGER-ENDED")
  }
  yield* close
  return next
})

/**
 * What a run that is over had on its way may have been sent until it was over, at the latest when its lease ran out; how long
 * that was is the book's to say.
 */
const overBy = Effect.fnUntraced(function* (model: Book, { run }: Open, { book }: Open, latest: number) {
  const known = yield* book.lookup(keys)
  const entries = [...model].map(([key, entry]) => {
    if (entry.state !== "sending" || entry.run !== run.run) return [key, entry] as const
    const sentAt = known.get(key)?.sentAt ?? Number.NaN
    assert.isAtLeast(sentAt, entry.sentAt!)
    assert.isAtMost(sentAt, latest)
    return [key, { ...entry, sentAt }] as const
  })
  return new Map(entries)
})

const agreesAtEnd = Effect.fnUntraced(function* (model: Book, { run, book }: Open) {
  for (const landed of [run.run - 1, run.run]) {
    const drafts = yield* book.drafts({ run: landed, limit: 10 })
    const expected = keys.filter((key) => model.get(key)?.landed === landed && model.get(key)?.draft !== undefined)
    assert.deepStrictEqual(
      drafts.map(({ key }) => key),
      expected,
    )
  }
  const ledger = yield* Ledger
  assert.deepStrictEqual(yield* ledger.standing(start.pipeline), sumsOf(model))
  const { faults, records } = yield* ledger.check
  assert.deepStrictEqual({ faults, records }, { faults: [], records: model.size })
})

/** What becomes of the model; what the book says of the step is the same. */
const stepped = Effect.fnUntraced(function* (model: Book, { run, book }: Open, drawn: RecordStep) {
  const place = { run: run.run, now: yield* Clock.currentTimeMillis }
  const step = prepared(model, drawn, place)
  const expected = next(model, step, place)
  const exit = yield* Effect.result(apply(book, step))
  assert.strictEqual(exit._tag === "Success" ? "written" : exit.failure.code, expected ? "written" : "WB-LEDGER-CAS")
  return expected ?? model
})

const agrees = Effect.fnUntraced(function* (steps: ReadonlyArray<Step>) {
  let model: Book = new Map()
  let cursor: string | undefined
  let open = yield* begin
  for (const step of steps) {
    yield* TestClock.adjust("1 second")
    if (step._tag === "NextRun") {
      yield* agreesAtEnd(model, open)
      yield* open.close
      const next = yield* begin
      // A run that had taken over ends by the clock it was begun with, an hour later: its lease is the end then.
      model = yield* overBy(model, open, next, (yield* Clock.currentTimeMillis) + leaseMillis)
      open = next
    } else if (step._tag === "TakeOver") {
      const next = yield* takenOver(open)
      model = yield* overBy(model, open, next, (yield* Clock.currentTimeMillis) + hour)
      open = next
    } else if (step._tag === "MoveTo") {
      cursor = step.place === "nowhere" ? undefined : step.place
      yield* open.book.moveTo(cursor === undefined ? undefined : { cursor, reading: "r" })
    } else model = yield* stepped(model, open, step)
    yield* open.run.alive
    const known = yield* open.book.lookup(keys)
    assert.deepStrictEqual(known, new Map([...model].map(([key, entry]) => [key, knownOf(entry)])))
    assert.strictEqual((yield* open.book.readTo)?.cursor, cursor)
  }
  yield* agreesAtEnd(model, open)
  yield* open.close
})

layer(platform)("the state machine", (it) => {
  it.effect.prop(
    "agrees with a model of it, in every state and every sum",
    [Schema.Array(Schema.Union([Step, Way])).check(Schema.isMinLength(50), Schema.isMaxLength(60))],
    ([steps]) =>
      // A copy: it need not survive a power cut, so that the disk is not waited for.
      Effect.flatMap(folder, (directory) =>
        Effect.provide(
          agrees(steps.flatMap((step) => ("_tag" in step ? [step] : stepsOf(step)))),
          layerCopy({ directory }),
        ),
      ).pipe(Effect.scoped),
    { arbitrary: { runs: 60 } },
  )
})
