/**
 * The records that need a person. An entry goes when its record came again: with another entry, or on its way.
 */
import { Effect } from "effect"

import type { Reject } from "../Rejects.ts"
import { isFate, isPast, keepRejects } from "./keepRejects.ts"
import { codeOf } from "./states.ts"
import type { Writer } from "./writing.ts"

type Place = Pick<Reject, "origin" | "row" | "file">

export type RejectBook = ReturnType<typeof makeRejectBook>

export const makeRejectBook = (writer: Writer, flow: number) => {
  const { sql, run } = writer
  /** Of records that do not wait for a decision any more. */
  const dropCandidates = sql`
    DELETE FROM candidates WHERE flow = ${flow} AND NOT EXISTS (
      SELECT 1 FROM rejects
      WHERE rejects.flow = candidates.flow AND rejects.key = candidates.key AND rejects.state = 'held')`

  /** Of most flows none is kept: then nobody looks for those of each key. */
  const hasAny = Effect.map(
    sql`SELECT 1 FROM rejects WHERE flow = ${flow} UNION ALL SELECT 1 FROM candidates WHERE flow = ${flow} LIMIT 1`,
    (rows) => rows.length > 0,
  )

  return {
    keep: (rejects: ReadonlyArray<Reject>) => keepRejects(writer, flow, rejects),

    /** These came again: what an earlier run said of them is past. */
    outdated: Effect.fnUntraced(function* (keys: ReadonlyArray<string>) {
      if (!(yield* hasAny)) return
      const json = JSON.stringify(keys)
      yield* sql`
        DELETE FROM rejects
        WHERE flow = ${flow} AND run < ${run} AND (${isPast(writer)} OR ${isFate(writer)})
          AND key IN (SELECT value FROM json_each(${json}))`
      yield* sql`DELETE FROM candidates WHERE flow = ${flow} AND key IN (SELECT value FROM json_each(${json}))`
    }),

    /** These arrived. */
    settled: Effect.fnUntraced(function* (keys: ReadonlyArray<string>) {
      if (!(yield* hasAny)) return
      yield* sql`
        DELETE FROM rejects
        WHERE flow = ${flow} AND (${isPast(writer)} OR ${isFate(writer)})
          AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`
    }),

    /** These need nobody any more, whatever key they had. */
    past: Effect.fnUntraced(function* (places: ReadonlyArray<Place>) {
      const json = JSON.stringify(places.map(({ origin, row, file }) => [origin, row, file]))
      yield* sql`
        DELETE FROM rejects WHERE id IN (
          SELECT rejects.id FROM json_each(${json}) AS j
          CROSS JOIN rejects ON rejects.flow = ${flow} AND rejects.row = j.value ->> 1
          WHERE rejects.origin <> '' AND rejects.origin = j.value ->> 0 AND rejects.file IS j.value ->> 2)`
      yield* dropCandidates
    }),

    /** What did not come again is dropped, unless nobody knows yet whether it arrived. */
    complete: Effect.gen(function* () {
      yield* sql`
        DELETE FROM rejects
        WHERE flow = ${flow} AND run < ${run} AND NOT (state = 'unknown' AND EXISTS (
          SELECT 1 FROM records WHERE records.flow = rejects.flow AND records.key = rejects.key
            AND records.state IN (${codeOf("sending")}, ${codeOf("unknown")})))`
      yield* dropCandidates
    }),
    dropCandidates,
  }
}
