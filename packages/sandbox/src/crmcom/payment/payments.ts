/**
 * Making a payment: what `payments/create`, `/pay_invoice` and `/pay_bill` do.
 */
import { BigDecimal, Result } from "effect"

import type { Account, Payment } from "../Entities.ts"
import { openOfBill, outstandingOf, unsettledOf } from "../invoice/openAmounts.ts"
import type { Moment } from "../Moment.ts"
import type { Office } from "../Office.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import type { Body } from "../Served.ts"
import { categoryOf, makeTransaction, typeOf } from "../transactions.ts"
import { allocate, checkAmount, payable, payableBill } from "./allocation.ts"
import { paymentView } from "./views.ts"

/** What every call that makes a payment takes. */
type Details = Omit<Body<"payments", "payInvoice">, "invoice_identifier">
type Payers = Pick<Details, "accounts_receivable_identifier" | "wallet_identifier">
type Gateways = Pick<Details, "card_identifier" | "accounts_receivable_payment_preference_identifier">
type Receivers = Pick<Details, "received_by_user_identifier" | "received_by_unit_identifier">
type Nullable<A> = { readonly [K in keyof A]: A[K] | null }

/** The account that is paid into. No owner of the stand-in's has a wallet. */
export const payerOf = (office: Office, params: Payers): Result.Result<Account, Refusal> => {
  const { accounts_receivable_identifier: account, wallet_identifier: wallet } = params
  if (account !== undefined && wallet === undefined) return office.accounts.find(account)
  if (account !== undefined) return refuse("ONLYONEIDENTIFIERALLOWED", "either an account or a wallet")
  return wallet === undefined
    ? refuse("MANDATORYFIELDMISSING", "accounts_receivable_identifier is missing")
    : refuse("ENTITYNOTFOUND", "there is no such wallet")
}

/** No payment method of the stand-in's is linked to a gateway, and no owner has a card. */
export const checkReferences = (office: Office, params: Nullable<Gateways & Receivers>): Result.Result<void, Refusal> =>
  Result.gen(function* () {
    const { card_identifier: card, accounts_receivable_payment_preference_identifier: preference } = params
    if ((card ?? preference ?? null) !== null)
      return yield* refuse("ENTITYNOTFOUND", "there is no such card or preference")
    yield* office.catalogue.users.findAny(params.received_by_user_identifier)
    yield* office.catalogue.units.findAny(params.received_by_unit_identifier)
  })

/** Draft to posted: it pays what it names, and takes its amount from the account's balance. */
export const postDraft = (office: Office, payment: Payment, { utc }: Moment): Payment => {
  const { account } = payment
  account.balance = BigDecimal.subtract(account.balance, payment.amount)
  allocate(payment)
  return office.payments.change(payment, (posted) => {
    posted.number ??= office.number("payment")
    posted.state = "POSTED"
    posted.posted_on = utc
    posted.updated_on = utc
  })
}

type WhatToPay = Pick<Payment, "amount" | "toPay" | "billsToPay">

const add = (office: Office, account: Account, params: Details, what: WhatToPay, at: Moment) =>
  Result.gen(function* () {
    const type = yield* typeOf(office, params.type_identifier, "PAYMENT")
    const method = yield* office.catalogue.paymentMethods.find(params.payment_method_identifier)
    const category = yield* categoryOf(office, params.category_identifier)
    yield* checkReferences(office, params)
    yield* checkAmount(office, what.amount, what)
    yield* office.checkCode(office.payments, params.back_office_code)
    const payment: Payment = {
      ...makeTransaction(office, "payment", { account, type, category, params, at }),
      ...what,
      number: office.settings.numberOfDrafts === "given" ? office.number("payment") : null,
      method,
      received_on: params.received_on ?? at.utc,
      rejectionReason: null,
      allocations: [],
      cancellation: null,
    }
    account.payments.push(office.payments.add(payment))
    return payment
  })

export const createPayment = (office: Office, params: Body<"payments", "create">, at: Moment) =>
  Result.gen(function* () {
    const account = yield* payerOf(office, params)
    yield* office.checkCurrency(params.intended_currency_identifier)
    const { payment_amount: amount, invoices_to_pay_set: invoices = [], bills_to_pay_set: bills = [] } = params
    const toPay = yield* Result.all(invoices.map((entry) => payable(office, account, entry.invoice_identifier)))
    const billsToPay = yield* Result.all(bills.map((entry) => payableBill(office, account, entry.bill_identifier)))
    const payment = yield* add(office, account, params, { amount, toPay, billsToPay }, at)
    if (params.life_cycle_state === "POSTED") postDraft(office, payment, at)
    return paymentView(office, payment, at.utc)
  })

/** Posts a payment of all that `what` has open. */
const payWhole = (office: Office, account: Account, params: Details, what: WhatToPay, at: Moment) => {
  if (!BigDecimal.isPositive(what.amount)) return refuse("NOTHINGTOPAY", "nothing is open of what is to be paid")
  return Result.map(add(office, account, params, what, at), (payment) =>
    paymentView(office, postDraft(office, payment, at), at.utc),
  )
}

export const payInvoice = (office: Office, params: Body<"payments", "payInvoice">, at: Moment) =>
  Result.gen(function* () {
    const account = yield* payerOf(office, params)
    const invoice = yield* payable(office, account, params.invoice_identifier)
    const amount =
      office.settings.payInvoicePays === "unsettled" ? unsettledOf(invoice) : outstandingOf(invoice, at.utc)
    return yield* payWhole(office, account, params, { amount, toPay: [invoice], billsToPay: [] }, at)
  })

export const payBill = (office: Office, params: Body<"payments", "payBill">, at: Moment) =>
  Result.gen(function* () {
    const account = yield* payerOf(office, params)
    const bill = yield* payableBill(office, account, params.bill_identifier)
    return yield* payWhole(office, account, params, { amount: openOfBill(bill), toPay: [], billsToPay: [bill] }, at)
  })
