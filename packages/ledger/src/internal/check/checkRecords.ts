/** Records: each says what its state needs, and what it names is there. */
import { Decimals } from "@waybill/model"
import { Effect, Stream } from "effect"
import type { SqlClient } from "effect/sql"

import { codeOf, states } from "../states.ts"
import type { Findings } from "./findings.ts"

/** As the file gives it: nothing is sure of a damaged one. */
interface RecordLine {
  readonly flow: string | null
  readonly key: string
  readonly state: number
  readonly run: number
  readonly amount: unknown
  readonly currency: unknown
  /** Whether no other content is kept as confirmed than the record's own. */
  readonly same: number
  readonly timed: number
  readonly runs: number
  /** The run that is taking it back; whether that is an undo. */
  readonly undoing: number | null
  readonly isUndo: number
}

/** @param living runs whose process lives: what they have on its way is theirs */
export const checkRecords = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  living: ReadonlySet<number>,
  findings: Findings,
) {
  let records = 0
  let leftSending = 0
  const lines = sql<RecordLine>`
    SELECT flows.flow, records.key, records.state, records.run, records.amount, records.currency,
      coalesce(records.confirmed_hash, records.hash) = records.hash AS same, records.sent_at IS NOT NULL AS timed,
      (SELECT count(*) FROM runs WHERE id IN (records.run, coalesce(records.landed, records.run)))
        = CASE WHEN records.landed <> records.run THEN 2 ELSE 1 END AS runs,
      records.undoing, EXISTS (SELECT 1 FROM runs WHERE id = records.undoing AND command = 'undo') AS "isUndo"
    FROM records LEFT JOIN flows ON flows.id = records.flow`
  yield* findings.reading(
    "the list of records",
    lines.stream.pipe(
      Stream.runForEachArray((page) =>
        Effect.sync(() => {
          records += page.length
          for (const line of page) {
            checkRecord(line, findings)
            if (line.state === codeOf("sending") && !living.has(line.run)) leftSending += 1
          }
        }),
      ),
    ),
  )
  return { records, leftSending }
})

const checkRecord = (line: RecordLine, findings: Findings): void => {
  const { flow, key, state, amount, currency, same, timed, runs, undoing, isUndo } = line
  const record = `record ${key} of ${flow === null ? "a flow that is not there" : `flow ${flow}`}`
  const onItsWay = state === codeOf("sending") || state === codeOf("unknown")
  if (flow === null) findings.note("noFlow", `${record} belongs nowhere`)
  if (runs !== 1) findings.note("noRun", `${record} names a run that is not there`)
  if (undoing !== null && isUndo !== 1) findings.note("noRun", `${record} is being undone by a run that is no undo`)
  if (states[state] === undefined) findings.note("state", `${record} is in state number ${state}`)
  if (!isMoney(amount, currency)) findings.note("amount", `${record} has no exact amount with a currency`)
  if (state === codeOf("confirmed") && same !== 1) {
    findings.note("confirmed", `${record} is confirmed, but not with the content that it has`)
  }
  if (onItsWay && timed !== 1) findings.note("sentAt", `${record} is ${states[state]} since nobody knows when`)
}

/** Both or neither. */
const isMoney = (amount: unknown, currency: unknown): boolean =>
  amount === null && currency === null
    ? true
    : typeof amount === "string" && typeof currency === "string" && Decimals.parse(amount) !== undefined
