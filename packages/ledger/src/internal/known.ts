/** What the book knows of keys. */
import { Effect } from "effect"

import { ledgerError } from "../Errors.ts"
import type { LedgerError } from "../Ledger.ts"
import type { Known } from "../Records.ts"
import { ofConfirmed } from "./confirmed.ts"
import { codeOf, stateIs, states } from "./states.ts"
import { orLedgerError, type Writer } from "./writing.ts"

interface KnownRow {
  readonly key: string
  readonly state: number
  readonly hash: string
  /** Of a record that is not confirmed. */
  readonly confirmed: string
  readonly fields: string
  readonly source: string
  readonly amount: string | null
  readonly currency: string | null
  readonly target: string | null
  readonly targetKey: string | null
  readonly sentAt: number | null
  readonly run: number
  readonly row: number
}

/**
 * By when a record had been sent, at the latest: its request may have waited for its turn long after it was written down. A
 * run that is over sent nothing after its lease.
 */
export const sentBy = ({ sql, run }: Writer) => sql`
  CASE WHEN records.state = ${codeOf("sending")} AND records.run <> ${run}
    THEN max(records.sent_at, coalesce((SELECT lease FROM runs WHERE runs.id = records.run), 0))
    ELSE records.sent_at END`

export const lookup =
  (writer: Writer, flow: number) =>
  (keys: ReadonlyArray<string>): Effect.Effect<ReadonlyMap<string, Known>, LedgerError> =>
    writer.sql<KnownRow>`
      SELECT key, state, lower(hex(hash)) AS hash, lower(hex(CASE WHEN ${stateIs(writer.sql, "confirmed")} THEN NULL ELSE confirmed_hash END)) AS confirmed,
        lower(hex(${ofConfirmed(writer.sql, "fields")})) AS fields, lower(hex(source)) AS source, amount, currency, target_id AS target,
        target_key AS "targetKey", ${sentBy(writer)} AS "sentAt", run, row
      FROM records WHERE flow = ${flow} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`.pipe(
      Effect.filterOrFail(
        (rows) => rows.every(({ state }) => states[state] !== undefined),
        () => ledgerError("corrupt"),
      ),
      Effect.map((rows) => new Map(rows.map((row) => [row.key, knownOf(row)]))),
      orLedgerError,
    )

/** The text of bytes that are not there is empty. Property by property: objects that are spread cost several times as much. */
const knownOf = (found: KnownRow): Known => {
  const { hash, confirmed, fields, source, amount, currency, target, targetKey, sentAt, run, row } = found
  const state = states[found.state]!
  const known: { -readonly [Name in keyof Known]: Known[Name] } = { state, hash, run, row }
  if (state === "confirmed") known.confirmedHash = hash
  else if (confirmed !== "") known.confirmedHash = confirmed
  if (fields !== "") known.fields = fields
  if (source !== "") known.source = source
  if (amount !== null && currency !== null) known.money = { amount, currency }
  if (target !== null) known.targetId = target
  if (targetKey !== null) known.targetKey = targetKey
  if (sentAt !== null) known.sentAt = sentAt
  return known
}
