/** Where the records stand that others refer to. */
import { Effect } from "effect"
import type { SqlClient } from "effect/sql"

import type { FlowRef, LedgerError, ParentStanding } from "../Ledger.ts"
import { codeOf, states } from "./states.ts"
import { orLedgerError } from "./writing.ts"

interface ParentRow {
  readonly key: string
  readonly run: number
  /** Absent: a reject. */
  readonly state: number | null
  readonly landed: number
  readonly target: string | null
  readonly code: string | null
}

/** One query for the records; another one for the rejects, where a key has not landed. */
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
    SELECT key, run, state, confirmed_hash IS NOT NULL AS landed, target_id AS target, code
    FROM records WHERE ${named(keys)}`)
  const landed = new Set(records.flatMap(({ key, landed }) => (landed === 1 ? [key] : [])))
  const open = keys.filter((key) => !landed.has(key))
  if (open.length === 0) return standings(records)
  const rejects = yield* orLedgerError(sql<ParentRow>`
    SELECT key, run, NULL AS state, 0 AS landed, NULL AS target, issues ->> '$[0].code' AS code
    FROM rejects WHERE state = 'invalid' AND ${named(open)}`)
  return standings([...records, ...rejects])
})

const standings = (rows: ReadonlyArray<ParentRow>): ReadonlyMap<string, ParentStanding> => {
  const best = new Map<string, ParentRow>()
  for (const row of rows) {
    const other = best.get(row.key)
    if (other === undefined || counts(row, other)) best.set(row.key, row)
  }
  return new Map([...best].map(([key, row]) => [key, standingOf(row)]))
}

/** Whether `row` says more than `other`: it has landed, or it is of a later run, or it is on its way and not rejected. */
const counts = (row: ParentRow, other: ParentRow): boolean => {
  if (row.landed !== other.landed) return row.landed > other.landed
  if (row.run !== other.run) return row.run > other.run
  return row.state !== null && other.state === null
}

const standingOf = ({ state, landed, target, code }: ParentRow): ParentStanding => ({
  state: state === null ? "invalid" : states[state]!,
  landed: landed === 1,
  ...(target === null ? {} : { targetId: target }),
  ...(code === null || !(state === null || state === codeOf("refused")) ? {} : { code }),
})
