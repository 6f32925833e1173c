/** The book of a tie-out against its rules: whatever the three sides hold, every record is shown once and beside what is its own. */
import { assert, layer } from "@effect/vitest"
import { Effect, Schema } from "effect"
import * as Arbitrary from "effect/Arbitrary"

import type { HeldRecord, SideBySide, SourceFact, TargetFact } from "../src/index.ts"
import { platform } from "./support.ts"
import { held, read, sideBySide, withoutId } from "./tieOutSupport.ts"

/** Few values, so that sides meet and collide. */
const Key = Schema.Literals(["A", "B", "C", "", "'%_\"😀"])
const Id = Schema.Literals(["1", "2", "3", "4", "5", "6"])
const Likeness = Schema.Literals(["l", "m"])
const few = <S extends Schema.Top>(item: S) => Schema.Array(item).check(Schema.isMaxLength(7))

const World = Schema.Struct({
  source: few(
    Schema.Struct({
      key: Schema.optionalKey(Key),
      fate: Schema.Literals(["ready", "ready", "ready", "repeated", "invalid"]),
    }),
  ),
  ledger: few(Schema.Struct({ key: Key, targetId: Schema.optionalKey(Id), targetKey: Schema.optionalKey(Key) })),
  target: few(
    Schema.Struct({
      id: Id,
      number: Schema.optionalKey(Key),
      key: Schema.optionalKey(Key),
      likeness: Schema.optionalKey(Likeness),
      standing: Schema.optionalKey(Schema.Literals(["draft", "void"])),
    }),
  ),
})

interface Sides {
  readonly source: ReadonlyArray<SourceFact>
  readonly ledger: ReadonlyArray<HeldRecord>
  /** As they were listed; the last one of an id is what is there. */
  readonly target: ReadonlyArray<TargetFact>
}

const sidesOf = ({ source, ledger, target }: typeof World.Type): Sides => ({
  source: source.map(({ key, fate }, row) => {
    const { key: _, ...fact } = read(row, "", { fate })
    return key === undefined ? fact : { ...fact, key }
  }),
  ledger: [...new Map(ledger.map((record) => [record.key, record])).values()].map(({ key, targetId, targetKey }) => ({
    ...(targetId === undefined ? withoutId(key) : held(key, { targetId })),
    ...(targetKey === undefined ? {} : { targetKey }),
  })),
  target,
})

const isThere = <A>(value: A | undefined): value is A => value !== undefined
const same = (one: string | undefined, other: string | undefined): boolean => one !== undefined && one === other
const byText = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))

const eachOnce = (lines: ReadonlyArray<SideBySide>, { source, ledger, target }: Sides) => {
  assert.deepStrictEqual(lines.map((line) => line.source).filter(isThere), source)
  assert.sameDeepMembers(lines.map((line) => line.ledger).filter(isThere), [...ledger])
  const shown = lines.flatMap((line) => [line.target, ...line.copies]).filter(isThere)
  assert.sameDeepMembers(shown, [...new Map(target.map((fact) => [fact.id, fact])).values()])
}

const inOrder = (lines: ReadonlyArray<SideBySide>) => {
  const places = lines.map(({ source, ledger }) => (source ? 0 : ledger ? 1 : 2))
  assert.deepStrictEqual(
    places,
    places.toSorted((one, other) => one - other),
  )
  for (const names of [
    lines.flatMap(({ source, ledger }) => (source || !ledger ? [] : [ledger.key])),
    lines.flatMap(({ source, ledger, target }) => (source || ledger || !target ? [] : [target.id])),
  ]) {
    assert.deepStrictEqual(names, names.toSorted(byText))
  }
}

/** Whether a record of the target is one that this line can own. */
const fits = ({ source, ledger }: SideBySide, { id, number, key }: TargetFact): boolean => {
  if (ledger?.targetId !== undefined) return ledger.targetId === id
  return (
    same(ledger?.key ?? (source?.fate === "ready" ? source.key : undefined), number) || same(ledger?.targetKey, key)
  )
}

/** Whether it is a copy of what this line owns. */
const resembles = (line: SideBySide, { number, key, likeness }: TargetFact): boolean =>
  line.target !== undefined &&
  line.target.standing !== "void" &&
  (same(line.target.key, key) ||
    same(line.ledger?.targetKey, key) ||
    same(line.target.likeness, likeness) ||
    (line.ledger?.targetId === undefined && same(line.ledger?.key ?? line.source?.key, number)))

const beside = (lines: ReadonlyArray<SideBySide>) => {
  const known = lines.filter(({ source, ledger }) => source ?? ledger)
  const strangers = lines.flatMap(({ source, ledger, target }) => (source || ledger || !target ? [] : [target]))
  const unowned = [...strangers, ...lines.flatMap(({ copies }) => copies)]
  const leading = new Set<string>()
  for (const line of known) {
    const { source, ledger, target, copies } = line
    const leads = source?.fate === "ready" && source.key !== undefined && !leading.has(source.key)
    if (leads) leading.add(source.key)
    const alone = source !== undefined && !leads
    if (alone) assert.isUndefined(ledger ?? target)
    if (source && ledger) assert.strictEqual(ledger.key, source.key)
    if (target) assert.isTrue(fits(line, target))
    if (!target && !alone) assert.isFalse(unowned.some((record) => fits(line, record)))
    for (const copy of copies) assert.isTrue(copy.standing !== "void" && resembles(line, copy))
    for (const stranger of strangers) assert.isFalse(stranger.standing !== "void" && resembles(line, stranger))
  }
  for (const { source, ledger } of lines) if (ledger && !source) assert.isFalse(leading.has(ledger.key))
  for (const { source, ledger, copies } of lines) if (!source && !ledger) assert.deepStrictEqual(copies, [])
}

layer(platform)("whatever source, ledger and target hold", (it) => {
  it.effect.prop(
    "every record is shown once, in order, and beside what is its own",
    [Arbitrary.schema(World)],
    ([world]) =>
      Effect.gen(function* () {
        const sides = sidesOf(world)
        const lines = yield* sideBySide(sides)
        eachOnce(lines, sides)
        inOrder(lines)
        beside(lines)
      }),
    { arbitrary: { runs: 150 } },
  )
})
