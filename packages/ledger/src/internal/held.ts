/** Every record of a flow's book, as a tie-out reads it. */
import { Effect, Stream } from "effect"
import type { SqlClient, SqlError } from "effect/sql"

import { ledgerError } from "../Errors.ts"
import type { LedgerError } from "../Ledger.ts"
import type { FlowRef, HeldRecord, LedgerMoney } from "../Records.ts"
import { ofConfirmed } from "./confirmed.ts"
import { states } from "./states.ts"

interface HeldRow {
  readonly key: string
  readonly state: number
  readonly draft: number
  readonly target: string | null
  readonly targetKey: string | null
  readonly landed: number | null
  readonly hash: string
  readonly amount: string | null
  readonly currency: string | null
  readonly confirmed: string
  readonly confirmedAmount: string | null
  readonly confirmedCurrency: string | null
  readonly fields: string
  readonly code: string | null
  readonly message: string | null
}

/** @param sql a connection of its own that only reads: a long stream keeps nobody else waiting */
export const heldPages = (
  sql: SqlClient.SqlClient,
  pipeline: string,
  { flow, target }: FlowRef,
): Stream.Stream<ReadonlyArray<HeldRecord>, SqlError.SqlError | LedgerError> =>
  sql<HeldRow>`
    SELECT records.key, records.state, records.draft IS NOT NULL AS draft, records.target_id AS target,
      records.target_key AS "targetKey", records.landed, lower(hex(records.hash)) AS hash, records.amount,
      records.currency, lower(hex(${ofConfirmed(sql, "hash")})) AS confirmed,
      ${ofConfirmed(sql, "amount")} AS "confirmedAmount", ${ofConfirmed(sql, "currency")} AS "confirmedCurrency",
      lower(hex(${ofConfirmed(sql, "fields")})) AS fields, records.code, records.message
    FROM flows CROSS JOIN records ON records.flow = flows.id
    WHERE flows.pipeline = ${pipeline} AND flows.flow = ${flow} AND flows.target = ${target}
    ORDER BY records.key`.stream.pipe(
    Stream.chunks,
    Stream.mapEffect((rows) =>
      rows.every(({ state }) => states[state] !== undefined)
        ? Effect.succeed(rows.map(heldOf))
        : Effect.fail(ledgerError("corrupt")),
    ),
  )

const moneyOf = (amount: string | null, currency: string | null): { readonly money?: LedgerMoney } =>
  amount === null || currency === null ? {} : { money: { amount, currency } }

/** The text of bytes that are not there is empty. */
const heldOf = (row: HeldRow): HeldRecord => ({
  key: row.key,
  state: states[row.state]!,
  draft: row.draft === 1,
  ...(row.target === null ? {} : { targetId: row.target }),
  ...(row.targetKey === null ? {} : { targetKey: row.targetKey }),
  ...(row.landed === null ? {} : { landed: row.landed }),
  ...(row.confirmed === "" ? {} : { hash: row.confirmed }),
  ...(row.fields === "" ? {} : { fields: row.fields }),
  ...moneyOf(row.confirmedAmount, row.confirmedCurrency),
  ...(row.hash === row.confirmed ? {} : { waiting: { hash: row.hash, ...moneyOf(row.amount, row.currency) } }),
  ...(row.code === null ? {} : { code: row.code }),
  ...(row.message === null ? {} : { message: row.message }),
})
