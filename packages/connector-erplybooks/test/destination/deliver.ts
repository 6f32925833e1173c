/** Delivers single records of the model to a destination over {@link Memory}, and says in a word what became of them. */
import type { ConnectorError, Delivered, Destination, Outcome, Parent } from "@waybill/connector"
import { CalendarDate, type Model, Money, type Payment } from "@waybill/model"
import { BigDecimal, Effect, Result } from "effect"

import type { Calls } from "../../src/index.ts"
import type { ErplyBooksSettings } from "../../src/Settings.ts"
import { makeMemory, type Memory } from "./memory.ts"
import { type Extra, settingsWith } from "./settings.ts"

export const decimal = BigDecimal.fromStringUnsafe
export const money = (text: string, currency = "EUR") => new Money(decimal(text), currency)

export const payment: Payment = {
  number: "P7",
  customerNumber: "C1",
  amount: money("57.10"),
  receivedDate: new CalendarDate(2026, 11, 2),
  allocations: [{ invoiceNumber: "I1" }],
}

type Open<R> = (
  settings: ErplyBooksSettings,
  calls: Calls,
  options: { readonly extraFields?: ReadonlyArray<string> },
) => Effect.Effect<Destination<R>, ConnectorError>

export const opened = <R>(open: Open<R>, memory: Memory, extra: Extra = {}, extraFields: ReadonlyArray<string> = []) =>
  open(settingsWith(extra), memory.calls, { extraFields })

/** A memory that has a customer with an invoice. */
export const withInvoice = (): Memory => {
  const memory = makeMemory()
  memory.stored.customers.push({ id: 1, code: "C1", registrationCode: "R1" })
  memory.stored.invoices.push({ id: 2, number: "I1", customerId: 1, typeCode: "DOCUMENT_SELL" })
  return memory
}

interface Options {
  readonly targetId?: string
  readonly change?: "create" | "update"
  readonly parents?: ReadonlyArray<Parent>
}

export const deliver = <A>(
  { fromModel, key, deliver: send }: Destination<A>,
  model: Model,
  { change = "create", ...others }: Options = {},
): Effect.Effect<Delivered> => {
  const record = Result.getOrThrow(fromModel(model))
  return send([{ key: key(record), record, change, ...others }])
}

/** `Confirmed`, `Refused WB-…`, with `stop` where the work ends. */
export const shown = ({ outcomes, stop }: Delivered): string =>
  outcomes
    .map((outcome: Outcome) => (outcome._tag === "Confirmed" ? "Confirmed" : `${outcome._tag} ${outcome.issue.code}`))
    .join(", ") + (stop === undefined ? "" : " stop")

export const word = (memory: Memory) => memory.log.splice(0).join(" ")
