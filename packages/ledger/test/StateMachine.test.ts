/** The book against a model of it in memory: whatever is called in whatever order, both say the same. */
import { assert, layer } from "@effect/vitest"
import { Decimals } from "@waybill/model"
import { BigDecimal, Effect, Exit, Schema, Scope } from "effect"

import { type FlowBook, type Known, Ledger, type LedgerError, type Standing, type State } from "../src/index.ts"
import { compared, folder, hashOf, inLedger, invoices, platform, start } from "./support.ts"

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
        verdict: Schema.Literals(["unchanged", "pending", "held", "unknown"]),
      }),
    ),
  }),
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
])
type Step = typeof Step.Type

/** A record's whole way in three steps: drawn one by one, few records would go it. */
const Way = Schema.Struct({ key: Key, content: Content, state: Outcome, draft: Schema.Boolean })

const stepsOf = ({ key, content, state, draft }: typeof Way.Type): ReadonlyArray<Step> => [
  { _tag: "Compared", fitting: true, records: [{ key, content, verdict: "pending" }] },
  { _tag: "Intend", fitting: true, records: [{ key }] },
  { _tag: "Settle", fitting: true, records: [{ key, state, draft }] },
]

type Content = typeof Content.Type
const amounts = { a: "0.10", b: "1000000000000000000.01" }

interface Entry {
  readonly state: State
  readonly content: Content
  readonly confirmed?: Content
  readonly run: number
  /** The content that it was to be sent with last. */
  readonly sentAs?: Content | undefined
  /** The run that it landed in, and whether it is a draft there, or on its way to be posted. */
  readonly landed?: number
  readonly draft?: "held" | "posting" | undefined
}

type Book = ReadonlyMap<string, Entry>

type CompareStep = Extract<Step, { readonly _tag: "Compared" }>["records"][number]

const compareOne = (entry: Entry | undefined, { content, verdict }: CompareStep, run: number): Entry | undefined => {
  const onItsWay = entry?.state === "sending" && entry.run === run
  if (verdict === "pending" || verdict === "held")
    return onItsWay
      ? undefined
      : { ...entry, state: verdict, content, run, sentAs: verdict === "pending" ? content : undefined }
  if (entry === undefined) return undefined
  if (verdict === "unknown") {
    return !onItsWay && ["sending", "unknown"].includes(entry.state) ? { ...entry, state: "unknown", run } : undefined
  }
  const returned = entry.confirmed === content && ["pending", "held", "refused"].includes(entry.state)
  return returned ? { ...entry, state: "confirmed", content, run } : { ...entry, run }
}

/** What a step makes of one record, or `undefined` where the record refuses it. */
const move = (book: Book, step: Exclude<Step, { readonly _tag: "NextRun" }>, index: number, run: number) => {
  const entry = book.get(step.records[index]!.key)
  if (step._tag === "Compared") return compareOne(entry, step.records[index]!, run)
  if (step._tag === "Intend")
    return entry?.state === "pending" ? { ...entry, state: "sending" as const, run } : undefined
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
      : { ...entry, state: "pending" as const }
  }
  const { state } = step.records[index]!
  if (entry?.state !== "sending") return undefined
  return state === "confirmed" ? landedOne(entry, step.records[index]!, run) : { ...entry, state }
}

const landedOne = (entry: Entry, { draft }: { readonly draft: boolean }, run: number): Entry => ({
  ...entry,
  state: "confirmed",
  confirmed: entry.content,
  landed: run,
  draft: draft ? "held" : undefined,
})

const stillDraft = { posted: undefined, draft: "held", unknown: "posting" } as const

const postedOne = (entry: Entry, { posted }: { readonly posted: keyof typeof stillDraft }): Entry => ({
  ...entry,
  draft: stillDraft[posted],
})

