/** The ledger with a fault point before and after everything it does, by the names of its own functions. */
import { Ledger, layerSqlite, type LedgerOptions } from "@waybill/ledger"
import { Effect, Layer } from "effect"

import { around } from "./points.ts"

/** Whatever a book offers that is an effect, or gives one, with its points. */
const watched = <Book extends object>(book: Book): Book => {
  const entries = Object.entries(book).map(([name, member]: [string, unknown]) => {
    if (Effect.isEffect(member)) return [name, around(name, member)]
    if (typeof member !== "function") return [name, member]
    return [
      name,
      (...args: ReadonlyArray<unknown>) => {
        const given: unknown = member(...args)
        return Effect.isEffect(given) ? around(name, given) : given
      },
    ]
  })
  return Object.fromEntries(entries) as Book
}

/** A run's books are watched as well. */
const watchedLedger = (ledger: Ledger["Service"]): Ledger["Service"] => {
  const { start, ...others } = watched(ledger)
  return {
    ...others,
    start: (options) =>
      Effect.map(start(options), (book) => {
        const { flow, ...rest } = watched(book)
        return { ...rest, flow: (ref) => Effect.map(flow(ref), watched) }
      }),
  }
}

/** The ledger of a state folder, with points. */
export const layerWatched = (options: LedgerOptions) =>
  Layer.effect(Ledger, Effect.map(Ledger, watchedLedger)).pipe(Layer.provide(layerSqlite(options)))
