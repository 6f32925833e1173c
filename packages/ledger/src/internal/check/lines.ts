/** What checks of several tables share: rows as a damaged file gives them, and what they belong to. */
import { Effect } from "effect"

import type { Findings } from "./findings.ts"

export interface Line {
  readonly run: number
  readonly flow: string | null
  readonly hasRun: number
}

export const each =
  <A>(look: (line: A) => void) =>
  (page: ReadonlyArray<A>) =>
    Effect.sync(() => page.forEach(look))

export const checkFlow = (name: string, flow: string | null, findings: Findings): void => {
  if (flow === null) findings.note("noFlow", `${name} belongs to a flow that is not there`)
}

export const checkPlace = (name: string, { flow, hasRun }: Line, findings: Findings): void => {
  checkFlow(name, flow, findings)
  if (hasRun !== 1) findings.note("noRun", `${name} names a run that is not there`)
}
