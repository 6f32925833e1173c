/** Writes a stream of rows as a CSV file, page by page: a file of millions of rows needs no more memory. */
import { formatCsv } from "@waybill/connector-csv"
import { Effect, FileSystem, Stream } from "effect"

import { Exit } from "../exit.ts"

/** Rows that are written at once. */
const pageSize = 1_000

const refused = (path: string) => () =>
  new Exit({
    exit: 2,
    code: "WB-CLI-EXPORT",
    message: `'${path}' can't be written`,
    hint: "give --to a place that you may write to, and that has room",
  })

/** Gives the number of rows. The file holds customers' data: only its owner may read it, also where it was there before. */
export const writeCsv = Effect.fn("writeCsv")(function* <E, R>(
  file: string,
  columns: ReadonlyArray<string>,
  rows: Stream.Stream<Readonly<Record<string, string | undefined>>, E, R>,
) {
  const files = yield* FileSystem.FileSystem
  let written = 0
  const begun = Effect.andThen(
    files.writeFileString(file, formatCsv(columns, []), { mode: 0o600 }),
    files.chmod(file, 0o600),
  )
  yield* Effect.mapError(begun, refused(file))
  yield* rows.pipe(
    Stream.rechunk(pageSize),
    Stream.chunks,
    Stream.runForEach((page) => {
      const [first = [], ...others] = page.map((row) => columns.map((column) => row[column] ?? ""))
      written += page.length
      return Effect.mapError(files.writeFileString(file, formatCsv(first, others), { flag: "a" }), refused(file))
    }),
  )
  return written
})
