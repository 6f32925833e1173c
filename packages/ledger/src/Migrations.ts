/**
 * The ledger's tables, as steps that run once, in order. A step that was released is never edited: add another one.
 */
import { Clock, Effect } from "effect"
import { Migrator, SqlClient } from "effect/sql"

import { ledgerError } from "./Errors.ts"
import { codeOf } from "./internal/states.ts"

/** Text keys in the order of the source: neighbours in the file are neighbours on the disk. A hash is never a key. */
const tables = [
  `CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    pipeline TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    version TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT NOT NULL,
    summary TEXT
  ) STRICT`,
  `CREATE INDEX runs_of_pipeline ON runs (pipeline, id)`,
  `CREATE TABLE flows (
    id INTEGER PRIMARY KEY,
    pipeline TEXT NOT NULL,
    flow TEXT NOT NULL,
    target TEXT NOT NULL,
    UNIQUE (pipeline, flow, target)
  ) STRICT`,
  `CREATE TABLE records (
    flow INTEGER NOT NULL,
    key TEXT NOT NULL,
    state INTEGER NOT NULL,
    run INTEGER NOT NULL,
    row INTEGER NOT NULL,
    hash BLOB NOT NULL,
    confirmed_hash BLOB,
    target_id TEXT,
    amount TEXT,
    currency TEXT,
    code TEXT,
    message TEXT,
    PRIMARY KEY (flow, key)
  ) STRICT, WITHOUT ROWID`,
  // AUTOINCREMENT: a number that a person has in an exported list never names another record later.
  `CREATE TABLE rejects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    flow INTEGER NOT NULL,
    run INTEGER NOT NULL,
    row INTEGER NOT NULL,
    file TEXT,
    key TEXT,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    issues TEXT NOT NULL,
    amount TEXT,
    currency TEXT
  ) STRICT`,
  `CREATE INDEX rejects_of_key ON rejects (flow, key)`,
  `CREATE INDEX rejects_of_row ON rejects (flow, row)`,
]

/**
 * Which run delivered a record last; whether the target holds it as a draft: 1, or 2 while it is being posted; the key it
 * was sent under; and what the target held before an update.
 */
const landedColumns = [
  `ALTER TABLE records ADD COLUMN landed INTEGER`,
  `ALTER TABLE records ADD COLUMN draft INTEGER`,
  `ALTER TABLE records ADD COLUMN target_key TEXT`,
  `ALTER TABLE records ADD COLUMN before TEXT`,
  `ALTER TABLE runs ADD COLUMN command TEXT NOT NULL DEFAULT 'run'`,
]

/** What people decided about records whose fate nobody knew, and why. Never deleted. */
const resolutions = [
  `CREATE TABLE resolutions (
    id INTEGER PRIMARY KEY,
    flow INTEGER NOT NULL,
    run INTEGER NOT NULL,
    key TEXT NOT NULL,
    decision TEXT NOT NULL,
    target_id TEXT,
    reason TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT`,
]

/**
 * Until when a run may go on unless it renews its lease; how far a flow's source was read; and when a record was sent of
 * which nobody knows yet whether it arrived.
 */
const delivery = [
  `ALTER TABLE runs ADD COLUMN lease INTEGER`,
  `ALTER TABLE flows ADD COLUMN cursor TEXT`,
  `ALTER TABLE flows ADD COLUMN reading TEXT`,
  `ALTER TABLE records ADD COLUMN sent_at INTEGER`,
]

/**
 * What people make of rejects, and which records of a target are the counterparts of the source's. Rejects that were kept
 * before this step have no origin: nothing tells their record in another run. An origin is a hash: only rejects without a key
 * are looked up by it. `was`: how a dismissed reject stood before. Amendments are never deleted. What the target was confirmed to
 * hold has an amount of its own while the record has another one.
 */
const people = [
  `ALTER TABLE rejects ADD COLUMN origin TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE rejects ADD COLUMN version INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE rejects ADD COLUMN unread INTEGER`,
  `ALTER TABLE rejects ADD COLUMN was TEXT`,
  `CREATE INDEX rejects_of_origin ON rejects (flow, origin) WHERE key IS NULL`,
  `CREATE TABLE amendments (
    id INTEGER PRIMARY KEY,
    flow INTEGER NOT NULL,
    origin TEXT NOT NULL,
    row INTEGER NOT NULL,
    file TEXT,
    version INTEGER NOT NULL,
    decision TEXT NOT NULL,
    source TEXT,
    note TEXT,
    run INTEGER NOT NULL,
    at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX amendments_of_origin ON amendments (flow, origin)`,
  `CREATE TABLE links (
    flow INTEGER NOT NULL,
    key TEXT NOT NULL,
    target_id TEXT,
    target_key TEXT,
    how TEXT NOT NULL,
    note TEXT NOT NULL,
    run INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (flow, key)
  ) STRICT, WITHOUT ROWID`,
  // `place`: the likeliest first.
  `CREATE TABLE candidates (
    flow INTEGER NOT NULL,
    key TEXT NOT NULL,
    place INTEGER NOT NULL,
    target_id TEXT NOT NULL,
    target_key TEXT,
    rule TEXT NOT NULL,
    about TEXT NOT NULL,
    PRIMARY KEY (flow, key, place)
  ) STRICT, WITHOUT ROWID`,
  `ALTER TABLE flows ADD COLUMN shape TEXT`,
  `ALTER TABLE records ADD COLUMN confirmed_amount TEXT`,
  `ALTER TABLE records ADD COLUMN confirmed_currency TEXT`,
]

