/** The calls of a day, as the ledger counts them: for connections whose system allows only so many. */
import { ConnectorError, type DayBudget, Throttled } from "@waybill/connector"
import { type LedgerError, openCallsOfDay } from "@waybill/ledger"
import { Effect } from "effect"

const uncounted = ({ code, message, hint, cause }: LedgerError): ConnectorError =>
  new ConnectorError({
    connector: "waybill",
    operation: "count calls",
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    reason: new Throttled(cause === undefined ? {} : { cause }),
  })

/** @param state the state folder, absolute */
export const openDayBudget = (state: string) =>
  Effect.map(openCallsOfDay({ directory: state }), ({ take }): DayBudget => ({
    take: (name, most) => Effect.mapError(take(name, most), uncounted),
  }))
