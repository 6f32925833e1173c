/**
 * The life of a payment once it is made: what the other calls of `payments/…` do.
 */
import { BigDecimal, Result } from "effect"

import type { Account, Payment } from "../Entities.ts"
import { isNamed, isOfCategory, listed } from "../lists.ts"
import type { Moment } from "../Moment.ts"
import type { Office } from "../Office.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import type { Body, Query } from "../Served.ts"
import { categoryOf, changed, changeNotes, makePosted, typeOf } from "../transactions.ts"
import { userFieldsOf } from "../userFields.ts"
import { checkAmount, free, payable, payableBill } from "./allocation.ts"
import { checkReferences, payerOf, postDraft } from "./payments.ts"
import { paymentCancellationView, paymentView } from "./views.ts"

type Update = Body<"payments", "update">

const findDraft = (office: Office, { payment_identifier }: Pick<Update, "payment_identifier">) =>
  Result.flatMap(office.payments.find(payment_identifier), (payment) =>
    payment.state === "DRAFT" ? Result.succeed(payment) : refuse("INVALIDLIFECYCLESTATE", "the payment is not a draft"),
  )

export const postPayment = (office: Office, params: Body<"payments", "post">, at: Moment) =>
  Result.map(findDraft(office, params), (payment) => paymentView(office, postDraft(office, payment, at), at.utc))

export const rejectPayment = (office: Office, params: Body<"payments", "reject">, at: Moment) =>
  Result.gen(function* () {
    const payment = yield* findDraft(office, params)
    const reason = yield* office.catalogue.rejectionReasons.findAny(params.rejection_reason_identifier)
    office.payments.change(payment, (rejected) => {
      rejected.state = "REJECTED"
      rejected.rejectionReason = reason
      rejected.updated_on = at.utc
    })
    return paymentView(office, payment, at.utc)
  })

const findPosted = (office: Office, { payment_identifier }: Pick<Update, "payment_identifier">) =>
  Result.flatMap(office.payments.find(payment_identifier), (payment) =>
    payment.state === "POSTED"
      ? Result.succeed(payment)
      : refuse("INVALIDLIFECYCLESTATE", "the payment is not posted, or cancelled already"),
  )

/** What it paid is open again, and its amount is back in the account's balance. */
export const cancelPayment = (office: Office, params: Body<"payments", "cancel">, at: Moment) =>
  Result.gen(function* () {
    const payment = yield* findPosted(office, params)
    const type = yield* typeOf(office, params.type_identifier, "PAYMENT_CANCELLATION")
    const category = yield* categoryOf(office, params.category_identifier)
    yield* office.checkCode(office.paymentCancellations, params.back_office_code)
    const { account, amount } = payment
    const begin = { account, type, category, params, at }
    const cancellation = { ...makePosted(office, "payment cancellation", begin), amount }
    office.paymentCancellations.add(cancellation)
    free(payment)
    account.balance = BigDecimal.sum(account.balance, amount)
    office.payments.change(payment, (cancelled) => {
      cancelled.state = "CANCELLED"
      cancelled.cancellation = cancellation
      cancelled.updated_on = at.utc
    })
    return {
      payment: paymentView(office, payment, at.utc),
      payment_cancellation: paymentCancellationView(cancellation),
    }
  })

/** Adds to a set, or removes from it; what is there already stays once. */
const changeSet = <A, Change extends { readonly action: "add" | "remove" }>(
  before: ReadonlyArray<A>,
  changes: ReadonlyArray<Change> | undefined,
  find: (change: Change) => Result.Result<A, Refusal>,
): Result.Result<Array<A>, Refusal> =>
  Result.gen(function* () {
    const set = new Set(before)
    for (const change of changes ?? []) {
      const entry = yield* find(change)
      if (change.action === "add") set.add(entry)
      else set.delete(entry)
    }
    return [...set]
  })

const whatToPay = (office: Office, account: Account, payment: Payment, params: Update) =>
  Result.gen(function* () {
    const toPay = yield* changeSet(payment.toPay, params.invoices_to_pay_set, (entry) =>
      payable(office, account, entry.invoice_identifier),
    )
    const billsToPay = yield* changeSet(payment.billsToPay, params.bills_to_pay_set, (entry) =>
      payableBill(office, account, entry.bill_identifier),
    )
    const amount = params.payment_amount ?? payment.amount
    yield* checkAmount(office, amount, { toPay, billsToPay })
    return { toPay, billsToPay, amount }
  })

const accountAfter = (office: Office, payment: Payment, params: Update): Result.Result<Account, Refusal> =>
  params.accounts_receivable_identifier === undefined && params.wallet_identifier === undefined
    ? Result.succeed(payment.account)
    : payerOf(office, params)

const move = (payment: Payment, account: Account): void => {
  if (payment.account === account) return
  payment.account.payments.splice(payment.account.payments.indexOf(payment), 1)
  account.payments.push(payment)
  payment.account = account
}

export const updatePayment = (office: Office, params: Update, at: Moment) =>
  Result.gen(function* () {
    const payment = yield* findDraft(office, params)
    const account = yield* accountAfter(office, payment, params)
    const type =
      params.type_identifier === undefined ? payment.type : yield* typeOf(office, params.type_identifier, "PAYMENT")
    const method = yield* office.catalogue.paymentMethods.findAny(params.payment_method_identifier)
    const category = yield* categoryOf(office, params.category_identifier)
    yield* checkReferences(office, params)
    yield* office.checkCurrency(params.intended_currency_identifier)
    yield* office.checkCode(office.payments, params.back_office_code, payment)
    const what = yield* whatToPay(office, account, payment, params)
    office.payments.change(payment, (draft) => {
      move(draft, account)
      Object.assign(draft, what)
      draft.type = type
      draft.method = method ?? draft.method
      if (params.category_identifier !== undefined) draft.category = category
      draft.received_on = params.received_on ?? draft.received_on
      draft.notes = changeNotes(draft.notes, params.notes, at)
      draft.back_office_code = changed(params.back_office_code, draft.back_office_code)
      draft.udf = userFieldsOf(params, draft.udf)
      draft.updated_on = at.utc
    })
    return paymentView(office, payment, at.utc)
  })

export const showPayment = (office: Office, { payment_identifier }: Query<"payments", "show">, at: Moment) =>
  Result.map(office.findShown(office.payments, payment_identifier, at), (payment) =>
    paymentView(office, payment, at.utc),
  )

type Filters = Pick<Query<"payments", "list">, "type_identifier" | "category_identifier" | "payment_method_identifier">

const wanted = (office: Office, { payments }: Account, filters: Filters, at: Moment): ReadonlyArray<Payment> =>
  payments.filter(
    (payment) =>
      office.isShown(payment, at) &&
      isNamed(payment.type, filters.type_identifier) &&
      isOfCategory(payment.category, filters.category_identifier) &&
      isNamed(payment.method, filters.payment_method_identifier),
  )

export const listPayments = (office: Office, params: Query<"payments", "list">, at: Moment) =>
  Result.map(office.accounts.find(params.accounts_receivable_identifier), (account) =>
    listed(wanted(office, account, params, at), office.settings, params).map((payment) =>
      paymentView(office, payment, at.utc),
    ),
  )

/** Newest first, whatever the order of lists. */
export const latestPayments = (office: Office, params: Query<"payments", "getLatest">, at: Moment) =>
  Result.map(payerOf(office, params), (account) =>
    wanted(office, account, params, at)
      .toReversed()
      .slice(0, Math.max(0, params.number))
      .map((payment) => paymentView(office, payment, at.utc)),
  )
