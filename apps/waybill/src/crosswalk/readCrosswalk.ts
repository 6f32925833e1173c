/** Reads a CSV file of source keys and target ids. */
import { csv } from "@waybill/connector-csv"
import { type CrosswalkLine, didYouMean } from "@waybill/pipeline"
import { Effect, Option, Path, Stream } from "effect"

import { Exit } from "../exit.ts"

/** The names of the columns. */
export interface CrosswalkColumns {
  readonly source: string
  readonly id: string
  readonly key: string
}

const refused = (message: string, hint: string) => new Exit({ exit: 2, code: "WB-CLI-CROSSWALK", message, hint })

const noColumn = (name: string, known: ReadonlyArray<string>, flag: string) => {
  const nearest = didYouMean(name, known)
  return refused(
    `the file has no column '${name}'`,
    nearest === undefined ? `name it with ${flag}; the file has ${known.join(", ")}` : `did you mean '${nearest}'?`,
  )
}

type Cells = Readonly<Record<string, string>>

/** The lines of a flow: of a file that also has a column `flow`, only those that name it, or no flow. */
export const readCrosswalk = Effect.fn("readCrosswalk")(function* (
  path: string,
  flow: string,
  columns: CrosswalkColumns,
) {
  const paths = yield* Path.Path
  const [directory, name] = [paths.resolve(paths.dirname(path)), paths.basename(path)]
  const cannot = ({ message, hint }: { readonly message: string; readonly hint?: string | undefined }) =>
    refused(message, hint ?? "give a CSV file in UTF-8 with a header")
  const read = Effect.gen(function* () {
    const connection = yield* csv.open(
      { directory: ".", encoding: "utf-8", header: true },
      { connection: name, baseDirectory: directory },
    )
    const source = yield* connection.source!(name)
    return yield* Stream.runCollect(Stream.flattenIterable(Stream.map(source.read(Option.none()), ({ rows }) => rows)))
  })
  const rows = yield* Effect.mapError(Effect.scoped(read), cannot)
  const bad = rows.find((row) => "issues" in row)
  if (bad !== undefined && "issues" in bad)
    return yield* refused(`row ${bad.row}: ${bad.issues[0].message}`, "mend the file")
  const records = rows.flatMap((row): ReadonlyArray<Cells & { readonly row?: never }> =>
    "record" in row ? [row.record] : [],
  )
  const known = Object.keys(records[0] ?? {})
  if (known.length > 0 && !known.includes(columns.source)) return yield* noColumn(columns.source, known, "--source-key")
  if (known.length > 0 && !known.includes(columns.id)) return yield* noColumn(columns.id, known, "--target-id")
  const lines = rows.flatMap((row): ReadonlyArray<CrosswalkLine> => {
    if (!("record" in row)) return []
    const cells: Cells = row.record
    if ((cells["flow"] ?? flow) !== flow) return []
    const targetKey = cells[columns.key]
    return [
      {
        row: row.row,
        key: (cells[columns.source] ?? "").trim(),
        targetId: (cells[columns.id] ?? "").trim(),
        ...(targetKey === undefined ? {} : { targetKey: targetKey.trim() }),
      },
    ]
  })
  return { lines, note: name }
})
