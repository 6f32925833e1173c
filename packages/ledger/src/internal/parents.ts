/** Where the records stand that others refer to. */
import { Effect } from "effect"
import type { SqlClient } from "effect/sql"

import type { LedgerError } from "../Ledger.ts"
import type { FlowRef, ParentStanding } from "../Records.ts"
import { isLanded } from "./confirmed.ts"
import { codeOf, states } from "./states.ts"
import { orLedgerError } from "./writing.ts"

interface ParentRow {
  readonly key: string
  readonly run: number
  /** Of a record; of a reject the text. */
  readonly state: number | "invalid" | "dismissed"
  readonly landed: number
  readonly landedIn: number | null
  readonly target: string | null
  readonly code: string | null
}

/** One query for the records; another one for links and rejects, where a key has not landed. */
export const selectParents = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  pipeline: string,
  flows: ReadonlyArray<FlowRef>,
  keys: ReadonlyArray<string>,
): Effect.fn.Return<ReadonlyMap<string, ParentStanding>, LedgerError> {
  const refs = JSON.stringify(flows.map(({ flow, target }) => [flow, target]))
  const named = (keys: ReadonlyArray<string>) => sql`
    flow IN (
      SELECT id FROM flows
      WHERE pipeline = ${pipeline} AND (flow, target) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${refs}))
    )
    AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`
  const records = yield* orLedgerError(sql<ParentRow>`
    SELECT key, run, state, ${isLanded(sql)} AS landed, landed AS "landedIn", target_id AS target, code
    FROM records WHERE ${named(keys)}`)
  const landed = new Set(records.flatMap(({ key, landed }) => (landed === 1 ? [key] : [])))
  const open = keys.filter((key) => !landed.has(key))
  if (open.length === 0) return standings(records)
  const others = yield* orLedgerError(sql<ParentRow>`
    SELECT key, run, ${codeOf("confirmed")} AS state, 1 AS landed, NULL AS "landedIn", target_id AS target, NULL AS code
    FROM links WHERE target_id IS NOT NULL AND ${named(open)}
    UNION ALL
    SELECT key, run, state, 0 AS landed, NULL AS "landedIn", NULL AS target, issues ->> '$[0].code' AS code
    FROM rejects WHERE state IN ('invalid', 'dismissed') AND ${named(open)}`)
  return standings([...records, ...others])
})

const standings = (rows: ReadonlyArray<ParentRow>): ReadonlyMap<string, ParentStanding> => {
  const best = new Map<string, ParentRow>()
  for (const row of rows) {
    const other = best.get(row.key)
    if (other === undefined || counts(row, other)) best.set(row.key, row)
  }
  return new Map([...best].map(([key, row]) => [key, standingOf(row)]))
}

/** A record says more than a rejected row of the same key, and a row that is to be mended more than one that does not go. */
const rank = ({ state }: ParentRow): number => (state === "dismissed" ? 0 : state === "invalid" ? 1 : 2)

/** Whether `row` says more than `other`: it has landed, or it is of a later run, or it ranks higher. */
const counts = (row: ParentRow, other: ParentRow): boolean => {
  if (row.landed !== other.landed) return row.landed > other.landed
  if (row.run !== other.run) return row.run > other.run
  return rank(row) > rank(other)
}

const standingOf = ({ state, landed, landedIn, target, code }: ParentRow): ParentStanding => ({
  state: typeof state === "number" ? states[state]! : state,
  landed: landed === 1,
  ...(landedIn === null ? {} : { landedIn }),
  ...(target === null ? {} : { targetId: target }),
  ...(code === null || !(state === "invalid" || state === codeOf("refused")) ? {} : { code }),
})