/**
 * What people sign. Digests of a record's fields; those that the target was confirmed to hold are kept apart while others wait.
 * `undoing`: the undo that wrote it down as about to be taken back. `landings`: what a record was before a run landed on one that
 * the target held; a first load writes none. What was undone is never deleted.
 */
const proof = [
  `ALTER TABLE records ADD COLUMN fields BLOB`,
  `ALTER TABLE records ADD COLUMN confirmed_fields BLOB`,
  `ALTER TABLE records ADD COLUMN undoing INTEGER`,
  `ALTER TABLE runs ADD COLUMN by_whom TEXT`,
  `ALTER TABLE runs ADD COLUMN plan TEXT`,
  `ALTER TABLE runs ADD COLUMN of_run INTEGER`,
  `CREATE TABLE landings (
    flow INTEGER NOT NULL,
    key TEXT NOT NULL,
    run INTEGER NOT NULL,
    landed INTEGER,
    hash BLOB NOT NULL,
    fields BLOB,
    amount TEXT,
    currency TEXT,
    draft INTEGER,
    before TEXT,
    PRIMARY KEY (flow, key, run)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE undone (
    id INTEGER PRIMARY KEY,
    flow INTEGER NOT NULL,
    run INTEGER NOT NULL,
    of_run INTEGER NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL,
    verb TEXT,
    target_id TEXT,
    amount TEXT,
    currency TEXT,
    code TEXT,
    message TEXT,
    at TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE plans (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    pipeline TEXT NOT NULL,
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    by_whom TEXT,
    version TEXT NOT NULL,
    after_run INTEGER NOT NULL,
    file_hash TEXT NOT NULL,
    parts TEXT NOT NULL,
    asked TEXT NOT NULL,
    plan TEXT NOT NULL
  ) STRICT`,
  // ANY: a hash is kept as bytes, a reason why there is none as text.
  `CREATE TABLE plan_records (
    plan INTEGER NOT NULL,
    flow TEXT NOT NULL,
    place INTEGER NOT NULL,
    row INTEGER NOT NULL,
    file TEXT,
    key TEXT,
    verdict TEXT NOT NULL,
    hash ANY NOT NULL,
    PRIMARY KEY (plan, flow, place)
  ) STRICT, WITHOUT ROWID`,
]

/** What a record's content was made of: a row that comes again as it was need not be mapped. */
const sources = [`ALTER TABLE records ADD COLUMN source BLOB`]

/** Sent some time before, surely not later than now: a time too late never makes "not there" believed too early. */
const sentBeforeNow = Effect.flatMap(Clock.currentTimeMillis, (now) =>
  steps([`UPDATE records SET sent_at = ${now} WHERE state IN (${codeOf("sending")}, ${codeOf("unknown")})`]),
)

const steps = (statements: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* Effect.forEach(statements, (statement) => sql.unsafe(statement), { discard: true })
  })

const migrations = {
  "0001_create_tables": steps(tables),
  "0002_landed": steps(landedColumns),
  "0003_resolutions": steps(resolutions),
  "0004_delivery": Effect.andThen(steps(delivery), sentBeforeNow),
  "0005_people": steps(people),
  "0006_proof": steps(proof),
  "0007_sources": steps(sources),
}

const table = "migrations"
export const latest = Math.max(...Object.keys(migrations).map((name) => Number.parseInt(name, 10)))

/** 0: a new file. */
const versionOf = Effect.fnUntraced(function* (sql: SqlClient.SqlClient) {
  const names = yield* sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table'`
  if (names.length === 0) return 0
  if (!names.some(({ name }) => name === table)) return yield* ledgerError("corrupt")
  const rows = yield* sql<{ version: number }>`
    SELECT coalesce(max(migration_id), 0) AS version FROM ${sql(table)}`
  return rows[0]!.version
})

/** Brings an older ledger up to date; refuses a newer one, and a database that is no ledger, untouched. */
export const migrate = Effect.gen(function* () {
  const version = yield* versionOf(yield* SqlClient.SqlClient)
  if (version > latest) return yield* ledgerError("newer")
  if (version < latest) yield* Migrator.make({})({ loader: Migrator.fromRecord(migrations), table })
  return version
})
