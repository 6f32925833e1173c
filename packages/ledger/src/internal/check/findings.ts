/** What a check has found so far: of each kind the first few, so that a file full of faults needs no more memory. */
import { Effect } from "effect"
import type { SqlError } from "effect/sql"

import type { Fault } from "../../Audit.ts"
import { type FaultKind, faultOf } from "../../Faults.ts"
import type { LedgerError } from "../../Ledger.ts"
import { orLedgerError } from "../writing.ts"

const shown = 20

export class Findings {
  private readonly messages = new Map<FaultKind, Array<string>>()
  private readonly more = new Map<FaultKind, number>()

  note(kind: FaultKind, message: string): void {
    const messages = this.messages.get(kind) ?? []
    this.messages.set(kind, messages)
    if (messages.length < shown) messages.push(message)
    else this.more.set(kind, (this.more.get(kind) ?? 0) + 1)
  }

  /** By kind, in the order in which they were found. */
  get faults(): ReadonlyArray<Fault> {
    return [...this.messages].flatMap(([kind, messages]) => {
      const more = this.more.get(kind)
      const all = more === undefined ? messages : [...messages, `and ${more} more of the same kind`]
      return all.map((message) => faultOf(kind, message))
    })
  }

  /** Where damage keeps a part of the file from being read, that is what was found; the other parts are still looked at. */
  reading<A>(part: string, effect: Effect.Effect<A, SqlError.SqlError | LedgerError>) {
    return Effect.catchIf(
      orLedgerError(effect),
      ({ code }) => code === "WB-LEDGER-CORRUPT" || code === "WB-LEDGER-FAILED",
      () => Effect.sync(() => this.note("corrupt", `${part} can't be read to the end`)),
    )
  }
}
