/**
 * What was written is compared with what ERPLY Books kept before it counts (invariant 4); a record that differs does not
 * stay.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect } from "effect"

import { issue } from "./issues.ts"
import { confirmed, refused, type Settled, unknown } from "./outcomes.ts"

/** The calls that take a record back. */
export interface TakeBack {
  readonly remove: (id: number) => Effect.Effect<unknown, ConnectorError>
  readonly restore: (id: number, before: string) => Effect.Effect<unknown, ConnectorError>
}

const differs = (fate: string) =>
  issue("WB-ERPLYBOOKS-DIFFERS", `ERPLY Books kept other values than were sent; ${fate}`)
const left = unknown(
  issue("WB-ERPLYBOOKS-LEFT", "ERPLY Books kept other values than were sent, and could not take it back"),
)

/**
 * Settles a record that was written. `isSame`: whether what was kept is what was sent; `undefined` where the answer does
 * not say. `before`: what an update wrote over.
 */
export const settleWritten = (
  { remove, restore }: TakeBack,
  id: number,
  isSame: boolean | undefined,
  before?: string,
): Effect.Effect<Settled> => {
  if (isSame === true) return Effect.succeed(confirmed(id, before))
  if (isSame === undefined || id === 0) {
    return Effect.succeed(unknown(issue("WB-ERPLYBOOKS-STATE", "the answer does not say what was kept")))
  }
  const [takenBack, fate] =
    before === undefined ? [remove(id), "it is deleted again"] : [restore(id, before), "it is as it was before"]
  return Effect.match(takenBack, { onSuccess: () => refused(differs(fate)), onFailure: () => left })
}
