/**
 * The part of exceljs that writes, alone: the whole would bring a hundred packages that are never used here. A module of its
 * own, since the build puts exceljs into it, which can't be installed everywhere.
 */
import type ExcelJS from "exceljs"
// @ts-expect-error The part has no types of its own.
import Writer from "exceljs/lib/stream/xlsx/workbook-writer.js"

export const WorkbookWriter: typeof ExcelJS.stream.xlsx.WorkbookWriter = Writer
