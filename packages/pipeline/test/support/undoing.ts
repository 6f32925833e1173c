/** A run over a shelf that is taken back: how it is set up, and what the ledger and the summary say afterwards. */
import { assert } from "@effect/vitest"
import type { Outcome } from "@waybill/connector"
import { Ledger } from "@waybill/ledger"
import { Effect, Stream } from "effect"

import type { UndoneFlow } from "../../src/index.ts"
import { type TextRow, World } from "./memory.ts"
import { Shelf } from "./shelf.ts"

export const file = `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
flows:
  invoices:
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: invoices }
    map: { number: record.No, customerNumber: '"C1"', total: 'money(record.Amount, "EUR")' }
`

export const rows = (count: number, amount = "10.50", letter = "I"): ReadonlyArray<TextRow> =>
  Array.from({ length: count }, (_, index) => ({ No: `${letter}${index + 1}`, Amount: amount }))

export interface Here {
  readonly made: World
  readonly shelf: Shelf
  readonly source: (rows: ReadonlyArray<TextRow>) => void
}

/** A target that can be looked at, with a first run of so many records behind it. */
export const withRun = <E>(
  count: number,
  use: (here: Here) => Effect.Effect<void, E>,
  prepare: (here: Here) => void = () => {},
) =>
  Effect.acquireUseRelease(
    Effect.sync((): Here => {
      const made = new World()
      const here = {
        made,
        shelf: new Shelf(made),
        source: (rows: ReadonlyArray<TextRow>) => made.table("invoices", ["No", "Amount"], rows),
      }
      here.source(rows(count))
      prepare(here)
      return here
    }),
    (here) => Effect.andThen(here.made.run(file), use(here)),
    ({ made }) => Effect.sync(() => made.remove()),
  )

/** How many records the ledger has in which state. */
export const standing = ({ made }: Here) =>
  Effect.flatMap(Ledger, (ledger) => ledger.standing("test")).pipe(
    Effect.map((all) => all.map(({ state, records }) => [state, records] as const)),
    Effect.provide(made.ledger),
    Effect.orDie,
  )

/** What the ledger keeps of an undo, by key. */
export const keptOf = ({ made }: Here, run: number) =>
  Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.undone("test", { run }))).pipe(
    Effect.map((pages) => pages.flat().map(({ key, state, verb, code }) => [key, state, verb ?? code])),
    Effect.provide(made.ledger),
    Effect.orDie,
  )

/** The counts of a flow, which add up (invariant 3). */
export const countsOf = ({ landed, gone, restored, edited, left, unknown, waiting }: UndoneFlow) => {
  assert.strictEqual(landed, gone + restored + edited + left + unknown + waiting, "invariant 3")
  return { landed, gone, restored, edited, left, unknown, waiting }
}

/** No record anywhere. */
export const none = { landed: 0, gone: 0, restored: 0, edited: 0, left: 0, unknown: 0, waiting: 0 }

/** Why records are left: code, how many, the first keys. */
export const codesOf = ({ problems }: UndoneFlow) =>
  problems.map(({ code, records, keys }) => [code, records.records, keys])

export const refused: Outcome = { _tag: "Refused", issue: { code: "WB-TEST", message: "the period is closed" } }
export const lost: Outcome = { _tag: "Unknown", issue: { code: "WB-TEST", message: "no answer" } }
export const notSent: Outcome = { _tag: "NotSent", issue: { code: "WB-TEST-DOWN", message: "nobody answers" } }
