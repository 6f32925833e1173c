/** What a plan keeps of one record: enough to tell later that it is still the same. */
import type { PlannedRecord } from "@waybill/ledger"

import type { Decision } from "../flow/Decision.ts"

/** Of a record without content: why it has none. */
const reasonsOf = ({ issues = [] }: Decision): string =>
  issues.map(({ code, column, field }) => `${code} ${column ?? field ?? ""}`).join(", ")

/** @param place its place among the records of the flow, counted from 0 */
export const plannedOf = (flow: string, place: number, decision: Decision): PlannedRecord => {
  const { row, file, key, verdict, hash } = decision
  return {
    flow,
    place,
    row,
    ...(file === undefined ? {} : { file }),
    ...(key === undefined ? {} : { key }),
    verdict,
    hash: hash ?? reasonsOf(decision),
  }
}

/** Gives the records of each flow their places, page by page. */
export const placer = (): ((flow: string, decisions: ReadonlyArray<Decision>) => ReadonlyArray<PlannedRecord>) => {
  const places = new Map<string, number>()
  return (flow, decisions) => {
    const from = places.get(flow) ?? 0
    places.set(flow, from + decisions.length)
    return decisions.map((decision, index) => plannedOf(flow, from + index, decision))
  }
}
