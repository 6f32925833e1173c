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

/** Makes the look into the ledger: one query for each kind of parent, however many records. */
export const parentageOf =
  (
    parents: Destination<unknown>["parents"],
    book: Pick<RunBook, "parents">,
    parentFlows: (entity: Entity) => ReadonlyArray<FlowRef>,
  ): FindParentage =>
  (children) => {
    const refs = children.flatMap((item) => (parents?.(item.model) ?? []).map((ref) => [item.key, ref] as const))
    const looked = Effect.forEach(
      Map.groupBy(refs, ([, ref]) => ref.entity),
      ([entity, ofEntity]) => {
        const flows = parentFlows(entity)
        // No flow of this file delivers the parents: whether they are there is for the target to say.
        if (flows.length === 0) return Effect.succeed([])
        const keys = [...new Set(ofEntity.map(([, ref]) => ref.key))]
        return Effect.map(book.parents(flows, keys), (known) =>
          ofEntity.map(([key, ref]) => ({ key, ref, standing: known.get(ref.key) })),
        )
      },
    )
    return Effect.map(looked, (found) => {
      const orphans = new Map<string, Issue>()
      const known = new Map<string, ReadonlyArray<Parent>>()
      for (const { key, ref, standing } of found.flat()) {
        if (standing?.landed !== true) orphans.set(key, held(ref, standing))
        else if (standing.targetId !== undefined) {
          known.set(key, [...(known.get(key) ?? []), { ...ref, targetId: standing.targetId }])
        }
      }
      return { orphans, parents: known }
    })
  }
