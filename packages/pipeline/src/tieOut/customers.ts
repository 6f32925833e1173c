/**
 * Whose record it is, told in the source's words: a customer that the target held before may have another number over there.
 */
import type { Destination, Listed } from "@waybill/connector"
import { Ledger, type LedgerError } from "@waybill/ledger"
import { Effect, Stream } from "effect"

import { type OpenFlow, siblings } from "../flow/OpenFlow.ts"

export interface Customers {
  /** The source's number of a customer that the target names. */
  readonly ownNumber: (theirs: string) => string
  /** Whether the target's number of this customer is known, so that another one there is another customer. */
  readonly isTold: (own: string) => boolean
}

/** The target's own numbers by its ids, as far as it tells them now. */
const numbersOf = ({ show }: Destination<unknown>, ids: ReadonlyArray<string>) => {
  const shown = show === undefined || ids.length === 0 ? Effect.succeed(new Map<string, Listed>()) : show(ids)
  const numbers = Effect.map(shown, (found) => new Map([...found].map(([id, { number }]) => [id, number])))
  return Effect.orElseSucceed(numbers, () => new Map<string, string | undefined>())
}

/** What was taken over, of all flows that bring customers to the same connection. Needs as much memory as there are such. */
export const customersOf = Effect.fnUntraced(function* (
  flow: OpenFlow,
  flows: ReadonlyArray<OpenFlow>,
  pipeline: string,
): Effect.fn.Return<Customers, LedgerError, Ledger> {
  const ledger = yield* Ledger
  const own = new Map<string, string>()
  const untold = new Set<string>()
  for (const { spec, destination } of siblings(flow, "customer", flows)) {
    /** By the target's id: those that were linked without their number over there. */
    const linked = new Map<string, string>()
    yield* Stream.runForEach(ledger.crosswalk(pipeline, { flow: spec.name }), (row) =>
      Effect.sync(() => {
        // What Waybill delivered has its own number there.
        if (row.target !== destination.target || row.how === "delivered") return
        if (row.targetKey !== undefined) own.set(row.targetKey, row.key)
        else if (row.targetId !== undefined) linked.set(row.targetId, row.key)
      }),
    )
    const numbers = yield* numbersOf(destination, [...linked.keys()])
    for (const [id, key] of linked) {
      const number = numbers.get(id)
      if (number === undefined) untold.add(key)
      else own.set(number, key)
    }
  }
  return { ownNumber: (theirs) => own.get(theirs) ?? theirs, isTold: (number) => !untold.has(number) }
})
