/**
 * One record on its way: one call that writes, which is never repeated (invariant 2).
 */
import type { Delivery, Landed, Undo } from "@waybill/connector"
import { Effect, Option, Schema } from "effect"

import type { Answer } from "../Client.ts"
import { issue } from "../errors.ts"
import { pathOf, placeholdersOf } from "../internal/address.ts"
import { at, textOf } from "../internal/json.ts"
import type { Body, Sent } from "../map/body.ts"
import type { Stream as Described } from "../StreamSettings.ts"
import { idOf, type Looking } from "./look.ts"
import { beforeWriting, confirmed, refused, type Settled, settleEach, unknown, writing } from "./outcomes.ts"

const notInPath = refused(issue("WB-REST-PATH", "the record's key or id can't stand in a path"))
const noUpdate = refused(issue("WB-REST-NO-UPDATE", "the stream names no call that changes records"))
const noId = refused(issue("WB-REST-NO-ID", "nothing tells the record's id over there"))
const gone = refused(issue("WB-REST-GONE", "the API has no such record (status 404 or 410)"))

/** What was taken is confirmed by its id, where the settings say that the answer has one. */
const settled = ({ json }: Answer, path: string | undefined): Settled => {
  if (path === undefined) return confirmed(undefined)
  const id = textOf(Option.getOrUndefined(Option.map(json, (value) => at(value, path))))
  return id === undefined
    ? unknown(issue("WB-REST-UNTOLD", `the API took the record, and its answer has no '${path}'`))
    : confirmed(id)
}

/** Makes what delivers one record. */
export const makeWrite = (looking: Looking, { schema, key: keyOf }: Body) => {
  const { name, stream, api } = looking
  const { create, update, duplicate, repeat } = stream
  const encode = Schema.encodeSync(Schema.fromJsonString(schema))
  const utf8 = new TextEncoder()
  // What was encoded for the ledger goes out as it is: what arrives is what was hashed.
  const bodyOf = ({ json, record }: Delivery<Sent>) => json ?? utf8.encode(encode(record))

  const created = (delivery: Delivery<Sent>): Effect.Effect<Settled> => {
    const path = pathOf(create.path, { key: keyOf(delivery.record) })
    if (path === undefined) return Effect.succeed(notInPath)
    const sending = api.ask({ operation: `create ${name}`, method: create.method, path, body: bodyOf(delivery) })
    return Effect.match(sending, {
      onSuccess: (answer) => settled(Option.getOrThrow(answer), create.id),
      onFailure: (error) => writing(error, duplicate),
    })
  }

  const updated = Effect.fnUntraced(
    function* (delivery: Delivery<Sent>, { method, path }: NonNullable<Described["update"]>) {
      const key = keyOf(delivery.record)
      const byId = placeholdersOf(path).includes("id")
      const known = delivery.targetId ?? (byId ? yield* Effect.mapError(idOf(looking, key), beforeWriting) : undefined)
      if (byId && known === undefined) return noId
      const to = pathOf(path, { key, ...(known === undefined ? {} : { id: known }) })
      if (to === undefined) return notInPath
      const body = bodyOf(delivery)
      const sending = api.ask({ operation: `update ${name}`, method, path: to, body, absent: [404, 410] })
      const answer = yield* Effect.mapError(sending, (error) => writing(error))
      return Option.isNone(answer) ? gone : confirmed(known)
    },
    Effect.catch((settled) => Effect.succeed(settled)),
  )

  return (delivery: Delivery<Sent>): Effect.Effect<Settled> => {
    if (delivery.change === "create") return created(delivery)
    if (update !== undefined) return updated(delivery, update)
    // The same call writes a record anew and over itself.
    return repeat === "upsert" ? created(delivery) : Effect.succeed(noUpdate)
  }
}

/** {@link Destination.undo}: records that were created are deleted; what an update wrote over is not known. */
export const makeUndo = ({ name, stream, api }: Looking, remove: NonNullable<Described["delete"]>): Undo => {
  const operation = `delete ${name}`
  const one = ({ targetId }: Landed): Effect.Effect<Settled> => {
    const path = pathOf(remove.path, { id: targetId })
    if (path === undefined) return Effect.succeed(notInPath)
    return Effect.match(api.ask({ operation, method: remove.method, path, absent: remove.absent }), {
      onSuccess: () => confirmed(targetId),
      onFailure: (error) => writing(error),
    })
  }
  const description = `a created ${stream.entity} is taken back by ${remove.method} ${remove.path}`
  return {
    verbs: [{ verb: "delete", of: "any", description }],
    run: Effect.fn(`rest.${operation}`)((batch: ReadonlyArray<Landed>) => settleEach(batch, one)),
  }
}
