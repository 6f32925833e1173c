/**
 * One record on its way to Acme, and back again.
 *
 * To change: the steps of a delivery, if it takes more than one call. Whatever is read first is read before anything is
 * written; an answer that is lost leaves the record `Unknown`, and nothing here sends it again.
 */
import type { Delivery, Landed, Undo } from "@waybill/connector"
import type { Model } from "@waybill/model"
import { Effect, Schema } from "effect"

import type { Calls } from "./Client.ts"
import { issue } from "./errors.ts"
import type { Kind } from "./map/Kind.ts"
import { confirmed, notWritten, refused, settled, settleEach } from "./outcomes.ts"

/** What every record in Acme has. */
export interface Numbered {
  readonly id: string
  readonly number: string
}

const gone = refused(issue("WB-ACME-ABSENT", "Acme does not have the record any more"))

/** A record as `undo` writes it back. */
const beforeText = <M extends Model, Sent, Kept>({ sent }: Kind<M, Sent, Kept>) => Schema.fromJsonString(sent)

/** Makes what delivers one record. */
export const deliverOne = <M extends Model, Sent extends Pick<Numbered, "number">, Kept extends Numbered & Sent>(
  kind: Kind<M, Sent, Kept>,
  calls: Calls<Sent, Kept>,
) => {
  const encodeBefore = Schema.encodeSync(beforeText(kind))
  const create = (record: Sent) => Effect.map(Effect.mapError(calls.create(record), settled), ({ id }) => confirmed(id))
  const update = Effect.fnUntraced(function* (record: Sent, targetId: string | undefined) {
    const asked = targetId === undefined ? calls.ofNumber(record.number) : calls.get(targetId)
    const held = yield* Effect.mapError(asked, notWritten)
    if (held === undefined) return gone
    yield* Effect.mapError(calls.update(held.id, record), settled)
    return confirmed(held.id, encodeBefore(held))
  })
  return ({ record, change, targetId }: Delivery<Sent>) =>
    change === "create" ? create(record) : update(record, targetId)
}

/** Deletes what was created, writes back what was updated. What is gone already is taken back. */
export const undoOf = <M extends Model, Sent, Kept>(kind: Kind<M, Sent, Kept>, calls: Calls<Sent, Kept>): Undo => {
  const decodeBefore = Schema.decodeUnknownEffect(beforeText(kind))
  const remove = (id: string) =>
    calls.remove(id).pipe(
      Effect.catchIf(
        ({ code }) => code === "WB-ACME-ABSENT",
        () => Effect.void,
      ),
      Effect.mapError(settled),
      Effect.as(confirmed(id)),
    )
  const restore = Effect.fnUntraced(function* (id: string, before: string) {
    const record = yield* Effect.mapError(decodeBefore(before), () => gone)
    yield* Effect.mapError(calls.update(id, record), settled)
    return confirmed(id)
  })
  return {
    verbs: [
      { verb: "delete", of: "any", description: `a created ${kind.entity} is deleted; one that is referred to stays` },
      { verb: "restore", of: "any", description: `an updated ${kind.entity} is written back as it was before` },
    ],
    run: Effect.fn(`acme.undo ${kind.name}`)((batch: ReadonlyArray<Landed>) =>
      settleEach(batch, ({ targetId, before }) =>
        before === undefined ? remove(targetId) : restore(targetId, before),
      ),
    ),
  }
}
