/**
 * `effect/sql` over Node's own SQLite, in this thread or in one of its own.
 */
import * as sqlite from "node:sqlite"

import { Effect, Option, type Scope, Semaphore, Stream } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { SqlClient, type SqlConnection, SqlError, Statement } from "effect/sql"

import { type Answer, type FileConfig, openStatements, type Order, type Single } from "./statements.ts"

/** Where statements are run, in the order in which they are given. */
export interface Runner {
  /** Uninterruptible: what follows, a ROLLBACK too, comes after it. */
  readonly run: (order: Order) => Effect.Effect<Answer, SqlError.SqlError>
  readonly isTransaction: () => boolean
}

type Transform = (<A extends object>(rows: ReadonlyArray<A>) => ReadonlyArray<A>) | undefined

/** Opens a database on one connection in this thread; it is closed with the scope. */
export const make = Effect.fnUntraced(function* (
  config: FileConfig,
): Effect.fn.Return<SqlClient.SqlClient, SqlError.SqlError, Scope.Scope | Reactivity.Reactivity> {
  const runner = yield* openHere(config)
  return yield* makeClient(() => runner)
})

/** A connection in this thread; it is closed with the scope. */
export const openHere = (config: FileConfig): Effect.Effect<Runner, SqlError.SqlError, Scope.Scope> =>
  Effect.acquireRelease(
    attempt("open", () => openStatements(sqlite, config)),
    (statements) => Effect.sync(statements.close),
  ).pipe(
    Effect.map(({ answer, isTransaction }) => ({
      run: (order) => attempt("execute", () => answer(order)),
      isTransaction,
    })),
  )

/**
 * @param runner asked before each statement that is not in a transaction, and before each transaction
 * @param turn one transaction has it, or one statement
 */
export const makeClient = (runner: () => Runner, turn: Semaphore.Semaphore = Semaphore.makeUnsafe(1)) =>
  SqlClient.make({
    ...SqlClient.makeSqliteAcquirers({
      connection: Effect.sync(() => connectionOf(runner())),
      semaphore: turn,
      isTransaction: (connection) => connection.runner.isTransaction(),
    }),
    compiler: Statement.makeCompilerSqlite(),
    driver: "sqlite-node",
    spanAttributes: [["db.system.name", "sqlite"]],
    beginTransaction: "BEGIN IMMEDIATE",
    prepareTransactionControls: true,
  })

/** A statement of a transaction, and how many rows it must change or find. */
export interface Step {
  readonly statement: Statement.Statement<unknown>
  readonly changes?: number
  readonly rows?: number
}

/** Gives the index of the step that did not do what it must, which takes all of them back; `undefined`: all are done. */
export type Transact = (steps: ReadonlyArray<Step>) => Effect.Effect<number | undefined, SqlError.SqlError>

/** What does a whole transaction at once: no other thread is waited for in between. The parameters are those of a client. */
export const makeTransact =
  (runner: () => Runner, turn: Semaphore.Semaphore): Transact =>
  (steps) =>
    attempt("bind", () =>
      steps.map(({ statement, ...expected }) => {
        const [text, params] = statement.compile()
        return { order: ordered(text, params, false), ...expected }
      }),
    ).pipe(
      Effect.flatMap((steps) => turn.withPermit(Effect.suspend(() => runner().run({ kind: "transaction", steps })))),
      Effect.map(({ cells: [step] }) => (step === -1 ? undefined : Number(step))),
    )

interface Connection extends SqlConnection.Connection {
  readonly runner: Runner
}

/**
 * A page of rows for one statement, which is run once for each: `${page.cell(0)}` stands for the first value of a row. Asked
 * for with `raw`, it says how many rows were changed in all. It is less work than to take a page apart in SQL.
 */
export class RowPage {
  readonly rows: ReadonlyArray<ReadonlyArray<string | number | null | undefined>>
  constructor(rows: RowPage["rows"]) {
    this.rows = rows
  }
  cell(column: number): Cell {
    return new Cell(this, column)
  }
}

class Cell {
  readonly page: RowPage
  readonly column: number
  constructor(page: RowPage, column: number) {
    this.page = page
    this.column = column
  }
}

const isCell = (param: unknown): param is Cell => param instanceof Cell

const once = (
  kind: "all" | "run",
  text: string,
  params: ReadonlyArray<unknown>,
  safe: boolean,
  kept: boolean,
): Single => ({ kind, text, params: params.map(bind), safe, kept })

const forEachRow = ({ rows }: RowPage, text: string, params: ReadonlyArray<unknown>): Single => ({
  kind: "each",
  text,
  params: params.map((param) => (isCell(param) ? null : bind(param))),
  columns: params.map((param) => (isCell(param) ? param.column : -1)),
  rows: JSON.stringify(rows),
})

