/**
 * A record that is to be sent.
 */
import type { Parent } from "@waybill/connector"

import type { PageMark } from "./Reading.ts"
import type { Ready } from "./transform.ts"

/** What is sent, and whether the target holds an earlier version of it. */
export interface Outgoing extends Ready {
  readonly change: "create" | "update"
  /** Of an update: it was found there, and is not known to have been confirmed. */
  readonly unconfirmed?: boolean
  readonly targetId?: string
  readonly parents?: ReadonlyArray<Parent>
  /** The page it came with. */
  readonly page: PageMark
}

/**
 * Whether a lost attempt may be repeated without asking: an update names its record, so that it can't make a second one. It
 * must come upon what was confirmed there, though; what was only found may be another thing by now.
 */
export const isRepeatable = ({ change, unconfirmed }: Pick<Outgoing, "change" | "unconfirmed">): boolean =>
  change === "update" && unconfirmed !== true
