/**
 * What an operator, another program or a bug over there does to records behind the back of whoever delivered them.
 */
import { Dates } from "@waybill/model"
import { Schema } from "effect"

import { DecimalText } from "./internal/decimalText.ts"

/** One record, or many in one call. */
const Which = Schema.optionalKey(
  Schema.Union([Schema.NonEmptyString, Schema.NonEmptyArray(Schema.NonEmptyString).check(Schema.isMaxLength(100_000))]),
)

const Day = Schema.String.check(
  Schema.makeFilter((text: string) => Dates.parseIso(text) !== undefined || "a day written yyyy-MM-dd"),
)

/** Fields that become others. */
const To = Schema.Struct({
  /** Of an invoice, `yyyy-MM-dd`. */
  dueDate: Schema.optionalKey(Day),
  note: Schema.optionalKey(Schema.String),
  /** Of a customer. */
  name: Schema.optionalKey(Schema.NonEmptyString),
})

interface Shape {
  readonly do: "lose" | "change" | "double"
  readonly number?: unknown
  readonly id?: unknown
  readonly key?: unknown
  readonly by?: unknown
  readonly to?: object
}

const problemOf = (tamper: Shape): string | undefined => {
  const named = [tamper.number, tamper.id, tamper.key].filter((which) => which !== undefined)
  if (named.length !== 1) return "exactly one of number, id and key"
  const says = tamper.by !== undefined || (tamper.to !== undefined && Object.keys(tamper.to).length > 0)
  if (tamper.do === "change" ? says : tamper.by === undefined && tamper.to === undefined) return undefined
  return tamper.do === "change" ? "what to change: by or to" : "by and to are of `change` only"
}

export const Tamper = Schema.Struct({
  /**
   * `lose`: as if it had never come. `change`: it is another. `double`: it is there once more, under an id of its own; in CRM.COM
   * without its `back_office_code`, of which there can't be two.
   */
  do: Schema.Literals(["lose", "change", "double"]),
  kind: Schema.Literals(["invoices", "payments", "customers"]),
  /** The system's own number. Of several records that are named alike the first is meant. */
  number: Which,
  /** The system's own id. */
  id: Which,
  /** What an integrator knows it by: `back_office_code`, `archivingId`, `partnerDocumentId`, … */
  key: Which,
  /** Added to the amount; less where it is negative. */
  by: Schema.optionalKey(DecimalText),
  to: Schema.optionalKey(To),
}).check(Schema.makeFilter((tamper: Shape) => problemOf(tamper) ?? true))
export type Tamper = typeof Tamper.Type

/** Nothing was done: 404, there is no such record; 400, it can't be done to one. */
export interface NotTampered {
  readonly status: 400 | 404
  readonly message: string
}
