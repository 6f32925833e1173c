/** Workbooks from raw XML, and what reading them gives. */
import { NodeServices } from "@effect/platform-node"
import { type Cell, cellText, CellDateTime, type Row, type Source } from "@waybill/connector"
import { CalendarDate } from "@waybill/model"
import { BigDecimal, Effect, FileSystem, Option, Path, Stream } from "effect"

import { defaultLimits, type Limits } from "../../src/internal/limits.ts"
import type { SheetRecord } from "../../src/internal/rows.ts"
import { openSource } from "../../src/source.ts"
import { type Part, zip } from "./zip.ts"

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const packageRels = "http://schemas.openxmlformats.org/package/2006/relationships"
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

export const relationships = (...all: ReadonlyArray<readonly [id: string, type: string, target: string]>): string =>
  `${declaration}<Relationships xmlns="${packageRels}">${all
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`)
    .join("")}</Relationships>`

export const worksheet = (rows: string, before = "", behind = ""): string =>
  `${declaration}<worksheet xmlns="${main}">${before}<sheetData>${rows}</sheetData>${behind}</worksheet>`

export const workbook = (sheets: string, before = ""): string =>
  `${declaration}<workbook xmlns="${main}" xmlns:r="${office}">${before}<sheets>${sheets}</sheets></workbook>`

export const sharedStrings = (...items: ReadonlyArray<string>): string =>
  `${declaration}<sst xmlns="${main}">${items.map((item) => `<si>${item}</si>`).join("")}</sst>`

/** Style 0 is General; the others in turn have these formats: a number is a builtin one. */
export const styles = (...formats: ReadonlyArray<number | string>): string => {
  const custom = formats.flatMap((format, index) =>
    typeof format === "string"
      ? [
          `<numFmt numFmtId="${200 + index}" formatCode="${format.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"/>`,
        ]
      : [],
  )
  const xfs = formats.map((format, index) => `<xf numFmtId="${typeof format === "string" ? 200 + index : format}"/>`)
  return `${declaration}<styleSheet xmlns="${main}"><numFmts>${custom.join("")}</numFmts><cellXfs><xf numFmtId="0"/>${xfs.join("")}</cellXfs></styleSheet>`
}

/** A row of headers: inline texts from column A on. */
export const headers = (...names: ReadonlyArray<string>): string =>
  `<row r="1">${names.map((name, index) => `<c r="${String.fromCharCode(65 + index)}1" t="inlineStr"><is><t>${name}</t></is></c>`).join("")}</row>`

export interface BookOptions {
  /** Rows below a header `v` in A1; or the whole of a sheet's part. */
  readonly rows?: string
  readonly sheet?: string
  readonly shared?: string
  readonly styles?: string
  readonly workbook?: string
  readonly workbookRels?: string
  /** Names of parts in the order of the archive; those left out follow. */
  readonly order?: ReadonlyArray<string>
  readonly extra?: ReadonlyArray<Part>
}

/** The parts of a workbook as Excel writes it. */
export const parts = (options: BookOptions): ReadonlyArray<Part> => {
  const all: ReadonlyArray<Part> = [
    { name: "[Content_Types].xml", data: `${declaration}<Types/>` },
    { name: "_rels/.rels", data: relationships(["rId1", "officeDocument", "xl/workbook.xml"]) },
    { name: "xl/workbook.xml", data: options.workbook ?? workbook('<sheet name="S" sheetId="1" r:id="rId1"/>') },
    {
      name: "xl/_rels/workbook.xml.rels",
      data:
        options.workbookRels ??
        relationships(
          ["rId1", "worksheet", "worksheets/sheet1.xml"],
          ["rId2", "styles", "styles.xml"],
          ["rId3", "sharedStrings", "sharedStrings.xml"],
        ),
    },
    { name: "xl/worksheets/sheet1.xml", data: options.sheet ?? worksheet(headers("v") + (options.rows ?? "")) },
    { name: "xl/styles.xml", data: options.styles ?? styles() },
    { name: "xl/sharedStrings.xml", data: options.shared ?? sharedStrings() },
    ...(options.extra ?? []),
  ]
  const rank = ({ name }: Part): number => (options.order?.indexOf(name) ?? -1) + 1 || 100
  return all.toSorted((a, b) => rank(a) - rank(b))
}

export const book = (options: BookOptions): Buffer => zip(parts(options))

/** A cell with its type: `n 1234.5`, `d 2026-11-20`, `b true`; a text as it is. */
export const shown = (cell: unknown): string =>
  typeof cell === "boolean"
    ? `b ${cell}`
    : BigDecimal.isBigDecimal(cell)
      ? `n ${cellText(cell)}`
      : cell instanceof CalendarDate || cell instanceof CellDateTime
        ? `d ${String(cell)}`
        : String(cell)

const shownRow = (row: Row<SheetRecord>): unknown =>
  "record" in row
    ? Object.fromEntries(Object.entries(row.record).map(([name, cell]: [string, Cell]) => [name, shown(cell)]))
    : row.issues.map((issue) => `${issue.code} ${issue.column}`)

export interface ReadOptions {
  readonly stream?: string
  readonly headerRow?: number
  readonly limits?: Partial<Limits>
}

type Files = FileSystem.FileSystem | Path.Path

/** Opens a stream of a folder that holds `bytes` as book.xlsx. */
export const opened = Effect.fnUntraced(function* (
  bytes: Uint8Array,
  { stream = "book.xlsx", headerRow = 1, limits }: ReadOptions = {},
) {
  const files = yield* FileSystem.FileSystem
  const directory = yield* files.makeTempDirectoryScoped()
  yield* files.writeFile(`${directory}/book.xlsx`, bytes)
  return yield* openSource(stream, { directory, headerRow, limits: { ...defaultLimits, ...limits } })
})

export const rowsOf = (source: Source<SheetRecord>, from: Option.Option<string> = Option.none()) =>
  Effect.map(Stream.runCollect(source.read(from)), (pages) => pages.flatMap((page) => page.rows))

/** The rows of a workbook, cells with their types; a bad row as its codes and columns. */
export const read = Effect.fnUntraced(function* (bytes: Uint8Array, options: ReadOptions = {}) {
  return (yield* rowsOf(yield* opened(bytes, options))).map(shownRow)
}, Effect.scoped)

/** The code of the error that reading ends with. */
export const refusal = (bytes: Uint8Array, options: ReadOptions = {}) =>
  Effect.match(read(bytes, options), { onFailure: (error) => error, onSuccess: (rows) => rows })

export const findings = Effect.fnUntraced(function* (bytes: Uint8Array, options: ReadOptions = {}) {
  return yield* (yield* opened(bytes, options)).inspect!
}, Effect.scoped)

/** Runs with the real file system. */
export const live = <A, E>(effect: Effect.Effect<A, E, Files>) => Effect.provide(effect, NodeServices.layer)
