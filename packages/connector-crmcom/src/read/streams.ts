/**
 * The streams that can be read: how CRM.COM is asked for each, what an answer becomes, and how that becomes the model.
 */
import type { ConnectorError } from "@waybill/connector"
import type { Entity, Model } from "@waybill/model"
import { Effect } from "effect"

import { Account } from "../api/Account.ts"
import { Invoice } from "../api/Invoice.ts"
import { Payment } from "../api/Payment.ts"
import type { Calls } from "../Calls.ts"
import type { Told } from "../map/fields.ts"
import { fromAccount } from "../map/fromAccount.ts"
import { fromInvoice } from "../map/fromInvoice.ts"
import { fromPayment } from "../map/fromPayment.ts"
import { type RecordOf, type RecordReader, recordReader } from "../map/record.ts"
import { isFrom } from "../Release.ts"
import type { CrmComSettings } from "../Settings.ts"
import type { Listing } from "./pages.ts"

/** One stream. */
export interface StreamSpec<A extends object> {
  readonly entity: Entity
  readonly reader: RecordReader<A>
  readonly listing: Listing<A>
  readonly tell: (record: RecordOf<A>) => Told<Model>
}

interface OfAccount {
  readonly accounts_receivable?: Invoice["accounts_receivable"]
}

/** The account that a list was asked for, where the list's own records leave it out. */
const withAccount =
  (accountsBy: CrmComSettings["accountsBy"], account: string) =>
  <A extends OfAccount>(record: A): A => {
    const own = record.accounts_receivable
    return own?.[accountsBy] ? record : { ...record, accounts_receivable: { ...own, [accountsBy]: account } }
  }

const idOf = ({ id }: { readonly id?: string | null }) => id

/** What a list is asked with. */
interface Asked {
  readonly accounts_receivable_identifier: { readonly by: CrmComSettings["accountsBy"]; readonly value: string }
  readonly number_of_results?: number
  readonly offset?: number
}

const askedOf = (by: CrmComSettings["accountsBy"], value: string): Asked => ({
  accounts_receivable_identifier: { by, value },
})

/** A list of an account's own records, in pages where the release has them. */
const listing = <A extends OfAccount & { readonly id?: string | null }>(
  list: (asked: Asked) => Effect.Effect<ReadonlyArray<A>, ConnectorError>,
  { accountsBy, pageSize, release }: CrmComSettings,
): Listing<A> => {
  const pages = isFrom(release, "R13.0.0")
  return {
    list: (account, offset) => {
      const paging = pages ? { number_of_results: pageSize, offset } : {}
      return Effect.map(list({ ...askedOf(accountsBy, account), ...paging }), (listed) =>
        listed.map(withAccount(accountsBy, account)),
      )
    },
    pages,
    idOf,
  }
}

export const customers = (settings: CrmComSettings, calls: Calls): StreamSpec<Account> => ({
  entity: "customer",
  reader: recordReader(Account, settings.timeZone),
  listing: {
    list: (account) =>
      Effect.map(calls.accountsReceivable.show(askedOf(settings.accountsBy, account)), (shown) => [shown]),
    pages: false,
    idOf,
  },
  tell: fromAccount(settings),
})

export const invoices = (settings: CrmComSettings, calls: Calls): StreamSpec<Invoice> => ({
  entity: "invoice",
  reader: recordReader(Invoice, settings.timeZone),
  listing: listing(calls.invoices.list, settings),
  tell: fromInvoice(settings),
})

export const payments = (settings: CrmComSettings, calls: Calls): StreamSpec<Payment> => ({
  entity: "payment",
  reader: recordReader(Payment, settings.timeZone),
  listing: listing(calls.payments.list, settings),
  tell: fromPayment(settings),
})
