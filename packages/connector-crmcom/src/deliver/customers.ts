/**
 * Customers: looked for among CRM.COM's accounts, neither made nor changed there.
 */
import type { ConnectorError, Delivered, Found } from "@waybill/connector"
import { Effect } from "effect"

import type { Calls } from "../Calls.ts"
import { lost } from "../errors.ts"
import type { CrmComSettings } from "../Settings.ts"
import { issue } from "./issues.ts"
import { ifThere } from "./kind.ts"

/** Calls nothing: whoever comes here has no counterpart over there. */
export const refuseAll = (batch: ReadonlyArray<unknown>): Effect.Effect<Delivered> =>
  Effect.succeed({
    outcomes: batch.map(() => ({
      _tag: "Refused",
      issue: issue(
        "WB-CRMCOM-NO-CUSTOMERS",
        "no account of CRM.COM is known to be this customer's, and Waybill makes none",
      ),
    })),
  })

/** Makes what looks one account up. An answer that is none, or another one, says nothing about it (invariant 9). */
const finder =
  ({ accountsReceivable }: Calls, { accountsBy }: Pick<CrmComSettings, "accountsBy">) =>
  (name: string): Effect.Effect<Found | undefined, ConnectorError> =>
    Effect.flatMap(
      ifThere(accountsReceivable.show({ accounts_receivable_identifier: { by: accountsBy, value: name } })),
      (shown) => {
        if (shown === undefined) return Effect.undefined
        const { id, [accountsBy]: own } = shown
        return id == null || (own ?? name).toUpperCase() !== name.toUpperCase()
          ? Effect.fail(lost("accountsReceivable.show", "the answer is not the account that was asked for"))
          : Effect.succeed({ targetId: id })
      },
    )

/** {@link Destination.find}: accounts by what names them. One that is absent from the answer is surely not there. */
export const findAccounts = (calls: Calls, settings: Pick<CrmComSettings, "accountsBy" | "rateLimit">) => {
  const find = finder(calls, settings)
  return (keys: ReadonlyArray<string>): Effect.Effect<ReadonlyMap<string, Found>, ConnectorError> =>
    Effect.forEach(keys, (key) => Effect.map(find(key), (found) => [key, found] as const), {
      concurrency: settings.rateLimit.inFlight,
    }).pipe(Effect.map((all) => new Map(all.flatMap(([key, found]) => (found === undefined ? [] : [[key, found]])))))
}
