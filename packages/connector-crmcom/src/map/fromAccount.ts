/**
 * CRM.COM's account as the model's customer.
 */
import type { Customer, Issue } from "@waybill/model"
import { Result } from "effect"

import type { Account } from "../api/Account.ts"
import { given, type ModelSettings } from "./fields.ts"
import type { RecordOf } from "./record.ts"
import { sourceIssue } from "./sourceErrors.ts"

export type AccountRecord = RecordOf<Account>

const fullName = (owner: AccountRecord["account_owner"]): string | undefined =>
  owner?.company_name || [owner?.first_name, owner?.last_name].filter(Boolean).join(" ")

/** An account becomes a customer: its number is the field that names accounts, its name its own, else its owner's. */
export const fromAccount =
  ({ accountsBy, currency }: ModelSettings) =>
  (record: AccountRecord): Result.Result<Customer, readonly [Issue]> => {
    const { [accountsBy]: number, account_owner: owner } = record
    if (!number) {
      const missing = `the account has no ${accountsBy}, which is what names accounts`
      return Result.fail([sourceIssue("WB-CRMCOM-ACCOUNT", missing, { column: accountsBy, field: "number" })])
    }
    return Result.succeed({
      number,
      currency,
      ...given({
        name: record.name || fullName(owner),
        firstName: owner?.first_name,
        lastName: owner?.last_name,
        status: record.life_cycle_state,
      }),
    })
  }
