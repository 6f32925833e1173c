/**
 * The tables of a tie-out's scratch book. A fact is kept as the JSON it came as, so its amounts stay text (invariant 4); beside
 * it stands what records are found by.
 */
import { Effect } from "effect"
import type { SqlClient, SqlError } from "effect/sql"

import type { HeldRecord } from "../../Records.ts"
import type { SourceFact, TargetFact } from "../../TieOut.ts"

/** `leads`: it stands for its key, and what the other sides say of that key is put beside it. */
const source = `CREATE TABLE source (
  place INTEGER PRIMARY KEY, key TEXT, leads INTEGER NOT NULL, fact TEXT NOT NULL
) STRICT`

const ledger = `CREATE TABLE ledger (
  place INTEGER PRIMARY KEY, key TEXT NOT NULL, target_id TEXT, target_key TEXT, fact TEXT NOT NULL
) STRICT`

/** `standing`: 0 counts, 1 is a draft, 2 is void. */
const target = `CREATE TABLE target (
  place INTEGER PRIMARY KEY, id TEXT NOT NULL, number TEXT, key TEXT, likeness TEXT, standing INTEGER NOT NULL,
  fact TEXT NOT NULL
) STRICT`

/**
 * The records in the order in which they are shown, by the places of their facts, and what each finds its target by: the id
 * where the ledger knows one, else the number. `target_key` is kept for both.
 */
const line = `CREATE TABLE line (
  place INTEGER PRIMARY KEY, source INTEGER, ledger INTEGER, target_id TEXT, target_key TEXT, number TEXT
) STRICT`

/** Whose a target's record is: a line's own one, or a copy of that. It is one line's only, and a line has one of its own. */
const belongs = [
  `CREATE TABLE belongs (target INTEGER PRIMARY KEY, line INTEGER NOT NULL, copy INTEGER NOT NULL) STRICT`,
  `CREATE UNIQUE INDEX own_of_line ON belongs (line) WHERE copy = 0`,
  `CREATE INDEX copies_of_line ON belongs (line) WHERE copy = 1`,
]

/** Lines by what their own record, which is not void, can be recognised by. */
const owned = `CREATE VIEW owned AS
  SELECT line.place AS line, line.target_key, line.number, own.key, own.likeness
  FROM line JOIN belongs ON belongs.line = line.place AND belongs.copy = 0
    JOIN target AS own ON own.place = belongs.target AND own.standing <> 2`

/** The target's records that are no line's own: few, mostly. */
const stray = `CREATE TABLE stray (
  place INTEGER PRIMARY KEY, id TEXT NOT NULL, number TEXT, key TEXT, likeness TEXT, standing INTEGER NOT NULL
) STRICT`

export const createTables = (sql: SqlClient.SqlClient): Effect.Effect<void, SqlError.SqlError> =>
  Effect.forEach([source, ledger, target, line, ...belongs, owned, stray], (statement) => sql.unsafe(statement), {
    discard: true,
  })

export const insertSource = (sql: SqlClient.SqlClient, facts: ReadonlyArray<SourceFact>) => sql`
  INSERT INTO source (key, leads, fact)
  SELECT value ->> 'key', value ->> 'fate' = 'ready' AND value ->> 'key' IS NOT NULL, value
  FROM json_each(${JSON.stringify(facts)})`

export const insertLedger = (sql: SqlClient.SqlClient, records: ReadonlyArray<HeldRecord>) => sql`
  INSERT INTO ledger (key, target_id, target_key, fact)
  SELECT value ->> 'key', value ->> 'targetId', value ->> 'targetKey', value
  FROM json_each(${JSON.stringify(records)})`

export const insertTarget = (sql: SqlClient.SqlClient, facts: ReadonlyArray<TargetFact>) => sql`
  INSERT INTO target (id, number, key, likeness, standing, fact)
  SELECT value ->> 'id', value ->> 'number', value ->> 'key', value ->> 'likeness',
    CASE value ->> 'standing' WHEN 'draft' THEN 1 WHEN 'void' THEN 2 ELSE 0 END, value
  FROM json_each(${JSON.stringify(facts)})`
