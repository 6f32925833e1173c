/**
 * What must be in a system before a record can be: the customers and invoices that it names.
 */
import type { Model } from "@waybill/model"
import { Effect } from "effect"

import type { System } from "../Conformance.ts"
import { type Bench, modelAt } from "./bench.ts"

/** The customers that records name, by number. */
const customersOf = (models: ReadonlyArray<Model>): ReadonlyMap<string, object> =>
  new Map(
    models.flatMap((model) =>
      "customerNumber" in model ? [[model.customerNumber, { number: model.customerNumber }] as const] : [],
    ),
  )

/** The invoices that payments name, by number, of the payments' customers. */
const invoicesOf = (models: ReadonlyArray<Model>): ReadonlyMap<string, object> =>
  new Map(
    models.flatMap((model) =>
      "amount" in model
        ? (model.allocations ?? []).map(({ invoiceNumber }) => {
            const { customerNumber } = model
            return [invoiceNumber, { number: invoiceNumber, customerNumber }] as const
          })
        : [],
    ),
  )

/** Puts the records that others name, customers first; a system that takes none is left alone. */
export const putParents = Effect.fnUntraced(function* (
  bench: Pick<Bench, "suite" | "streams">,
  { put }: System,
  models: ReadonlyArray<Model>,
) {
  if (put === undefined) return
  for (const [entity, parents] of [
    ["customer", customersOf(models)],
    ["invoice", invoicesOf(models)],
  ] as const) {
    const stream = bench.streams.find((one) => one.entity === entity)
    if (stream === undefined || parents.size === 0) continue
    const first = modelAt(bench, stream, 0)
    yield* put(
      stream.name,
      [...parents.values()].map((own) => ({ ...first, ...own })),
    )
  }
})
