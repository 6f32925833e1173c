/**
 * Where records come from.
 */
import type { Entity, Issue, Model } from "@waybill/model"
import type { Effect, Option, Result, Schema, Stream } from "effect"

import type { ConnectorError } from "./ConnectorError.ts"

/** Where to go on reading; opaque to everyone but the source that made it. */
export type Cursor = string

/** A record that could be read. */
export interface GoodRow<R> {
  /** Where it stands: the line of a file counted from 1, the row of a sheet, the running number of an API's list. */
  readonly row: number
  /** The file that it stands in, where a stream is several files. */
  readonly file?: string
  readonly record: R
}

/** A record that could not be read: it is kept, with the reasons, and the rest is read on. */
export interface BadRow {
  readonly row: number
  /** The file that it stands in, where a stream is several files. */
  readonly file?: string
  /** The source's values as far as they could be told apart, by column. */
  readonly raw: Readonly<Record<string, unknown>>
  readonly issues: readonly [Issue, ...Array<Issue>]
}

export type Row<R> = GoodRow<R> | BadRow

/** Records that travel together, and the cursor behind them. */
export interface Page<R> {
  readonly rows: ReadonlyArray<Row<R>>
  readonly cursor: Cursor
}

/**
 * Something about the data as a whole that a person should know before anything is sent: a column that mixes dates with
 * text, hidden rows, keys whose leading zeros are gone.
 */
export interface Finding extends Issue {
  /** The row where an example stands. */
  readonly row?: number
  /** The file of that row, where a stream is several files. */
  readonly file?: string
}

/** One stream of a connection, opened for reading. */
export interface Source<R> {
  /** The records' type: what `record` means in expressions. Type side: text, Boolean, BigDecimal, CalendarDate, Money, Cell, structs and lists of these. */
  readonly record: Schema.Schema<R>
  /** What the records are, where the source knows. */
  readonly entity?: Entity
  /** The records as the model, where the connector knows how its own records become it. */
  readonly toModel?: (record: R) => Result.Result<Model, readonly [Issue, ...Array<Issue>]>
  /** Reads on from a cursor, or from the start. A page's cursor stands behind its last row. */
  readonly read: (from: Option.Option<Cursor>) => Stream.Stream<Page<R>, ConnectorError>
  /**
   * Whether reading on behind the last page of a finished read gives what is new or changed since. Absent: a cursor only
   * goes on with an unfinished read. Either way a cursor whose records are no longer what they were leads to the start.
   */
  readonly incremental?: boolean
  /** Looks at the data as a whole, in one pass of its own. */
  readonly inspect?: Effect.Effect<ReadonlyArray<Finding>, ConnectorError>
}
