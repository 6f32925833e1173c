/**
 * The styles part, as far as it says how numbers are shown.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect } from "effect"

import { builtinFormat, general, type NumberFormat, parseFormat } from "./numberFormat.ts"
import { readSmallPart } from "./workbook.ts"
import type { Archive } from "./zip.ts"

/** The number format of each cell style, by the index that cells give. */
export const readStyles = Effect.fn("readStyles")(function* (
  archive: Archive,
  part: string | undefined,
): Effect.fn.Return<ReadonlyArray<NumberFormat>, ConnectorError> {
  if (part === undefined) return [general]
  const custom = new Map<number, NumberFormat>()
  const ids: Array<number> = []
  yield* readSmallPart(archive, part, (path, attributes) => {
    const id = Number(attributes.get("numFmtId") ?? 0)
    if (path === "styleSheet/numFmts/numFmt") custom.set(id, parseFormat(attributes.get("formatCode") ?? ""))
    else if (path === "styleSheet/cellXfs/xf") ids.push(id)
  })
  return ids.length === 0 ? [general] : ids.map((id) => custom.get(id) ?? builtinFormat(id))
})
