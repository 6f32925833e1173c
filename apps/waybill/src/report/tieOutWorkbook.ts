/** A tie-out as a workbook: every figure a number, every day a date, every key text. */
import type { ConnectorError } from "@waybill/connector"
import { writeWorkbook } from "@waybill/connector-excel"
import type { TieOut } from "@waybill/pipeline"
import type { Effect, FileSystem, Path } from "effect"

import { toTable } from "./cells.ts"
import { customers, differences, stepSheet, summary, totals } from "./figureSheets.ts"
import { decisions, rejects, runs, signOff } from "./recordSheets.ts"

const sheets = [summary, stepSheet, totals, customers, differences, rejects, decisions, runs, signOff]

/** Replaces a file of that name, all or nothing; only its owner may read a new one, since it holds customers' data. */
export const writeTieOutWorkbook = (
  path: string,
  tieOut: TieOut,
): Effect.Effect<void, ConnectorError, FileSystem.FileSystem | Path.Path> =>
  writeWorkbook(
    path,
    sheets.map((sheet) => toTable(sheet(tieOut))),
  )
