/**
 * What all financial records share: their type and category, how they begin, and their notes.
 */
import { Result } from "effect"

import { type Category, type TransactionType, user } from "./Catalogue.ts"
import type { Account, Transaction } from "./Entities.ts"
import type { Moment } from "./Moment.ts"
import type { Classification } from "./Names.ts"
import type { Office } from "./Office.ts"
import type { Identifier } from "./Records.ts"
import { refuse, type Refusal } from "./Refusal.ts"
import { type UserFields, userFieldsOf } from "./userFields.ts"

type TypeIdentifier = Identifier<"id" | "name" | "alternative_code">
type CategoryIdentifier = Identifier<"id" | "name" | "code">

/** A type of the classification that a call is for. */
export const typeOf = (
  { catalogue }: Office,
  identifier: TypeIdentifier,
  classification: Classification,
): Result.Result<TransactionType, Refusal> =>
  Result.flatMap(catalogue.types.find(identifier), (type) =>
    type.classification === classification
      ? Result.succeed(type)
      : refuse("WRONGCLASSIFICATION", `type_identifier is not a type of ${classification}`),
  )

export const categoryOf = (
  { catalogue }: Office,
  identifier: CategoryIdentifier | null | undefined,
): Result.Result<Category | null, Refusal> => catalogue.categories.findAny(identifier)

/** What a call gives to every kind of record. */
type Params = UserFields & { readonly notes?: string; readonly back_office_code?: string }

interface Begin {
  readonly account: Account
  readonly type: TransactionType
  readonly category: Category | null
  readonly params: Params
  readonly at: Moment
}

/** A new record, a draft without a number. */
export const makeTransaction = (
  office: Office,
  kind: string,
  { account, type, category, params, at }: Begin,
): Transaction => ({
  id: office.id(kind),
  number: null,
  reference_number: String(office.next(`${kind} reference`)),
  account,
  type,
  category,
  notes: params.notes ?? null,
  back_office_code: params.back_office_code ?? null,
  udf: userFieldsOf(params),
  state: "DRAFT",
  issued_on: at.utc,
  posted_on: null,
  updated_on: at.utc,
  made: at.millis,
})

/** A new record that is posted at once. */
export const makePosted = (office: Office, kind: string, begin: Begin): Transaction => ({
  ...makeTransaction(office, kind, begin),
  number: office.number(kind),
  state: "POSTED",
  posted_on: begin.at.utc,
})

/** The same text again is written again: notes are a log. Null clears it. */
export const changeNotes = (before: string | null, note: string | null | undefined, at: Moment): string | null => {
  if (note === undefined || note === null) return note === undefined ? before : null
  const entry = `${user.person_name}\t${at.local}\t${note}`
  return before === null ? entry : `${before}\t${entry}`
}

/** A parameter of an update: left out, the value stays. */
export const changed = <A>(param: A | undefined, before: A): A => (param === undefined ? before : param)
