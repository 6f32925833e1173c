/**
 * The tie-out: what the source has, what the ledger says of it and what the target says it holds, side by side, record by
 * record. Delivers nothing, and writes only to scratch files.
 */
import type { ConnectorError } from "@waybill/connector"
import {
  type AlreadyRunning,
  Ledger,
  type LedgerError,
  openTieOutBook,
  Operator,
  type TieOutBook,
} from "@waybill/ledger"
import { type CalendarDate, Dates } from "@waybill/model"
import { DateTime, Effect, type FileSystem, type Path, type Scope, Stream } from "effect"

import { type OpenFlow, refOf } from "../flow/OpenFlow.ts"
import type { OpenPipeline } from "../open.ts"
import { Account } from "./Account.ts"
import { agesAt } from "./ages.ts"
import { type Customers, customersOf } from "./customers.ts"
import { readHistory } from "./history.ts"
import { readSources, type SourceStop } from "./sourceSide.ts"
import { askForMissing, type Look, lookAtTarget, unreachable } from "./targetSide.ts"
import type { FlowTieOut, TieOut } from "./TieOut.ts"

export interface ReconcileOptions {
  /** The day that ages are counted at. */
  readonly asOf: CalendarDate
  /** Version of the program. */
  readonly version: string
  /** How many differences and decisions are listed; absent: 1,000. All are counted. */
  readonly most?: number
  /** Only these flows; absent: all. */
  readonly flows?: ReadonlyArray<string>
}

type Tools = Pick<ReconcileOptions, "asOf"> & { readonly most: number }

/** What is put side by side, and whose numbers of customers it is told by. */
interface Sides {
  readonly book: TieOutBook
  readonly customers: Customers
}

interface FlowEnd {
  readonly tieOut: FlowTieOut
  readonly look: Look
}

/** A book with what the ledger and the target say of a flow. */
const openBook = Effect.fnUntraced(function* (
  flow: OpenFlow,
  flows: ReadonlyArray<OpenFlow>,
  pipeline: string,
): Effect.fn.Return<
  { readonly book: TieOutBook; readonly customers: Customers; readonly look: Look },
  LedgerError,
  Ledger | FileSystem.FileSystem | Path.Path | Scope.Scope
> {
  const ledger = yield* Ledger
  const book = yield* openTieOutBook
  yield* Stream.runForEach(ledger.held(pipeline, refOf(flow)), book.addLedger)
  const customers = yield* customersOf(flow, flows, pipeline)
  return { book, customers, look: yield* lookAtTarget(flow, pipeline, customers, book) }
})

const addUp = Effect.fnUntraced(function* (
  flow: OpenFlow,
  { book, customers }: Sides,
  { lookedAt }: Look,
  isSourceRead: boolean,
  { asOf, most }: Tools,
): Effect.fn.Return<Account, LedgerError | ConnectorError> {
  const { entity, destination } = flow
  const account = new Account({
    entity,
    isSourceRead,
    isTargetRead: lookedAt === "listed" || lookedAt === "shown",
    readBack: destination.readBack ?? [],
    isToldCustomer: customers.isTold,
    lookedAt,
    ageOf: agesAt(asOf),
    most,
  })
  const pages =
    lookedAt === "listed"
      ? Stream.mapEffect(book.sideBySide, (page) => askForMissing(flow, customers, page))
      : book.sideBySide
  yield* Stream.runForEach(pages, (page) => Effect.sync(() => account.addPage(page)))
  return account
})

const unnamed = (records: number): ReadonlyArray<string> =>
  records === 0 ? [] : [`${records} confirmed records could not be asked for: the target gave no id of them`]

const whys = ({ why }: Look, source: SourceStop | undefined, account: Account): Pick<FlowTieOut, "why"> => {
  const all = [
    ...(why === undefined ? [] : [why]),
    ...unnamed(account.unnamed),
    ...(source === undefined ? [] : [`the source was not read: ${source.message}`]),
  ]
  return all.length === 0 ? {} : { why: all.join("; ") }
}

const named = ({ connection, stream }: OpenFlow["spec"]["to"]) => ({
  connection: connection.value,
  stream: stream.value,
})

/** Where the target falls silent halfway, what it said before is not taken for all that it holds (invariant 9). */
const tieOutFlow = Effect.fn("tieOut.flow")(function* (
  flow: OpenFlow,
  sides: Sides,
  begun: Look,
  source: SourceStop | undefined,
  tools: Tools,
): Effect.fn.Return<FlowEnd, LedgerError> {
  const add = (look: Look) =>
    Effect.map(addUp(flow, sides, look, source === undefined, tools), (account) => ({ account, look }))
  const { account, look } = yield* Effect.catchTag(add(begun), "ConnectorError", (error) =>
    Effect.catchTag(add(unreachable(error)), "ConnectorError", Effect.die),
  )
  const { spec, entity, destination } = flow
  return {
    look,
    tieOut: {
      flow: spec.name,
      entity,
      from: named(spec.from),
      to: named(spec.to),
      system: destination.target,
      lookedAt: look.lookedAt,
      ...whys(look, source, account),
      ...account.totals,
    },
  }
})

const stoppedOf = ({ tieOut, look: { stop } }: FlowEnd): TieOut["stopped"] => {
  if (stop === undefined) return []
  const { code, message, hint, outside } = stop
  return [{ flow: tieOut.flow, code, message, ...(hint === undefined ? {} : { hint }), outside }]
}

/** Ties a pipeline out. The `Ledger` must be a scratch copy: it is written to. */
export const reconcilePipeline = Effect.fn("reconcilePipeline")(function* (
  open: OpenPipeline,
  options: ReconcileOptions,
): Effect.fn.Return<TieOut, LedgerError | AlreadyRunning, Ledger | FileSystem.FileSystem | Path.Path> {
  const { asOf, version, most = 1_000 } = options
  const by = yield* Operator
  const { name, hash } = open.pipeline
  const madeAt = DateTime.formatIso(yield* DateTime.now)
  const flows = open.flows.filter(({ spec }) => options.flows?.includes(spec.name) !== false)
  const history = yield* readHistory({ pipeline: open.pipeline, flows }, most)
  const { ends, sources } = yield* Effect.scoped(
    Effect.gen(function* () {
      const opened = yield* Effect.forEach(flows, (flow) =>
        Effect.map(openBook(flow, open.flows, name), (book) => ({ flow, ...book })),
      )
      const sources = yield* readSources(open, new Map(opened.map(({ flow, book }) => [flow.spec.name, book])), version)
      const ends = yield* Effect.forEach(opened, ({ flow, look, ...sides }) => {
        const source = sources.find((stop) => stop.flow === flow.spec.name)
        return tieOutFlow(flow, sides, look, source, { asOf, most })
      })
      return { ends, sources }
    }),
  )
  const stopped = [...sources, ...ends.flatMap(stoppedOf)]
  const ties = ends.every(({ tieOut }) => tieOut.ties)
  return {
    pipeline: name,
    outcome: stopped.length > 0 ? "stopped" : ties ? "ties" : "differs",
    madeAt,
    ...(by === undefined ? {} : { by }),
    version,
    fileHash: hash,
    asOf: Dates.toIso(asOf),
    flows: ends.map(({ tieOut }) => tieOut),
    ...history,
    stopped,
  }
})
