/**
 * The life of an invoice: what `invoices/…` does.
 */
import { BigDecimal, Result } from "effect"

import type { Category, TransactionType } from "../Catalogue.ts"
import type { Invoice, Reversal } from "../Entities.ts"
import { isNamed, isOfCategory, listed } from "../lists.ts"
import type { Moment } from "../Moment.ts"
import type { Office } from "../Office.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import type { Body, Query } from "../Served.ts"
import { categoryOf, changed, changeNotes, makePosted, makeTransaction, typeOf } from "../transactions.ts"
import { userFieldsOf } from "../userFields.ts"
import { addItems, changeItems } from "./items.ts"
import { totalOf, unsettledOf } from "./openAmounts.ts"
import { zero } from "./prices.ts"
import { invoiceView, reversalView, shortInvoiceView } from "./views.ts"

/** Draft to posted: it gets its number, its dates, and its place in the account's balance. */
const postDraft = (office: Office, invoice: Invoice, { utc }: Moment): Invoice => {
  const { account } = invoice
  account.balance = BigDecimal.sum(account.balance, totalOf(invoice))
  return office.invoices.change(invoice, (posted) => {
    posted.number ??= office.number("invoice")
    posted.state = "POSTED"
    posted.posted_on ??= utc
    posted.due_on ??= posted.posted_on
    posted.updated_on = utc
  })
}

export const createInvoice = (office: Office, params: Body<"invoices", "create">, at: Moment) =>
  Result.gen(function* () {
    const account = yield* office.accounts.find(params.accounts_receivable_identifier)
    const type = yield* typeOf(office, params.type_identifier, "INVOICE")
    const category = yield* categoryOf(office, params.category_identifier)
    yield* office.accounts.findAny(params.member_accounts_receivable_identifier)
    yield* office.checkCurrency(params.intended_currency_identifier)
    yield* office.checkCode(office.invoices, params.back_office_code)
    const items = yield* addItems(office, params.invoice_item_set)
    const invoice: Invoice = {
      ...makeTransaction(office, "invoice", { account, type, category, params, at }),
      number: office.settings.numberOfDrafts === "given" ? office.number("invoice") : null,
      items,
      posted_on: params.posted_on ?? null,
      due_on: params.due_on ?? null,
      rejectionReason: null,
      settled: zero,
      closed: "no",
    }
    account.invoices.push(office.invoices.add(invoice))
    if (params.life_cycle_state === "POSTED") postDraft(office, invoice, at)
    return invoiceView(office, invoice, at.utc)
  })

const findDraft = (office: Office, { invoice_identifier }: Pick<Body<"invoices", "post">, "invoice_identifier">) =>
  Result.flatMap(office.invoices.find(invoice_identifier), (invoice) =>
    invoice.state === "DRAFT" ? Result.succeed(invoice) : refuse("INVALIDLIFECYCLESTATE", "the invoice is not a draft"),
  )

const move = (invoice: Invoice, account: Invoice["account"]): void => {
  if (invoice.account === account) return
  invoice.account.invoices.splice(invoice.account.invoices.indexOf(invoice), 1)
  account.invoices.push(invoice)
  invoice.account = account
}

export const updateInvoice = (office: Office, params: Body<"invoices", "update">, at: Moment) =>
  Result.gen(function* () {
    const invoice = yield* findDraft(office, params)
    const account = (yield* office.accounts.findAny(params.accounts_receivable_identifier)) ?? invoice.account
    const type =
      params.type_identifier === undefined ? invoice.type : yield* typeOf(office, params.type_identifier, "INVOICE")
    const category = yield* categoryOf(office, params.category_identifier)
    yield* office.accounts.findAny(params.member_accounts_receivable_identifier)
    yield* office.checkCurrency(params.intended_currency_identifier)
    yield* office.checkCode(office.invoices, params.back_office_code, invoice)
    const items = yield* changeItems(office, invoice.items, params.invoice_item_set)
    office.invoices.change(invoice, (draft) => {
      move(draft, account)
      draft.type = type
      if (params.category_identifier !== undefined) draft.category = category
      draft.items = items
      draft.due_on = changed(params.due_on, draft.due_on)
      draft.posted_on = changed(params.posted_on, draft.posted_on)
      draft.notes = changeNotes(draft.notes, params.notes, at)
      draft.back_office_code = changed(params.back_office_code, draft.back_office_code)
      draft.udf = userFieldsOf(params, draft.udf)
      draft.updated_on = at.utc
    })
    return invoiceView(office, invoice, at.utc)
  })

