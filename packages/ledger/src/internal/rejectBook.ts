/**
 * The records that need a person. An entry goes when its record came again: with another entry, or on its way. Two
 * entries of one key in one run both stay: two rows of the source have the same key.
 */
import { Effect } from "effect"

import type { Reject } from "../Ledger.ts"
import { codeOf } from "./states.ts"
import type { Writer } from "./writing.ts"

export const makeRejectBook = ({ sql, run }: Writer, flow: number) => ({
  keep: Effect.fnUntraced(function* (rejects: ReadonlyArray<Reject>) {
    const json = asJson(rejects)
    // Of this run, a second fate of a record replaces the first one; `invalid` is a row of its own.
    yield* sql`
      DELETE FROM rejects WHERE id IN (
        SELECT rejects.id FROM json_each(${json}) AS j
        CROSS JOIN rejects ON rejects.flow = ${flow} AND rejects.key = j.value ->> 1
        WHERE rejects.run < ${run} OR (rejects.state <> 'invalid' AND j.value ->> 2 <> 'invalid'))`
    yield* sql`
      DELETE FROM rejects WHERE id IN (
        SELECT rejects.id FROM json_each(${json}) AS j
        CROSS JOIN rejects ON rejects.flow = ${flow} AND rejects.row = j.value ->> 0
        WHERE rejects.run < ${run} AND rejects.file IS j.value ->> 7 AND rejects.key IS NULL AND j.value ->> 1 IS NULL)`
    yield* sql`
      INSERT INTO rejects (flow, run, row, key, state, source, issues, amount, currency, file)
      SELECT ${flow}, ${run}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
        value ->> 6, value ->> 7
      FROM json_each(${json})`
  }),

  /** These came again: what an earlier run said of them is past. */
  outdated: (keys: ReadonlyArray<string>) => sql`
    DELETE FROM rejects
    WHERE flow = ${flow} AND run < ${run} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`,

  /** These arrived. */
  settled: (keys: ReadonlyArray<string>) => sql`
    DELETE FROM rejects
    WHERE flow = ${flow} AND (run < ${run} OR state <> 'invalid')
      AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`,

  /** What did not come again is dropped, unless nobody knows yet whether it arrived. */
  complete: sql`
    DELETE FROM rejects
    WHERE flow = ${flow} AND run < ${run} AND NOT (state = 'unknown' AND EXISTS (
      SELECT 1 FROM records WHERE records.flow = rejects.flow AND records.key = rejects.key
        AND records.state IN (${codeOf("sending")}, ${codeOf("unknown")})))`,
})

const asJson = (rejects: ReadonlyArray<Reject>): string =>
  JSON.stringify(
    rejects.map(({ row, file, key, state, source, issues, money }) => [
      row,
      key,
      state,
      JSON.stringify(source),
      JSON.stringify(issues),
      money?.amount,
      money?.currency,
      file,
    ]),
  )
