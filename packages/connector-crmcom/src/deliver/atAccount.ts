/**
 * Whose a record is, by the id that the target gave: a customer that was matched may have another number over there than at
 * the source.
 */
import type { Parent } from "@waybill/connector"

import type { CrmComSettings } from "../Settings.ts"
import type { InvoiceRecord } from "./record.ts"

/** The record for its account by the account's id, where a flow of the pipeline knows it. */
export const atAccount = <Record extends Pick<InvoiceRecord, "accounts_receivable_identifier">>(
  record: Record,
  { accountsBy }: Pick<CrmComSettings, "accountsBy">,
  parents: ReadonlyArray<Parent> = [],
): Record => {
  const { [accountsBy]: number } = record.accounts_receivable_identifier
  const parent = parents.find(({ entity, key }) => entity === "customer" && key === number)
  return parent === undefined ? record : { ...record, accounts_receivable_identifier: { id: parent.targetId } }
}
