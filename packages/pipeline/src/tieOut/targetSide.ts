/** What each target says that it holds: all of it where it can be listed, else what was delivered, by its ids. */
import type { ConnectorError, Destination, Listed } from "@waybill/connector"
import { type FlowRef, Ledger, type LedgerError, type SideBySide, type TieOutBook } from "@waybill/ledger"
import { Effect, Stream } from "effect"

import { type OpenFlow, refOf } from "../flow/OpenFlow.ts"
import { type Stop, stopOf } from "../flow/Stop.ts"
import type { Customers } from "./customers.ts"
import { targetFact } from "./facts.ts"
import { isConfirmed } from "./judge.ts"
import type { LookedAt } from "./TieOut.ts"

/** How far a target could be looked at. */
export interface Look {
  readonly lookedAt: LookedAt
  readonly why?: string
  readonly stop?: Stop
}

type Show = NonNullable<Destination<unknown>["show"]>

const addPage =
  (destination: Destination<unknown>, customers: Customers, book: TieOutBook) =>
  (page: ReadonlyArray<Listed>): Effect.Effect<void, LedgerError> =>
    book.addTarget(page.map((listed) => targetFact(destination, customers, listed)))

/** So many ids are asked for at a time. */
const idsAtOnce = 500

const showAll = Effect.fnUntraced(function* (
  show: Show,
  ref: FlowRef,
  pipeline: string,
  add: (page: ReadonlyArray<Listed>) => Effect.Effect<void, LedgerError>,
): Effect.fn.Return<void, LedgerError | ConnectorError, Ledger> {
  const ids = Stream.map((yield* Ledger).held(pipeline, ref), (page) =>
    page.flatMap(({ targetId }) => (targetId === undefined ? [] : [targetId])),
  )
  yield* ids.pipe(
    Stream.flattenIterable,
    Stream.grouped(idsAtOnce),
    Stream.runForEach((asked) => Effect.flatMap(show(asked), (shown) => add([...shown.values()]))),
  )
})

export const unreachable = (error: ConnectorError): Look => ({
  lookedAt: "unreachable",
  why: error.message,
  stop: stopOf(error),
})

const byId = "each delivered record was asked for by its id; what else is there was not looked at"
const notReadBack: Look = { lookedAt: "acknowledged", why: "acknowledged, not read back" }

/** Nobody was asked: a setting is missing that says what to list. */
const wantsSetting = ({ reason }: ConnectorError): boolean => reason._tag === "Unreadable"

/** Reads the target into the book. */
export const lookAtTarget = Effect.fn("tieOut.lookAtTarget")(function* (
  flow: OpenFlow,
  pipeline: string,
  customers: Customers,
  book: TieOutBook,
): Effect.fn.Return<Look, LedgerError, Ledger> {
  const { list, show } = flow.destination
  const add = addPage(flow.destination, customers, book)
  const shown = (show: Show, why: string) =>
    showAll(show, refOf(flow), pipeline, add).pipe(
      Effect.as<Look>({ lookedAt: "shown", why }),
      Effect.catchTag("ConnectorError", (error) => Effect.succeed(unreachable(error))),
    )
  if (list === undefined) return show === undefined ? notReadBack : yield* shown(show, byId)
  return yield* Stream.runForEach(list, add).pipe(
    Effect.as<Look>({ lookedAt: "listed" }),
    Effect.catchTag("ConnectorError", (error) =>
      show !== undefined && wantsSetting(error)
        ? shown(show, `${byId}: ${error.message}`)
        : Effect.succeed(unreachable(error)),
    ),
  )
})

/** Those that were confirmed and are not listed: rejected, out of the list's sight, or gone. Each is asked for by its id. */
export const askForMissing = Effect.fnUntraced(function* (
  { destination }: OpenFlow,
  customers: Customers,
  page: ReadonlyArray<SideBySide>,
): Effect.fn.Return<ReadonlyArray<SideBySide>, ConnectorError> {
  const { show } = destination
  const idOf = ({ ledger, target }: SideBySide) =>
    target === undefined && isConfirmed(ledger) ? ledger.targetId : undefined
  const missing = page.flatMap((side) => idOf(side) ?? [])
  if (show === undefined || missing.length === 0) return page
  const shown = yield* show(missing)
  return page.map((side) => {
    const found = shown.get(idOf(side) ?? "")
    return found === undefined ? side : { ...side, target: targetFact(destination, customers, found) }
  })
})
