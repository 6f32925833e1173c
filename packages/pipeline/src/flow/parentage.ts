/**
 * What the ledger knows of the records that others refer to: an invoice's customer, a payment's invoices.
 */
import type { Destination, Parent, ParentRef } from "@waybill/connector"
import type { FlowRef, LedgerError, ParentStanding, RunBook } from "@waybill/ledger"
import type { Entity, Issue, Model } from "@waybill/model"
import { Effect } from "effect"

/** What is known of the parents of some records, by key: why those that must wait do, and the ids that the target gave. */
export interface Parentage {
  readonly orphans: ReadonlyMap<string, Issue>
  readonly parents: ReadonlyMap<string, ReadonlyArray<Parent>>
}

interface Child {
  readonly key: string
  readonly model: Model
}

export type FindParentage = (children: ReadonlyArray<Child>) => Effect.Effect<Parentage, LedgerError>

const becauseOf = (code: string | undefined): string => (code === undefined ? "" : ` (${code})`)

/** Why a parent is not there, as the rest of a sentence about it. */
const standingOf = (standing: ParentStanding | undefined): string => {
  switch (standing?.state) {
    case "invalid":
      return `is invalid${becauseOf(standing.code)}`
    case "refused":
      return `was refused${becauseOf(standing.code)}`
    case "unknown":
    case "sending":
      return "was sent, and nobody knows whether it arrived"
    case "held":
      return "waits for its own parent"
    case "pending":
      return "is still to be sent"
    default:
      return "is not in this target, as far as the ledger knows"
  }
}

const held = ({ entity, key }: ParentRef, standing: ParentStanding | undefined): Issue => ({
  code: "WB-RUN-HELD",
  message: `its ${entity} ${key} ${standingOf(standing)}`,
  hint:
    standing?.state === "invalid" || standing?.state === "refused"
      ? `mend that ${entity}: this record goes out by itself once it has arrived`
      : `it goes out by itself once that ${entity} has arrived`,
})

/** So many landed parents are remembered: a thousand invoices of a page are a few customers' over and over. */
export const mostRemembered = 20_000

/**
 * Asks the ledger where parents stand. What has landed stays landed as long as the run lasts, so it is asked for once; others
 * are asked for again.
 */
const askerFor = (book: Pick<RunBook, "parents">, flows: ReadonlyArray<FlowRef>) => {
  const landed = new Map<string, ParentStanding>()
  return Effect.fnUntraced(function* (
    keys: ReadonlySet<string>,
  ): Effect.fn.Return<ReadonlyMap<string, ParentStanding>, LedgerError> {
    const standings = new Map<string, ParentStanding>()
    const unknown: Array<string> = []
    for (const key of keys) {
      const standing = landed.get(key)
      if (standing === undefined) unknown.push(key)
      else standings.set(key, standing)
    }
    if (unknown.length === 0) return standings
    for (const [key, standing] of yield* book.parents(flows, unknown)) {
      standings.set(key, standing)
      if (!standing.landed) continue
      if (landed.size === mostRemembered) landed.clear()
      landed.set(key, standing)
    }
    return standings
  })
}

const none: Parentage = { orphans: new Map(), parents: new Map() }

/** Makes the look into the ledger: at most one query for each kind of parent, however many records. */
export const parentageOf = (
  parents: Destination<unknown>["parents"],
  book: Pick<RunBook, "parents">,
  parentFlows: (entity: Entity) => ReadonlyArray<FlowRef>,
): FindParentage => {
  if (parents === undefined) return () => Effect.succeed(none)
  const askers = new Map<Entity, ReturnType<typeof askerFor> | undefined>()
  const askerOf = (entity: Entity) => {
    if (!askers.has(entity)) {
      const flows = parentFlows(entity)
      // No flow of this file delivers the parents: whether they are there is for the target to say.
      askers.set(entity, flows.length === 0 ? undefined : askerFor(book, flows))
    }
    return askers.get(entity)
  }
  return Effect.fnUntraced(function* (children) {
    const wanted = new Map<Entity, Set<string>>()
    const refs = children.map(({ model }) => parents(model))
    for (const { entity, key } of refs.flat()) {
      const keys = wanted.get(entity)
      if (keys === undefined) wanted.set(entity, new Set([key]))
      else keys.add(key)
    }
    const standings = new Map<Entity, ReadonlyMap<string, ParentStanding>>()
    for (const [entity, keys] of wanted) {
      const ask = askerOf(entity)
      if (ask !== undefined) standings.set(entity, yield* ask(keys))
    }
    const orphans = new Map<string, Issue>()
    const known = new Map<string, ReadonlyArray<Parent>>()
    for (const [index, { key }] of children.entries()) {
      for (const ref of refs[index]!) {
        const ofEntity = standings.get(ref.entity)
        if (ofEntity === undefined) continue
        const standing = ofEntity.get(ref.key)
        if (standing?.landed !== true) orphans.set(key, held(ref, standing))
        else if (standing.targetId !== undefined) {
          known.set(key, [...(known.get(key) ?? []), { ...ref, targetId: standing.targetId }])
        }
      }
    }
    return { orphans, parents: known }
  })
}
