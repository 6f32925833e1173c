/**
 * Which record of the source is which of the target, as a table that other tools have written.
 */
import { type AlreadyRunning, type FlowBook, Ledger, type LedgerError, type Link } from "@waybill/ledger"
import { Effect, Schema } from "effect"

import type { Pipeline } from "./file/Pipeline.ts"
import { type OpenFlow, refOf } from "./flow/OpenFlow.ts"

/** One line of a table. */
export interface CrosswalkLine {
  /** Where it stands, for messages. */
  readonly row: number
  /** The source's key: the record's number, as the model has it. */
  readonly key: string
  /** The target's own id. */
  readonly targetId: string
  /** Its number over there. */
  readonly targetKey?: string
}

/** Nothing was written. */
export class NotToLink extends Schema.TaggedError<NotToLink>("@waybill/pipeline/NotToLink")("NotToLink", {
  code: Schema.Literals(["WB-CROSSWALK-EMPTY", "WB-CROSSWALK-TWICE", "WB-CROSSWALK-CONFLICT", "WB-CROSSWALK-UNKNOWN"]),
  message: Schema.String,
  hint: Schema.String,
}) {}

const rowsText = (rows: ReadonlyArray<number>): string =>
  `${rows.slice(0, 10).join(", ")}${rows.length > 10 ? ` and ${rows.length - 10} more` : ""}`

const refused = (code: NotToLink["code"], rows: ReadonlyArray<number>, why: string, hint: string) =>
  new NotToLink({ code, message: `row ${rowsText(rows)}: ${why}`, hint })

/** What is wrong with a table by itself. */
const fault = (lines: ReadonlyArray<CrosswalkLine>): NotToLink | undefined => {
  const empty = lines.filter(({ key, targetId }) => key === "" || targetId === "").map(({ row }) => row)
  if (empty.length > 0) {
    return refused("WB-CROSSWALK-EMPTY", empty, "the source's key or the target's id is empty", "fill both in")
  }
  const ids = new Map<string, string>()
  const twice = lines.filter(({ key, targetId }) => {
    const before = ids.get(key)
    ids.set(key, targetId)
    return before !== undefined && before !== targetId
  })
  return twice.length === 0
    ? undefined
    : refused(
        "WB-CROSSWALK-TWICE",
        twice.map(({ row }) => row),
        "the source's key stands in an earlier row with another id",
        "keep one row of each key",
      )
}

/** What of a page is new to the book. Fails where the book knows better. */
const newOf = Effect.fnUntraced(function* (
  book: Pick<FlowBook, "lookup">,
  lines: ReadonlyArray<CrosswalkLine>,
): Effect.fn.Return<ReadonlyArray<CrosswalkLine>, LedgerError | NotToLink> {
  const known = yield* book.lookup(lines.map(({ key }) => key))
  const conflicts = lines.filter(({ key, targetId }) => {
    const id = known.get(key)?.targetId
    return known.get(key)?.confirmedHash !== undefined && id !== undefined && id !== targetId
  })
  if (conflicts.length > 0) {
    return yield* refused(
      "WB-CROSSWALK-CONFLICT",
      conflicts.map(({ row }) => row),
      "the ledger has confirmed this record under another id",
      "take the rows out: what was delivered is known already, see `waybill crosswalk show`",
    )
  }
  const unsettled = lines.filter(({ key }) => ["sending", "unknown"].includes(known.get(key)?.state ?? ""))
  if (unsettled.length > 0) {
    return yield* refused(
      "WB-CROSSWALK-UNKNOWN",
      unsettled.map(({ row }) => row),
      "the record was sent, and nobody knows whether it arrived",
      "run again, or say with `waybill resolve delivered … --id` which one it is",
    )
  }
  return lines.filter(({ key }) => known.get(key)?.confirmedHash === undefined)
})

const linkOf =
  (note: string) =>
  ({ key, targetId, targetKey }: CrosswalkLine): Link => ({
    key,
    targetId,
    ...(targetKey === undefined || targetKey === "" ? {} : { targetKey }),
    how: "imported",
    note,
  })

export interface CrosswalkImport {
  /** Version of the program, kept with the run. */
  readonly version: string
  readonly lines: ReadonlyArray<CrosswalkLine>
  /** Where it came from: the file's name. */
  readonly note: string
}

/** What `crosswalk import --json` prints. */
export interface CrosswalkImported {
  readonly run: number
  readonly pipeline: string
  readonly flow: string
  readonly linked: number
  /** Delivered already under the same id. */
  readonly known: number
}

const pageSize = 1000

/**
 * Keeps a table's lines as links of a flow, all or none: the records are taken over by the next run, and what refers to them
 * may go. Fails where a line contradicts the table or the ledger.
 */
export const importCrosswalk = Effect.fn("importCrosswalk")(function* (
  { name, hash }: Pick<Pipeline, "name" | "hash">,
  flow: OpenFlow,
  { version, lines, note }: CrosswalkImport,
): Effect.fn.Return<CrosswalkImported, LedgerError | AlreadyRunning | NotToLink, Ledger> {
  const ledger = yield* Ledger
  const wrong = fault(lines)
  if (wrong !== undefined) return yield* wrong
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const run = yield* ledger.start({ pipeline: name, fileHash: hash, version, command: "crosswalk" })
      const book = yield* run.flow(refOf(flow))
      const pages = Array.from({ length: Math.ceil(lines.length / pageSize) }, (_, page) =>
        lines.slice(page * pageSize, (page + 1) * pageSize),
      )
      const fresh = (yield* Effect.forEach(pages, (page) => newOf(book, page))).flat()
      yield* book.link(fresh.map(linkOf(note)))
      const imported: CrosswalkImported = {
        run: run.run,
        pipeline: name,
        flow: flow.spec.name,
        linked: new Set(fresh.map(({ key }) => key)).size,
        known: lines.length - fresh.length,
      }
      yield* run.end("complete", imported)
      return imported
    }),
  )
})
