/** `waybill rejects history`: every version of an edited record, and every decision about it. */
import { plainText } from "@waybill/connector"
import { type KeptVersion, Ledger } from "@waybill/ledger"
import { lineageId } from "@waybill/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"

import { readLedger } from "../../book.ts"
import { namedPipeline } from "../../composition.ts"
import { print } from "../../output/print.ts"
import { table } from "../../output/table.ts"
import { filters, ids, originsOf } from "../../rejects/choice.ts"

/** What a version changed of the one before it. */
interface Change {
  readonly column: string
  readonly was: string
  readonly is: string
}

const changesOf = (before: KeptVersion["source"], now: KeptVersion["source"]): ReadonlyArray<Change> => {
  if (before === undefined || now === undefined) return []
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((column) => {
    const [was, is] = [plainText(before[column]), plainText(now[column])]
    return was === is ? [] : [{ column, was, is }]
  })
}

interface Told extends KeptVersion {
  readonly lineage: string
  readonly changes: ReadonlyArray<Change>
}

/** Versions of one record stand together, in order. */
const tell = (versions: ReadonlyArray<KeptVersion>): ReadonlyArray<Told> => {
  let last: KeptVersion | undefined
  return versions.map((version) => {
    const isSame = last?.origin === version.origin && last.row === version.row && last.file === version.file
    const changes = isSame ? changesOf(last?.source, version.source) : []
    if (version.source !== undefined || !isSame) last = version
    return { lineage: lineageId(version.origin), ...version, changes }
  })
}

const render = (versions: ReadonlyArray<Told>): string =>
  versions.length === 0
    ? "Nothing was edited or dismissed."
    : table(
        ["id", "flow", "row", "version", "decision", "run", "at", "column", "was", "is", "note"],
        versions.flatMap(({ lineage, flow, row, file, version, decision, run, at, note = "", changes }) => {
          const begin = [lineage, flow, file === undefined ? row : `${file}:${row}`, version, decision, run, at]
          return changes.length === 0
            ? [[...begin, "", "", "", note]]
            : changes.map(({ column, was, is }, index) => [...begin, column, was, is, index === 0 ? note : ""])
        }),
      )

export const history = Command.make(
  "history",
  { flow: filters.flow, ids },
  Effect.fn(function* ({ flow, ids }) {
    const pipeline = yield* namedPipeline
    const filter = { ...(yield* originsOf(ids)), ...(flow._tag === "Some" ? { flow: flow.value } : {}) }
    const versions = yield* readLedger(
      pipeline,
      [] as ReadonlyArray<KeptVersion>,
      Effect.flatMap(Ledger, (ledger) => ledger.versions(pipeline.name, filter)),
    )
    const told = tell(versions)
    yield* print({ versions: told }, () => render(told))
  }),
).pipe(Command.withDescription("Show the versions of edited records, with what each one changed, and every decision"))
