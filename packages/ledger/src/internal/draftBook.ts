/**
 * Records that a target holds as drafts, from the run that landed them to the posting that makes them count.
 */
import { Effect } from "effect"

import type { FlowBook } from "../Ledger.ts"
import type { Draft, Posting } from "../Records.ts"
import { codeOf } from "./states.ts"
import { exactly, orLedgerError, type Writer } from "./writing.ts"

/** How a draft stands in the file. */
const held = 1
const onItsWay = 2

interface DraftRow {
  readonly key: string
  readonly state: number
  readonly target: string | null
  readonly amount: string | null
  readonly currency: string | null
}

const draftOf = ({ key, state, target, amount, currency }: DraftRow): Draft => ({
  key,
  ready: state === codeOf("confirmed"),
  ...(target === null ? {} : { targetId: target }),
  ...(amount === null || currency === null ? {} : { money: { amount, currency } }),
})

/** By state: what is kept of a posting. */
const kept = { posted: null, draft: held, unknown: onItsWay } as const

const rowOf = (posting: Posting) =>
  posting.state === "posted"
    ? [posting.key, kept.posted]
    : [posting.key, kept[posting.state], posting.code, posting.message]

export const makeDraftBook = (
  { sql, write }: Writer,
  flow: number,
): Pick<FlowBook, "drafts" | "posting" | "posted"> => ({
  drafts: ({ run, after, limit }) =>
    sql<DraftRow>`
      SELECT key, state, target_id AS target, amount, currency FROM records
      WHERE flow = ${flow} AND key > ${after ?? ""} AND landed = ${run} AND draft IS NOT NULL
      ORDER BY key LIMIT ${limit}`.pipe(
      Effect.map((rows) => rows.map(draftOf)),
      orLedgerError,
    ),

  posting: (keys) =>
    write(
      exactly(
        keys.length,
        sql`
    UPDATE records SET draft = ${onItsWay}
    WHERE flow = ${flow} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)})) AND draft IS NOT NULL`,
      ),
    ),

  posted: (postings) =>
    write(
      exactly(
        postings.length,
        sql`
    WITH j AS MATERIALIZED (
      SELECT value ->> 0 AS key, value ->> 1 AS draft, value ->> 2 AS code, value ->> 3 AS message
      FROM json_each(${JSON.stringify(postings.map(rowOf))})
    )
    UPDATE records SET draft = j.draft, code = j.code, message = j.message
    FROM j WHERE records.flow = ${flow} AND records.key = j.key AND records.draft = ${onItsWay}`,
      ),
    ),
})
