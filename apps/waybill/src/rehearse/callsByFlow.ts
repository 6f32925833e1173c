/** Which flow each call to a stand-in was made for. */
import type { Destination } from "@waybill/connector"
import type { OpenFlow } from "@waybill/pipeline"
import { Effect, Stream } from "effect"

export interface CountedFlows {
  /** The flows as they were, under the eye of the counter. */
  readonly flows: ReadonlyArray<OpenFlow>
  /** So far, by flow. */
  readonly calls: () => ReadonlyMap<string, number>
}

/**
 * Counts calls by flow. Flows are at work one after the other: what was called since the last look belongs to the flow that
 * was at work then.
 */
export const callsByFlow = (flows: ReadonlyArray<OpenFlow>, requests: () => number): CountedFlows => {
  const calls = new Map(flows.map(({ spec }) => [spec.name, 0]))
  let working: string | undefined
  let seen = requests()
  const look = (next: string | undefined): void => {
    const now = requests()
    if (working !== undefined) calls.set(working, (calls.get(working) ?? 0) + now - seen)
    working = next
    seen = now
  }
  const watched = ({ spec, destination }: OpenFlow): Destination<unknown> => {
    const { deliver, find, list, finish } = destination
    const atWork = <A, E>(effect: Effect.Effect<A, E>) =>
      Effect.suspend(() => {
        look(spec.name)
        return effect
      })
    return {
      ...destination,
      deliver: (batch) => atWork(deliver(batch)),
      ...(find === undefined ? {} : { find: (keys) => atWork(find(keys)) }),
      ...(list === undefined ? {} : { list: Stream.unwrap(atWork(Effect.succeed(list))) }),
      ...(finish === undefined ? {} : { finish: atWork(finish) }),
    }
  }
  return {
    flows: flows.map((flow) => ({ ...flow, destination: watched(flow) })),
    calls: () => {
      look(undefined)
      return calls
    },
  }
}