/** The step with each key once, as a page has it, and without what refuses it where it is to fit. */
const prepared = (book: Book, step: Step, run: number): Step => {
  if (step._tag === "NextRun") return step
  const records = step.records.filter(
    ({ key }, index) =>
      step.records.findIndex((other) => other.key === key) === index &&
      !(step.fitting && move(book, step, index, run) === undefined),
  )
  return Object.assign({}, step, { records })
}

/** The next book, or `undefined` where one record refuses the step. */
const next = (book: Book, step: Step, run: number): Book | undefined => {
  if (step._tag === "NextRun") return book
  const moved = step.records.map(({ key }, index) => [key, move(book, step, index, run)] as const)
  const entries = moved.filter((pair): pair is readonly [(typeof pair)[0], Entry] => pair[1] !== undefined)
  return entries.length === moved.length ? new Map([...book, ...entries]) : undefined
}

const apply = (book: FlowBook, step: Step): Effect.Effect<void, LedgerError> => {
  if (step._tag === "Intend") return book.intend(step.records.map(({ key }) => key))
  if (step._tag === "Compared") {
    return book.compared(
      step.records.map(({ key, content, verdict }) => ({
        ...compared(key, verdict, { content, amount: amounts[content] }),
        ...(verdict === "pending" ? { targetKey: `k-${content}` } : {}),
      })),
    )
  }
  if (step._tag === "NextRun") return Effect.void
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

const knownOf = ({ state, content, confirmed, run, sentAs }: Entry): Known => ({
  state,
  hash: hashOf(content),
  ...(confirmed === undefined ? {} : { confirmedHash: hashOf(confirmed) }),
  ...(sentAs === undefined ? {} : { targetKey: `k-${sentAs}` }),
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

const runsOf = (steps: ReadonlyArray<Step>): ReadonlyArray<ReadonlyArray<Step>> =>
  steps.reduce<ReadonlyArray<ReadonlyArray<Step>>>(
    (runs, step) => (step._tag === "NextRun" ? [...runs, []] : [...runs.slice(0, -1), [...runs.at(-1)!, step]]),
    [[]],
  )

const agrees = Effect.fnUntraced(function* (steps: ReadonlyArray<Step>) {
  let model: Book = new Map()
  const ledger = yield* Ledger
  for (const ofRun of runsOf(steps)) {
    const scope = yield* Scope.make()
    const run = yield* Scope.provide(ledger.start(start), scope)
    const book = yield* run.flow(invoices)
    for (const drawn of ofRun) {
      const step = prepared(model, drawn, run.run)
      const expected = next(model, step, run.run)
      const exit = yield* Effect.result(apply(book, step))
      assert.strictEqual(
        exit._tag === "Success" ? "written" : exit.failure.code,
        expected ? "written" : "WB-LEDGER-CAS",
      )
      model = expected ?? model
      const known = yield* book.lookup(keys)
      assert.deepStrictEqual(known, new Map([...model].map(([key, entry]) => [key, knownOf(entry)])))
    }
    for (const landed of [run.run - 1, run.run]) {
      const drafts = yield* book.drafts({ run: landed, limit: 10 })
      const expected = keys.filter((key) => model.get(key)?.landed === landed && model.get(key)?.draft !== undefined)
      assert.deepStrictEqual(
        drafts.map(({ key }) => key),
        expected,
      )
    }
    assert.deepStrictEqual(yield* ledger.standing(start.pipeline), sumsOf(model))
    yield* Scope.close(scope, Exit.void)
  }
})

layer(platform)("the state machine", (it) => {
  it.effect.prop(
    "agrees with a model of it, in every state and every sum",
    [Schema.Array(Schema.Union([Step, Way])).check(Schema.isMinLength(50), Schema.isMaxLength(60))],
    ([steps]) =>
      Effect.flatMap(folder, (directory) =>
        inLedger(directory, agrees(steps.flatMap((step) => ("_tag" in step ? [step] : stepsOf(step))))),
      ).pipe(Effect.scoped),
    { arbitrary: { runs: 60 } },
  )
})
