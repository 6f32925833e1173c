/**
 * Rejected records as tables that people edit: what is wrong first, then the source's own columns as they came.
 */
import { type Cell, CellDateTime } from "@waybill/connector"
import type { SheetTable } from "@waybill/connector-excel"
import type { KeptReject } from "@waybill/ledger"
import { Dates } from "@waybill/model"
import { FlowColumns, flowColumn, keptIn, ownColumns, ownValues, textOf, valueOf } from "@waybill/pipeline"
import { BigDecimal } from "effect"

/** The rejects of one flow. */
export interface FlowTable {
  readonly flow: string
  readonly columns: FlowColumns
  readonly rejects: ReadonlyArray<KeptReject>
}

/** A table for each flow that has rejects; `columns`: of each flow, its source's columns in their order. */
export const rejectTable = (
  rejects: ReadonlyArray<KeptReject>,
  columns: ReadonlyMap<string, ReadonlyArray<string>> = new Map(),
): ReadonlyArray<FlowTable> =>
  [...Map.groupBy(rejects, ({ flow }) => flow)].map(([flow, those]) => ({
    flow,
    columns: new FlowColumns(those, columns.get(flow)),
    rejects: those,
  }))

export interface CsvTable {
  readonly header: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

const csvOwn = [flowColumn, ...ownColumns] as const

/** All flows in one table, with the columns of all of them. */
export const toCsv = (tables: ReadonlyArray<FlowTable>): CsvTable => {
  const columns = [...new Set(tables.flatMap((table) => table.columns.names))]
  return {
    header: [...csvOwn, ...columns],
    rows: tables.flatMap(({ rejects }) =>
      rejects.map((reject) => {
        const own = ownValues(reject)
        return [
          ...csvOwn.map((column) => own[column]),
          ...columns.map((column) => textOf(keptIn(reject.source, column))),
        ]
      }),
    ),
  }
}

const longestName = 31

/** Names that Excel takes: at most 31 characters, each once whatever its case. */
const sheetNames = (flows: ReadonlyArray<string>): ReadonlyArray<string> => {
  const taken = new Set(["history"])
  return flows.map((flow) => {
    let name = flow.slice(0, longestName)
    for (let other = 2; taken.has(name.toLowerCase()); other++) {
      const end = `~${other}`
      name = flow.slice(0, longestName - end.length) + end
    }
    taken.add(name.toLowerCase())
    return name
  })
}

/** Typed where the source has it typed; all else as text, exactly as it is kept. */
const toCell = (kept: unknown): Cell => {
  const value = valueOf(kept)
  const isTyped = BigDecimal.isBigDecimal(value) || Dates.isCalendarDate(value) || typeof value === "boolean"
  return isTyped || value instanceof CellDateTime ? value : textOf(kept)
}

const ownCells = (reject: KeptReject): ReadonlyArray<Cell> => {
  const own = ownValues(reject)
  const numbers: Partial<Record<string, number>> = { "waybill row": reject.row, "waybill version": reject.version }
  return ownColumns.map((column) => {
    const number = numbers[column]
    return number === undefined ? own[column] : BigDecimal.fromBigInt(BigInt(number))
  })
}

const toSheet = ({ columns, rejects }: FlowTable, name: string): SheetTable => {
  const failing = rejects.map(({ issues }) => new Set(issues.map(({ column }) => column)))
  const nameAt = (column: number): string | undefined => columns.names[column - ownColumns.length]
  return {
    name,
    header: [...ownColumns, ...columns.names],
    rows: rejects.map((reject) => [
      ...ownCells(reject),
      ...columns.names.map((column) => toCell(keptIn(reject.source, column))),
    ]),
    marked: (row, column) => column >= ownColumns.length && failing[row]!.has(nameAt(column)),
    textColumns: (column) => {
      const at = nameAt(column)
      if (at === undefined) return false
      const { numbers, days, truths } = columns.of(at)
      return !numbers && !days && !truths
    },
    filter: true,
  }
}

/** A sheet for each flow; failing cells are coloured, and text stays text whatever is typed. */
export const toSheets = (tables: ReadonlyArray<FlowTable>): ReadonlyArray<SheetTable> => {
  if (tables.length === 0) return [{ name: "Rejects", header: ownColumns, rows: [] }]
  const names = sheetNames(tables.map(({ flow }) => flow))
  return tables.map((table, index) => toSheet(table, names[index]!))
}
