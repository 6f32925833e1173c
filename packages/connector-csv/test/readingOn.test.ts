/** Reading on behind a finished read: what came since, and nothing lost. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Option, Schema } from "effect"
import * as Arbitrary from "effect/Arbitrary"

import { folderOf, pagesOf, platform, sourceOf } from "./folder.ts"

describe("reading on behind a finished read", () => {
  const name = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 99 }))
  const Change = Schema.Struct({
    file: name,
    rows: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3 })),
    how: Schema.Literals(["new", "grown", "gone"]),
  })
  const changes = Arbitrary.schema(Schema.Array(Change).check(Schema.isMaxLength(6)))

  it.effect.prop(
    "again and again has every row that was ever there, whatever files come, grow and go (invariant 6)",
    [changes],
    ([all]) =>
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const folder = yield* folderOf({ "in-50.csv": "id\nfirst\n" })
        assert.isTrue((yield* sourceOf(folder, "in-*.csv")).incremental)
        const [expected, seen] = [new Set<string>(), new Set<string>()]
        let cursor = Option.none<string>()
        let made = 0
        const goOn = Effect.gen(function* () {
          for (const { rows, cursor: behind } of yield* pagesOf(folder, "in-*.csv", {}, cursor)) {
            cursor = Option.some(behind)
            for (const row of rows) if ("record" in row) seen.add(row.record["id"]!)
          }
        })
        expected.add("first")
        yield* goOn
        for (const { file, rows, how } of all) {
          const path = `${folder}/in-${String(file).padStart(2, "0")}.csv`
          const ids = Array.from({ length: rows }, () => `r${(made += 1)}`)
          const there = yield* files.exists(path)
          if (how === "gone" && there && file !== 50) yield* files.remove(path)
          else if (how === "grown" && there)
            yield* files.writeFileString(path, ids.map((id) => `${id}\n`).join(""), { flag: "a" })
          else if (how === "new" && !there)
            yield* files.writeFileString(path, `id\n${ids.map((id) => `${id}\n`).join("")}`)
          else continue
          if (how !== "gone") for (const id of ids) expected.add(id)
          yield* goOn
        }
        assert.deepStrictEqual([...seen].toSorted(), [...expected].toSorted())
        assert.deepStrictEqual(yield* pagesOf(folder, "in-*.csv", {}, cursor), [])
      }).pipe(Effect.scoped, Effect.provide(platform)),
    { arbitrary: { runs: 60 } },
  )
})
