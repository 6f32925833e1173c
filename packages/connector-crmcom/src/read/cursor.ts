/**
 * Where to go on reading accounts: behind which account of the list, and where within its own list.
 */
import { hash } from "node:crypto"

import type { Cursor } from "@waybill/connector"
import { Option, Result, Schema } from "effect"

export interface Place {
  /** Index of the account to go on with. */
  readonly account: number
  /** How many records of it lie behind. */
  readonly offset: number
  /** How many rows of the stream lie behind. */
  readonly rows: number
}

export const beginning: Place = { account: 0, offset: 0, rows: 0 }

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
const CursorText = Schema.fromJsonString(Schema.Tuple([Count, Count, Count, Schema.String]))
const decode = Schema.decodeUnknownResult(CursorText)
const encode = Schema.encodeSync(CursorText)

/** For each account, what tells the list up to and with it from every other. */
const stampsOf = (seed: string, accounts: ReadonlyArray<string>): ReadonlyArray<string> => {
  let stamp = seed
  return accounts.map((account) => (stamp = hash("sha256", JSON.stringify([stamp, account]), "hex").slice(0, 16)))
}

export interface Cursors {
  /** The cursor of a place: `behind` is the account that was read last. */
  readonly at: (behind: number, place: Place) => Cursor
  /** The place of a cursor; none where another kind of source made it. */
  readonly placeOf: (cursor: Cursor) => Option.Option<Place>
}

/**
 * Cursors over a list of accounts; `seed` says what is read by which name. Where the list up to the cursor is another one
 * than it was, the place is the beginning: nothing is skipped (invariant 6), and the ledger knows what has been sent.
 */
export const cursorsOver = (accounts: ReadonlyArray<string>, seed: string): Cursors => {
  const stamps = stampsOf(seed, accounts)
  return {
    at: (behind, { account, offset, rows }) => encode([account, offset, rows, stamps[behind]!]),
    placeOf: (cursor) =>
      Option.map(Result.getSuccess(decode(cursor)), ([account, offset, rows, stamp]) => {
        const behind = offset === 0 ? account - 1 : account
        return stamps[behind] === stamp ? { account, offset, rows } : beginning
      }),
  }
}
