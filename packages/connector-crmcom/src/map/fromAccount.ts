/**
 * CRM.COM's account as the model's customer.
 */
import type { Customer } from "@waybill/model"

import type { Account } from "../api/Account.ts"
import { given, type ModelSettings, type Told } from "./fields.ts"
import type { RecordOf } from "./record.ts"
import { sourceIssue } from "./sourceErrors.ts"

export type AccountRecord = RecordOf<Account>

const fullName = (owner: AccountRecord["account_owner"]): string | undefined =>
  owner?.company_name || [owner?.first_name, owner?.last_name].filter(Boolean).join(" ")

/** An account becomes a customer: its number is the field that names accounts, its name its own, else its owner's. */
export const fromAccount =
  ({ accountsBy, currency }: ModelSettings) =>
  (record: AccountRecord): Told<Customer> => {
    const { [accountsBy]: number, account_owner: owner } = record
    const missing = `the account has no ${accountsBy}, which is what names accounts`
    const at = { column: accountsBy, field: "number" }
    const model = given({
      number,
      currency,
      name: record.name || fullName(owner),
      firstName: owner?.first_name,
      lastName: owner?.last_name,
      status: record.life_cycle_state,
    })
    return { model, issues: number ? [] : [sourceIssue("WB-CRMCOM-ACCOUNT", missing, at)] }
  }
