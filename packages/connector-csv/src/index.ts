/**
 * Delimited text as a Waybill source and destination, and safe CSV text for whoever writes a table.
 */
export { csv } from "./connector.ts"
export { errors } from "./errors.ts"
export { defuseCell, formatCsv, restoreCell } from "./Format.ts"
export type { TextRecord } from "./internal/recordMaker.ts"
export { Settings } from "./Settings.ts"
export { readTable } from "./Table.ts"
