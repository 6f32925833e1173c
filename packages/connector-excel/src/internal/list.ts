/**
 * What the workbook holds of a sheet that was written, row by row: what the tie-out compares. A number that stands in several rows
 * is listed with each of them.
 */
import { type Cell, cellText, type ConnectorError, type Listed, type Page } from "@waybill/connector"
import { Columns, Currencies, Dates, Decimals, type Entity, Money } from "@waybill/model"
import { BigDecimal, Effect, FileSystem, Option, Path, Stream } from "effect"

import { failure } from "../errors.ts"
import { openSource } from "../source.ts"
import type { SheetRecord } from "./rows.ts"

/** A sheet of a workbook that Waybill wrote. */
export interface WrittenTo {
  /** Absolute. */
  readonly path: string
  readonly sheet: string
  readonly entity: Entity
}

/** What a cell says; `undefined` where it is empty, or not of its column's kind. */
const valueOf = (kind: Columns.Kind, cell: Cell, currency: string): Columns.Value | undefined => {
  const text = cellText(cell)
  if (kind === "text") return text === "" ? undefined : text
  if (kind === "date") return Dates.isCalendarDate(cell) ? cell : Dates.parseIso(text)
  const amount = BigDecimal.isBigDecimal(cell) ? cell : Decimals.parse(text)
  return amount === undefined || !Currencies.isCurrency(currency) ? undefined : new Money(amount, currency)
}

/** Makes the model of a row, as far as it goes. */
const modelOf = (entity: Entity) => {
  const columns = Columns.of(entity)
  const putTogether = Columns.putTogether(entity)
  return (record: SheetRecord): Listed["model"] => {
    const currency = cellText(record["currency"] ?? "")
    const values: Record<string, Columns.Value> = {}
    for (const { name, kind } of columns) {
      const value = valueOf(kind, record[name] ?? "", currency)
      if (value !== undefined) values[name] = value
    }
    return putTogether(values)
  }
}

/** Makes what lists a row: the first of a number by that, any other by its row, too. */
const lister = (entity: Entity) => {
  const seen = new Set<string>()
  const told = modelOf(entity)
  return (record: SheetRecord, row: number): Listed => {
    const number = cellText(record["number"] ?? "")
    const isFirst = number !== "" && seen.size !== seen.add(number).size
    return {
      targetId: isFirst ? number : `${number} (row ${row})`.trim(),
      ...(number === "" ? {} : { number, key: number }),
      model: told(record),
    }
  }
}

/** A workbook that is not there holds nothing; one that can't be read as it was written fails (invariant 9). */
export const listSheet = ({
  path,
  sheet,
  entity,
}: WrittenTo): Stream.Stream<ReadonlyArray<Listed>, ConnectorError, FileSystem.FileSystem | Path.Path> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const paths = yield* Path.Path
      // What can't be looked at is left to the reading: it says so.
      if (!(yield* Effect.orElseSucceed(files.exists(path), () => true))) return Stream.empty
      const directory = paths.dirname(path)
      const stream = `${paths.basename(path)}#${sheet}`
      const { read } = yield* openSource(stream, { directory, headerRow: 1 })
      const toListed = lister(entity)
      const ofPage = ({ rows }: Page<SheetRecord>) => {
        const bad = rows.find((row) => "issues" in row)
        return bad !== undefined
          ? failure(`read ${stream}`, "WB-EXCEL-VALUE", `row ${bad.row}: ${bad.issues[0].message}`)
          : Effect.succeed(rows.flatMap((row) => ("record" in row ? [toListed(row.record, row.row)] : [])))
      }
      return Stream.mapEffect(read(Option.none()), ofPage)
    }),
  )
