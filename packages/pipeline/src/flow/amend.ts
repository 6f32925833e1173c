/**
 * What people wrote in the place of a row stands for it in every run that reads the same row. A row that was mended in its
 * source has another origin: then the source counts again.
 */
import { fromPlain } from "@waybill/connector"
import type { Amended, FlowBook, LedgerError } from "@waybill/ledger"
import { Effect } from "effect"

import { type FromLedger, Lineage, type Taken } from "./Lineage.ts"

export type Amend = (rows: ReadonlyArray<Taken>) => Effect.Effect<ReadonlyArray<Taken>, LedgerError>

/**
 * Rows of the same content have the same origin; each amendment stands for one of them: the one in its place, else the next one
 * that comes.
 */
class Units {
  private readonly taken = new Set<string>()

  /** What stands for the rows of a page, by their index; nothing of it is any other row's then. */
  take(
    rows: ReadonlyArray<Taken>,
    origins: ReadonlyArray<string>,
    found: ReadonlyMap<string, ReadonlyArray<Amended>>,
  ): ReadonlyMap<number, Amended> {
    const units = new Map<number, Amended>()
    const assign = (fits: (unit: Amended, row: Taken) => boolean) => {
      for (const [index, row] of rows.entries()) {
        const origin = origins[index]!
        const isFree = (unit: Amended) => !this.taken.has(keyOf(origin, unit)) && fits(unit, row)
        const unit = units.has(index) ? undefined : found.get(origin)?.find(isFree)
        if (unit === undefined) continue
        units.set(index, unit)
        this.taken.add(keyOf(origin, unit))
      }
    }
    assign((unit, { row, file }) => unit.row === row && unit.file === file)
    assign(() => true)
    return units
  }
}

const keyOf = (origin: string, { row, file = "" }: Amended): string => `${origin} ${row} ${file}`

const stand = (row: Taken, origin: string, { version, dismissed, source }: Amended): Taken => {
  const fromLedger: FromLedger = { origin, version, dismissed }
  if (source === undefined) return { ...row, fromLedger }
  const { row: at, file } = row
  return { row: at, ...(file === undefined ? {} : { file }), record: fromPlain(source), fromLedger }
}

/** Makes what puts amendments in the place of rows: one query for a page, and none where the flow has no amendments. */
export const openAmend = Effect.fnUntraced(function* (
  flow: string,
  book: Pick<FlowBook, "hasAmendments" | "amended">,
): Effect.fn.Return<Amend, LedgerError> {
  if (!(yield* book.hasAmendments)) return (rows) => Effect.succeed(rows)
  const units = new Units()
  return (rows) => {
    const origins = rows.map((row) => new Lineage(flow, row).origin)
    return Effect.map(book.amended(origins), (found) => {
      if (found.size === 0) return rows
      const standing = units.take(rows, origins, found)
      return rows.map((row, index) => {
        const unit = standing.get(index)
        return unit === undefined ? row : stand(row, origins[index]!, unit)
      })
    })
  }
})
