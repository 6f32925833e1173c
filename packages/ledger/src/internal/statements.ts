/**
 * Runs statements on one connection to a file, in whatever thread it is called.
 */
import type { SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite"

export interface FileConfig {
  readonly filename: string
  readonly readonly?: boolean
  /** What the connection is told before anything else. */
  readonly pragmas?: ReadonlyArray<string>
}

/** One statement, one step of a stream of rows, or a whole transaction. All of it can travel from thread to thread. */
export type Order =
  | Single
  | {
      /** All of them or none; what one did that was not expected of it takes all of them back. */
      readonly kind: "transaction"
      readonly steps: ReadonlyArray<Step>
    }
  | {
      readonly kind: "stream"
      readonly stream: number
      readonly text: string
      readonly params: ReadonlyArray<SQLInputValue>
      readonly safe: boolean
    }
  | { readonly kind: "take"; readonly stream: number; readonly count: number }
  | { readonly kind: "leave"; readonly stream: number }

export interface Step {
  readonly order: Single
  /** How many rows it must change. */
  readonly changes?: number
  /** How many rows it must find. */
  readonly rows?: number
}

/** One statement. */
export type Single =
  | {
      readonly kind: "all" | "run"
      readonly text: string
      readonly params: ReadonlyArray<SQLInputValue>
      /** Integers as `bigint`. */
      readonly safe: boolean
      /** It will come again: what is compiled is kept. */
      readonly kept: boolean
    }
  | {
      /** Once for each row: what it changes is added up. */
      readonly kind: "each"
      readonly text: string
      readonly params: ReadonlyArray<SQLInputValue>
      /** Where the cells of a row go: for each parameter its column, or -1. */
      readonly columns: ReadonlyArray<number>
      /** JSON, an array for each row. */
      readonly rows: string
    }

/** Rows lie one behind the other: many small objects would cost more to hand over than what is in them. */
export interface Answer {
  readonly columns: ReadonlyArray<string>
  readonly cells: ReadonlyArray<SQLOutputValue>
  readonly changes: number | bigint
  readonly lastInsertRowid: number | bigint
}

export interface Statements {
  readonly answer: (order: Order) => Answer
  readonly isTransaction: () => boolean
  readonly close: () => void
}

/**
 * Opens a file. Stands alone, down to what it imports: a thread is given this function as text.
 *
 * @param sqlite the module `node:sqlite`
 */
export const openStatements = (sqlite: typeof import("node:sqlite"), config: FileConfig): Statements => {
  /** Compiled statements are kept by text, the latest used last. */
  const keptStatements = 200
  const database = new sqlite.DatabaseSync(config.filename, { readOnly: config.readonly ?? false })
  for (const pragma of config.pragmas ?? []) database.exec(`PRAGMA ${pragma}`)
  const compiled = new Map<string, StatementSync>()
  const streams = new Map<number, { readonly columns: Array<string>; readonly rows: Iterator<object> }>()

  /** SQLite compiles the first statement of a text and drops the rest without a word: that is refused here. */
  const compile = (text: string): StatementSync => {
    const statement = database.prepare(text)
    if (text.slice(statement.sourceSQL.length).trim() !== "") {
      throw new TypeError("one statement at a time: the text holds several")
    }
    statement.setReturnArrays(true)
    return statement
  }

  const recall = (text: string): StatementSync => {
    const statement = compiled.get(text) ?? compile(text)
    compiled.delete(text)
    compiled.set(text, statement)
    if (compiled.size > keptStatements) compiled.delete(compiled.keys().next().value!)
    return statement
  }

  const columnsOf = (statement: StatementSync): Array<string> => statement.columns().map(({ name }) => name)

  const answerOf = (columns: Array<string>, cells: Array<SQLOutputValue>): Answer => ({
    columns,
    cells,
    changes: 0,
    lastInsertRowid: 0,
  })

  const runEach = ({ text, params, columns, rows }: Extract<Order, { kind: "each" }>): Answer => {
    const statement = recall(text)
    statement.setReadBigInts(false)
    const values = [...params]
    let changes = 0
    for (const row of JSON.parse(rows)) {
      for (let index = 0; index < columns.length; index++) {
        if (columns[index]! >= 0) values[index] = row[columns[index]!] ?? null
      }
      changes += Number(statement.run(...values).changes)
    }
    return { columns: [], cells: [], changes, lastInsertRowid: 0 }
  }

  const runOnce = ({ kind, text, params, safe, kept }: Extract<Order, { kind: "all" | "run" }>): Answer => {
    const statement = kept ? recall(text) : compile(text)
    statement.setReadBigInts(safe)
    const columns = columnsOf(statement)
    if (kind === "run" && columns.length === 0) return { columns, cells: [], ...statement.run(...params) }
    return answerOf(
      columns,
      statement.all(...params).flatMap((row) => Object.values(row)),
    )
  }

  const single = (order: Single): Answer => (order.kind === "each" ? runEach(order) : runOnce(order))

  /** Gives the index of the step that did what was not expected of it, or -1. */
  const transact = ({ steps }: Extract<Order, { kind: "transaction" }>): Answer => {
    database.exec("BEGIN IMMEDIATE")
    try {
      for (const [index, { order, changes, rows }] of steps.entries()) {
        const did = single(order)
        const found = did.columns.length === 0 ? 0 : did.cells.length / did.columns.length
        if ((changes ?? did.changes) === did.changes && (rows ?? found) === found) continue
        database.exec("ROLLBACK")
        return answerOf(["step"], [index])
      }
      database.exec("COMMIT")
      return answerOf(["step"], [-1])
    } finally {
      if (database.isTransaction) database.exec("ROLLBACK")
    }
  }

  const begin = ({ stream, text, params, safe }: Extract<Order, { kind: "stream" }>): Answer => {
    // A statement of its own: running a kept one again would start the stream over.
    const statement = compile(text)
    statement.setReadBigInts(safe)
    const columns = columnsOf(statement)
    streams.set(stream, { columns, rows: statement.iterate(...params) })
    return answerOf(columns, [])
  }

  const take = ({ stream, count }: Extract<Order, { kind: "take" }>): Answer => {
    const { columns, rows } = streams.get(stream)!
    const cells: Array<SQLOutputValue> = []
    for (let taken = 0; taken < count; taken++) {
      const next = rows.next()
      if (next.done === true) break
      cells.push(...Object.values(next.value))
    }
    return answerOf(columns, cells)
  }

  const leave = ({ stream }: Extract<Order, { kind: "leave" }>): Answer => {
    streams.get(stream)?.rows.return?.()
    streams.delete(stream)
    return answerOf([], [])
  }

  return {
    answer: (order) => {
      switch (order.kind) {
        case "transaction":
          return transact(order)
        case "stream":
          return begin(order)
        case "take":
          return take(order)
        case "leave":
          return leave(order)
        default:
          return single(order)
      }
    },
    isTransaction: () => database.isTransaction,
    close: () => database.close(),
  }
}
