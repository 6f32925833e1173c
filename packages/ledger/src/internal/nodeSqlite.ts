/**
 * `effect/sql` over Node's own SQLite. Stands in for `@effect/sql-sqlite-node`, with that driver's names, so that one
 * import replaces this file once the driver loads with this version of effect.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite"

import { Effect, Option, type Scope, Semaphore, Stream } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { SqlClient, type SqlConnection, SqlError, Statement } from "effect/sql"

export interface NodeSqliteConfig {
  readonly filename: string
  readonly readonly?: boolean
}

type Rows = ReadonlyArray<any>
type Transform = (<A extends object>(rows: ReadonlyArray<A>) => ReadonlyArray<A>) | undefined

/** Compiled statements are kept by text, the latest used last. */
const cacheSize = 200
/** Rows a stream takes at a time: SQLite runs on the thread of the event loop, which gets its turn in between. */
const streamPage = 1_000

/** Opens a database on one connection; it is closed with the scope. */
export const make = Effect.fnUntraced(function* (
  config: NodeSqliteConfig,
): Effect.fn.Return<SqlClient.SqlClient, SqlError.SqlError, Scope.Scope | Reactivity.Reactivity> {
  const database = yield* Effect.acquireRelease(
    attempt("open", () => new DatabaseSync(config.filename, { readOnly: config.readonly ?? false })),
    (database) => Effect.sync(() => database.close()),
  )
  const connection = makeConnection(database)
  return yield* SqlClient.make({
    ...SqlClient.makeSqliteAcquirers({
      connection: Effect.succeed(connection),
      semaphore: Semaphore.makeUnsafe(1),
      isTransaction: () => database.isTransaction,
    }),
    compiler: Statement.makeCompilerSqlite(),
    driver: "sqlite-node",
    spanAttributes: [["db.system.name", "sqlite"]],
    beginTransaction: "BEGIN IMMEDIATE",
    prepareTransactionControls: true,
  })
})

const makeConnection = (database: DatabaseSync): SqlConnection.Connection => {
  const prepare = cached((text) => compile(database, text))
  const all =
    (compiled: (text: string) => StatementSync) =>
    (text: string, params: ReadonlyArray<unknown>, transform: Transform) =>
      execute(
        () => compiled(text),
        (statement) => {
          // Rows come without a prototype, which equality and assertions of plain objects stumble over.
          const rows: Rows = statement.all(...params.map(bind)).map((row) => ({ ...row }))
          return transform === undefined ? rows : transform(rows)
        },
      )
  const values = (compiled: (text: string) => StatementSync) => (text: string, params: ReadonlyArray<unknown>) =>
    execute(
      () => compiled(text),
      (statement) => {
        statement.setReturnArrays(true)
        return statement.all(...params.map(bind)).map((row) => Object.values(row))
      },
    )
  const fresh = (text: string) => compile(database, text)
  return {
    execute: all(prepare),
    executeUnprepared: all(fresh),
    executeValues: values(prepare),
    executeValuesUnprepared: values(fresh),
    executeRaw: (text, params) =>
      execute(
        () => prepare(text),
        (statement) =>
          statement.columns().length > 0 ? statement.all(...params.map(bind)) : statement.run(...params.map(bind)),
      ),
    executeStream: (text, params, transform) =>
      // A statement of its own: running a cached one again would start the stream over.
      Stream.unwrap(
        Effect.map(
          execute(
            () => fresh(text),
            (statement) => statement.iterate(...params.map(bind)),
          ),
          (rows) => streamOf(rows, transform),
        ),
      ),
  }
}

const streamOf = (rows: NodeJS.Iterator<object>, transform: Transform): Stream.Stream<any, SqlError.SqlError> =>
  Stream.paginate(rows, (rows) =>
    Effect.map(
      attempt("stream", () => take(rows, streamPage)),
      (page) =>
        [
          transform === undefined ? page : transform(page),
          page.length < streamPage ? Option.none() : Option.some(rows),
        ] as const,
    ),
  ).pipe(Stream.ensuring(Effect.sync(() => void rows.return?.())))

const take = (rows: NodeJS.Iterator<object>, count: number): Array<object> => {
  const page: Array<object> = []
  while (page.length < count) {
    const next = rows.next()
    if (next.done === true) break
    page.push({ ...next.value })
  }
  return page
}

/** Runs one statement, with integers as the caller asked for them: beyond 2^53 a number would be refused. */
const execute = <A>(compiled: () => StatementSync, run: (statement: StatementSync) => A) =>
  Effect.flatMap(SqlClient.SafeIntegers, (safe) =>
    attempt("execute", () => {
      const statement = compiled()
      statement.setReadBigInts(safe)
      statement.setReturnArrays(false)
      return run(statement)
    }),
  )

/** SQLite compiles the first statement of a text and drops the rest without a word: that is refused here. */
const compile = (database: DatabaseSync, text: string): StatementSync => {
  const statement = database.prepare(text)
  if (text.slice(statement.sourceSQL.length).trim() !== "") {
    throw new TypeError("one statement at a time: the text holds several")
  }
  return statement
}

const cached = (make: (text: string) => StatementSync): ((text: string) => StatementSync) => {
  const cache = new Map<string, StatementSync>()
  return (text) => {
    const statement = cache.get(text) ?? make(text)
    cache.delete(text)
    cache.set(text, statement)
    if (cache.size > cacheSize) cache.delete(cache.keys().next().value!)
    return statement
  }
}

/** A lone object would be taken for named parameters, and NULL bound: what is no value of SQLite is refused. */
const bind = (value: unknown): SQLInputValue => {
  if (value === undefined) return null
  if (typeof value === "boolean") return value ? 1 : 0
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint")
    return value
  if (value instanceof Uint8Array) return value
  throw new TypeError("a parameter is neither text, number, bytes nor null")
}

const attempt = <A>(operation: string, run: () => A): Effect.Effect<A, SqlError.SqlError> =>
  Effect.try({ try: run, catch: (cause) => new SqlError.SqlError({ reason: classify(cause, operation) }) })

/** The classification reads `errno`; this driver says `errcode`. */
const classify = (cause: unknown, operation: string): SqlError.SqlErrorReason => {
  if (cause instanceof Error && "errcode" in cause) Object.assign(cause, { errno: cause.errcode })
  return SqlError.classifySqliteError(cause, { operation, message: cause instanceof Error ? cause.message : "failed" })
}
