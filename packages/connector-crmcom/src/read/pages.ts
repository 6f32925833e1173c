/**
 * Accounts read one after the other, each page by page, with a few read ahead.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, Option, Stream } from "effect"

/** How the records of one account are asked for. */
export interface Listing<A> {
  /** One answer; `offset` counts the records that lie behind. Only a listing that pages is asked with one above 0. */
  readonly list: (account: string, offset: number) => Effect.Effect<ReadonlyArray<A>, ConnectorError>
  /** Whether an answer may be a part of the list only. */
  readonly pages: boolean
  readonly idOf: (record: A) => string | null | undefined
}

/** What one answer brought. */
export interface Part<A> {
  readonly account: number
  /** How many records of the account lie behind, where there may be more of them. */
  readonly next?: number
  /** Without those that an earlier answer brought; absent: there is no such account. */
  readonly records?: ReadonlyArray<A>
}

type Answer<A> = ReadonlyArray<A> | "absent"

interface Asked<A> {
  readonly account: number
  readonly offset: number
  readonly answer: Answer<A>
}

/** Only this says that there is no such account: any other failure stops the stream, and nothing is skipped. */
const orAbsent = <A>(
  answer: Effect.Effect<ReadonlyArray<A>, ConnectorError>,
): Effect.Effect<Answer<A>, ConnectorError> =>
  Effect.catchIf(
    answer,
    ({ code }) => code === "WB-CRMCOM-ABSENT",
    () => Effect.succeed("absent" as const),
  )

/**
 * Takes the answers of one account in turn. A list that moves while it is read repeats records: they are left out. The
 * account ends where an answer brings nothing new, so that a server that ignores the offset ends it too, or is shorter
 * than one seen before: how many records a server gives at the most is not documented, and may be less than was asked for.
 */
const taker = <A>({ pages, idOf }: Listing<A>, longest: { length: number }) => {
  const seen = new Set<string>()
  return ({ account, offset, answer }: Asked<A>): Part<A> => {
    if (answer === "absent") return { account }
    const known = seen.size
    const records = answer.filter((record) => {
      const id = idOf(record)
      if (id === undefined || id === null) return true
      const isNew = !seen.has(id)
      seen.add(id)
      return isNew
    })
    const mayHaveMore = pages && seen.size > known && answer.length >= longest.length
    longest.length = Math.max(longest.length, answer.length)
    return mayHaveMore ? { account, records, next: offset + answer.length } : { account, records }
  }
}

/**
 * The answers of all accounts in the order of the list, from a place in it on. The first answers of up to `ahead` accounts
 * are asked for at once; further ones of an account only as they are consumed.
 */
export const readAccountPages = <A>(
  accounts: ReadonlyArray<string>,
  listing: Listing<A>,
  start: { readonly account: number; readonly offset: number },
  ahead: number,
): Stream.Stream<Part<A>, ConnectorError> =>
  Stream.suspend(() => {
    const longest = { length: 0 }
    const ask = (account: number, offset: number): Effect.Effect<Asked<A>, ConnectorError> =>
      Effect.map(orAbsent(listing.list(accounts[account]!, offset)), (answer) => ({ account, offset, answer }))
    const restOf = (first: Asked<A>) => {
      const take = taker(listing, longest)
      return Stream.paginate(Effect.succeed(first), (asked: Effect.Effect<Asked<A>, ConnectorError>) =>
        Effect.map(asked, (answered) => {
          const part = take(answered)
          const next = Option.fromUndefinedOr(part.next)
          return [[part], Option.map(next, (offset) => ask(part.account, offset))] as const
        }),
      )
    }
    return Stream.fromIterable(accounts.keys().drop(start.account)).pipe(
      Stream.mapEffect((account) => ask(account, account === start.account ? start.offset : 0), { concurrency: ahead }),
      Stream.flatMap(restOf),
    )
  })
