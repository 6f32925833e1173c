/** The book in a file: `ledger.db` in the state folder, written by Node's own SQLite. */
import { Duration, Effect, FileSystem, Layer, Path, Scope, Semaphore, Stream } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { SqlClient, SqlError } from "effect/sql"

import { fromPlatformError, fromSqlError, ledgerError } from "./Errors.ts"
import { selectVersions } from "./internal/amendments.ts"
import { checkLedger } from "./internal/check/check.ts"
import { crosswalkRows, selectCandidates } from "./internal/crosswalk.ts"
import { exportRows } from "./internal/exporting.ts"
import { createFile, createFolder, refuseLogAlone } from "./internal/files.ts"
import { heldPages } from "./internal/held.ts"
import * as NodeSqlite from "./internal/nodeSqlite.ts"
import { makePlans } from "./internal/plans.ts"
import { selectRuns, selectStanding } from "./internal/reading.ts"
import { rejectPages, selectRejects } from "./internal/rejects.ts"
import { selectResolutions } from "./internal/resolutions.ts"
import { startRun } from "./internal/runBook.ts"
import { makeRunLocks } from "./internal/runLock.ts"
import { selectShapes } from "./internal/shape.ts"
import { openThread } from "./internal/sqliteThread.ts"
import { undonePages } from "./internal/undone.ts"
import { orLedgerError } from "./internal/writing.ts"
import { Ledger, LedgerError } from "./Ledger.ts"
import { migrate } from "./Migrations.ts"

export interface LedgerOptions {
  /** The state folder, absolute. */
  readonly directory: string
  /** How long a run may stand still before another one takes over; absent: 30 seconds. */
  readonly lease?: Duration.Duration
}

type Platform = FileSystem.FileSystem | Path.Path

/** Whether the folder has a ledger. Creates nothing: for commands that only read. */
export const exists = Effect.fn("Ledger.exists")(function* ({ directory }: LedgerOptions) {
  const fs = yield* FileSystem.FileSystem
  return yield* Effect.mapError(fs.exists(yield* fileIn(directory)), fromPlatformError)
})

/** The ledger of a state folder. Both are created where they are missing: the folder 0700, its files 0600. */
export const layerSqlite = (options: LedgerOptions): Layer.Layer<Ledger, LedgerError, Platform> =>
  layer(
    Effect.gen(function* () {
      yield* createFolder(options.directory)
      yield* refuseLogAlone(yield* fileIn(options.directory))
      yield* createFile(yield* fileIn(options.directory))
      // What was sent survives a power cut: FULL syncs every commit.
      return yield* open(options, "FULL")
    }),
  )

/**
 * The same service over a copy that is thrown away with the scope: what a run would write, written nowhere. A ledger that
 * isn't there yet is an empty copy; the folder itself is not touched.
 */
export const layerCopy = (original: LedgerOptions): Layer.Layer<Ledger, LedgerError, Platform> =>
  layer(
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* Effect.mapError(
        fs.makeTempDirectoryScoped({ prefix: "waybill-plan-" }),
        fromPlatformError,
      )
      yield* refuseLogAlone(yield* fileIn(original.directory))
      yield* createFile(yield* fileIn(directory))
      if (yield* exists(original)) yield* copy(yield* fileIn(original.directory), yield* fileIn(directory))
      return yield* open({ directory }, "OFF")
    }),
  )

const fileIn = (directory: string): Effect.Effect<string, never, Path.Path> =>
  Effect.map(Path.Path, (path) => path.join(directory, "ledger.db"))

/** One consistent state, also while a run writes. */
const copy = (from: string, to: string) =>
  Effect.gen(function* () {
    const sql = yield* NodeSqlite.make({ filename: from, readonly: true, pragmas: [patient] })
    yield* sql`VACUUM INTO ${to}`
  }).pipe(Effect.scoped, orLedgerError)

/** Milliseconds to wait for another process's transaction; theirs are as short as ours. */
const patient = "busy_timeout = 5000"

type Opening = Effect.Effect<Ledger["Service"], LedgerError, Platform | Reactivity.Reactivity | Scope.Scope>

const layer = (opening: Opening) => Layer.effect(Ledger, opening).pipe(Layer.provide(Reactivity.layer))

const defaultLease = Duration.seconds(30)

