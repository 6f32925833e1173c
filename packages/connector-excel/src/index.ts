/**
 * Excel workbooks as a Waybill source and destination, and a workbook for whoever writes or reads a table.
 */
export { excel } from "./connector.ts"
export { errors } from "./errors.ts"
export type { TargetRecord } from "./internal/columns.ts"
export { readWorkbook, type SheetContent, type SheetRow } from "./ReadWorkbook.ts"
export type { SheetRecord } from "./internal/rows.ts"
export { Settings } from "./Settings.ts"
export { type SheetTable, writeWorkbook } from "./Workbook.ts"
