/**
 * Takes records back: one that was created is deleted, one that was updated is written back as it was before.
 */
import type { ConnectorError, Landed, Undo } from "@waybill/connector"
import type { Patiently } from "@waybill/connector-http"
import type { Entity } from "@waybill/model"
import { Effect } from "effect"

import { issue } from "./issues.ts"
import {
  codes,
  confirmed,
  ifThere,
  issueOf,
  isRefusal,
  refused,
  type Settled,
  settleEach,
  unknown,
  writing,
} from "./outcomes.ts"
import { toId } from "./references.ts"
import type { TakeBack } from "./written.ts"

/** One kind of record, as it is taken back. */
export interface Kind extends TakeBack {
  readonly entity: Entity
  /** Gives `undefined`, or fails with WB-ERPLYBOOKS-ABSENT, where there is no such record. */
  readonly get: (id: number) => Effect.Effect<unknown, ConnectorError>
  readonly patiently: Patiently
  /** What a deletion leaves behind. */
  readonly leaves: string
}

const gone = refused(
  issue("WB-ERPLYBOOKS-GONE", "ERPLY Books no longer has the record, so that nothing can be put back"),
)

/** Whether a record is surely not there any more: one that was made a moment ago may not be shown yet. */
const isGone = ({ get, patiently }: Kind, id: number): Effect.Effect<boolean> =>
  Effect.match(patiently(ifThere(get(id))), { onSuccess: (shown) => shown === undefined, onFailure: () => false })

/** Deletes once; what an answer leaves open is read. */
const remove = Effect.fnUntraced(function* (kind: Kind, id: number): Effect.fn.Return<Settled> {
  const answer = yield* Effect.result(kind.remove(id))
  if (answer._tag === "Success") return confirmed(id)
  const error = answer.failure
  if (error.sent === "no" && !isRefusal(error)) return writing(error)
  if (yield* isGone(kind, id)) return confirmed(id)
  return error.sent === "maybe" ? unknown(issueOf(error)) : refused(issueOf(error))
})

const restore = (kind: Kind, id: number, before: string): Effect.Effect<Settled> =>
  Effect.match(kind.restore(id, before), {
    onSuccess: () => confirmed(id),
    onFailure: (error) => (error.code === codes.absent ? gone : writing(error)),
  })

/** {@link Destination.undo} */
export const undo = (kind: Kind): Undo => ({
  verbs: [
    { verb: "delete", of: "any", description: `a created ${kind.entity} is deleted; ${kind.leaves}` },
    { verb: "restore", of: "any", description: `an updated ${kind.entity} is written back as it was before` },
  ],
  run: Effect.fn(`erplybooks.undo ${kind.entity}`)((batch: ReadonlyArray<Landed>) =>
    settleEach(batch, ({ targetId, before }) => {
      const id = toId(targetId)
      if (id === undefined) return Effect.succeed(gone)
      return before === undefined ? remove(kind, id) : restore(kind, id, before)
    }),
  ),
})
