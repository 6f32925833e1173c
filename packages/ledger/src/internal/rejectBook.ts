/**
 * The records that need a person. An entry goes when its record came again: with another entry, or on its way.
 */
import { Effect } from "effect"

import type { Reject } from "../Rejects.ts"
import { isFate, isPast, keepRejects } from "./keepRejects.ts"
import type { Step } from "./nodeSqlite.ts"
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

  /** Each key, where any is kept in the table: of most flows none is, and then nobody looks for each key. */
  const keysIn = (table: "rejects" | "candidates", keys: ReadonlyArray<string>) => sql`
    SELECT value FROM json_each(CASE WHEN EXISTS (SELECT 1 FROM ${sql(table)} WHERE flow = ${flow})
      THEN ${JSON.stringify(keys)} ELSE '[]' END)`

  return {
    keep: (rejects: ReadonlyArray<Reject>) => keepRejects(writer, flow, rejects),

    /** These came again: what an earlier run said of them is past. */
    outdated: (keys: ReadonlyArray<string>): ReadonlyArray<Step> => [
      {
        statement: sql`
        DELETE FROM rejects
        WHERE flow = ${flow} AND run < ${run} AND (${isPast(writer)} OR ${isFate(writer)})
          AND key IN (${keysIn("rejects", keys)})`,
      },
      { statement: sql`DELETE FROM candidates WHERE flow = ${flow} AND key IN (${keysIn("candidates", keys)})` },
    ],

    /** These arrived. */
    settled: (keys: ReadonlyArray<string>): Step => ({
      statement: sql`
        DELETE FROM rejects
        WHERE flow = ${flow} AND (${isPast(writer)} OR ${isFate(writer)}) AND key IN (${keysIn("rejects", keys)})`,
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
