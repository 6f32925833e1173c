/**
 * From a chosen column to an expression, or to what has to be asked first.
 */
import type { Chosen, Column } from "./candidates.ts"
import type { Context, Draft } from "./Draft.ts"
import { currencyCode, draftAmount } from "./draftAmount.ts"
import { draftDate } from "./draftDate.ts"
import { columnOf, typeOf } from "./expressions.ts"

const text = ({ name, look }: Column): string => (look.spaced ? `trim(${columnOf(name)})` : columnOf(name))

/** Works out the expression of a field, or what has to be asked first. */
export const draftField = (chosen: Chosen, context: Context): Draft => {
  const { field, column } = chosen
  switch (field.kind) {
    case "date":
      return draftDate(chosen, context)
    case "amount":
      return draftAmount(chosen, context)
    case "type":
      return { expression: typeOf(column.name, column.look.types ?? new Map()) }
    case "email":
      return { expression: column.look.capitals ? `lower(${text(column)})` : text(column) }
    case "currency":
      return { expression: currencyCode(column) }
    default:
      return { expression: text(column) }
  }
}
