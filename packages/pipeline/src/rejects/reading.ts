/** What a cell that somebody gave back turns out to say. */
import type { Said } from "./errors.ts"
import type { FlowColumns } from "./FlowColumns.ts"
import type { Place } from "./readText.ts"

/** Where a cell stands, in the terms of its flow. */
export interface CellPlace extends Place {
  readonly flow: FlowColumns
  readonly column: string
}

export type Reading =
  /** As it was; `said`: what was undone. */
  | { readonly _tag: "Same"; readonly said: ReadonlyArray<Said> }
  /** Another value, as plain JSON. */
  | { readonly _tag: "Changed"; readonly value: unknown; readonly said: ReadonlyArray<Said> }
  | { readonly _tag: "Refused"; readonly why: Said }

export const same = (...said: ReadonlyArray<Said>): Reading => ({ _tag: "Same", said })
export const changed = (value: unknown, ...said: ReadonlyArray<Said>): Reading => ({ _tag: "Changed", value, said })
export const refused = (...why: Said): Reading => ({ _tag: "Refused", why })
