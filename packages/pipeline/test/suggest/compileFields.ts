/** What is proposed, compiled by the real compiler against the file's columns. */
import { CellSchema } from "@waybill/connector"
import { Schema } from "effect"

import type { Suggestion } from "../../src/suggest/Suggestion.ts"
import { columns, compile, type Written } from "../mapping/support.ts"

/** Fields with a dot between levels as a tree. */
const tree = ({ fields }: Suggestion): { readonly [key: string]: Written } => {
  const map: Record<string, any> = {}
  for (const { field, expression } of fields) {
    const [key = "", part] = field.split(".")
    if (part === undefined) map[key] = expression
    else map[key] = { ...map[key], [part]: expression }
  }
  return map
}

const cells = (names: ReadonlyArray<string>): Schema.Schema<any> =>
  Schema.Struct(Object.fromEntries(names.map((name) => [name, CellSchema])))

/** Compiles what is proposed for a file of these columns: of text, or of cells. */
export const compileFields = (suggestion: Suggestion, names: ReadonlyArray<string>, of: "text" | "cells" = "text") =>
  compile({
    entity: suggestion.entity.value,
    source: of === "text" ? columns(...names) : cells(names),
    map: tree(suggestion),
  })
