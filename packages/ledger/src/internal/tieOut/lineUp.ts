/** Which of the facts of a tie-out are about the same record: worked out once, on the disk, when all of them are there. */
import { Effect } from "effect"
import type { SqlClient } from "effect/sql"

import { addCopies, addStrangers, listStrays, type Step } from "./strays.ts"

/** Lines up source and ledger, gives each line its target's record, then the copies of that; what is left over comes last. */
export const lineUp = (sql: SqlClient.SqlClient): Step =>
  // SQLite runs on the thread of the event loop, which gets its turn in between.
  Effect.forEach(steps(sql), (step) => Effect.andThen(step, Effect.yieldNow), { discard: true }).pipe(
    Effect.withSpan("TieOutBook.lineUp"),
  )

const steps = (sql: SqlClient.SqlClient): ReadonlyArray<Step> => [
  ...createIndexes(sql, factIndexes),
  keepFirstReady(sql),
  keepLastListed(sql),
  addSourceLines(sql),
  addLedgerLines(sql),
  ...createIndexes(sql, lineIndexes),
  meetById(sql),
  // What the ledger knows comes before what only the source has, which the target may hold all the same.
  meetByNumber(sql, "ledger IS NOT NULL"),
  meetByKey(sql),
  meetByNumber(sql, "ledger IS NULL"),
  listStrays(sql),
  ...addCopies(sql),
  ...addStrangers(sql),
  // What was added from now on would be shown nowhere: it is refused.
  sql`PRAGMA query_only = ON`,
]

/** Made when the facts are there, each in one sort. Pairing finds all that it needs in them, and never reads a fact. */
const factIndexes = [
  `source_key ON source (key) WHERE leads`,
  `ledger_key ON ledger (key, target_id, target_key)`,
  `target_id ON target (id)`,
  `target_number ON target (number, standing) WHERE number IS NOT NULL`,
  `target_key ON target (key, standing) WHERE key IS NOT NULL`,
  `target_likeness ON target (likeness, standing) WHERE likeness IS NOT NULL`,
]

const lineIndexes = ["target_id", "target_key", "number"].map(
  (column) => `line_${column} ON line (${column}) WHERE ${column} IS NOT NULL`,
)

const createIndexes = (sql: SqlClient.SqlClient, indexes: ReadonlyArray<string>): ReadonlyArray<Step> =>
  indexes.map((index) => sql.unsafe(`CREATE INDEX ${index}`))

/** Of several ready ones of a key, the first stands for it. */
const keepFirstReady = (sql: SqlClient.SqlClient): Step => sql`
  UPDATE source SET leads = 0
  WHERE leads AND place > (SELECT min(place) FROM source AS first WHERE first.key = source.key AND first.leads)`

const keepLastListed = (sql: SqlClient.SqlClient): Step => sql`
  DELETE FROM target WHERE place IN (
    SELECT place FROM (SELECT place, id = lead(id) OVER (ORDER BY id, place) AS again FROM target) WHERE again
  )`

const addSourceLines = (sql: SqlClient.SqlClient): Step => sql`
  INSERT INTO line (source, ledger, target_id, target_key, number)
  SELECT source.place, ledger.place, ledger.target_id, ledger.target_key,
    CASE WHEN source.leads AND ledger.target_id IS NULL THEN source.key END
  FROM source LEFT JOIN ledger ON ledger.key = source.key AND source.leads
  ORDER BY source.place`

const addLedgerLines = (sql: SqlClient.SqlClient): Step => sql`
  INSERT INTO line (ledger, target_id, target_key, number)
  SELECT place, target_id, target_key, CASE WHEN target_id IS NULL THEN key END FROM ledger
  WHERE NOT EXISTS (SELECT 1 FROM source WHERE source.key = ledger.key AND source.leads)
  ORDER BY key`

/** A target's id is there once. Where two lines name it, the first one has it. */
const meetById = (sql: SqlClient.SqlClient): Step => sql`
  INSERT OR IGNORE INTO belongs (target, line, copy)
  SELECT target.place, line.place, 0 FROM line CROSS JOIN target ON target.id = line.target_id
  WHERE line.target_id IS NOT NULL
  ORDER BY line.target_id, line.place`

/** A line's number is there once. Of several records with it, the line has the first one that counts, void ones come last. */
const meetByNumber = (sql: SqlClient.SqlClient, which: string): Step => sql`
  INSERT OR IGNORE INTO belongs (target, line, copy)
  SELECT target.place, line.place, 0 FROM line CROSS JOIN target ON target.number = line.number
  WHERE line.number IS NOT NULL AND ${sql.literal(which)}
    AND NOT EXISTS (SELECT 1 FROM belongs WHERE belongs.line = line.place AND belongs.copy = 0)
  ORDER BY line.number, target.standing, target.place`

/** A key may be there several times on both sides: the first line has the first record, the second the second. */
const meetByKey = (sql: SqlClient.SqlClient): Step => sql`
  INSERT INTO belongs (target, line, copy)
  SELECT found.place, wanted.place, 0
  FROM (
    SELECT place, target_key AS key, row_number() OVER (PARTITION BY target_key ORDER BY place) AS turn FROM line
    WHERE target_key IS NOT NULL AND target_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM belongs WHERE belongs.line = line.place AND belongs.copy = 0)
  ) AS wanted JOIN (
    SELECT place, key, row_number() OVER (PARTITION BY key ORDER BY standing, place) AS turn FROM target
    WHERE key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM belongs WHERE belongs.target = target.place)
  ) AS found ON found.key = wanted.key AND found.turn = wanted.turn`
