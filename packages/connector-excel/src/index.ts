/**
 * Excel workbooks as a Waybill source and destination, and a workbook for whoever writes a table.
 */
export { excel } from "./connector.ts"
export { errors } from "./errors.ts"
export type { TargetRecord } from "./internal/columns.ts"
export type { SheetRecord } from "./internal/rows.ts"
export { Settings } from "./Settings.ts"
export { type SheetTable, writeWorkbook } from "./Workbook.ts"
