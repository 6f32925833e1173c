/**
 * What the target says of the records that a run landed, before any of them is taken back.
 */
import type { ConnectorError, Destination, Listed } from "@waybill/connector"
import type { LandedRecord } from "@waybill/ledger"
import { Effect, Stream } from "effect"

import { digestFields } from "../flow/fieldDigests.ts"
import { decideUnseen, type Seen, type Sight } from "./decide.ts"

type Target = Pick<Destination<unknown>, "entity" | "undo" | "show" | "list" | "readBack">

const seenOf = ({ entity }: Target, { standing, model }: Listed): Seen => ({
  fields: digestFields(entity, model),
  ...(standing === undefined ? {} : { standing }),
})

/** The ids that are worth a look. */
const idsOf = (records: ReadonlyArray<LandedRecord>, target: Target): ReadonlyArray<string> =>
  records.flatMap((record) => (decideUnseen(record, target) === undefined ? [record.targetId!] : []))

const none: Sight = new Map()

/** Reads records one by one, right before something is done to them. */
export const look = Effect.fnUntraced(function* (
  target: Target,
  records: ReadonlyArray<LandedRecord>,
  known: Sight = none,
): Effect.fn.Return<Sight, ConnectorError> {
  const ids = idsOf(records, target).filter((id) => !known.has(id))
  if (target.show === undefined || ids.length === 0) return known
  const shown = yield* target.show(ids)
  return new Map([...known, ...[...shown].map(([id, listed]) => [id, seenOf(target, listed)] as const)])
})

/**
 * The same of many records at once, from what the target lists, where it does. What is not in the list is void, gone, or not
 * listed yet: {@link look} asks for it.
 *
 * @param ids the records that count; others in the list are passed over
 */
export const survey = (target: Target, ids: ReadonlySet<string>): Effect.Effect<Sight> => {
  if (target.list === undefined) return Effect.succeed(none)
  return target.list.pipe(
    Stream.runFold(
      (): Map<string, Seen> => new Map(),
      (sight, page) => {
        for (const listed of page) if (ids.has(listed.targetId)) sight.set(listed.targetId, seenOf(target, listed))
        return sight
      },
    ),
    // A list that needs a setting which is not there says nothing about single records.
    Effect.orElseSucceed(() => none),
  )
}
