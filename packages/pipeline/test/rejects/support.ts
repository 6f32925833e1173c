/** Rejects as the ledger keeps them, and sheets as somebody gives them back. */
import type { Cell } from "@waybill/connector"
import type { KeptReject } from "@waybill/ledger"
import {
  type Comparison,
  compareEdited,
  type EditedRow,
  type EditedSheet,
  lineageId,
  ownColumns,
  ownValues,
} from "@waybill/pipeline"

export const reject = (number: number, source: KeptReject["source"], more: Partial<KeptReject> = {}): KeptReject => ({
  id: number,
  run: 1,
  flow: "invoices",
  target: "sandbox#invoices",
  row: number + 1,
  state: "invalid",
  source,
  origin: number.toString(16).padStart(12, "0").padEnd(32, "a"),
  version: 0,
  issues: [{ code: "WB-MAP-DATE", message: "not a date", column: "Failing" }],
  ...more,
})

export interface Edit {
  readonly cells?: Readonly<Record<string, Cell>>
  readonly formulas?: ReadonlyArray<string>
  readonly problems?: NonNullable<EditedRow["problems"]>
}

type Sources = ReadonlyArray<readonly [KeptReject, Edit?]>

const plainCell = (value: unknown): Cell => (typeof value === "string" ? value : "")

/** The export of rejects with all-text sources, with some cells edited. */
export const sheetOf = (rows: Sources, more: Partial<EditedSheet> = {}): EditedSheet => {
  const columns = [...new Set(rows.flatMap(([{ source }]) => Object.keys(source)))]
  return {
    header: [...ownColumns, ...columns],
    rows: rows.map(([kept, { cells = {}, ...edit } = {}], index) => ({
      row: index + 2,
      cells: {
        ...ownValues(kept),
        ...Object.fromEntries(columns.map((column) => [column, plainCell(kept.source[column])])),
        ...cells,
      },
      ...edit,
    })),
    ...more,
  }
}

export const compare = (
  rows: Sources,
  more: Partial<EditedSheet> = {},
  columns: ReadonlyMap<string, ReadonlyArray<string>> = new Map(),
): Comparison =>
  compareEdited(
    [sheetOf(rows, more)],
    rows.map(([kept]) => kept),
    { columns },
  )

/** What became of one row with one column `v`: the new value, or a code in brackets, and the codes of the notes. */
export const verdict = (
  kept: unknown,
  cell: Cell,
  options: Partial<EditedSheet> & {
    readonly others?: ReadonlyArray<unknown>
    readonly failing?: boolean
    readonly formula?: boolean
  } = {},
): string => {
  const { others = [], failing = false, formula = false, ...more } = options
  const issues = [{ code: "WB-X", message: "x", column: failing ? "v" : "other" }]
  const one = reject(1, { v: kept }, { issues })
  const rest = others.map((v, index) => reject(index + 2, { v }))
  const edit: Edit = { cells: { v: cell }, ...(formula ? { formulas: ["v"] } : {}) }
  const { edits, refused, notes, faults } = compareEdited([sheetOf([[one, edit]], more)], [one, ...rest], {
    columns: new Map(),
  })
  const said = notes.map(({ code }) => code.replace("WB-REJECTS-", "")).join(" ")
  const [no] = [...faults, ...refused]
  const what =
    no !== undefined
      ? `[${no.code.replace("WB-REJECTS-", "")}]`
      : edits.length === 0
        ? "same"
        : JSON.stringify(edits[0]!.source["v"])
  return [what, said].filter((part) => part !== "").join(" ")
}

export const idOf = ({ origin }: KeptReject): string => lineageId(origin)
