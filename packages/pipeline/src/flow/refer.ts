/**
 * Stage 2 for a flow whose expressions name records of other flows by `ref`: what they ask for is looked up a page at a time.
 */
import type { FlowRef, LedgerError, RunBook } from "@waybill/ledger"
import { Effect } from "effect"

import type { Ids } from "../mapping/References.ts"
import type { Taken } from "./Lineage.ts"
import type { OpenFlow } from "./OpenFlow.ts"
import { type Digest, type Transformed, transformer } from "./transform.ts"

type LookUp<E> = (flow: string, keys: ReadonlySet<string>) => Effect.Effect<Ids, E>

/** Stands for an id that there is not yet: in a plan of what is still to be created, and in a preview. */
const pretended = "0"

/** Every record has an id: for looking at what a mapping makes. */
export const pretendIds: LookUp<never> = (_flow, keys) =>
  Effect.succeed(new Map([...keys].map((key) => [key, pretended])))

/** What the ledger knows of the ids of another flow's records, in the target where that flow delivers them. */
export const idsOf =
  (book: Pick<RunBook, "parents" | "run">, refOf: (flow: string) => FlowRef, planning: boolean): LookUp<LedgerError> =>
  (flow, keys) =>
    Effect.map(book.parents([refOf(flow)], [...keys]), (standings) => {
      const ids = new Map<string, string | undefined>()
      for (const key of keys) {
        const standing = standings.get(key)
        const isPlanned = planning && standing?.landedIn === book.run
        ids.set(key, standing?.targetId ?? (isPlanned ? pretended : undefined))
      }
      return ids
    })

/** A reference within a reference needs another look; deeper ones nobody writes. */
const looks = 4

/** So many rows are transformed at a time: answers of the target and of the ledger are not kept waiting for a whole page. */
const slice = 250

const inSlices = Effect.fnUntraced(function* (
  rows: ReadonlyArray<Taken>,
  transform: (rows: ReadonlyArray<Taken>) => ReadonlyArray<Transformed>,
): Effect.fn.Return<ReadonlyArray<Transformed>> {
  const items: Array<Transformed> = []
  for (let start = 0; start < rows.length; start += slice) {
    if (start > 0) yield* Effect.yieldNow
    for (const item of transform(rows.slice(start, start + slice))) items.push(item)
  }
  return items
})

/** Makes what transforms the rows of a page. */
export const referringTransformer = <E>(
  flow: OpenFlow,
  lookUp: LookUp<E>,
  digest?: Digest,
): ((rows: ReadonlyArray<Taken>) => Effect.Effect<ReadonlyArray<Transformed>, E>) => {
  const transform = transformer(flow, digest)
  const { references } = flow
  if (references.used.size === 0) return (rows) => inSlices(rows, transform)
  return Effect.fnUntraced(function* (rows) {
    references.begin()
    let items = transform(rows)
    for (let look = 0; look < looks; look++) {
      const asked = references.takeAsked()
      if (asked.size === 0) break
      for (const [name, keys] of asked) references.learn(name, yield* lookUp(name, keys))
      items = transform(rows)
    }
    return items
  })
}
