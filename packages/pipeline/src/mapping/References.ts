/**
 * What `ref(flow, key)` gives: the target's id of a record that another flow delivers. Expressions can't wait, so the ids are
 * looked up a page at a time: a page is mapped, what was missed is looked up, and the page is mapped again.
 */
import { Failure } from "./failure.ts"

/** What is known of one record: its id over there. `undefined`: the target does not hold it, or told no id of it. */
export type Ids = ReadonlyMap<string, string | undefined>

const unknownId = new Failure(
  "WB-MAP-REF",
  "names a record whose id in the target is not known",
  "see `waybill crosswalk show`: it must have arrived, or stand in an imported cross-walk",
)

/** So many ids of one flow are remembered from page to page. */
const most = 50_000

export class References {
  /** The flows that may be named. */
  readonly flows: ReadonlySet<string>
  private readonly named = new Set<string>()
  private readonly known = new Map<string, Map<string, string | undefined>>()
  private asked = new Map<string, Set<string>>()

  constructor(flows: Iterable<string> = []) {
    this.flows = new Set(flows)
  }

  /** An expression names this flow. */
  use(flow: string): void {
    this.named.add(flow)
  }

  /** The flows that expressions name. */
  get used(): ReadonlySet<string> {
    return this.named
  }

  /** Throws where the id is not known, or not looked up yet. */
  idOf(flow: string, key: string): string {
    const ids = this.known.get(flow)
    const id = ids?.get(key)
    if (id !== undefined) return id
    if (ids?.has(key) !== true) this.asked.set(flow, (this.asked.get(flow) ?? new Set()).add(key))
    throw unknownId
  }

  /** What was asked for since, and is to be looked up. */
  takeAsked(): ReadonlyMap<string, ReadonlySet<string>> {
    const { asked } = this
    this.asked = new Map()
    return asked
  }

  learn(flow: string, ids: Ids): void {
    const known = this.known.get(flow) ?? new Map<string, string | undefined>()
    this.known.set(flow, known)
    for (const [key, id] of ids) known.set(key, id)
  }

  /** A new page begins: what was not there may be by now. */
  begin(): void {
    for (const [flow, ids] of this.known) {
      if (ids.size > most) this.known.delete(flow)
      else for (const [key, id] of ids) if (id === undefined) ids.delete(key)
    }
  }
}
