/**
 * The organisation's dictionaries, each read once, at the first delivery that needs it. The vendor publishes few of the codes,
 * so that a code is looked up before it is sent.
 */
import { Effect } from "effect"

import type { Calls } from "../Calls.ts"
import { failure, issue } from "./issues.ts"
import { beforeWriting, refused, type Settled, stopped } from "./outcomes.ts"
import { remember } from "./remember.ts"

/** A code, and the setting that it comes from, if it comes from one: then every record has it. */
export interface Used {
  readonly dictionary: "CURRENCY" | "PAYMENT_TYPE" | "DOCUMENT_TYPE" | "DOCUMENT_STATUS_TYPE" | "ENTITY_TYPE"
  readonly code: string
  readonly ofConnection: boolean
}

const unknownCode = ({ dictionary, ofConnection }: Used, known: ReadonlyArray<string>): Settled => {
  const code = "WB-ERPLYBOOKS-CODE"
  const message = `a code is not in the dictionary ${dictionary}, which has ${known.join(", ") || "none"}`
  return ofConnection ? stopped(failure("deliver", code, message)) : refused(issue(code, message))
}

/** Fails for the first code that its dictionary lacks. */
export type CheckCodes = (used: ReadonlyArray<Used>) => Effect.Effect<void, Settled>

export const makeCheckCodes: (calls: Calls) => Effect.Effect<CheckCodes> = Effect.fnUntraced(function* ({ ledger }) {
  const codesOf = yield* remember((dictionary: Used["dictionary"]) =>
    Effect.mapError(ledger.dictionary(dictionary), beforeWriting),
  )
  return (used) =>
    Effect.forEach(
      used,
      (one) =>
        Effect.flatMap(codesOf(one.dictionary), (known) =>
          known.includes(one.code) ? Effect.void : Effect.fail(unknownCode(one, known)),
        ),
      { discard: true },
    )
})
