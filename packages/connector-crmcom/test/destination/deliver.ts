/** Delivers single records of the model to a destination over {@link Memory}, and says in a word what became of them. */
import type { ConnectorError, Delivered, Destination, Outcome, Parent } from "@waybill/connector"
import { CalendarDate, type Invoice, type Model, Money, type Payment } from "@waybill/model"
import { BigDecimal, Effect, Result } from "effect"

import type { invoices } from "../../src/destination.ts"
import type { Memory } from "./memory.ts"
import { settingsWith } from "./settings.ts"

type Extra = Parameters<typeof settingsWith>[0]

export const money = (text: string) => new Money(BigDecimal.fromStringUnsafe(text), "EUR")

export const invoice: Invoice = {
  number: "A7",
  customerNumber: "192",
  total: money("57"),
  dueDate: new CalendarDate(2026, 3, 1),
}
export const payment: Payment = { number: "P7", customerNumber: "192", amount: money("57") }

/** Settings that post at once. */
export const posted = { land: "posted" } as const

export const opened = <R>(
  open: (...args: Parameters<typeof invoices>) => Effect.Effect<Destination<R>, ConnectorError>,
  memory: Memory,
  extra: Extra = {},
): Effect.Effect<Destination<R>, ConnectorError> => open(settingsWith(extra), memory.calls, {})

export const deliver = <A>(
  { fromModel, key, deliver: send }: Destination<A>,
  model: Model,
  targetId?: string,
  parents: ReadonlyArray<Parent> = [],
): Effect.Effect<Delivered> => {
  const record = Result.getOrThrow(fromModel(model))
  const change = targetId === undefined ? ({ change: "create" } as const) : ({ change: "update", targetId } as const)
  return send([{ key: key(record), record, parents, ...change }])
}

/** `Confirmed draft`, `Refused WB-…`, with `stop` where the work ends. */
export const shown = ({ outcomes, stop }: Delivered): string =>
  outcomes
    .map((outcome: Outcome) => {
      if (outcome._tag === "Confirmed") return outcome.draft === true ? "Confirmed draft" : "Confirmed"
      return `${outcome._tag} ${outcome.issue.code}`
    })
    .join(", ") + (stop === undefined ? "" : " stop")

export const states = ({ stored }: Memory) => stored.map(({ code, state }) => `${code} ${state}`)

export const word = (memory: Memory) => memory.log.splice(0).join(" ")
