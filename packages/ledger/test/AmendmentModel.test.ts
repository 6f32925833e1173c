/** Amendments against a model of them in memory: however edits, dismissals and runs interleave, both say the same. */
import { assert, layer } from "@effect/vitest"
import { Effect, Schema } from "effect"

import { type Amended, type Amendment, type KeptReject, layerCopy, Ledger } from "../src/index.ts"
import { folder, hashOf, inRun, platform, reject, rejects, start } from "./support.ts"

/** Two rows of one content, and a record whose row moves with every reading. */
const names = ["twin 3", "twin 5", "mover"] as const
type Name = (typeof names)[number]
const Name = Schema.Literals(names)

const origins: Record<Name, string> = { "twin 3": hashOf("twin"), "twin 5": hashOf("twin"), mover: hashOf("mover") }

const Change = Schema.Struct({ name: Name, decision: Schema.Literals(["edited", "dismissed", "reopened"]) })

const Step = Schema.Union([
  Schema.TaggedStruct("Look", {}),
  Schema.TaggedStruct("Amend", { changes: Schema.Array(Change).check(Schema.isMinLength(1), Schema.isMaxLength(3)) }),
  Schema.TaggedStruct("Read", {}),
])
type Step = typeof Step.Type

interface Entry {
  /** Where it stands now, and which run kept it. */
  readonly row: number
  readonly reading: number
  readonly version: number
  readonly dismissed: boolean
  readonly source: KeptReject["source"]
  /** Where it stood when it was first amended. */
  readonly first?: number
  readonly decisions: number
}

type Model = ReadonlyMap<Name, Entry>

const rowOf = (name: Name, reading: number): number => (name === "mover" ? 10 + reading : name === "twin 3" ? 3 : 5)

const read = (model: Model, reading: number): Model =>
  new Map(
    names.map((name) => {
      const fresh = { version: 0, dismissed: false, source: reject(1, name, "invalid").source, decisions: 0 }
      return [name, { ...(model.get(name) ?? fresh), row: rowOf(name, reading), reading }]
    }),
  )

const amendmentOf = (decision: Amendment["decision"], content: string): Amendment =>
  decision === "edited" ? { decision, source: { Number: content }, note: "mended.xlsx" } : { decision, note: "because" }

const amended = (entry: Entry, amendment: Amendment): Entry => {
  const isEdit = amendment.decision === "edited"
  return {
    ...entry,
    first: entry.first ?? entry.row,
    version: entry.version + (isEdit ? 1 : 0),
    source: isEdit ? amendment.source : entry.source,
    dismissed: amendment.decision === "dismissed",
    decisions: entry.decisions + (entry.first === undefined ? 2 : 1),
  }
}

/** What the engine keeps of a reading: each record as it stands. */
const keep = (model: Model) =>
  inRun((book) =>
    Effect.andThen(
      book.reject(
        [...model].map(([name, { row, version, dismissed, source }]) => ({
          ...reject(row, name === "mover" ? "M-1" : undefined, dismissed ? "dismissed" : "invalid"),
          origin: origins[name],
          version,
          source,
        })),
      ),
      book.complete,
    ),
  )

const agree = Effect.fnUntraced(function* (model: Model) {
  const entries = [...model.values()]
  const stands = yield* inRun((book) => book.amended([...new Set(Object.values(origins))]))
  const inOrder = (units: ReadonlyArray<Amended>) => [...units].sort((a, b) => a.row - b.row)
  const expected = names.flatMap((name) => {
    const { first: row, version, dismissed, source } = model.get(name)!
    return row === undefined ? [] : [{ row, version, dismissed, ...(version === 0 ? {} : { source }) }]
  })
  const found = Object.values({ twins: hashOf("twin"), mover: hashOf("mover") })
  assert.deepStrictEqual(
    found.flatMap((origin) => inOrder(stands.get(origin) ?? [])),
    expected,
  )
  const list = yield* rejects()
  assert.deepStrictEqual(
    list.map(({ row, version, state, source }) => ({ row, version, dismissed: state === "dismissed", source })),
    entries.map(({ row, version, dismissed, source }) => ({ row, version, dismissed, source })),
  )
  const ledger = yield* Ledger
  const versions = yield* ledger.versions(start.pipeline, {})
  assert.strictEqual(
    versions.length,
    entries.reduce((sum, { decisions }) => sum + decisions, 0),
  )
  assert.deepStrictEqual((yield* ledger.check).faults, [])
})

interface Seen {
  readonly model: Model
  readonly list: ReadonlyArray<KeptReject>
}

/** By what was seen last: refused where one of them was amended or kept anew since. */
const change = Effect.fnUntraced(function* (
  model: Model,
  seen: Seen,
  changes: ReadonlyArray<typeof Change.Type>,
  at: number,
) {
  const page = changes.map(({ name, decision }) => ({ name, amendment: amendmentOf(decision, `${name} ${at}`) }))
  const result = yield* Effect.result(
    inRun(
      (book) =>
        book.amend(
          page.map(({ name, amendment }) => ({
            reject: seen.list.find(({ row }) => row === seen.model.get(name)!.row)!,
            amendment,
          })),
        ),
      "import",
    ),
  )
  const isFresh = page.every(({ name }) => {
    const [now, then] = [model.get(name)!, seen.model.get(name)!]
    return now.reading === then.reading && now.version === then.version
  })
  const isFit = isFresh && new Set(page.map(({ name }) => name)).size === page.length
  const code = result._tag === "Success" ? "written" : "code" in result.failure ? result.failure.code : ""
  assert.strictEqual(code, isFit ? "written" : "WB-LEDGER-CHANGED")
  return isFit
    ? new Map([...model, ...page.map(({ name, amendment }) => [name, amended(model.get(name)!, amendment)] as const)])
    : model
})

const agrees = Effect.fnUntraced(function* (steps: ReadonlyArray<Step>) {
  let model = read(new Map(), 0)
  yield* keep(model)
  let seen: Seen = { model, list: yield* rejects() }
  for (const [at, step] of steps.entries()) {
    if (step._tag === "Read") {
      model = read(model, at + 1)
      yield* keep(model)
    } else if (step._tag === "Amend") model = yield* change(model, seen, step.changes, at)
    if (step._tag !== "Amend") seen = { model, list: yield* rejects() }
    yield* agree(model)
  }
})

layer(platform)("amendments", (it) => {
  it.effect.prop(
    "agree with a model of them",
    [Schema.Array(Step).check(Schema.isMinLength(15), Schema.isMaxLength(25))],
    ([steps]) =>
      // A copy: it need not survive a power cut, so that the disk is not waited for.
      Effect.flatMap(folder, (directory) => Effect.provide(agrees(steps), layerCopy({ directory }))).pipe(
        Effect.scoped,
      ),
    { arbitrary: { runs: 25 } },
  )
})
