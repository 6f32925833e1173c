/** The model's records, and what destinations without a system make of them. */
import type { Destination } from "@waybill/connector"
import { CalendarDate, type Invoice, type Issue, type Model } from "@waybill/model"
import { Effect, Result, Schema } from "effect"

import { customers, invoices, payments } from "../../src/destination.ts"
import { decimal, money, opened } from "./deliver.ts"
import { makeMemory } from "./memory.ts"
import type { Extra } from "./settings.ts"

export const invoice: Invoice = {
  number: "A-7",
  customerNumber: "C1",
  total: money("124"),
  tax: money("24"),
  issueDate: new CalendarDate(2026, 3, 1),
  dueDate: new CalendarDate(2026, 3, 31),
}

export const line = { description: "Service", unitPrice: money("100"), taxRate: decimal("24") }

export const places = (issues: ReadonlyArray<Issue>) => issues.map(({ code, field }) => `${code} ${field}`)

/** The record as JSON, or the codes and fields of what is wrong. */
const jsonOf = <R>({ fromModel, record }: Destination<R>, model: Model) =>
  Result.map(Result.mapError(fromModel(model), places), (one): any => Schema.encodeUnknownSync(record)(one))

export const jsonBy = (extra: Extra = {}, own: ReadonlyArray<string> = []) => {
  const memory = makeMemory()
  return {
    invoice: (model: Model) => jsonOf(Effect.runSync(opened(invoices, memory, extra, own)), model),
    customer: (model: Model) => jsonOf(Effect.runSync(opened(customers, memory, extra, own)), model),
    payment: (model: Model) => jsonOf(Effect.runSync(opened(payments, memory, extra, own)), model),
  }
}

/** What is wrong; nothing, where nothing is. */
export const wrong = <A>(made: Result.Result<A, ReadonlyArray<string>>): ReadonlyArray<string> =>
  Result.isFailure(made) ? made.failure : []
