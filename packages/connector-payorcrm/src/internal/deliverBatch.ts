/**
 * Delivers a batch whose call is taken or refused as a whole: a refused call is halved until the records that the
 * refusal is about are found, and the rest goes through.
 */
import type { ConnectorError, Delivered, Outcome } from "@waybill/connector"
import { Effect } from "effect"

import { blamesRecords, issueOf, notSent, partial, refusal } from "../errors.ts"
import type { PayorCrmSettings } from "../Settings.ts"

const confirmed: Outcome = { _tag: "Confirmed" }
const left: Outcome = { _tag: "NotSent", issue: notSent }

type RepeatSettings = Pick<PayorCrmSettings, "partialSuccess" | "onDuplicate">

/** Whether a refused call may be sent again in parts: none of it was kept, or a second copy does no harm (invariant 2). */
const mayHalve = ({ partialSuccess, onDuplicate }: RepeatSettings): boolean =>
  partialSuccess === "never" || onDuplicate === "upsert"

type Range = readonly [from: number, to: number]

export const deliverBatch = Effect.fnUntraced(function* <R>(
  records: ReadonlyArray<R>,
  upload: (records: ReadonlyArray<R>) => Effect.Effect<void, ConnectorError>,
  settings: RepeatSettings,
): Effect.fn.Return<Delivered> {
  const outcomes: Array<Outcome> = records.map(() => left)
  const settle = ([from, to]: Range, outcome: Outcome): void => {
    for (let index = from; index < to; index++) outcomes[index] = outcome
  }
  // What is still to be sent; the last range is the next.
  const ranges: Array<Range> = [[0, records.length]]
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    const [from, to] = range
    const error = yield* Effect.match(upload(records.slice(from, to)), {
      onSuccess: () => undefined,
      onFailure: (failure) => failure,
    })
    if (error === undefined) {
      settle(range, confirmed)
    } else if (error.sent === "maybe") {
      // What is not sent yet stays here: one lost answer is seldom alone.
      settle(range, { _tag: "Unknown", issue: issueOf(error) })
      return { outcomes }
    } else if (!blamesRecords(error)) {
      for (const unsent of [range, ...ranges]) settle(unsent, { _tag: "NotSent", issue: issueOf(error) })
      return { outcomes, stop: error }
    } else if (to - from === 1) {
      settle(range, { _tag: "Refused", issue: refusal(error) })
    } else if (mayHalve(settings)) {
      const middle = from + Math.ceil((to - from) / 2)
      ranges.push([middle, to], [from, middle])
    } else {
      settle(range, { _tag: "Unknown", issue: partial })
    }
  }
  return { outcomes }
})