export const postInvoice = (office: Office, params: Body<"invoices", "post">, at: Moment) =>
  Result.map(findDraft(office, params), (invoice) => shortInvoiceView(office, postDraft(office, invoice, at), at.utc))

export const rejectInvoice = (office: Office, params: Body<"invoices", "reject">, at: Moment) =>
  Result.gen(function* () {
    const invoice = yield* findDraft(office, params)
    const reason = yield* office.catalogue.rejectionReasons.findAny(params.rejection_reason_identifier)
    office.invoices.change(invoice, (rejected) => {
      rejected.state = "REJECTED"
      rejected.rejectionReason = reason
      rejected.updated_on = at.utc
    })
    return shortInvoiceView(office, invoice, at.utc)
  })

type Reverse = Body<"invoices", "writeOff">
type ReversalKind = "invoice cancellation" | "write-off"

/** Closes a posted invoice with a record of its own, and takes what it stands for from the account's balance. */
const close = (
  office: Office,
  kind: ReversalKind,
  invoice: Invoice,
  begin: {
    readonly type: TransactionType
    readonly category: Category | null
    readonly params: Reverse
    readonly at: Moment
  },
): Reversal => {
  const { account } = invoice
  const cancels = kind === "invoice cancellation"
  const amount = cancels ? totalOf(invoice) : unsettledOf(invoice)
  const records = cancels ? office.invoiceCancellations : office.writeOffs
  account.balance = BigDecimal.subtract(account.balance, amount)
  office.invoices.change(invoice, (closed) => {
    closed.closed = cancels ? "cancelled" : "written off"
    if (cancels) closed.state = "CANCELLED"
    closed.updated_on = begin.at.utc
  })
  return records.add({ ...makePosted(office, kind, { ...begin, account }), amount })
}

const findOpen = (office: Office, { invoice_identifier }: Reverse): Result.Result<Invoice, Refusal> =>
  Result.flatMap(office.invoices.find(invoice_identifier), (invoice) =>
    invoice.state === "POSTED" && invoice.closed === "no"
      ? Result.succeed(invoice)
      : refuse("INVALIDLIFECYCLESTATE", "the invoice is not posted, or closed already"),
  )

/** The answer still shows the invoice as posted, with nothing open, as both of the vendor's examples do. */
export const cancelInvoice = (office: Office, params: Body<"invoices", "cancel">, at: Moment) =>
  Result.gen(function* () {
    const invoice = yield* findOpen(office, params)
    const type = yield* typeOf(office, params.type_identifier, "INVOICE_CANCELLATION")
    const category = yield* categoryOf(office, params.category_identifier)
    yield* office.checkCode(office.invoiceCancellations, params.back_office_code)
    const cancellation = close(office, "invoice cancellation", invoice, { type, category, params, at })
    return {
      invoice: { ...shortInvoiceView(office, invoice, at.utc), life_cycle_state: "POSTED" },
      invoice_cancellation: reversalView(cancellation),
    }
  })

export const writeOffInvoice = (office: Office, params: Reverse, at: Moment) =>
  Result.gen(function* () {
    const invoice = yield* findOpen(office, params)
    if (!BigDecimal.isPositive(unsettledOf(invoice))) {
      return yield* refuse("INVALIDLIFECYCLESTATE", "nothing is open of the invoice")
    }
    const type = yield* typeOf(office, params.type_identifier, "WRITE_OFF")
    const category = yield* categoryOf(office, params.category_identifier)
    yield* office.checkCode(office.writeOffs, params.back_office_code)
    const writeOff = close(office, "write-off", invoice, { type, category, params, at })
    return { invoice: shortInvoiceView(office, invoice, at.utc), write_off: reversalView(writeOff) }
  })

export const showInvoice = (office: Office, { invoice_identifier }: Query<"invoices", "show">, at: Moment) =>
  Result.map(office.findShown(office.invoices, invoice_identifier, at), (invoice) =>
    invoiceView(office, invoice, at.utc),
  )

export const listInvoices = (office: Office, params: Query<"invoices", "list">, at: Moment) =>
  Result.map(office.accounts.find(params.accounts_receivable_identifier), ({ invoices }) => {
    const { type_identifier, category_identifier } = params
    const wanted = invoices.filter(
      (invoice) =>
        office.isShown(invoice, at) &&
        isNamed(invoice.type, type_identifier) &&
        isOfCategory(invoice.category, category_identifier),
    )
    return listed(wanted, office.settings, params).map((invoice) => invoiceView(office, invoice, at.utc))
  })
