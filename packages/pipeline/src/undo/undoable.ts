/**
 * Whether a run can be taken back at all, and what is known of it beforehand.
 */
import { type FlowRef, type HeldRecord, type KeptUndone, Ledger, type LedgerError, type RunInfo } from "@waybill/ledger"
import { Effect, Option, Schema, Stream } from "effect"

import { type OpenFlow, refOf } from "../flow/OpenFlow.ts"
import type { OpenPipeline } from "../open.ts"
import { NoSuchRun } from "../post.ts"
import { isRunSummary } from "../run.ts"
import { Total } from "./Sums.ts"

/** Nothing was written or sent. */
export class NotToUndo extends Schema.TaggedError<NotToUndo>("@waybill/pipeline/NotToUndo")("NotToUndo", {
  code: Schema.Literals(["WB-UNDO-TWICE", "WB-UNDO-NOTHING", "WB-UNDO-NOT-BEGUN"]),
  message: Schema.String,
  hint: Schema.String,
}) {}

/** Records that the run landed, in a flow or a target that the pipeline file does not name any more. */
export interface Elsewhere extends FlowRef {
  readonly records: ReadonlyArray<HeldRecord>
}

export interface Undoable {
  /** How many records of a flow the run confirmed; absent where it did not come to its end. */
  readonly confirmed: ReadonlyMap<string, number>
  /** What earlier undos of it took back, by flow. */
  readonly earlier: ReadonlyMap<string, Total>
  readonly elsewhere: ReadonlyArray<Elsewhere>
}

const twice = (of: number, undo: number) =>
  new NotToUndo({
    code: "WB-UNDO-TWICE",
    message: `run ${of} was undone by run ${undo}`,
    hint: `\`waybill show ${undo}\` says what that did, and what it left alone`,
  })

const nothing = ({ run, command, of }: RunInfo) => {
  const acted = command === "post" || command === "undo"
  return new NotToUndo({
    code: "WB-UNDO-NOTHING",
    message: acted
      ? `run ${run} is a \`${command}\`: it landed nothing`
      : `nothing is there that run ${run} landed: it landed nothing, or later runs delivered all of it again`,
    hint: acted && of !== undefined ? `run ${of} landed the records` : "`waybill runs` says what each run did",
  })
}

const notBegun = (of: number) =>
  new NotToUndo({
    code: "WB-UNDO-NOT-BEGUN",
    message: `no undo of run ${of} was cut short`,
    hint: "leave `--leave` out",
  })

/** The last undo of a run: all of them came after it. */
const lastUndo = Effect.fnUntraced(function* (pipeline: string, of: number) {
  const ledger = yield* Ledger
  const last = (yield* ledger.runs(pipeline, 1))[0]?.run ?? of
  const later = last > of ? yield* ledger.runs(pipeline, last - of) : []
  return later.find((info) => info.command === "undo" && info.of === of)
})

const idOf = ({ flow, target }: FlowRef, key: string): string => JSON.stringify([flow, target, key])

/** Every record that the run landed, and no later one, with its flow and target; `isMeant`: only of some of them. */
const landedBy = (pipeline: string, of: number, isMeant: (ref: FlowRef) => boolean = () => true) =>
  Stream.unwrap(
    Effect.gen(function* () {
      const ledger = yield* Ledger
      const standing = yield* ledger.standing(pipeline)
      const refs = new Map(standing.map(({ flow, target }) => [idOf({ flow, target }, ""), { flow, target }]))
      return Stream.fromIterable(refs.values()).pipe(
        Stream.filter(isMeant),
        Stream.flatMap((ref) =>
          Stream.map(ledger.held(pipeline, ref), (records) => ({
            ...ref,
            records: records.filter(({ landed }) => landed === of),
          })),
        ),
        Stream.filter(({ records }) => records.length > 0),
      )
    }),
  )

const stays = new Set<KeptUndone["state"]>(["edited", "left", "unknown"])

/** What a finished undo decided to leave: as many keys as there were such records. */
const leftBy = Effect.fnUntraced(function* (pipeline: string, undo: number) {
  const pages = (yield* Ledger).undone(pipeline, { run: undo })
  return yield* Stream.runFold(
    pages,
    () => new Set<string>(),
    (keys, page) => {
      for (const one of page) if (stays.has(one.state)) keys.add(idOf(one, one.key))
      return keys
    },
  )
})

const earlierOf = Effect.fnUntraced(function* (pipeline: string, of: number) {
  const pages = (yield* Ledger).undone(pipeline, { of })
  return yield* Stream.runFold(
    pages,
    () => new Map<string, Total>(),
    (totals, page) => {
      for (const one of page) {
        if (stays.has(one.state)) continue
        const total = totals.get(one.flow) ?? new Total()
        totals.set(one.flow, total)
        total.add(one)
      }
      return totals
    },
  )
})

const elsewhereOf = Effect.fnUntraced(function* (pipeline: string, of: number, flows: ReadonlyArray<OpenFlow>) {
  const named = new Set(flows.map((flow) => idOf(refOf(flow), "")))
  return yield* Stream.runCollect(landedBy(pipeline, of, (ref) => !named.has(idOf(ref, ""))))
})

const confirmedOf = ({ summary }: RunInfo): ReadonlyMap<string, number> =>
  new Map(
    isRunSummary(summary)
      ? Object.entries(summary.flows).map(([flow, { confirmed }]) => [flow, confirmed] as const)
      : [],
  )

/**
 * Looks whether the run can be taken back. What a finished undo of it left alone is not tried again; what has become the run's
 * own only since (a later run was undone) is.
 *
 * @param leave an undo that was cut short is to be ended
 */
export const findUndoable = Effect.fn("findUndoable")(function* (
  { pipeline: { name }, flows }: OpenPipeline,
  of: number,
  leave: boolean,
): Effect.fn.Return<Undoable, LedgerError | NoSuchRun | NotToUndo, Ledger> {
  const info = yield* (yield* Ledger).run(name, of)
  if (info === undefined) return yield* new NoSuchRun({ run: of })
  const undo = yield* lastUndo(name, of)
  const cutShort = undo?.outcome === "interrupted" || undo?.outcome === "stopped"
  if (leave && !cutShort) return yield* notBegun(of)
  if (!cutShort) {
    const settled = undo === undefined ? new Set<string>() : yield* leftBy(name, undo.run)
    const isOpen = (page: Elsewhere) => page.records.some(({ key }) => !settled.has(idOf(page, key)))
    const open = yield* Stream.runHead(Stream.filter(landedBy(name, of), isOpen))
    if (Option.isNone(open)) return yield* undo === undefined ? nothing(info) : twice(of, undo.run)
  }
  return {
    confirmed: confirmedOf(info),
    earlier: yield* earlierOf(name, of),
    elsewhere: yield* elsewhereOf(name, of, flows),
  }
})
