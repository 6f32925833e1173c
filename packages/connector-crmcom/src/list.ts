/**
 * What CRM.COM holds, whoever made it, as the source of the same stream reads it: all of the accounts that the connection names,
 * or single records by id. A record that is no whole one of the model is listed with what it tells: a draft has no number.
 */
import type { ConnectorError, Destination, Listed } from "@waybill/connector"
import { makePatiently } from "@waybill/connector-http"
import { Effect, Stream } from "effect"

import type { Account } from "./api/Account.ts"
import type { Calls } from "./Calls.ts"
import { byId, ifThere, invoiceKind, type Kind, paymentKind, type Standing } from "./deliver/kind.ts"
import { lost } from "./errors.ts"
import { type Attempt, attemptOf } from "./map/code.ts"
import { beginning } from "./read/cursor.ts"
import { readAccountPages } from "./read/pages.ts"
import { customers, invoices, payments, type StreamSpec } from "./read/streams.ts"
import { unlessReplaced } from "./read/unlessReplaced.ts"
import type { CrmComSettings } from "./Settings.ts"

type Accounts = Effect.Effect<ReadonlyArray<string>, ConnectorError>

/** How the records of one stream are looked at. */
interface Looking<A extends object> {
  readonly spec: StreamSpec<A>
  readonly show: (id: string) => Effect.Effect<A, ConnectorError>
  /** The natural key, as the destination makes it, and which attempt at it this is. */
  readonly attemptOf: (answer: A) => Attempt | undefined
  readonly standingOf: (answer: A) => Standing
}

/** {@link Destination.list} and {@link Destination.show}. */
export type Looks = Required<Pick<Destination<unknown>, "list" | "show">>

const standings = {
  draft: { standing: "draft" },
  dead: { standing: "void" },
  posted: {},
  closed: {},
  unclear: {},
} as const

/** What a record tells; of one whose id is not told nobody knows what it is (invariant 9). */
const toListed =
  <A extends object>({ spec, attemptOf: attempt, standingOf }: Looking<A>) =>
  (answer: A): Effect.Effect<Listed, ConnectorError> => {
    const { reader, tell, entity, listing } = spec
    const targetId = listing.idOf(answer)
    if (targetId == null) return Effect.fail(lost(`${entity}s.list`, "the list leaves out a record's id"))
    // A moment that can't be read is left out: it hides no record.
    const { model } = tell(reader.read(answer, () => undefined))
    const key = attempt(answer)?.key
    return Effect.succeed({
      targetId,
      ...(model.number === undefined ? {} : { number: model.number }),
      ...(key === undefined ? {} : { key }),
      ...standings[standingOf(answer)],
      model,
    })
  }

/** All that is not rejected or cancelled: such a record keeps its number over there, and counts as little as for `find`. */
const listOf = <A extends object>(
  looking: Looking<A>,
  accounts: ReadonlyArray<string>,
  ahead: number,
): Looks["list"] => {
  const { spec } = looking
  const listed = toListed(looking)
  // An account that CRM.COM does not have holds nothing.
  return readAccountPages(accounts, spec.listing, beginning, ahead).pipe(
    unlessReplaced(looking),
    Stream.mapEffect((records) => Effect.forEach(records, listed)),
  )
}

/** Reads by id, each until it would surely be shown: one that was made a moment ago may not be yet. */
const showOf = Effect.fnUntraced(function* <A extends object>(
  looking: Looking<A>,
  { visibleAfter, rateLimit }: CrmComSettings,
): Effect.fn.Return<Looks["show"]> {
  const patiently = yield* makePatiently(visibleAfter)
  const { entity, listing } = looking.spec
  const listed = toListed(looking)
  const one = Effect.fnUntraced(function* (id: string): Effect.fn.Return<Listed | undefined, ConnectorError> {
    const answer = yield* patiently(ifThere(looking.show(id)))
    if (answer === undefined) return undefined
    if (listing.idOf(answer) === id) return yield* listed(answer)
    return yield* lost(`${entity}s.show`, "the answer is not the record that was asked for")
  })
  return Effect.fn(`crmcom.show ${entity}`)((ids) =>
    Effect.map(
      Effect.forEach(ids, one, { concurrency: rateLimit.inFlight }),
      (all) => new Map(all.flatMap((shown) => (shown === undefined ? [] : [[shown.targetId, shown]]))),
    ),
  )
})

/** Accounts by the names that people know: CRM.COM's own begin with the number (`ACR0000000217 Andreas Georgiou`). */
const ownNames = (spec: StreamSpec<Account>): StreamSpec<Account> => ({
  ...spec,
  tell: (record) => {
    const { name, number } = record
    const isNumbered = name !== undefined && number !== undefined && name.startsWith(`${number} `)
    return spec.tell(isNumbered ? { ...record, name: name.slice(number.length).trim() } : record)
  },
})

const ofAccounts = (settings: CrmComSettings, calls: Calls): Looking<Account> => ({
  spec: ownNames(customers(settings, calls)),
  show: (id) => calls.accountsReceivable.show({ accounts_receivable_identifier: byId(id) }),
  attemptOf: ({ [settings.accountsBy]: key }) => (key == null ? undefined : { key, attempt: 1 }),
  standingOf: () => "posted",
})

const ofKind = <A extends object>(spec: StreamSpec<A>, kind: Kind<A>, { codePrefix }: CrmComSettings): Looking<A> => ({
  spec,
  show: (id) => kind.show("id", id),
  attemptOf: (answer) => {
    const code = kind.codeOf(answer)
    return code === undefined ? undefined : attemptOf(codePrefix, kind.entity === "invoice" ? "I" : "P", code)
  },
  standingOf: kind.standingOf,
})

/**
 * How each stream is looked at, from the moment it is opened. Without `accounts` a list fails when it is read: what is held could
 * not be looked at.
 */
export const openLooks = (
  settings: CrmComSettings,
  calls: Calls,
  accounts: Accounts,
): Readonly<Record<"customers" | "invoices" | "payments", Effect.Effect<Looks>>> => {
  const open = <A extends object>(looking: Looking<A>): Effect.Effect<Looks> => {
    const list = Stream.unwrap(Effect.map(accounts, (named) => listOf(looking, named, settings.rateLimit.inFlight)))
    return Effect.map(showOf(looking, settings), (show) => ({ list, show }))
  }
  return {
    customers: open(ofAccounts(settings, calls)),
    invoices: open(ofKind(invoices(settings, calls), invoiceKind(settings, calls), settings)),
    payments: open(ofKind(payments(settings, calls), paymentKind(settings, calls), settings)),
  }
}
