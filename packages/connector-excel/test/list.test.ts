import { assert, describe, it } from "@effect/vitest"
import type { Destination } from "@waybill/connector"
import { type Entity, entities, type Model } from "@waybill/model"
import { Effect, FileSystem, type Path, Result, type Scope, Stream } from "effect"

// @boundaries-ignore the same awkward values for both kinds of file
import { modelsOf, plain } from "../../connector-csv/test/models.ts"
import { openDestinations } from "../src/destination.ts"
import { writeWorkbook } from "../src/index.ts"
import type { TargetRecord } from "../src/internal/columns.ts"
import { live } from "./support/book.ts"

const folder = Effect.flatMap(FileSystem.FileSystem, (files) => files.makeTempDirectoryScoped())

const scoped = <A, E>(effect: Effect.Effect<A, E, FileSystem.FileSystem | Path.Path | Scope.Scope>) =>
  live(Effect.scoped(effect))

type Target = Destination<TargetRecord>

const deliver = Effect.fnUntraced(function* (destination: Target, models: ReadonlyArray<Model>) {
  const { outcomes } = yield* destination.deliver(
    models.map((model) => {
      const record = Result.getOrThrow(destination.fromModel(model))
      return { key: destination.key(record), record, change: "create" as const }
    }),
  )
  for (const { _tag } of outcomes) assert.strictEqual(_tag, "Confirmed")
  yield* destination.finish!
})

const everything = ({ list }: Target) => Effect.map(Stream.runCollect(list!), (pages) => pages.flat())

const customer = (number: string): Model => ({ number, name: `Customer ${number}` })

describe("a sheet as a target, listed", () => {
  const comesBack = (entity: Entity) =>
    it.effect.prop(
      `gives a ${entity} back as it was delivered (invariants 4 and 5)`,
      [modelsOf(entity, 1900)],
      ([models]) =>
        scoped(
          Effect.gen(function* () {
            const destination = yield* openDestinations(yield* folder)("book.xlsx", { entity })
            yield* deliver(destination, models)
            const listed = yield* everything(destination)
            assert.lengthOf(listed, models.length)
            for (const [index, model] of models.entries()) {
              const told = new Map(Object.entries(listed[index]!.model))
              assert.deepInclude(listed[index], { targetId: model.number, number: model.number, key: model.number })
              for (const [field, value] of Object.entries(model)) {
                if (!destination.readBack!.includes(field)) continue
                assert.deepStrictEqual(plain(told.get(field)), plain(value), field)
              }
            }
          }),
        ),
      { arbitrary: { runs: 15, size: 40 } },
    )
  for (const entity of entities) comesBack(entity)

  it.effect("holds nothing before it is put together, and only its own sheet afterwards", () =>
    scoped(
      Effect.gen(function* () {
        const open = openDestinations(yield* folder)
        const [first, second] = [
          yield* open("book.xlsx#One", { entity: "customer" }),
          yield* open("book.xlsx#Two", { entity: "customer" }),
        ]
        assert.deepStrictEqual(yield* everything(first), [])
        yield* deliver(first, [customer("1")])
        assert.deepStrictEqual(yield* everything(second), [])
        yield* deliver(second, [customer("2")])
        const numbers = yield* Effect.forEach([first, second], (target) =>
          Effect.map(everything(target), (listed) => listed.map(({ number }) => number)),
        )
        assert.deepStrictEqual(numbers, [["1"], ["2"]])
      }),
    ),
  )

  it.effect("shows what a person did in the workbook, and fails where it can't be read", () =>
    scoped(
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const directory = yield* folder
        const destination = yield* openDestinations(directory)("book.xlsx", { entity: "customer" })
        yield* deliver(destination, [customer("1"), customer("2")])
        const path = `${directory}/book.xlsx`
        const rows = [
          ["1", "Another"],
          ["1", "Another"],
          ["", "Nameless"],
        ]
        yield* writeWorkbook(path, [{ name: "Customers", header: ["number", "name"], rows }])
        assert.deepStrictEqual(
          (yield* everything(destination)).map(({ targetId, key, model }) => [targetId, key, model["name"]]),
          [
            ["1", "1", "Another"],
            ["1 (row 3)", "1", "Another"],
            ["(row 4)", undefined, "Nameless"],
          ],
        )
        yield* writeWorkbook(path, [{ name: "Other", header: ["number"], rows: [] }])
        assert.strictEqual((yield* Effect.flip(everything(destination))).code, "WB-EXCEL-SHEET")
        yield* files.writeFileString(path, "no workbook")
        assert.strictEqual((yield* Effect.flip(everything(destination))).code, "WB-EXCEL-NOT-WORKBOOK")
        yield* files.remove(path)
        assert.deepStrictEqual(yield* everything(destination), [])
      }),
    ),
  )
})
