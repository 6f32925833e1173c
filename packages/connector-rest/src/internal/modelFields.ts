/**
 * The model as `body` and `shows` name its fields: an address field by field, all amounts beside one currency, and of a payment
 * the one invoice that it is for.
 */
import { Columns, type Entity, type Issue, type Model, moneyField, schemas } from "@waybill/model"
import { Result } from "effect"

import { issue } from "../errors.ts"

const lists = new Set(["lines", "allocations"])

/** A payment's `allocations`, where the API takes one invoice. */
export const invoiceOfPayment = "invoiceNumber"

/** The fields by name, in the order of the model. */
export const fieldsOf = (entity: Entity): ReadonlyMap<string, Columns.Kind> => {
  const columns = Columns.of(entity).filter(({ name }) => !lists.has(name))
  const named = columns.map(({ name, kind }) => [name, kind] as const)
  return new Map(entity === "payment" ? [...named, [invoiceOfPayment, "text"] as const] : named)
}

/** The field of the record's own money, which needs a currency beside it; none for a customer. */
export const ownMoney = (entity: Entity): string | undefined => moneyField[entity]

/** The names that `requires` takes. */
export const requirable = (entity: Entity): ReadonlyArray<string> => Object.keys(schemas[entity].fields)

/** The values of the named fields; absent ones are left out. Fails where a field can't say what the model holds. */
export const valuesOf = (
  model: Model,
  names: ReadonlySet<string>,
): Result.Result<Readonly<Record<string, Columns.Value>>, readonly [Issue, ...Array<Issue>]> => {
  const { values, inAnotherCurrency } = Columns.layOut(model)
  const allocations = "allocations" in model ? (model.allocations ?? []) : []
  const issues = inAnotherCurrency
    .filter((field) => names.has(field))
    .map((field) => issue("WB-REST-CURRENCY", `${field} is in another currency than the record`, { field }))
  if (allocations.length > 1 && names.has(invoiceOfPayment)) {
    const message = "the payment is for several invoices, and the API takes one"
    issues.push(issue("WB-REST-ALLOCATIONS", message, { field: "allocations" }))
  }
  const [first, ...others] = issues
  if (first !== undefined) return Result.fail([first, ...others])
  const [allocation] = allocations
  return Result.succeed(allocation === undefined ? values : { ...values, [invoiceOfPayment]: allocation.invoiceNumber })
}

/** Makes a model, as far as it goes, of the values of its fields. */
export const modelOf = (entity: Entity) => {
  const putTogether = Columns.putTogether(entity)
  return (values: Readonly<Record<string, Columns.Value>>): Readonly<Record<string, unknown>> => {
    const invoiceNumber = entity === "payment" ? values[invoiceOfPayment] : undefined
    const model = putTogether(values)
    return invoiceNumber === undefined ? model : { ...model, allocations: [{ invoiceNumber }] }
  }
}
