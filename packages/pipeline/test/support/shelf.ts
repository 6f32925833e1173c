/**
 * A target that keeps what it is given and can be looked at: records stand on a shelf, are taken back by its verbs, and a test
 * changes them behind everybody's back.
 */
import { join } from "node:path"

import type { Destination, Landed, Listed, Outcome, UndoVerb } from "@waybill/connector"
import { layerCopy } from "@waybill/ledger"
import { Decimals, Money } from "@waybill/model"
import { Effect, Layer, Stream } from "effect"

import { openPipeline, type OpenPipeline, planUndo, undoRun, type UndoOptions } from "../../src/index.ts"
import { platform, type World } from "./memory.ts"

interface Kept {
  total: string
  standing: "draft" | "posted" | "void"
}

const verbs: ReadonlyArray<UndoVerb> = [
  { verb: "reject", of: "draft", description: "the rejected draft stays" },
  { verb: "cancel", of: "posted", description: "a cancellation stays beside it" },
  { verb: "restore", of: "any", description: "it is written back as it was" },
]

export class Shelf {
  readonly records = new Map<string, Kept>()
  /** Ids in the order in which they were sent to be taken back. */
  readonly undone: Array<string> = []
  readonly shown: Array<string> = []
  lists = 0
  /** How records land. */
  draft = false
  verbs = verbs
  /** What an update says of what was there before. */
  tellsBefore = true
  isListed = false
  readBack: ReadonlyArray<string> = ["total"]
  /** Fields that nobody delivered. */
  filled: Readonly<Record<string, unknown>> = {}
  show: Destination<unknown>["show"] = (ids) =>
    Effect.sync(() => {
      this.shown.push(...ids)
      return new Map(ids.flatMap((id) => (this.records.has(id) ? [[id, this.listed(id)] as const] : [])))
    })
  /** What becomes of taking one back; absent: it is done. */
  answer: (id: string) => Outcome | undefined = () => undefined
  private readonly world: World

  constructor(world: World) {
    this.world = world
    world.target.answer = ({ key, record, targetId }) =>
      this.land(targetId ?? `t-${key}`, Decimals.toText(record.total))
    world.target.post = (id) => {
      this.records.get(id)!.standing = "posted"
      return { _tag: "Confirmed", targetId: id }
    }
  }

  private land(id: string, total: string): Outcome {
    const before = this.records.get(id)?.total
    this.records.set(id, { total, standing: this.draft ? "draft" : "posted" })
    const known = before === undefined || !this.tellsBefore ? {} : { before }
    return { _tag: "Confirmed", targetId: id, draft: this.draft, ...known }
  }

  private listed(targetId: string): Listed {
    const { total, standing } = this.records.get(targetId)!
    const model = { ...this.filled, total: new Money(Decimals.parse(total)!, "EUR") }
    return { targetId, model, ...(standing === "posted" ? {} : { standing }) }
  }

  private takeBack({ targetId, before }: Landed): Outcome {
    this.undone.push(targetId)
    const answer = this.answer(targetId)
    if (answer !== undefined) return answer
    const kept = this.records.get(targetId)
    if (before !== undefined) this.records.set(targetId, { total: before, standing: kept?.standing ?? "posted" })
    else if (kept !== undefined) kept.standing = "void"
    return { _tag: "Confirmed", targetId }
  }

  /** The pipeline with this shelf behind its targets. */
  behind(open: OpenPipeline): OpenPipeline {
    const list = Stream.suspend(() => {
      this.lists += 1
      const ids = [...this.records].flatMap(([id, { standing }]) => (standing === "void" ? [] : [id]))
      return Stream.succeed(ids.map((id) => this.listed(id)))
    })
    const extra = {
      undo: {
        verbs: this.verbs,
        run: (batch: ReadonlyArray<Landed>) =>
          Effect.sync(() => ({ outcomes: batch.map((one) => this.takeBack(one)) })),
      },
      ...(this.show === undefined ? {} : { show: this.show }),
      ...(this.isListed ? { list } : {}),
      readBack: this.readBack,
    }
    return { ...open, flows: open.flows.map((flow) => ({ ...flow, destination: { ...flow.destination, ...extra } })) }
  }

  undo(file: string, of: number, options: Partial<UndoOptions> = {}) {
    return this.world.with(file, (open) => undoRun(this.behind(open), { version: "0.0.0-test", of, ...options }))
  }

  plan(file: string, of: number) {
    const copy = layerCopy({ directory: join(this.world.directory, ".waybill") })
    return Effect.scoped(
      Effect.flatMap(openPipeline(this.world.file(file), this.world.composition), (open) =>
        planUndo(this.behind(open), { version: "0.0.0-test", of }),
      ),
    ).pipe(Effect.provide(Layer.provideMerge(copy, platform)))
  }
}
