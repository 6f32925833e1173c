/**
 * What a workbook may cost to read. Excel's own limits where it has one; the rest keeps a crafted file from taking the
 * machine with it, at several times what the largest genuine workbooks need.
 */
export interface Limits {
  /** Files in the archive. */
  readonly entries: number
  /** Inflated bytes of a part that is held whole: workbook, relationships, styles. */
  readonly smallPart: number
  /** Inflated bytes of the shared strings, and of one sheet. */
  readonly stringsPart: number
  readonly sheetPart: number
  /** Inflated over packed bytes; counts from `ratioFrom` inflated bytes on. */
  readonly ratio: number
  readonly ratioFrom: number
  /** Shared strings: how many, and their characters in all. */
  readonly strings: number
  readonly stringCharacters: number
}

const MiB = 1024 * 1024

export const defaultLimits: Limits = {
  entries: 10_000,
  smallPart: 32 * MiB,
  stringsPart: 768 * MiB,
  sheetPart: 4096 * MiB,
  ratio: 250,
  ratioFrom: 32 * MiB,
  strings: 8_000_000,
  stringCharacters: 256 * MiB,
}

/** Columns with a header: every row becomes a record with all of them. */
export const maxHeaders = 1000

/** XML elements of a part that is held whole; Excel itself knows 65,490 cell styles. */
export const maxElements = 1_000_000

/** Excel's own: rows and columns of a sheet, characters of a cell. */
export const maxRows = 1_048_576
export const maxColumns = 16_384
export const maxCellCharacters = 32_767
