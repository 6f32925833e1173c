/**
 * Records of which nobody knows whether they arrived, and cannot be asked about: a person looks, decides, and says why.
 */
import {
  type AlreadyRunning,
  type FlowRef,
  type KeptReject,
  Ledger,
  type LedgerError,
  type Resolution,
} from "@waybill/ledger"
import { Effect, Schema } from "effect"

import type { Pipeline } from "./file/Pipeline.ts"

export interface ResolveOptions extends Omit<Resolution, "key"> {
  /** Version of the program, kept with the run. */
  readonly version: string
  /** The records' numbers. */
  readonly keys: ReadonlyArray<string>
  /** Where the numbers stand in several flows. */
  readonly flow?: string
}

/** What `resolve --json` prints. */
export interface Resolved {
  readonly run: number
  readonly pipeline: string
  readonly decision: Resolution["decision"]
  readonly records: ReadonlyArray<FlowRef & { readonly key: string }>
}

/** A number that is not one to decide about: nothing was written. */
export class NotToResolve extends Schema.TaggedError<NotToResolve>("@waybill/pipeline/NotToResolve")("NotToResolve", {
  code: Schema.Literals(["WB-RESOLVE-KEY", "WB-RESOLVE-FLOW"]),
  message: Schema.String,
  hint: Schema.String,
}) {}

const unknownKey = (key: string) =>
  new NotToResolve({
    code: "WB-RESOLVE-KEY",
    message: `no record ${key} is waiting for somebody to find out what became of it`,
    hint: "`waybill resolve list` shows those that are; after a killed run, run again first",
  })

const severalFlows = (key: string, found: ReadonlyArray<KeptReject>) =>
  new NotToResolve({
    code: "WB-RESOLVE-FLOW",
    message: `the number ${key} stands in several flows: ${found.map(({ flow }) => flow).join(", ")}`,
    hint: "say which one with --flow",
  })

/** The one record of each number. */
const pick = (
  waiting: ReadonlyArray<KeptReject>,
  keys: ReadonlyArray<string>,
): Effect.Effect<ReadonlyArray<KeptReject>, NotToResolve> =>
  Effect.forEach([...new Set(keys)], (key) => {
    const found = waiting.filter((each) => each.key === key)
    const [only] = found
    if (only === undefined) return Effect.fail(unknownKey(key))
    return found.length === 1 ? Effect.succeed(only) : Effect.fail(severalFlows(key, found))
  })

/** Writes a decision down for each of the records, or for none. It is a run of its own: no other may be under way. */
export const resolveUnknown = Effect.fn("resolveUnknown")(function* (
  { name, hash }: Pick<Pipeline, "name" | "hash">,
  { version, keys, flow, ...decision }: ResolveOptions,
): Effect.fn.Return<Resolved, LedgerError | AlreadyRunning | NotToResolve, Ledger> {
  const ledger = yield* Ledger
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const waiting = yield* ledger.rejects(name, { states: ["unknown"], ...(flow === undefined ? {} : { flow }) })
      const records = yield* pick(waiting, keys)
      const run = yield* ledger.start({ pipeline: name, fileHash: hash, version, command: "resolve" })
      const books = Map.groupBy(records, (record) => JSON.stringify([record.flow, record.target]))
      for (const of of books.values()) {
        const book = yield* run.flow({ flow: of[0]!.flow, target: of[0]!.target })
        yield* book.resolve(of.map((record) => ({ ...decision, key: record.key! })))
      }
      const resolved: Resolved = {
        run: run.run,
        pipeline: name,
        decision: decision.decision,
        records: records.map((record) => ({ flow: record.flow, target: record.target, key: record.key! })),
      }
      yield* run.end("complete", resolved)
      return resolved
    }),
  )
})
