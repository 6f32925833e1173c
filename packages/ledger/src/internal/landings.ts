/** What records were before a run landed on them: what undoing that run goes back to. */
import { isLanded, ofConfirmed } from "./confirmed.ts"
import type { Writer } from "./writing.ts"

/**
 * Written right before these are confirmed, in the same transaction. What the target was never confirmed to hold is created by
 * this and has no earlier standing; of several landings in one run the first one counts.
 */
export const keepLandings =
  ({ sql, run }: Writer, flow: number) =>
  (keys: ReadonlyArray<string>) =>
    sql`
    INSERT OR IGNORE INTO landings (flow, key, run, landed, hash, fields, amount, currency, draft, before)
    SELECT flow, key, ${run}, landed, ${ofConfirmed(sql, "hash")}, ${ofConfirmed(sql, "fields")}, ${ofConfirmed(sql, "amount")},
      ${ofConfirmed(sql, "currency")}, draft, before
    FROM records WHERE flow = ${flow} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))
      AND ${isLanded(sql)} AND landed IS NOT ${run}`

/** Of records that go. */
export const dropLandings = ({ sql }: Writer, flow: number, keys: ReadonlyArray<string>) => sql`
  DELETE FROM landings WHERE flow = ${flow} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`
