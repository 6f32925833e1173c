/**
 * Leaves out what is dead. An installation may show a cancelled invoice as posted with nothing open, as a paid one is: where
 * its account holds a later attempt at its number, it was cancelled.
 */
import type { ConnectorError } from "@waybill/connector"
import { Stream } from "effect"

import type { Standing } from "../deliver/kind.ts"
import type { Attempt } from "../map/code.ts"
import type { Part } from "./pages.ts"

interface Telling<A> {
  readonly standingOf: (record: A) => Standing
  readonly attemptOf: (record: A) => Attempt | undefined
}

/** What is known of the account that is being read. */
interface State<A> {
  readonly account: number
  /** Records that may be dead: they come with the account's last part. */
  readonly waiting: Array<A>
  /** The last attempt at each number. */
  readonly attempts: Map<string, number>
}

/** Of a record without a code there is one attempt. */
const unnamed: Attempt = { key: "", attempt: 1 }

const enter = <A>(account: number): State<A> => ({ account, waiting: [], attempts: new Map() })

/** The records that count, part by part. */
export const unlessReplaced =
  <A>({ standingOf, attemptOf }: Telling<A>) =>
  (parts: Stream.Stream<Part<A>, ConnectorError>): Stream.Stream<ReadonlyArray<A>, ConnectorError> =>
    Stream.mapAccum(
      parts,
      () => enter<A>(-1),
      (before, { account, next, records = [] }) => {
        const state = before.account === account ? before : enter<A>(account)
        const { waiting, attempts } = state
        const isLast = (record: A): boolean => {
          const { key, attempt } = attemptOf(record) ?? unnamed
          return attempt >= (attempts.get(key) ?? 0)
        }
        const counting: Array<A> = []
        for (const record of records) {
          const { key, attempt } = attemptOf(record) ?? unnamed
          attempts.set(key, Math.max(attempt, attempts.get(key) ?? 0))
          const standing = standingOf(record)
          if (standing === "closed") waiting.push(record)
          else if (standing !== "dead") counting.push(record)
        }
        if (next !== undefined) return [state, [counting]] as const
        return [enter<A>(account), [[...counting, ...waiting.filter(isLast)]]] as const
      },
    )
