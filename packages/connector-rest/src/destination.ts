/**
 * A stream of the API as a target: one record a call.
 */
import type { Destination, ParentRef } from "@waybill/connector"
import { baseUrlText, makePatiently } from "@waybill/connector-http"
import type { Entity, Model } from "@waybill/model"
import { Effect, Result } from "effect"

import type { Api } from "./Client.ts"
import { type Looking, makeFind, makeList, makeShow } from "./deliver/look.ts"
import { settleEach } from "./deliver/outcomes.ts"
import { makeUndo, makeWrite } from "./deliver/write.ts"
import { issue } from "./errors.ts"
import { makeBody, type Sent, type Written } from "./map/body.ts"
import { makeShown } from "./map/shown.ts"
import type { RestSettings } from "./Settings.ts"

/** Far above one record. */
const bodyBytes = 900_000

const entityOf = (model: Model): Entity => ("total" in model ? "invoice" : "amount" in model ? "payment" : "customer")

const parentsOf = (model: Model): ReadonlyArray<ParentRef> => {
  const customer = "customerNumber" in model ? [{ entity: "customer" as const, key: model.customerNumber }] : []
  const allocations = "allocations" in model ? (model.allocations ?? []) : []
  return [...customer, ...allocations.map(({ invoiceNumber }) => ({ entity: "invoice" as const, key: invoiceNumber }))]
}

const foreign = (name: string) =>
  Result.fail([issue("WB-REST-STREAM", `the stream '${name}' takes other records than this`)] as const)

/** Which of several accounts on one host: each has a book of its own. */
const targetOf = ({ account, ...settings }: RestSettings, name: string): string =>
  [baseUrlText(settings), ...(account === undefined ? [] : [account]), name].join(" ")

export const openDestination = Effect.fnUntraced(function* (
  name: string,
  stream: Written,
  settings: RestSettings,
  api: Api,
): Effect.fn.Return<Destination<Sent>> {
  const { entity, requires, repeat, find, list, show, delete: remove } = stream
  const { perSecond, perDay, inFlight } = settings.rateLimit
  const body = makeBody(stream, settings.dateFormat)
  const shown = makeShown(stream, settings.dateFormat)
  const patiently = yield* makePatiently(settings.visibleAfter)
  const looking: Looking = { name, stream, settings, api, shown, patiently }
  const write = makeWrite(looking, body)
  return {
    entity,
    target: targetOf(settings, name),
    record: body.schema,
    requires,
    fromModel: (model) => (entityOf(model) === entity ? body.fromModel(model) : foreign(name)),
    key: body.key,
    batch: { records: 1, bytes: bodyBytes, inFlight },
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(perDay === undefined ? {} : { perDay }),
    repeat,
    parents: parentsOf,
    deliver: Effect.fn(`rest.deliver ${name}`)((batch) => settleEach(batch, write)),
    ...(find === undefined ? {} : { find: makeFind(looking, find) }),
    visibleAfter: settings.visibleAfter,
    ...(list === undefined ? {} : { list: makeList(looking, list) }),
    ...(show === undefined ? {} : { show: makeShow(looking, show) }),
    readBack: list === undefined && show === undefined ? [] : shown.readBack,
    ...(remove === undefined ? {} : { undo: makeUndo(looking, remove) }),
  }
})