/** A statement that is run for what it changes. */
const ordered = (text: string, params: ReadonlyArray<unknown>, safe: boolean): Single => {
  const page = params.find(isCell)?.page
  return page === undefined ? once("run", text, params, safe, true) : forEachRow(page, text, params)
}

const connectionOf = (runner: Runner): Connection => {
  /** With integers as the caller asked for them: beyond 2^53 a number would be refused. */
  const run = (order: (safe: boolean) => Order) =>
    Effect.flatMap(SqlClient.SafeIntegers, (safe) =>
      Effect.flatMap(
        attempt("bind", () => order(safe)),
        runner.run,
      ),
    )
  const rows = (kept: boolean) => (text: string, params: ReadonlyArray<unknown>, transform: Transform) =>
    Effect.map(
      run((safe) => once("all", text, params, safe, kept)),
      (answer) => transformed(objectsOf(answer), transform),
    )
  const values = (kept: boolean) => (text: string, params: ReadonlyArray<unknown>) =>
    Effect.map(
      run((safe) => once("all", text, params, safe, kept)),
      listsOf,
    )
  return {
    runner,
    execute: rows(true),
    executeUnprepared: rows(false),
    executeValues: values(true),
    executeValuesUnprepared: values(false),
    executeRaw: (text, params) =>
      Effect.map(
        run((safe) => ordered(text, params, safe)),
        (answer) =>
          answer.columns.length > 0
            ? objectsOf(answer)
            : { changes: answer.changes, lastInsertRowid: answer.lastInsertRowid },
      ),
    executeStream: (text, params, transform) =>
      Stream.unwrap(
        Effect.acquireRelease(
          Effect.suspend(() => {
            const stream = nextStream++
            return Effect.as(
              run((safe) => ({ kind: "stream", stream, text, params: params.map(bind), safe })),
              stream,
            )
          }),
          (stream) => Effect.ignore(runner.run({ kind: "leave", stream })),
        ).pipe(Effect.map((stream) => pagesOf(runner, stream, transform))),
      ),
  }
}

let nextStream = 0

/** Rows a stream takes at a time: others get their turn in between. */
const streamPage = 1_000

const pagesOf = (runner: Runner, stream: number, transform: Transform): Stream.Stream<any, SqlError.SqlError> =>
  Stream.paginate(stream, (stream) =>
    Effect.map(runner.run({ kind: "take", stream, count: streamPage }), (answer) => {
      const page = objectsOf(answer)
      return [
        transformed(page, transform),
        page.length < streamPage ? Option.none<number>() : Option.some(stream),
      ] as const
    }),
  )

const transformed = (rows: ReadonlyArray<object>, transform: Transform): ReadonlyArray<object> =>
  transform === undefined ? rows : transform(rows)

const listsOf = ({ columns, cells }: Answer): ReadonlyArray<ReadonlyArray<unknown>> => {
  const rows: Array<ReadonlyArray<unknown>> = []
  for (let at = 0; at < cells.length; at += columns.length) rows.push(cells.slice(at, at + columns.length))
  return rows
}

const objectsOf = ({ columns, cells }: Answer): ReadonlyArray<object> => {
  const rows: Array<object> = []
  for (let at = 0; at < cells.length; at += columns.length) {
    const row: Record<string, unknown> = {}
    for (let column = 0; column < columns.length; column++) row[columns[column]!] = cells[at + column]
    rows.push(row)
  }
  return rows
}

/** A lone object would be taken for named parameters, and NULL bound: what is no value of SQLite is refused. */
const bind = (value: unknown): sqlite.SQLInputValue => {
  if (value === undefined) return null
  if (typeof value === "boolean") return value ? 1 : 0
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint")
    return value
  if (value instanceof Uint8Array) return value
  throw new TypeError("a parameter is neither text, number, bytes nor null")
}

const attempt = <A>(operation: string, run: () => A): Effect.Effect<A, SqlError.SqlError> =>
  Effect.try({ try: run, catch: (cause) => sqlErrorOf(cause, operation) })

/** The classification reads `errno`; SQLite of Node says `errcode`. */
export const sqlErrorOf = (cause: unknown, operation: string): SqlError.SqlError => {
  if (cause instanceof Error && "errcode" in cause) Object.assign(cause, { errno: cause.errcode })
  const message = cause instanceof Error ? cause.message : "failed"
  return new SqlError.SqlError({ reason: SqlError.classifySqliteError(cause, { operation, message }) })
}
