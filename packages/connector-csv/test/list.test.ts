import { assert, describe, it, layer } from "@effect/vitest"
import { type Entity, entities, type Model } from "@waybill/model"
import { Effect, FileSystem, Stream } from "effect"

import { destinationOf, folderOf, platform } from "./folder.ts"
import { modelsOf, plain } from "./models.ts"
import { confirmed, deliver, header, invoice, line, money } from "./target.ts"

type Destination = Effect.Success<ReturnType<typeof destinationOf>>

const everything = ({ list }: Pick<Destination, "list">) =>
  Effect.map(Stream.runCollect(list!), (pages) => pages.flat())

/** Fails where a field that is promised is not as it was delivered. */
const same = (
  { readBack = [] }: Pick<Destination, "readBack">,
  held: ReadonlyArray<Model>,
  listed: Effect.Success<ReturnType<typeof everything>>,
) => {
  for (const [index, model] of held.entries()) {
    const { targetId, model: told } = listed[index]!
    assert.strictEqual(targetId, model.number)
    for (const [field, value] of Object.entries(model)) {
      if (readBack.includes(field)) assert.deepStrictEqual(plain(told[field]), plain(value), field)
    }
  }
}

describe("csv target, listed", () => {
  const comesBack = (entity: Entity) =>
    it.effect.prop(
      `gives a ${entity} back as it was delivered (invariants 4 and 5)`,
      [modelsOf(entity)],
      ([models]) =>
        Effect.gen(function* () {
          const folder = yield* folderOf({})
          const destination = yield* destinationOf(folder, "out.csv", { entity })
          const { outcomes } = yield* deliver(destination, ...models)
          assert.deepStrictEqual(
            outcomes,
            models.map(() => confirmed),
          )
          const listed = yield* everything(destination)
          assert.lengthOf(listed, models.length)
          same(destination, models, listed)
        }).pipe(Effect.scoped, Effect.provide(platform)),
      { arbitrary: { runs: 40, size: 40 } },
    )
  for (const entity of entities) comesBack(entity)
})

layer(platform)("csv target, listed", (it) => {
  const promised =
    "number customerNumber total issueDate dueDate postingDate balance tax type terms status reference note lines"

  it.effect("promises what its columns hold, but addresses and what `set` writes", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({})
      const readBackOf = (entity: Entity, extraFields: ReadonlyArray<string>) =>
        Effect.map(destinationOf(folder, "out.csv", { entity, extraFields }), ({ readBack }) => readBack!.join(" "))
      assert.strictEqual(yield* readBackOf("invoice", ["segment"]), promised)
      assert.strictEqual(yield* readBackOf("invoice", ["terms"]), promised.replace("terms ", ""))
      const withoutMoney = promised.replace("total ", "").replace("balance tax ", "")
      assert.strictEqual(yield* readBackOf("invoice", ["currency"]), withoutMoney)
      assert.strictEqual(
        yield* readBackOf("customer", []),
        "number name firstName lastName email phone companyCode currency status",
      )
    }),
  )

  it.effect("holds nothing before it is written, nor where a crash has torn its header or its last line", () =>
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const folder = yield* folderOf({})
      const destination = yield* destinationOf(folder, "out.csv")
      assert.deepStrictEqual(yield* everything(destination), [])
      yield* files.writeFileString(`${folder}/out.csv`, header.slice(0, 20))
      assert.deepStrictEqual(yield* everything(destination), [])
      yield* files.writeFileString(`${folder}/out.csv`, `${header}\n${line("I1")}\n${line("I2").slice(0, 9)}`)
      assert.deepStrictEqual(
        (yield* everything(destination)).map(({ targetId, number, key }) => [targetId, number, key]),
        [["I1", "I1", "I1"]],
      )
    }),
  )

  it.effect("shows what a person did: a line changed, one twice, one without a number", () =>
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const folder = yield* folderOf({})
      const destination = yield* destinationOf(folder, "out.csv")
      yield* deliver(destination, invoice("I1"), invoice("I2", { note: "=x" }))
      const changed = [line("I1").replace("12.50", "12.51"), line("I2"), line("I2"), line(""), ""]
      yield* files.writeFileString(`${folder}/out.csv`, [header, ...changed].join("\n"))
      const listed = yield* everything(destination)
      assert.deepStrictEqual(
        listed.map(({ targetId, number, key }) => [targetId, number, key]),
        [
          ["I1", "I1", "I1"],
          ["I2", "I2", "I2"],
          ["I2 (line 4)", "I2", "I2"],
          ["(line 5)", undefined, undefined],
        ],
      )
      assert.deepStrictEqual(plain(listed[0]!.model["total"]), plain(money("12.51")))
    }),
  )

  it.effect("is not told where the file can't be read as it was written (invariant 9)", () =>
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const folder = yield* folderOf({})
      const destination = yield* destinationOf(folder, "out.csv")
      for (const [content, code] of [
        ["number,total\nI1,5\n", "WB-CSV-HEADER-DIFFERS"],
        [`${header}\nI1,C1\n`, "WB-CSV-TARGET-DAMAGED"],
      ] as const) {
        yield* files.writeFileString(`${folder}/out.csv`, content)
        assert.strictEqual((yield* Effect.flip(everything(destination))).code, code)
      }
    }),
  )
})
