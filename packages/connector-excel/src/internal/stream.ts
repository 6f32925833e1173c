/**
 * Names of streams: `book.xlsx` or `book.xlsx#Sheet name`.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, Path } from "effect"

import { Fault, unreadable } from "../errors.ts"

export interface StreamName {
  /** The workbook, absolute. */
  readonly path: string
  /** Absent: the first visible one. */
  readonly sheet?: string
}

const pattern = /^(.*?\.([A-Za-z]+))(?:#(.+))?$/

const faultOf = (extension: string | undefined): Fault | undefined => {
  if (extension === undefined)
    return new Fault("WB-EXCEL-STREAM", "the stream's name is not that of a workbook (.xlsx)")
  if (/^xls[xm]$/i.test(extension)) return undefined
  return /^xlsb?$/i.test(extension)
    ? new Fault(
        "WB-EXCEL-OLD-FORMAT",
        `the file is a workbook of the old or binary format (.${extension.toLowerCase()})`,
      )
    : new Fault("WB-EXCEL-STREAM", "the stream's name is not that of a workbook (.xlsx)")
}

/** Finds the workbook that a stream's name means. A path out of `directory` is refused. */
export const parseStream = Effect.fnUntraced(function* (
  stream: string,
  directory: string,
): Effect.fn.Return<StreamName, ConnectorError, Path.Path> {
  const paths = yield* Path.Path
  const match = pattern.exec(stream)
  const [, file = "", extension, sheet] = match ?? []
  const path = paths.resolve(directory, file)
  const inside = paths.relative(directory, path)
  const leaves = paths.isAbsolute(file) || inside.split(/[\\/]/)[0] === ".." || paths.isAbsolute(inside)
  const fault = leaves
    ? new Fault("WB-EXCEL-STREAM", "the stream's name leads out of the connection's directory")
    : faultOf(extension)
  if (fault !== undefined) return yield* unreadable(`open ${stream}`)(fault)
  return { path, ...(sheet === undefined ? {} : { sheet }) }
})
