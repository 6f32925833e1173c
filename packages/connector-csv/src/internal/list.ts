/**
 * What a file that was written holds, line by line: what the tie-out compares. A number that stands in several lines is listed
 * with each of them.
 */
import type { ConnectorError, Listed } from "@waybill/connector"
import { Columns, Currencies, Dates, Decimals, type Entity, Money } from "@waybill/model"
import { Effect, type FileSystem, Stream } from "effect"

import { restoreCell } from "../Format.ts"
import { pagesOf } from "./readFile.ts"
import type { TextRecord } from "./recordMaker.ts"
import { isTornHeader, openTarget, sizeOf, soundRecords, type Target } from "./targetFile.ts"

/** What a cell says; `undefined` where it is empty, or not of its column's kind. */
const valueOf = (kind: Columns.Kind, text: string, currency: string): Columns.Value | undefined => {
  if (kind === "text") return text === "" ? undefined : text
  if (kind === "date") return Dates.parseIso(text)
  const amount = Decimals.parse(text)
  return amount === undefined || !Currencies.isCurrency(currency) ? undefined : new Money(amount, currency)
}

/** Makes the model of a line, as far as it goes. */
const modelOf = (entity: Entity) => {
  const columns = Columns.of(entity)
  const putTogether = Columns.putTogether(entity)
  return (record: TextRecord): Listed["model"] => {
    const currency = record["currency"] ?? ""
    const values: Record<string, Columns.Value> = {}
    for (const { name, kind } of columns) {
      const value = valueOf(kind, restoreCell(record[name]!), currency)
      if (value !== undefined) values[name] = value
    }
    return putTogether(values)
  }
}

/** Makes what lists a line: the first of a number by that, any other by its line, too. */
const lister = (target: Target, entity: Entity) => {
  const seen = new Set<string>()
  const told = modelOf(entity)
  return (record: TextRecord, line: number): Listed => {
    const number = restoreCell(record[target.keyColumn]!)
    const isFirst = number !== "" && seen.size !== seen.add(number).size
    return {
      targetId: isFirst ? number : `${number} (line ${line})`.trim(),
      ...(number === "" ? {} : { number, key: number }),
      model: told(record),
    }
  }
}

/** A file that is not there holds nothing; one that can't be read as it was written fails (invariant 9). */
export const listTarget = (
  target: Target,
  entity: Entity,
): Stream.Stream<ReadonlyArray<Listed>, ConnectorError, FileSystem.FileSystem> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const info = yield* sizeOf(target)
      if (info === undefined || (yield* isTornHeader(target, info.onDisk))) return Stream.empty
      const open = yield* openTarget(target)
      const toListed = lister(target, entity)
      return pagesOf(open, open.layout.body, { wholeLines: true }).pipe(
        Stream.mapEffect(({ rows }) =>
          Effect.map(soundRecords(target, rows), (records) =>
            records.map((record, index) => toListed(record, rows[index]!.row)),
          ),
        ),
      )
    }),
  )
