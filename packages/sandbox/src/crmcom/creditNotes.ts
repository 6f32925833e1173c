/**
 * Credit notes: what `credit_notes/…` does. The parameters of a credit note name no amount, so that it is worth nothing.
 */
import { Result } from "effect"

import type { CreditNote } from "./Entities.ts"
import { zero } from "./invoice/prices.ts"
import type { Moment } from "./Moment.ts"
import type { Office } from "./Office.ts"
import { refuse } from "./Refusal.ts"
import type { Body, CreditNoteData, Query } from "./Served.ts"
import { categoryOf, makePosted, makeTransaction, typeOf } from "./transactions.ts"

const view = (note: CreditNote): CreditNoteData => ({
  id: note.id,
  number: note.number,
  reference_number: note.reference_number,
  life_cycle_state: note.state,
  net_amount: zero,
  discount_amount: zero,
  vat_amount: zero,
  tax_amount: zero,
  total_amount: zero,
  issued_on: note.issued_on,
  posted_on: note.posted_on,
  notes: note.notes,
  back_office_code: note.back_office_code,
  issue_reason: note.issue_reason,
  ...note.udf,
})

export const createCreditNote = (office: Office, params: Body<"creditNotes", "create">, at: Moment) =>
  Result.gen(function* () {
    const account = yield* office.accounts.find(params.accounts_receivable_identifier)
    const type = yield* typeOf(office, params.type_identifier, "CREDIT_NOTE")
    const category = yield* categoryOf(office, params.category_identifier)
    yield* office.accounts.findAny(params.member_accounts_receivable_identifier)
    yield* office.checkCurrency(params.intended_currency_identifier)
    yield* office.checkCode(office.creditNotes, params.back_office_code)
    if (params.issue_on !== undefined && params.issue_on > at.utc) {
      return yield* refuse("ISSUEDATEINFUTURE", "issue_on is in the future")
    }
    const make = params.life_cycle_state === "POSTED" ? makePosted : makeTransaction
    const transaction = make(office, "credit note", { account, type, category, params, at })
    const note: CreditNote = {
      ...transaction,
      issued_on: params.issue_on ?? at.utc,
      issue_reason: params.issue_reason ?? null,
    }
    return view(office.creditNotes.add(note))
  })

export const showCreditNote = (office: Office, params: Query<"creditNotes", "show">, at: Moment) =>
  Result.map(office.findShown(office.creditNotes, params.credit_note_identifier, at), view)
