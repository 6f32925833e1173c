/**
 * The ground truth of a test: what the stand-in holds and what it was asked, whatever the client believes.
 */
import { Decimals } from "@waybill/model"
import type { BigDecimal } from "effect"

import { countCopies, duplicatesOf } from "../internal/copies.ts"
import type { Tallied } from "../internal/tally.ts"
import type { Desk } from "./Desk.ts"
import type { Invoice, Payment, State, Transaction } from "./Entities.ts"
import { totalOf, unsettledOf } from "./invoice/openAmounts.ts"
import { total } from "./invoice/prices.ts"
import type { Reason } from "./Refusal.ts"

/** By state, whatever the switch `stateAfterCancel` shows: how many, and what they come to as exact decimal text. */
export type ByState = Readonly<Record<State, { readonly count: number; readonly sum: string }>>

/** A call is named `invoices/create`. */
export interface CrmComState extends Tallied {
  /** Failures answered, by reason: `BACKOFFICECODENOTUNIQUE`, `INVALIDTOKEN`, `TOOMANYREQUESTS` and so on. */
  readonly refusals: Readonly<Partial<Record<Reason, number>>>
  readonly signIns: number
  readonly tokensAlive: number
  readonly released: number
  readonly accounts: number
  readonly contacts: number
  readonly invoices: ByState
  readonly payments: ByState
  readonly invoiceCancellations: number
  readonly writeOffs: number
  readonly paymentCancellations: number
  readonly creditNotes: number
  /** Records that calls made, not the seed and not {@link tamper}; those that were lost since are counted too. */
  readonly created: { readonly accounts: number; readonly invoices: number; readonly payments: number }
  /** Invoices and payments beyond the first under the same own code; see {@link copiesOf}. */
  readonly duplicates: number
  /** What is not yet paid of all posted invoices, as exact decimal text. */
  readonly unsettled: string
  /** The sum of all accounts' balances, as exact decimal text. */
  readonly balance: string
}

const byState = <A extends Transaction>(
  records: ReadonlyArray<A>,
  amountOf: (record: A) => BigDecimal.BigDecimal,
): ByState => {
  const of = (state: State) => {
    const some = records.filter((record) => record.state === state)
    return { count: some.length, sum: Decimals.toText(total(some.map(amountOf))) }
  }
  return { DRAFT: of("DRAFT"), POSTED: of("POSTED"), REJECTED: of("REJECTED"), CANCELLED: of("CANCELLED") }
}

const sum = (amounts: ReadonlyArray<BigDecimal.BigDecimal>): string => Decimals.toText(total(amounts))

/** A number whose record was rejected or cancelled is sent again under the code of its next attempt: `WBI-17-2`. */
const attempt = /-[2-9]$/

/** How many records that count, drafts and posted ones, there are of each own code, whatever its attempt; exactly one is right. */
export const copiesOf = (
  records: ReadonlyArray<Pick<Transaction, "back_office_code" | "state">>,
): ReadonlyMap<string, number> =>
  countCopies(
    records.flatMap(({ back_office_code: code, state }) =>
      code !== null && (state === "DRAFT" || state === "POSTED") ? [code.replace(attempt, "")] : [],
    ),
  )

export const stateOf = (desk: Desk): CrmComState => {
  const { office, sessions, tally, refusals } = desk
  const { accounts, contacts, invoices, payments, seeded } = office
  return {
    ...tally.tallied(),
    refusals: Object.fromEntries(refusals),
    ...sessions.state(desk.now().millis),
    accounts: accounts.all.length,
    contacts: contacts.all.length,
    invoices: byState<Invoice>(invoices.all, totalOf),
    payments: byState<Payment>(payments.all, ({ amount }) => amount),
    invoiceCancellations: office.invoiceCancellations.all.length,
    writeOffs: office.writeOffs.all.length,
    paymentCancellations: office.paymentCancellations.all.length,
    creditNotes: office.creditNotes.all.length,
    created: {
      accounts: accounts.made - seeded.accounts,
      invoices: invoices.made - seeded.invoices,
      payments: payments.made - seeded.payments,
    },
    duplicates: duplicatesOf([copiesOf(invoices.all), copiesOf(payments.all)]),
    unsettled: sum(invoices.all.map(unsettledOf)),
    balance: sum(accounts.all.map(({ balance }) => balance)),
  }
}
