/**
 * Acme as a target: what its streams promise, and how it is asked what it holds.
 *
 * To change: `repeat` must say what a second copy really does over there, since the engine sends again by it. What the system
 * can't do (`find`, `list`, `show`, `undo`) is left out, never faked. One that shows new records late says so in
 * `visibleAfter`; one that refers to parents by its own ids finds these in `delivery.parents`.
 */
import type { ConnectorError, Destination, Found, Listed, TargetOptions } from "@waybill/connector"
import { baseUrlText } from "@waybill/connector-http"
import { type Model, moneyOf } from "@waybill/model"
import { Effect, Result, Schema, Stream } from "effect"

import type { Calls } from "./Client.ts"
import { deliverOne, type Numbered, undoOf } from "./deliver.ts"
import { issue, unreadable } from "./errors.ts"
import type { Kind } from "./map/Kind.ts"
import { settleEach } from "./outcomes.ts"
import { beginning, readPages } from "./pages.ts"
import type { AcmeSettings } from "./Settings.ts"

type Looks<R> = Required<Pick<Destination<R>, "find" | "list" | "show">>

/** Asks for one record after another; gives those that are there. */
const each = <Kept, A>(
  keys: ReadonlyArray<string>,
  ask: (key: string) => Effect.Effect<Kept | undefined, ConnectorError>,
  tell: (record: Kept) => A,
): Effect.Effect<ReadonlyMap<string, A>, ConnectorError> =>
  Effect.map(
    Effect.forEach(keys, (key) => Effect.map(ask(key), (record) => ({ key, record }))),
    (asked) =>
      new Map(asked.flatMap(({ key, record }) => (record === undefined ? [] : [[key, tell(record)] as const]))),
  )

/** Asks what Acme holds. Only its own word says that something is not there. */
const looksOf = <M extends Model, Sent, Kept extends Numbered>(
  { name, kept, toModel }: Kind<M, Sent, Kept>,
  { page, ofNumber, get }: Calls<Sent, Kept>,
  { pageSize }: AcmeSettings,
): Looks<Sent> => {
  const listed = (record: Kept): Listed => {
    const { id: targetId, number } = record
    return { targetId, number, key: number, model: { ...toModel(record) } }
  }
  const found = (record: Kept): Found => {
    const money = moneyOf(toModel(record))
    return { targetId: record.id, ...(money === undefined ? {} : { money }) }
  }
  const decodeAll = Schema.decodeUnknownEffect(Schema.Array(kept))
  // What can't be read is not "not there".
  const noRecord = unreadable(`list ${name}`, "WB-ACME-RECORD", "the list holds a record that can't be read")
  return {
    find: (keys) => each(keys, ofNumber, found),
    show: (ids) => each(ids, get, listed),
    list: readPages({ name, page, pageSize }, beginning).pipe(
      Stream.mapEffect(({ items }) => Effect.mapError(decodeAll(items), () => noRecord)),
      Stream.map((records) => records.map(listed)),
    ),
  }
}

/** Without the fields that `set` writes. */
const readBackOf = <M extends Model, Sent, Kept>(
  { readBack }: Kind<M, Sent, Kept>,
  { extraFields = [] }: TargetOptions,
) =>
  Object.entries<string | undefined>(readBack).flatMap(([field, sentAs]) =>
    sentAs === undefined || extraFields.includes(sentAs) ? [] : [field],
  )

/** Opens a stream for writing. */
export const openDestination = <M extends Model, Sent extends Pick<Numbered, "number">, Kept extends Numbered & Sent>(
  kind: Kind<M, Sent, Kept>,
  calls: Calls<Sent, Kept>,
  settings: AcmeSettings,
  options: TargetOptions,
): Destination<Sent> => {
  const { name, entity, sent, requires } = kind
  const { inFlight, perSecond, perDay } = settings.rateLimit
  const deliver = deliverOne(kind, calls)
  const foreign = issue("WB-ACME-STREAM", `the stream ${name} takes other records than this`)
  return {
    entity,
    target: `${baseUrlText(settings)} ${name}`,
    record: sent,
    requires,
    fromModel: (model) => (kind.is(model) ? kind.fromModel(model) : Result.fail([foreign])),
    key: ({ number }) => number,
    batch: { records: 1, bytes: 900_000, inFlight },
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(perDay === undefined ? {} : { perDay }),
    repeat: "refuses",
    parents: (model) => (kind.is(model) ? kind.parents(model) : []),
    deliver: Effect.fn(`acme.deliver ${name}`)((batch) => settleEach(batch, deliver)),
    ...looksOf(kind, calls, settings),
    readBack: readBackOf(kind, options),
    undo: undoOf(kind, calls),
  }
}
