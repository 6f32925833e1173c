/**
 * Why a workbook can't be opened, and what its folder holds instead.
 */
import { basename, dirname } from "node:path"

import { Effect, FileSystem, Option } from "effect"

const shown = 10

/** A sentence about a workbook that is not there, or may not be read. */
export const whyNot = Effect.fnUntraced(function* (path: string) {
  const files = yield* FileSystem.FileSystem
  if (yield* Effect.orElseSucceed(files.exists(path), () => true)) return "the workbook can't be opened"
  const there = yield* Effect.option(files.readDirectory(dirname(path)))
  if (Option.isNone(there)) return "the folder of the workbook is not there"
  const books = there.value.filter((name) => /^[^.~].*\.xls[xm]$/i.test(name)).toSorted()
  const some = books.slice(0, shown).map((name) => `'${name}'`)
  return `there is no workbook '${basename(path)}'; the folder holds ${some.join(", ") || "none"}`
})
