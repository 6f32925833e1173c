/**
 * The columns of a flow's rejects, and what their values look like: how to read a cell whose own old value does not tell.
 */
import { CellDateTime, fromPlain, type PlainRecord } from "@waybill/connector"
import type { KeptReject } from "@waybill/ledger"
import { Dates } from "@waybill/model"
import { BigDecimal } from "effect"

import { type DecimalMark, hasLeadingZero, markOf } from "./notations.ts"

/** The value of a column; `undefined` where the record has none, whatever a prototype says. */
export const keptIn = (source: PlainRecord, column: string): unknown =>
  Object.hasOwn(source, column) ? source[column] : undefined

/** A value of a plain record as the source had it. */
export const valueOf = (kept: unknown): unknown => fromPlain({ kept })["kept"]

const isDay = (value: unknown): boolean => Dates.isCalendarDate(value) || value instanceof CellDateTime

const isTypedCell = (value: unknown): boolean =>
  BigDecimal.isBigDecimal(value) || isDay(value) || typeof value === "boolean"

/** What the values of a column look like, over all rejects of its flow. */
export interface Column {
  /** Whether a number, a date, a truth is at home there. */
  readonly numbers: boolean
  readonly days: boolean
  readonly truths: boolean
  /** Whether a text has leading zeros. */
  readonly zeros: boolean
  /** The mark before the fraction in texts, where all that tell agree. */
  readonly mark: DecimalMark | undefined
}

/** The columns of one flow's rejects. */
export class FlowColumns {
  /** The source's in their order, then those that only occur in records. */
  readonly names: ReadonlyArray<string>
  /** The source's, where it is known. */
  readonly own: ReadonlySet<string> | undefined
  /** Whether values are more than cells: lists, amounts with a currency, or absent instead of empty. */
  readonly isStructured: boolean
  private readonly sources: ReadonlyArray<PlainRecord>
  private readonly isTyped: boolean
  private readonly columns = new Map<string, Column>()

  constructor(rejects: ReadonlyArray<KeptReject>, own: ReadonlyArray<string> | undefined) {
    this.sources = rejects.map(({ source }) => source)
    this.own = own === undefined ? undefined : new Set(own)
    this.names = [...new Set([...(own ?? []), ...this.sources.flatMap((source) => Object.keys(source))])]
    const values = this.sources.flatMap((source) => Object.values(source).map(valueOf))
    this.isTyped = values.some(isTypedCell)
    this.isStructured = values.some((value) => typeof value !== "string" && !isTypedCell(value))
  }

  of(name: string): Column {
    const known = this.columns.get(name)
    if (known !== undefined) return known
    const column = this.look(name)
    this.columns.set(name, column)
    return column
  }

  private look(name: string): Column {
    const values = this.sources.map((source) => valueOf(keptIn(source, name)))
    const texts = values.filter((value): value is string => typeof value === "string" && value !== "")
    // A column of a typed source that holds no text at all takes whatever is typed into it.
    const isFree = this.isTyped && texts.length === 0
    const marks = new Set(texts.map(markOf).filter((mark) => mark !== undefined))
    return {
      numbers: isFree || values.some(BigDecimal.isBigDecimal),
      days: isFree || values.some(isDay),
      truths: isFree || values.some((value) => typeof value === "boolean"),
      zeros: texts.some(hasLeadingZero),
      mark: marks.size === 1 ? [...marks][0] : undefined,
    }
  }
}
