/** A target that misbehaves: each fault alone, and all together, until everything has arrived all the same. */
import { faultKinds } from "@waybill/sandbox"

import { here } from "./commands.ts"
import type { Asked } from "./target.ts"
import { settle, type Settled } from "./verify.ts"
import { inWorld, type TargetName } from "./world.ts"

/** `delay` alone is no fault. `mixed`: all of them. `unseen`: an answer is cut off, and what was made is shown late. */
export const misbehaviours = [...faultKinds.filter((kind) => kind !== "delay"), "mixed", "unseen"] as const
export type Misbehaviour = (typeof misbehaviours)[number]

/** Seconds; a slow body takes far longer. */
const timeout = 0.25
const slowMillis = 60_000
/** A request that is carried out late is so within this time; so long it is not believed that a record is not there. */
const lateMillis = 300
const visibleAfter = 2 * (lateMillis / 1000)
/** A run that is stopped by a fault gets on by some records: with ten in a hundred requests struck, few are needed. */
const mostRuns = 40

type Kind = Exclude<Misbehaviour, "mixed" | "unseen">

const kinds = faultKinds.filter((kind): kind is Kind => kind !== "delay")

const of = (fault: Kind, rate: number) => ({
  fault,
  rate,
  millis: fault === "late" ? lateMillis : slowMillis,
})

const faultsOf = (misbehaviour: Misbehaviour, rate: number) => {
  if (misbehaviour === "mixed") return kinds.map((kind) => of(kind, rate / kinds.length))
  return [of(misbehaviour === "unseen" ? "cut-after" : misbehaviour, rate)]
}

export interface Misbehaved extends Settled {
  /** What the runs asked of the target: beyond those of an undisturbed run, what the faults cost. */
  readonly requests: number
}

/** Enough for some requests to be struck: PayorCRM takes several records a request. */
const recordsFor = (name: TargetName): number => (name === "payorcrm" ? 40 : 8)

const askedFor = (name: TargetName): Asked => ({ records: recordsFor(name), timeout, visibleAfter })

/** Requests that a run makes whom nothing disturbs. */
export const undisturbed = (name: TargetName): Promise<number> =>
  inWorld(name, askedFor(name), async (world) => {
    await here(world.path, "run")
    return world.requests()
  })

export const misbehaveAndSettle = async (
  name: TargetName,
  misbehaviour: Misbehaviour,
  seed: number,
): Promise<Misbehaved> => {
  const showsAfter = misbehaviour === "unseen" ? lateMillis : 0
  const asked = { ...askedFor(name), showsAfter, seed, faults: faultsOf(misbehaviour, 0.1) }
  return inWorld(name, asked, async (world) => {
    const settled = await settle(world, mostRuns)
    return { ...settled, requests: world.requests() }
  })
}
