/**
 * Records that need a person, as the ledger keeps them.
 */
import { type KeptReject, Ledger, type LedgerError, type RejectFilter } from "@waybill/ledger"
import { Effect } from "effect"

/** Rejects of one flow that share a state, a code and a column or field. */
export interface RejectGroup {
  readonly flow: string
  readonly state: KeptReject["state"]
  readonly code: string
  /** The column of the source, or else the field of the model. */
  readonly at?: string
  readonly records: number
  /** The first record of the group. */
  readonly firstRow: number
  readonly message: string
  readonly hint?: string
}

/** The rejects of a pipeline: the invalid and the refused, unless the filter names other states. */
export const listRejects = (
  pipeline: string,
  filter: RejectFilter,
): Effect.Effect<ReadonlyArray<KeptReject>, LedgerError, Ledger> =>
  Effect.flatMap(Ledger, (ledger) => ledger.rejects(pipeline, { states: ["invalid", "refused"], ...filter }))

/** Groups by flow, state, code and column: one line for each mistake, whatever number of rows have it. */
export const groupRejects = (rejects: ReadonlyArray<KeptReject>): ReadonlyArray<RejectGroup> => {
  const groups = new Map<string, RejectGroup>()
  for (const { flow, state, row, issues } of rejects) {
    for (const { code, column, field, message, hint } of issues) {
      const at = column ?? field
      const id = JSON.stringify([flow, state, code, at])
      const group = groups.get(id)
      groups.set(id, {
        flow,
        state,
        code,
        message,
        records: (group?.records ?? 0) + 1,
        firstRow: group?.firstRow ?? row,
        ...(at === undefined ? {} : { at }),
        ...(hint === undefined ? {} : { hint }),
      })
    }
  }
  return [...groups.values()].sort((a, b) => b.records - a.records)
}

/** What one run left behind, in every state, grouped. */
export const rejectGroups = (
  pipeline: string,
  { run }: { readonly run: number },
): Effect.Effect<ReadonlyArray<RejectGroup>, LedgerError, Ledger> =>
  Effect.map(listRejects(pipeline, { states: ["invalid", "held", "refused", "unknown"] }), (rejects) =>
    groupRejects(rejects.filter((reject) => reject.run === run)),
  )