const open = Effect.fnUntraced(function* (
  { directory, lease = defaultLease }: LedgerOptions,
  synchronous: "FULL" | "OFF",
) {
  const filename = yield* fileIn(directory)
  const { sql, transact, moveToThread } = yield* openWriting(filename, synchronous)
  const locks = yield* makeRunLocks(directory)
  const reactivity = yield* Reactivity.Reactivity
  const reading = NodeSqlite.make({ filename, readonly: true }).pipe(
    Effect.provideService(Reactivity.Reactivity, reactivity),
    orLedgerError,
  )
  return Ledger.of({
    start: Effect.fn("Ledger.start")((start) =>
      Effect.tap(startRun({ sql, transact, locks, lease }, start), moveToThread),
    ),
    runs: Effect.fn("Ledger.runs")((pipeline, limit) => selectRuns(sql, locks, pipeline, limit)),
    run: Effect.fn("Ledger.run")((pipeline, run) =>
      Effect.map(selectRuns(sql, locks, pipeline, 1, run), (found) => found[0]),
    ),
    standing: Effect.fn("Ledger.standing")((pipeline) => selectStanding(sql, pipeline)),
    resolutions: Effect.fn("Ledger.resolutions")((pipeline) => selectResolutions(sql, pipeline)),
    shapes: Effect.fn("Ledger.shapes")((pipeline) => selectShapes(sql, pipeline)),
    versions: Effect.fn("Ledger.versions")((pipeline, filter) => selectVersions(sql, pipeline, filter)),
    candidates: Effect.fn("Ledger.candidates")((pipeline, filter) => selectCandidates(sql, pipeline, filter)),
    crosswalk: (pipeline, filter) => streamed(reading, (sql) => crosswalkRows(sql, pipeline, filter)),
    rejectPages: (pipeline, filter) => rejectPages(sql, pipeline, filter),
    rejects: Effect.fn("Ledger.rejects")((pipeline, filter) => selectRejects(sql, pipeline, filter)),
    held: (pipeline, flow) => streamed(reading, (sql) => heldPages(sql, pipeline, flow)),
    undone: (pipeline, filter) => streamed(reading, (sql) => undonePages(sql, pipeline, filter)),
    plans: makePlans(sql),
    check: Effect.scoped(Effect.flatMap(reading, (sql) => checkLedger(sql, locks))).pipe(
      Effect.withSpan("Ledger.check"),
    ),
    rows: (pipeline, table) => streamed(reading, (sql) => exportRows(sql, locks, pipeline, table)),
  })
})

type Reading = Effect.Effect<SqlClient.SqlClient, LedgerError, Scope.Scope>

/** Rows over a connection of their own that only reads: a long stream keeps nobody else waiting. */
const streamed = <A>(
  reading: Reading,
  rows: (sql: SqlClient.SqlClient) => Stream.Stream<A, SqlError.SqlError | LedgerError>,
): Stream.Stream<A, LedgerError> =>
  Stream.unwrap(Effect.map(reading, rows)).pipe(
    Stream.mapError((error) => (SqlError.isSqlError(error) ? fromSqlError(error) : error)),
  )

/**
 * The connection that writes. From the first run on it is in a thread of its own; what only looks at the book does not wait for
 * one to start.
 */
const openWriting = Effect.fnUntraced(
  function* (filename: string, synchronous: "FULL" | "OFF") {
    const config = { filename, pragmas: [patient, "journal_mode = WAL", `synchronous = ${synchronous}`] }
    const scope = yield* Effect.scope
    const here = yield* NodeSqlite.openHere(config)
    let runner = here
    const turn = Semaphore.makeUnsafe(1)
    const sql = yield* NodeSqlite.makeClient(() => runner, turn)
    yield* Effect.provideService(migrate, SqlClient.SqlClient, sql)
    const moveToThread = Effect.suspend(() =>
      runner === here
        ? Effect.map(Scope.provide(openThread(config), scope), (thread) => void (runner = thread))
        : Effect.void,
    )
    return { sql, transact: NodeSqlite.makeTransact(() => runner, turn), moveToThread }
  },
  Effect.mapError((error) => {
    if (error instanceof LedgerError) return error
    const cause = SqlError.isSqlError(error) ? error : error.cause
    return SqlError.isSqlError(cause) ? fromSqlError(cause) : ledgerError("failed", error)
  }),
)
