/** What people ask the book: runs, and where records stand. */
import { Decimals, Monies, Money } from "@waybill/model"
import { BigDecimal, Effect, Schema, Stream } from "effect"
import type { SqlClient, SqlError } from "effect/sql"

import { ledgerError } from "../Errors.ts"
import type { LedgerError, RunInfo } from "../Ledger.ts"
import type { FlowRef, Standing } from "../Records.ts"
import type { RunLocks } from "./runLock.ts"
import { states } from "./states.ts"
import { orLedgerError } from "./writing.ts"

/** A run as its row is read. */
export const RunRow = Schema.Struct({
  id: Schema.Int,
  pipeline: Schema.String,
  lease: Schema.NullOr(Schema.Int),
  command: Schema.Literals(["run", "post", "resolve", "import", "retry", "dismiss", "match", "crosswalk", "undo"]),
  fileHash: Schema.String,
  version: Schema.String,
  by: Schema.NullOr(Schema.String),
  plan: Schema.NullOr(Schema.String),
  of: Schema.NullOr(Schema.Int),
  startedAt: Schema.String,
  endedAt: Schema.NullOr(Schema.String),
  outcome: Schema.Literals(["running", "interrupted", "complete", "attention", "stopped"]),
  summary: Schema.NullOr(Schema.fromJsonString(Schema.Unknown)),
})

/** The columns of a run, by the names of {@link RunRow}. */
export const runColumns = `id, pipeline, file_hash AS "fileHash", version, by_whom AS by, plan, of_run AS of,
  started_at AS "startedAt", ended_at AS "endedAt", outcome, summary, command, lease`

/** What we wrote reads as what it is, or the file is damaged. */
export const decoded = <S extends Schema.Codec<unknown, unknown>>(schema: S) => {
  const decode = Schema.decodeUnknownEffect(Schema.Array(schema))
  return (rows: ReadonlyArray<unknown>): Effect.Effect<ReadonlyArray<S["Type"]>, LedgerError> =>
    Effect.mapError(decode(rows), (error) => ledgerError("corrupt", error))
}

const decodeRuns = decoded(RunRow)

/** Runs of a pipeline, latest first, or one of them. */
export const selectRuns = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  locks: RunLocks,
  pipeline: string,
  limit: number,
  run?: number,
) {
  const one = run === undefined ? sql`` : sql`AND id = ${run}`
  const rows = yield* Effect.flatMap(
    sql`
    SELECT ${sql.literal(runColumns)} FROM runs WHERE pipeline = ${pipeline} ${one} ORDER BY id DESC LIMIT ${limit}`,
    decodeRuns,
  )
  return yield* Effect.forEach(rows, (row) =>
    row.outcome === "running"
      ? Effect.map(locks.isHeld({ ...row, run: row.id }), (lives) => runInfo(row, lives))
      : Effect.succeed(runInfo(row, false)),
  )
}, orLedgerError)

/** @param lives whether the process of a run that says `running` does */
const runInfo = (
  { id, by, plan, of, endedAt, summary, outcome, lease: _, ...row }: typeof RunRow.Type,
  lives: boolean,
): RunInfo => ({
  ...row,
  run: id,
  ...(by === null ? {} : { by }),
  ...(plan === null ? {} : { plan }),
  ...(of === null ? {} : { of }),
  outcome: outcome === "running" && !lives ? "interrupted" : outcome,
  ...(endedAt === null ? {} : { endedAt }),
  ...(summary === null ? {} : { summary }),
})

export const selectStanding = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, pipeline: string) {
  const flows = yield* sql<FlowRow>`SELECT id, flow, target FROM flows WHERE pipeline = ${pipeline} ORDER BY id`
  return (yield* Effect.forEach(flows, (flow) => standingOf(sql, flow))).flat()
}, orLedgerError)

interface FlowRow extends FlowRef {
  readonly id: number
}

interface RecordRow {
  readonly state: number
  readonly draft: number | null
  readonly amount: string | null
  readonly currency: string | null
}

interface Sum {
  records: number
  drafts: number
  readonly money: Map<string, BigDecimal.BigDecimal>
}

/** One pass over the flow; amounts are added as decimals, since SQLite would add them as doubles (invariant 4). */
const standingOf = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  { id, flow, target }: FlowRow,
): Effect.fn.Return<ReadonlyArray<Standing>, SqlError.SqlError | LedgerError> {
  const sums = states.map((): Sum => ({ records: 0, drafts: 0, money: new Map() }))
  yield* sql<RecordRow>`SELECT state, draft, amount, currency FROM records WHERE flow = ${id}`.stream.pipe(
    Stream.runForEachArray((rows) =>
      rows.every((row) => addTo(sums[row.state], row)) ? Effect.void : Effect.fail(ledgerError("corrupt")),
    ),
  )
  return sums.flatMap(({ records, drafts, money }, code) =>
    records === 0 ? [] : [{ flow, target, state: states[code]!, records, drafts, money: textOf(money) }],
  )
})

/** Whether state and amount are what they can be. */
const addTo = (sum: Sum | undefined, { draft, amount, currency }: RecordRow): boolean => {
  if (sum === undefined) return false
  sum.records += 1
  if (draft !== null) sum.drafts += 1
  if (amount === null || currency === null) return true
  const value = Decimals.parse(amount)
  if (value === undefined) return false
  const before = sum.money.get(currency)
  sum.money.set(currency, before === undefined ? value : BigDecimal.sum(before, value))
  return true
}

const textOf = (money: ReadonlyMap<string, BigDecimal.BigDecimal>): Record<string, string> =>
  Object.fromEntries([...money].map(([currency, sum]) => [currency, Monies.format(new Money(sum, currency))]))
